package org.jmill.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;

/// Tries once, before the first mill, whether continuations can be run by the methods of [RawContinuation] on this JDK.
///
/// Members of the same names and types may come to mean something else in a JDK that nobody here has seen. So a few
/// continuations do what strands do: they are suspended and run again, far down in calls, on top of one another, where
/// they cannot be suspended, and they throw. It takes about a millisecond.
///
/// What a trial cannot find: what goes wrong in compiled code only, and a JVM that ends at once.
final class RawTrial {
    /// How a continuation is run and suspended; of [RawContinuation], or a fake in a test.
    interface Methods {
        /// As [RawContinuation#run].
        void run(Continuation continuation);

        /// As [RawContinuation#suspend].
        int suspend();

        /// As [RawContinuation#pinned].
        Continuation.Pinned pinned(int obstacle);
    }

    private static final ContinuationScope SCOPE = new ContinuationScope("jmill-trial");
    private static final int DEEP_CALLS = 100; // More frames than are brought back from the heap at once.
    private static final int SUMMANDS = DEEP_CALLS * (DEEP_CALLS + 1) / 2;

    private final Methods methods;
    private final List<String> log = new ArrayList<>();

    private RawTrial(Methods methods) {
        this.methods = methods;
    }

    /// What the methods do otherwise than they should.
    ///
    /// @return the first thing that was found; null = nothing
    static String flaw(Methods methods) {
        RawTrial trial = new RawTrial(methods);
        List<Supplier<String>> parts =
                List.of(trial::suspended, trial::suspendedDeepInCalls, trial::hosted, trial::pinned, trial::thrown);
        try {
            return parts.stream().map(Supplier::get).filter(f -> f != null).findFirst().orElse(null);
        } catch (Throwable t) { // Whatever it is: the public methods remain.
            return "a trial of continuations ended with " + t;
        }
    }

    private Continuation continuation(Runnable body) {
        return new Continuation(SCOPE, body);
    }

    /// Notes what it is told by the method that suspends: 0, once it has been run again.
    private void suspend(String name) {
        log.add(name + " suspends");
        log.add(name + " goes on with " + methods.suspend());
    }

    /// @return null if all was logged so, and the continuations have ended; else what to say
    private String compare(String part, List<String> expected, Continuation... ended) {
        boolean asExpected = log.equals(expected);
        for (Continuation c : ended) {
            asExpected &= c.isDone();
        }
        String found = asExpected ? null : "a continuation that is " + part + " behaves otherwise: " + log;
        log.clear();
        return found;
    }

    private String suspended() {
        Continuation c = continuation(() -> suspend("it"));
        methods.run(c);
        log.add(c.isDone() ? "ended" : "alive");
        methods.run(c);
        return compare("suspended", List.of("it suspends", "alive", "it goes on with 0"), c);
    }

    private String suspendedDeepInCalls() {
        Continuation c = continuation(() -> log.add("sum " + sum(DEEP_CALLS)));
        methods.run(c);
        methods.run(c);
        methods.run(c);
        return compare(
                "deep in calls",
                List.of(
                        "bottom suspends",
                        "bottom goes on with 0",
                        "middle suspends",
                        "middle goes on with 0",
                        "sum " + SUMMANDS),
                c);
    }

    /// Sums up the numbers to `n` on the way back, and is suspended at the bottom and in the middle.
    private int sum(int n) {
        if (n == 0) {
            suspend("bottom");
            return 0;
        }
        int sum = n + sum(n - 1);
        if (n == DEEP_CALLS / 2) {
            suspend("middle");
        }
        return sum;
    }

    /// The guest is suspended, and not its host; each is run again without the other.
    private String hosted() {
        Continuation guest = continuation(() -> suspend("guest"));
        Continuation host = continuation(() -> {
            methods.run(guest);
            suspend("host");
        });
        methods.run(host);
        methods.run(guest);
        methods.run(host);
        return compare(
                "hosted",
                List.of("guest suspends", "host suspends", "guest goes on with 0", "host goes on with 0"),
                guest,
                host);
    }

    private String pinned() {
        Continuation c = continuation(() -> {
            Continuation.pin();
            int obstacle = methods.suspend();
            Continuation.unpin();
            log.add(methods.pinned(obstacle).name());
        });
        methods.run(c);
        return compare("pinned", List.of("CRITICAL_SECTION"), c);
    }

    private String thrown() {
        IllegalStateException thrown = new IllegalStateException("thrown");
        Continuation c = continuation(() -> {
            suspend("it");
            throw thrown;
        });
        methods.run(c);
        try {
            methods.run(c);
        } catch (IllegalStateException e) {
            log.add(e == thrown ? "thrown" : e.toString());
        }
        return compare("ended by an exception", List.of("it suspends", "it goes on with 0", "thrown"), c);
    }
}
