package org.jmill.scopes;

import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
import static org.jmill.scopes.Tidy.START_MS;
import static org.jmill.scopes.Tidy.forEver;
import static org.jmill.scopes.Tidy.pass;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jmill.CancelledException;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Fork;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.Scope;
import org.jmill.harness.EveryEngineAndOrder;

/// Children of a scope: at once, one after the other, as servants of the others.
class ScopeChildrenTest {
    @EveryEngineAndOrder
    void aChildRunsAtOnceAsByGo(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            Scope.run(scope -> {
                Coroutine child = scope.go("worker", () -> {
                    events.add(Mill.self().name());
                    yieldNow();
                    events.add("child");
                });
                events.add("body");
                assertEquals("worker", child.name());
                assertNotEquals(Mill.self(), child);
                scope.fork("named", () -> events.add(Mill.self().name()));
            });
            assertEquals("worker", events.get(0));
            assertTrue(events.containsAll(List.of("body", "child", "named")), events.toString());
        });
    }

    @EveryEngineAndOrder
    void atMostTheLimitRunAtOnceAndGoWaitsForAPlace(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            int[] atOnce = new int[2];
            List<Integer> begun = new ArrayList<>();
            Scope.run(scope -> {
                assertSame(scope, scope.limit(3));
                for (int i = 0; i < 9; i++) {
                    int number = i;
                    scope.go(() -> {
                        begun.add(number);
                        atOnce[1] = Math.max(atOnce[1], ++atOnce[0]);
                        pass(10);
                        atOnce[0]--;
                    });
                }
                assertEquals(START_MS + 20, now(), "the last one has just begun");
            });
            assertEquals(3, atOnce[1]);
            assertEquals(IntStream.range(0, 9).boxed().toList(), begun);
            assertEquals(START_MS + 30, now());
        });
    }

    @EveryEngineAndOrder
    void thoseWhoWaitForAPlaceAreServedFirstComeFirst(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<Integer> begun = new ArrayList<>();
            Scope.run(places -> {
                places.limit(1);
                places.go(() -> pass(10));
                Scope.run(askers -> {
                    for (int i = 0; i < 6; i++) {
                        int number = i;
                        askers.go(() -> places.go(() -> {
                            begun.add(number);
                            pass(1);
                        }));
                    }
                });
            });
            assertEquals(IntStream.range(0, 6).boxed().toList(), begun);
        });
    }

    @EveryEngineAndOrder
    void whoIsCancelledWhileItWaitsForAPlaceStartsNothingAndKeepsNoPlace(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> begun = new ArrayList<>();
            Scope.run(scope -> {
                scope.limit(1);
                scope.go(() -> pass(10));
                Coroutine asker = go(() -> assertThrows(
                        CancelledException.class,
                        () -> scope.go(() -> {
                            begun.add("not this");
                        })));
                Coroutine other = go(() -> scope.fork(() -> begun.add("this")));
                asker.cancel();
                asker.join();
                other.join();
                assertTrue(scope.tryGo(() -> begun.add("and this")) || begun.size() == 1);
            });
            assertFalse(begun.contains("not this"), begun.toString());
            assertTrue(begun.contains("this"), begun.toString());
        });
    }

    @EveryEngineAndOrder
    void aPlaceThatWasGivenToOneWhoIsCancelledJustThenGoesToTheNext(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> begun = new ArrayList<>();
            Scope.run(scope -> {
                scope.limit(1);
                Coroutine first = scope.go(() -> pass(10));
                Coroutine[] askers = new Coroutine[2];
                askers[0] = go(() -> scope.go(() -> begun.add("first asker's")));
                askers[1] = go(() -> scope.go(() -> begun.add("second asker's")));
                first.join(); // Its place is free now, and perhaps promised.
                askers[0].cancel();
                askers[0].join();
                askers[1].join();
            });
            assertTrue(begun.contains("second asker's"), begun.toString());
        });
    }

    @EveryEngineAndOrder
    void tryGoDoesNotWait(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> begun = new ArrayList<>();
            Scope.run(scope -> {
                scope.limit(2);
                assertTrue(scope.tryGo(() -> pass(10)));
                assertTrue(scope.tryGo(() -> pass(10)));
                assertFalse(scope.tryGo(() -> begun.add("no")));
                assertEquals(START_MS, now());
                pass(11);
                assertTrue(scope.tryGo(() -> begun.add("yes")));
            });
            assertEquals(List.of("yes"), begun);
        });
    }

    @EveryEngineAndOrder
    void aLimitBelowOneIsRefused(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                () -> Scope.run(scope -> {
                    for (int limit : new int[] {0, -1, Integer.MIN_VALUE}) {
                        String message = assertThrows(IllegalArgumentException.class, () -> scope.limit(limit))
                                .getMessage();
                        assertTrue(message.startsWith("limit scope of {0} main: " + limit + " is below 1"), message);
                    }
                    scope.limit(Integer.MAX_VALUE).go(() -> {});
                }));
    }

    @EveryEngineAndOrder
    void aHigherLimitLetsThoseInWhoWait(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<Long> begun = new ArrayList<>();
            Scope.run(scope -> {
                scope.limit(1);
                scope.go(() -> pass(100));
                Scope.run(askers -> {
                    askers.go(() -> scope.go(() -> begun.add(now())));
                    askers.go(() -> scope.go(() -> begun.add(now())));
                    pass(5);
                    scope.limit(3);
                });
                scope.limit(1); // Those that are there already stay.
            });
            assertEquals(List.of(START_MS + 5, START_MS + 5), begun);
        });
    }

    @EveryEngineAndOrder
    void theBodyMayHoldAPlaceUpAndOthersStartMeanwhile(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<Integer> results = Scope.call(scope -> {
                scope.limit(2);
                List<Fork<Integer>> forks = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    int number = i;
                    forks.add(scope.fork(() -> {
                        pass(10 - number);
                        return number;
                    }));
                }
                return forks.stream().map(Fork::join).toList();
            });
            assertEquals(List.of(0, 1, 2, 3, 4), results);
        });
    }

    @EveryEngineAndOrder
    void aDaemonIsCancelledWhenTheBodyAndAllOthersAreDone(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            Scope.run(scope -> {
                scope.daemon("servant", () -> {
                    CancelledException e = assertThrows(CancelledException.class, Tidy::forEver);
                    events.add(Mill.self().name() + " " + e.reason() + " " + now());
                    throw e;
                });
                scope.daemon(Tidy::forEver);
                scope.go(() -> {
                    pass(20);
                    scope.go(() -> pass(10));
                });
                pass(5);
            });
            assertEquals(List.of("servant SCOPE_END " + (START_MS + 30)), events);
        });
    }

    @EveryEngineAndOrder
    void aScopeOfDaemonsAloneEndsWithItsBody(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Scope.run(scope -> {
                scope.daemon(Tidy::forEver);
                pass(5);
            });
            assertEquals(START_MS + 5, now());
            Scope.run(scope -> scope.daemon(() -> {})); // It has ended before.
        });
    }

    @EveryEngineAndOrder
    void aDaemonTakesNoPlaceAndItsFailureEndsTheScope(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Tidy.Broken broken = new Tidy.Broken("daemon");
            assertSame(
                    broken,
                    assertThrows(
                            Tidy.Broken.class,
                            () -> Scope.run(scope -> {
                                scope.limit(1);
                                scope.daemon(() -> {
                                    pass(5);
                                    throw broken;
                                });
                                assertTrue(scope.tryGo(Tidy::forEver));
                                assertFalse(scope.tryGo(Tidy::forEver));
                            })));
        });
    }

    @EveryEngineAndOrder
    void whatADaemonStartsWhenItIsCancelledIsWaitedForToo(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            Scope.run(scope -> scope.daemon(() -> {
                assertThrows(CancelledException.class, Tidy::forEver);
                assertThrows(CancelledException.class, () -> scope.go(() -> events.add("not this")));
                Mill.shield(
                        now() + 50,
                        () -> Scope.run(last -> last.go(() -> {
                            pass(10);
                            events.add("last");
                        })));
            }));
            assertEquals(List.of("last"), events);
        });
    }

    @EveryEngineAndOrder
    void thousandsOfChildrenMayComeAndGo(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            int[] ended = new int[1];
            Scope.run(scope -> {
                for (int i = 0; i < 3_000; i++) {
                    long ms = i % 7;
                    scope.go(() -> {
                        if (ms > 0) {
                            pass(ms);
                        }
                        ended[0]++;
                    });
                }
                forEverUnlessDone(ended);
            });
            assertEquals(3_000, ended[0]);
        });
    }

    private static void forEverUnlessDone(int[] ended) {
        while (ended[0] < 3_000) {
            pass(1);
        }
        assertThrows(org.jmill.DeadlineException.class, () -> Mill.within(now() + 1, () -> forEver()));
    }
}
