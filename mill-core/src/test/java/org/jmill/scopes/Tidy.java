package org.jmill.scopes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jmill.Body;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.Stats;
import org.jmill.harness.TestMill;
import org.jmill.harness.VirtualClock;

/// Runs a main that leaves nothing behind.
final class Tidy {
    static final long NEVER = -1;
    static final long START_MS = VirtualClock.START_MS;

    private Tidy() {}

    /// In virtual time, which begins at [#START_MS].
    static <X extends Exception> void run(Engine engine, Order order, Body<X> main) throws X {
        TestMill.virtualTime(engine).order(order).run(() -> {
            main.run();
            nothingIsLeft();
        });
    }

    /// In virtual time, for code that moves it.
    static void run(Engine engine, Order order, WithMill main) throws Exception {
        TestMill mill = TestMill.virtualTime(engine).order(order);
        mill.run(() -> {
            main.run(mill);
            nothingIsLeft();
        });
    }

    /// In real time, for code in which other threads take part.
    static <X extends Exception> void runReal(Engine engine, Order order, Body<X> main) throws X {
        TestMill.realTime(engine).order(order).fast().run(() -> {
            main.run();
            nothingIsLeft();
        });
    }

    /// A main that moves the time.
    interface WithMill {
        void run(TestMill mill) throws Exception;
    }

    /// Main lives alone, and waits for nothing.
    static void nothingIsLeft() {
        Stats stats = Mill.stats();
        assertEquals(1, stats.living(), () -> "somebody lives: " + Mill.dump());
        assertEquals(0, stats.ready(), "somebody is ready");
        assertEquals(0, stats.timers(), "a timer is armed");
        assertEquals(0, stats.descriptors(), "a descriptor is waited for");
        Inside.check();
    }

    /// Waits until somebody cancels it.
    static void forEver() {
        Mill.msleep(NEVER);
    }

    /// Waits for so long.
    static void pass(long ms) {
        Mill.msleep(Mill.now() + ms);
    }

    /// A failure that is not one of jmill's.
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        Broken(String what) {
            super(what);
        }
    }
}
