package org.jmill.iterating;

import static org.jmill.Mill.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jmill.Coro;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Generator;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.Order;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.TestMill;
import org.jmill.sched.Scheduler;

/// A coroutine that resumes a Coro again and again starves nobody.
class CoroFairnessTest {
    private static final int CALLS_MAX = 1000;

    @EveryEngine
    void othersRunAfter103ResumesInARow(Engine engine) {
        TestMill.run(engine, () -> {
            AtomicInteger turns = new AtomicInteger();
            go(() -> {
                while (true) {
                    Mill.yield();
                    turns.incrementAndGet();
                }
            });
            Coro<Integer, Integer> echo = Coro.create((self, first) -> {
                int value = first;
                while (true) {
                    value = self.yield(value);
                }
            });
            for (int i = 0; i < 102; i++) {
                assertEquals(i, echo.resume(i));
            }
            assertEquals(0, turns.get());
            assertEquals(102, echo.resume(102));
            assertEquals(1, turns.get());
        });
    }

    @EveryEngine
    void aTimerFiresWhileAGeneratorIsDrained(Engine engine) {
        TestMill.run(engine, () -> {
            AtomicInteger fired = new AtomicInteger();
            go(() -> {
                msleep(now() + 1);
                fired.incrementAndGet();
            });
            long seen = 0;
            for (int value : Generator.<Integer>create(out -> {
                while (true) {
                    out.yield(1);
                }
            })) {
                seen += value;
                if (fired.get() > 0) {
                    break;
                }
            }
            assertTrue(seen > 0);
        });
    }

    /// Asks again and again, but not for ever, until another coroutine has had its turn.
    private static void assertGivesWay(String what, Runnable call) {
        boolean[] ran = {false};
        go(() -> {
            Mill.yield();
            ran[0] = true;
        });
        for (int i = 0; i < CALLS_MAX && !ran[0]; i++) {
            call.run();
        }
        assertTrue(ran[0], what + " lets nobody else run");
    }

    @EveryEngineAndOrder
    void whatIsAnsweredAtOnceGivesWayNowAndThen(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Coroutine ended = go(() -> {});
            assertGivesWay("join", ended::join);
            assertGivesWay("join with a deadline", () -> ended.join(0));
            Coro<Integer, Integer> dead = Coro.create((self, first) -> first);
            dead.resume(1);
            assertGivesWay("close", dead::close);
            assertGivesWay("resume", () -> assertThrows(MillPanic.class, () -> dead.resume(1)));
            assertGivesWay("yield", () -> assertThrows(MillPanic.class, () -> dead.yield(1)));
            Generator.Values<Integer> values =
                    Generator.<Integer>create(out -> out.yield(1)).iterator();
            assertGivesWay("hasNext with a value", values::hasNext);
            values.next();
            assertGivesWay("hasNext at the end", values::hasNext);
            assertGivesWay("next at the end", () -> assertThrows(NoSuchElementException.class, values::next));
            assertGivesWay("close of values", values::close);
        });
    }

    @EveryEngine
    void joinOfAnEndedCoroutineGivesWayAsOftenAsAnyVerb(Engine engine) {
        TestMill.run(engine, () -> {
            Coroutine ended = go(() -> {});
            boolean[] ran = {false};
            go(() -> {
                Mill.yield();
                ran[0] = true;
            });
            for (int i = 1; i < Scheduler.OPERATIONS_IN_A_ROW; i++) {
                assertTrue(ended.join(0));
            }
            assertFalse(ran[0]);
            ended.join();
            assertTrue(ran[0]);
        });
    }
}
