package org.jmill;

import java.util.Arrays;
import java.util.concurrent.Callable;

/// Runs a mill under test: on a fresh platform thread, for a limited time, so that no test can hang
/// and none inherits the thread, its interrupt flag or its mill from another.
///
/// ```java
/// TestMill.run(engine, () -> { … });                          // real time
/// TestMill mill = TestMill.virtualTime(engine).seed(7);
/// mill.run(() -> { mill.clock.advance(5); … });               // time that the test holds
/// ```
///
/// What main throws reaches the test, as from `Mill.run`. A mill that does not end in time fails
/// the test with its dump.
final class TestMill {
    private static final long LIMIT_MS = 60_000;
    private static final long GRACE_MS = 2_000;

    final MillOptions options;
    final VirtualClock clock; // null = real time
    final SimulatedPoller poller; // null = real time

    private TestMill(MillOptions options, VirtualClock clock, SimulatedPoller poller) {
        this.options = options;
        this.clock = clock;
        this.poller = poller;
    }

    /// A mill in real time.
    static TestMill realTime(Engine engine) {
        return new TestMill(MillOptions.defaults().engine(engine), null, null);
    }

    /// A mill whose time passes only when nobody is ready, and then at once. To be run once.
    static TestMill virtualTime(Engine engine) {
        VirtualClock clock = new VirtualClock();
        SimulatedPoller poller = new SimulatedPoller(clock);
        return new TestMill(MillOptions.defaults().engine(engine).clock(clock).poller(poller), clock, poller);
    }

    /// With other options; the engine, the clock and the poller must stay.
    TestMill with(java.util.function.UnaryOperator<MillOptions> change) {
        return new TestMill(change.apply(options), clock, poller);
    }

    /// In this order.
    TestMill order(Order order) {
        return with(o -> o.order(order));
    }

    /// With this seed for choose.
    TestMill seed(long seed) {
        return with(o -> o.seed(seed));
    }

    /// Without strict mode: for tests of many suspensions.
    TestMill fast() {
        return with(o -> o.strict(false));
    }

    /// Runs main in this mill.
    <X extends Exception> void run(Body<X> main) throws X {
        run(options, main);
    }

    /// Runs main on an engine, in real time and direct order.
    static <X extends Exception> void run(Engine engine, Body<X> main) throws X {
        run(MillOptions.defaults().engine(engine), main);
    }

    /// Runs main on an engine, in real time.
    static <X extends Exception> void run(Engine engine, Order order, Body<X> main) throws X {
        run(MillOptions.defaults().engine(engine).order(order), main);
    }

    /// Runs main with these options.
    static <X extends Exception> void run(MillOptions options, Body<X> main) throws X {
        onThread("mill under test", () -> {
            Mill.run(options, main);
            return null;
        });
    }

    /// Runs main on an engine and returns its result.
    static <T> T call(Engine engine, Callable<T> main) throws Exception {
        return onThread(
                "mill under test", () -> Mill.call(MillOptions.defaults().engine(engine), main));
    }

    /// Runs code on a fresh platform thread and waits for its end, but not for ever. What it throws
    /// is thrown here.
    static <T> T onThread(String name, Callable<T> code) {
        return onThread(name, code, LIMIT_MS);
    }

    /// As [#onThread(String,Callable)], but waits only so long.
    static <T> T onThread(String name, Callable<T> code, long limitMs) {
        Outcome<T> outcome = new Outcome<>();
        Thread thread = Thread.ofPlatform().name(name).daemon().start(() -> outcome.of(code));
        try {
            thread.join(limitMs);
            if (thread.isAlive()) {
                throw hangs(thread, limitMs);
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the test ran", e);
        }
        if (outcome.thrown != null) {
            throw MillRuntime.<RuntimeException>sneak(outcome.thrown);
        }
        return outcome.result;
    }

    private static AssertionError hangs(Thread thread, long limitMs) throws InterruptedException {
        StringBuilder text = new StringBuilder("still running after " + limitMs + " ms\n");
        for (StackTraceElement frame : thread.getStackTrace()) {
            text.append("    at ").append(frame).append('\n');
        }
        for (MillRuntime mill : MillRuntime.live()) {
            if (mill.scheduler.owner() == thread || MillRuntime.live().length == 1) {
                text.append(dump(mill));
            }
        }
        thread.interrupt(); // Cancels main, so that what can be saved of this JVM is saved.
        thread.join(GRACE_MS);
        return new AssertionError(text.toString());
    }

    /// The mill hangs, so that looking at it from outside mostly works.
    private static String dump(MillRuntime mill) {
        try {
            return Dump.of(mill).toString();
        } catch (RuntimeException e) {
            return "no dump: " + e + " " + Arrays.toString(e.getStackTrace());
        }
    }

    /// What came of a piece of code.
    private static final class Outcome<T> {
        private T result;
        private Throwable thrown;

        void of(Callable<T> code) {
            try {
                result = code.call();
            } catch (Throwable t) {
                thrown = t;
            }
        }
    }
}
