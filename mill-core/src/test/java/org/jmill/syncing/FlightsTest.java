package org.jmill.syncing;

import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.shield;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jmill.CancelledException;
import org.jmill.Coroutine;
import org.jmill.DeadlineException;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.Order;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;
import org.jmill.sync.Flights;
import org.junit.jupiter.api.Test;

class FlightsTest {
    @EveryEngineAndOrder
    void callersWithTheSameKeyShareOneCall(Engine engine, Order order) throws Exception {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Flights<String, Integer> flights = new Flights<>();
            int[] calls = {0};
            List<String> log = new ArrayList<>();
            List<Coroutine> all = new ArrayList<>();
            for (String key : List.of("a", "b", "a", "a", "b")) {
                all.add(go(() -> log.add(key
                        + flights.call(key, () -> {
                            msleep(now() + 10);
                            return ++calls[0];
                        }))));
            }
            assertEquals(2, flights.size());
            all.forEach(Coroutine::join);
            assertEquals(
                    List.of("a1", "a1", "a1", "b2", "b2"), log.stream().sorted().toList());
            assertEquals(0, flights.size());
            assertEquals(3, flights.call("a", () -> ++calls[0]), "nothing is kept");
        });
    }

    @EveryEngineAndOrder
    void allThrowWhatTheCodeThrows(Engine engine, Order order) throws Exception {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Flights<Integer, Integer> flights = new Flights<>();
            IOException failure = new IOException("no answer");
            Callable<Integer> code = () -> {
                yieldNow();
                throw failure;
            };
            Coroutine other =
                    go(() -> assertSame(failure, assertThrows(IOException.class, () -> flights.call(1, code))));
            assertSame(failure, assertThrows(IOException.class, () -> flights.call(1, code)));
            other.join();
            assertThrows(
                    StackOverflowError.class,
                    () -> flights.call(1, () -> {
                        throw new StackOverflowError();
                    }));
            assertEquals(0, flights.size());
        });
    }

    @EveryEngineAndOrder
    void itGoesOnWhileOneCallerIsLeft(Engine engine, Order order) throws Exception {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Flights<Integer, String> flights = new Flights<>();
            Callable<String> code = () -> {
                msleep(now() + 100);
                return "landed";
            };
            Coroutine first = go(() -> assertThrows(CancelledException.class, () -> flights.call(1, code)));
            Coroutine second = go(() -> assertThrows(DeadlineException.class, () -> flights.call(1, now() + 10, code)));
            List<String> log = new ArrayList<>();
            Coroutine third = go(() -> log.add(flights.call(1, code)));
            first.cancel();
            second.join();
            third.join();
            assertEquals(List.of("landed"), log);
        });
    }

    @EveryEngineAndOrder
    void itIsCancelledWhenTheLastCallerGoes(Engine engine, Order order) throws Exception {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Flights<Integer, String> flights = new Flights<>();
            List<String> log = new ArrayList<>();
            Callable<String> code = () -> {
                try {
                    msleep(-1);
                } catch (CancelledException e) {
                    log.add("cancelled");
                    throw e;
                }
                return "never";
            };
            Coroutine first = go(() -> assertThrows(CancelledException.class, () -> flights.call(1, code)));
            go(() -> assertThrows(DeadlineException.class, () -> flights.call(1, now() + 10, code)))
                    .join();
            assertEquals(List.of(), log);
            first.cancel();
            first.join();
            yieldNow();
            yieldNow();
            assertEquals(List.of("cancelled"), log);
            assertEquals(0, flights.size());
        });
    }

    @EveryEngineAndOrder
    void aDeadlineOfTheOnlyCallerCancelsIt(Engine engine, Order order) throws Exception {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Flights<Integer, String> flights = new Flights<Integer, String>().named("users");
            long start = now();
            Messages.assertFails(
                    DeadlineException.class,
                    "call flight of users 7",
                    () -> flights.call(7, start + 10, () -> {
                        msleep(-1);
                        return "never";
                    }));
            assertEquals(start + 10, now());
            assertThrows(
                    DeadlineException.class,
                    () -> Mill.within(
                            start + 20,
                            () -> flights.call(7, () -> {
                                msleep(-1);
                                return "never";
                            })));
            assertEquals(start + 20, now());
            yieldNow();
            yieldNow();
            assertEquals(0, flights.size());
        });
    }

    @EveryEngineAndOrder
    void whoComesWhileACancelledOneEndsWaitsAndBeginsAnother(Engine engine, Order order) throws Exception {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Flights<Integer, Integer> flights = new Flights<>();
            int[] running = {0};
            int[] calls = {0};
            Callable<Integer> code = () -> {
                assertEquals(1, ++running[0], "one at a time");
                int number = ++calls[0];
                try {
                    msleep(now() + 100);
                } finally {
                    Mill.shield(now() + 50, () -> msleep(now() + 20)); // It takes its time to end.
                    running[0]--;
                }
                return number;
            };
            long start = now();
            Coroutine first = go(() -> assertThrows(CancelledException.class, () -> flights.call(1, code)));
            msleep(start + 10);
            first.cancel();
            first.join();
            assertThrows(DeadlineException.class, () -> flights.call(1, now() + 5, code));
            Coroutine other = go(() -> assertEquals(2, flights.call(1, code)));
            assertEquals(2, flights.call(1, code));
            assertEquals(start + 10 + 20 + 100 + 20, now());
            other.join();
            assertEquals(2, calls[0]);
        });
    }

    @EveryEngineAndOrder
    void whoJoinsBeforeTheLastOneHasGoneKeepsItGoing(Engine engine, Order order) throws Exception {
        TestMill.virtualTime(engine).order(Order.DIRECT).run(() -> {
            Flights<Integer, Integer> flights = new Flights<>();
            int[] calls = {0};
            Callable<Integer> code = () -> {
                msleep(now() + 10);
                return ++calls[0];
            };
            Coroutine first = go(() -> assertThrows(CancelledException.class, () -> flights.call(1, code)));
            first.cancel(); // It has not run yet.
            assertEquals(1, flights.call(1, code));
            assertEquals(1, calls[0]);
        });
    }

    @Test
    void oneThatCannotWaitTakesItFromNobody() {
        TestMill.virtualTime(Engine.CONTINUATION).with(o -> o.strict(true)).run(() -> {
            Flights<Integer, String> flights = new Flights<>();
            Callable<String> code = () -> {
                msleep(now() + 10);
                return "landed";
            };
            List<String> log = new ArrayList<>();
            Coroutine first = go(() -> log.add(flights.call(1, code)));
            Object monitor = new Object();
            synchronized (monitor) {
                assertThrows(MillPanic.class, () -> flights.call(1, code));
            }
            first.join();
            assertEquals(List.of("landed"), log);
        });
    }

    @EveryEngineAndOrder
    void codeThatDoesNotWaitIsCalledAtOnce(Engine engine, Order order) throws Exception {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Flights<String, String> flights = new Flights<>();
            assertEquals("v", flights.call(null, 0, () -> "v"));
            assertEquals(null, flights.call("k", () -> null));
            boolean[] ran = {false};
            go(() -> {
                yieldNow();
                ran[0] = true;
            });
            for (int i = 0; i < 1_000 && !ran[0]; i++) {
                flights.call("k", () -> "v");
            }
            assertTrue(ran[0], "a loop of calls starves nobody");
        });
    }

    @EveryEngine
    void codeThatCallsWithItsOwnKeyPanics(Engine engine) throws Exception {
        TestMill.virtualTime(engine).run(() -> {
            Flights<Integer, Integer> flights = new Flights<>();
            Messages.assertPanics(
                    "call flight 1", () -> flights.call(1, () -> flights.call(1, () -> 2)), "wait for its own end");
            assertEquals(3, flights.call(1, () -> flights.call(2, () -> 3)), "another key is another call");
            Messages.assertPanics(
                    "call flights, 0 under way", () -> flights.call(1, (Callable<Integer>) null), "is null");
            assertFalse(Mill.self().isCancelled());
        });
    }

    @EveryEngine
    void codeThatCallsWithItsOwnKeyWhileItEndsPanicsToo(Engine engine) throws Exception {
        TestMill.virtualTime(engine).run(() -> {
            Flights<Integer, Integer> flights = new Flights<>();
            List<MillPanic> panics = new ArrayList<>();
            Coroutine caller = go(() -> flights.call(1, () -> {
                try {
                    msleep(-1);
                } finally {
                    shield(
                            now() + 100,
                            () -> panics.add(Messages.assertPanics(
                                    "call flight 1", () -> flights.call(1, () -> 2), "wait for its own end")));
                }
                return 3;
            }));
            yieldNow();
            caller.cancel();
            yieldNow();
            yieldNow();
            assertEquals(1, panics.size());
            assertEquals(0, flights.size());
        });
    }

    @EveryEngine
    void theDumpNamesTheKey(Engine engine) throws Exception {
        TestMill.virtualTime(engine).run(() -> {
            Flights<Integer, Integer> flights = new Flights<Integer, Integer>().named("users");
            Coroutine caller = go(() -> flights.call(17, () -> {
                assertEquals("flight of users 17", Mill.self().name());
                msleep(-1);
                return 1;
            }));
            yieldNow();
            assertEquals("call(flight of users 17)", caller.waitingFor());
            assertEquals("flights users, 1 under way", flights.toString());
        });
    }
}
