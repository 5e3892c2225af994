package org.jmill.coroutines;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.Coroutine.State;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Leftovers;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;

/// The handle that `go` returns: what it tells, and waiting for the end.
class CoroutineTest {
    @EveryEngineAndOrder
    void itHasANumberAndAName(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            assertEquals("{0} main", Mill.self().toString());
            assertEquals("main", Mill.self().name());
            Coroutine named = go("pump", () -> {});
            Coroutine nameless = go(() -> {});
            Coroutine nullName = go(null, () -> {});
            assertEquals("{1} pump", named.toString());
            assertEquals("pump", named.name());
            assertEquals("{2}", nameless.toString());
            assertEquals("", nameless.name());
            assertEquals("", nullName.name());
        });
    }

    @EveryEngineAndOrder
    void itTellsItsState(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            assertEquals(State.RUNNING, Mill.self().state());
            Coroutine waiter = go(() -> {
                chr(ch);
                yieldNow();
            });
            assertEquals(State.WAITING, waiter.state());
            assertEquals("chr(<1>)", waiter.waitingFor());
            assertFalse(waiter.isDone());
            chs(ch, 1);
            if (order == Order.DIRECT) {
                assertEquals(State.READY, waiter.state());
                yieldNow();
            }
            assertEquals(State.READY, waiter.state()); // It has yielded.
            assertEquals("", waiter.waitingFor());
            waiter.join();
            assertEquals(State.DONE, waiter.state());
            assertEquals("", waiter.waitingFor());
            assertTrue(waiter.isDone());
        });
    }

    @EveryEngineAndOrder
    void theParentIsReadyWhileItsChildRuns(Engine engine, Order order) {
        List<State> states = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            Coroutine main = Mill.self();
            go(() -> states.add(main.state()));
        });
        assertEquals(List.of(State.READY), states);
    }

    @EveryEngineAndOrder
    void twoHandlesOnOneCoroutineAreEqual(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Coroutine[] inside = {null};
            Coroutine outside = go(() -> inside[0] = Mill.self());
            assertEquals(outside, inside[0]);
            assertEquals(outside.hashCode(), inside[0].hashCode());
            assertNotEquals(outside, go(() -> {}));
            assertNotEquals(outside, Mill.self());
        });
    }

    @EveryEngineAndOrder
    void joinWaitsForTheEnd(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        TestMill.virtualTime(engine).order(order).run(() -> {
            Coroutine worker = go(() -> {
                msleep(now() + 10);
                log.add("worker");
            });
            worker.join();
            log.add("main");
        });
        assertEquals(List.of("worker", "main"), log);
    }

    @EveryEngineAndOrder
    void joinOfAnEndedOneReturnsAtOnce(Engine engine, Order order) {
        TestMill mill = TestMill.virtualTime(engine).order(order);
        mill.run(() -> {
            Coroutine ended = go(() -> {});
            ended.join();
            assertTrue(ended.join(0));
            assertTrue(ended.join(-1));
        });
        assertEquals(List.of(), mill.poller.timeouts());
    }

    @EveryEngineAndOrder
    void joinWithADeadlineGivesUpThen(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            long start = now();
            Coroutine worker = go(() -> msleep(start + 100));
            assertFalse(worker.join(start + 40));
            assertEquals(start + 40, now());
            assertFalse(worker.join(0));
            assertFalse(worker.join(now() - 1));
            assertEquals(start + 40, now());
            assertFalse(worker.join(start + 100)); // Both deadlines pass in one poll: it has not ended yet.
            assertTrue(worker.join(start + 200));
            assertEquals(start + 100, now());
        });
    }

    @EveryEngineAndOrder
    void joinThatGaveUpLeavesNothingBehind(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Coroutine worker = go(() -> msleep(now() + 100));
            for (int i = 1; i <= 10; i++) {
                assertFalse(worker.join(now() + i));
            }
            worker.join();
            Inside.check();
        });
    }

    @EveryEngineAndOrder
    void severalJoinersGoOnInTheOrderInWhichTheyCame(Engine engine, Order order) {
        List<Integer> log = new ArrayList<>();
        TestMill.virtualTime(engine).order(order).run(() -> {
            Coroutine worker = go(() -> msleep(now() + 10));
            for (int i = 0; i < 5; i++) {
                int number = i;
                go(() -> {
                    worker.join();
                    log.add(number);
                });
            }
            worker.join();
            log.add(5);
        });
        assertEquals(List.of(0, 1, 2, 3, 4, 5), log);
    }

    @EveryEngineAndOrder
    void joinTellsNothingOfHowItEnded(Engine engine, Order order) {
        TestMill.realTime(engine).order(order).with(o -> o.uncaught(t -> {})).run(() -> {
            Coroutine failing = go(() -> {
                yieldNow();
                throw new IllegalStateException();
            });
            failing.join();
            Coroutine cancelled = go(() -> msleep(-1));
            cancelled.cancel();
            cancelled.join();
            assertTrue(failing.isDone() && cancelled.isDone());
        });
    }

    @EveryEngineAndOrder
    void joiningItselfPanics(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Messages.assertPanics("join {0} main", () -> Mill.self().join(), "its own end");
            go(() -> Messages.assertPanics("join {1}", () -> Mill.self().join(now() + 5)));
            yieldNow();
        });
    }

    @EveryEngineAndOrder
    void itShowsItsOwnFramesOnly(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            Coroutine waiter = go(() -> waitInHere(ch));
            Coroutine other = go(() -> waitElsewhere(ch));
            assertTrue(hasFrame(waiter.stackTrace(), "waitInHere"));
            assertFalse(hasFrame(waiter.stackTrace(), "waitElsewhere"));
            assertTrue(hasFrame(other.stackTrace(), "waitElsewhere"));
            assertFalse(hasFrame(other.stackTrace(), "waitInHere"));
            assertTrue(hasFrame(Mill.self().stackTrace(), "itShowsItsOwnFramesOnly"));
            go(() -> {
                assertTrue(hasFrame(Mill.self().stackTrace(), "itShowsItsOwnFramesOnly"));
                assertFalse(hasFrame(Mill.self().stackTrace(), "waitInHere"));
            });
            waiter.cancel();
            waiter.join();
            assertEquals(0, waiter.stackTrace().length);
        });
    }

    private static void waitInHere(Chan<Integer> ch) {
        chr(ch);
    }

    private static void waitElsewhere(Chan<Integer> ch) {
        chr(ch);
    }

    private static boolean hasFrame(StackTraceElement[] stack, String part) {
        return Arrays.stream(stack).anyMatch(f -> f.getMethodName().contains(part));
    }

    @EveryEngineAndOrder
    void framesOfAHostAreThoseBeneathItsGuestOnly(Engine engine, Order order) {
        List<String> problems = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            Coroutine main = Mill.self();
            go(() -> hosting(main, problems));
        });
        assertEquals(List.of(), problems);
    }

    private static void hosting(Coroutine main, List<String> problems) {
        Coroutine host = Mill.self();
        go(() -> {
            if (!hasFrame(host.stackTrace(), "hosting") || hasFrame(main.stackTrace(), "hosting")) {
                problems.add("host: " + Arrays.toString(host.stackTrace()));
            }
            if (!hasFrame(main.stackTrace(), "framesOfAHostAre")) {
                problems.add("main: " + Arrays.toString(main.stackTrace()));
            }
        });
    }

    @EveryEngine
    void theJoinedOneMayBeCollectedLater(Engine engine) {
        TestMill.run(engine, () -> {
            Object[] payload = {new Object()};
            java.lang.ref.WeakReference<Object> held = new java.lang.ref.WeakReference<>(payload[0]);
            Object captured = payload[0];
            payload[0] = null;
            startAndJoin(captured);
            captured = null;
            Leftovers.assertCollected(held);
        });
    }

    private static void startAndJoin(Object captured) {
        go(() -> {
                    msleep(now());
                    assertTrue(captured != null);
                })
                .join();
    }

    @EveryEngine
    void aCancelledJoinThrows(Engine engine) {
        TestMill.run(engine, () -> {
            Coroutine endless = go(() -> msleep(-1));
            Coroutine joiner = go(() -> assertThrows(CancelledException.class, endless::join));
            joiner.cancel();
            joiner.join();
            assertFalse(endless.isDone());
        });
    }
}
