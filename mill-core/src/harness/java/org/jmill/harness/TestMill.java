package org.jmill.harness;

import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jmill.Body;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.Order;

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
public final class TestMill {
    // Ends what hangs; what is slow, on a machine that has much else to do, may go on.
    private static final long LIMIT_MS = 300_000;
    private static final long GRACE_MS = 2_000;

    public final MillOptions options;
    public final VirtualClock clock; // null = real time
    public final SimulatedPoller poller; // null = real time

    private TestMill(MillOptions options, VirtualClock clock, SimulatedPoller poller) {
        this.options = options;
        this.clock = clock;
        this.poller = poller;
    }

    /// A mill in real time.
    public static TestMill realTime(Engine engine) {
        return new TestMill(MillOptions.defaults().engine(engine), null, null);
    }

    /// A mill whose time passes only when nobody is ready, and then at once. To be run once.
    public static TestMill virtualTime(Engine engine) {
        VirtualWorld world = new VirtualWorld();
        return new TestMill(MillOptions.defaults().engine(engine).world(world), world.clock, world.poller);
    }

    /// With other options; the engine, the clock and the poller must stay.
    public TestMill with(UnaryOperator<MillOptions> change) {
        return new TestMill(change.apply(options), clock, poller);
    }

    /// In this order.
    public TestMill order(Order order) {
        return with(o -> o.order(order));
    }

    /// With this seed for choose.
    public TestMill seed(long seed) {
        return with(o -> o.seed(seed));
    }

    /// Without strict mode: for tests of many suspensions.
    public TestMill fast() {
        return with(o -> o.strict(false));
    }

    /// Runs main in this mill.
    public <X extends Exception> void run(Body<X> main) throws X {
        run(options, main);
    }

    /// Runs main on an engine, in real time and direct order.
    public static <X extends Exception> void run(Engine engine, Body<X> main) throws X {
        run(MillOptions.defaults().engine(engine), main);
    }

    /// Runs main on an engine, in real time.
    public static <X extends Exception> void run(Engine engine, Order order, Body<X> main) throws X {
        run(MillOptions.defaults().engine(engine).order(order), main);
    }

    /// Runs main with these options.
    public static <X extends Exception> void run(MillOptions options, Body<X> main) throws X {
        onThread("mill under test", () -> {
            Mill.run(options, main);
            return null;
        });
    }

    /// Runs main on an engine and returns its result.
    public static <T> T call(Engine engine, Callable<T> main) throws Exception {
        return onThread(
                "mill under test", () -> Mill.call(MillOptions.defaults().engine(engine), main));
    }

    /// Runs code on a fresh platform thread and waits for its end, but not for ever. What it throws
    /// is thrown here.
    public static <T> T onThread(String name, Callable<T> code) {
        return onThread(name, code, LIMIT_MS);
    }

    /// As [#onThread(String,Callable)], but waits only so long.
    public static <T> T onThread(String name, Callable<T> code, long limitMs) {
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
            throw TestMill.<RuntimeException>sneak(outcome.thrown);
        }
        return outcome.result;
    }

    private static AssertionError hangs(Thread thread, long limitMs) throws InterruptedException {
        StringBuilder text = new StringBuilder("still running after " + limitMs + " ms\n");
        for (StackTraceElement frame : thread.getStackTrace()) {
            text.append("    at ").append(frame).append('\n');
        }
        text.append(Bridge.dumps());
        thread.interrupt(); // Cancels main, so that what can be saved of this JVM is saved.
        thread.join(GRACE_MS);
        return new AssertionError(text.toString());
    }

    /// Throws anything, checked or not, without declaring it.
    @SuppressWarnings("unchecked")
    public static <X extends Throwable> X sneak(Throwable thrown) throws X {
        throw (X) thrown;
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
