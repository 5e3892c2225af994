package org.jmill.engine;

import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;

/// Tries once, before the first mill, whether continuations can be run by the methods of [RawContinuation] on this JDK.
///
/// Members of the same names and types may come to mean something else in a JDK that nobody here has seen. So a few
/// continuations do what strands do: they are suspended and run again, far down in calls, on top of one another, where
/// they cannot be suspended, and they throw.
///
/// What a trial cannot find: what goes wrong in compiled code only, and a JVM that ends at once.
///
/// Each program starts with it, so it does without what is dear in a JVM that has just begun: lambdas, streams, and
/// strings put together by `+`, each of which has the JVM write a class.
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

    /// What the body of a continuation does, and what is logged until it has ended.
    private enum Part {
        /// Is suspended, and goes on.
        SUSPENDED("is suspended", "suspended-|0."),
        /// Is suspended where more frames are above it than are brought back at once, and again on the way up.
        DEEP("is deep in calls", "bottom-|0.middle-|0.sum 5050."),
        /// Runs another one, which is suspended while this one is not; then each is run without the other.
        HOST("hosts another", "suspended-host-|0.0."),
        /// Learns why it cannot be suspended.
        PINNED("is pinned", "CRITICAL_SECTION."),
        /// Throws after it has been suspended.
        THROWN("throws", "suspended-|0.thrown.");

        private static final Part[] ALL = values();

        private final String does;
        private final String log;

        Part(String does, String log) {
            this.does = does;
            this.log = log;
        }
    }

    private static final ContinuationScope SCOPE = new ContinuationScope("jmill-trial");
    private static final int DEEP_CALLS = 100;
    private static final int RUNS_MAX = 3;

    private final Methods methods;
    private final StringBuilder log = new StringBuilder();
    private final IllegalStateException thrown = new IllegalStateException("thrown");

    private RawTrial(Methods methods) {
        this.methods = methods;
    }

    /// What the methods do otherwise than they should.
    ///
    /// @return the first thing that was found; null = nothing
    static String flaw(Methods methods) {
        for (Part part : Part.ALL) {
            RawTrial trial = new RawTrial(methods);
            boolean isInOrder = false;
            try {
                isInOrder = trial.isInOrder(part);
            } catch (Throwable t) { // Whatever it is: the public methods remain.
                trial.log.append(t);
            }
            if (!isInOrder) {
                return "a continuation that " + part.does + " did otherwise: " + trial.log;
            }
        }
        return null;
    }

    private boolean isInOrder(Part part) {
        Body body = new Body(part);
        Continuation tried = new Continuation(SCOPE, body);
        boolean haveEnded = false;
        for (int i = 0; i < RUNS_MAX && !haveEnded; i++) {
            run(tried);
            log.append(tried.isDone() ? "" : "|");
            if (i == 0 && body.guest != null) { // Its host is suspended meanwhile.
                run(body.guest);
            }
            haveEnded = tried.isDone() && (body.guest == null || body.guest.isDone());
        }
        return haveEnded && part.log.contentEquals(log);
    }

    private void run(Continuation continuation) {
        try {
            methods.run(continuation);
        } catch (IllegalStateException e) {
            log.append(e == thrown ? "thrown." : e.toString());
        }
    }

    /// Notes what it is told by the method that suspends: 0, once it has been run again.
    private void suspend(String name) {
        log.append(name).append('-');
        int obstacle = methods.suspend();
        log.append(obstacle).append('.');
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

    /// What a continuation does.
    private final class Body implements Runnable {
        private final Part part;
        private Continuation guest; // Of a host.

        Body(Part part) {
            this.part = part;
        }

        @Override
        public void run() {
            switch (part) {
                case SUSPENDED -> suspend("suspended");
                case DEEP -> {
                    int sum = sum(DEEP_CALLS);
                    log.append("sum ").append(sum).append('.');
                }
                case HOST -> {
                    guest = new Continuation(SCOPE, new Body(Part.SUSPENDED));
                    methods.run(guest);
                    suspend("host");
                }
                case PINNED -> {
                    Continuation.pin();
                    int obstacle = methods.suspend();
                    Continuation.unpin();
                    log.append(methods.pinned(obstacle).name()).append('.');
                }
                case THROWN -> {
                    suspend("suspended");
                    throw thrown;
                }
            }
        }
    }
}
