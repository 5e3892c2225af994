package org.jmill.scopes;

import static org.jmill.Mill.blocking;
import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
import static org.jmill.harness.Messages.assertPanics;
import static org.jmill.scopes.Tidy.forEver;
import static org.jmill.scopes.Tidy.pass;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import org.jmill.Body;
import org.jmill.CancelledException;
import org.jmill.Coroutine;
import org.jmill.DeadlockException;
import org.jmill.Engine;
import org.jmill.Fork;
import org.jmill.MillPanic;
import org.jmill.Order;
import org.jmill.Scope;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;

/// What is asked of a scope that it cannot do.
class ScopeMisuseTest {
    /// Each call of a scope but the two for other threads, by its verb.
    private static Map<String, Body<?>> calls(Scope scope) {
        Map<String, Body<?>> calls = new LinkedHashMap<>();
        calls.put("go", () -> scope.go(() -> {}));
        calls.put("tryGo", () -> scope.tryGo(() -> {}));
        calls.put("fork", () -> scope.fork(() -> 1));
        calls.put("daemon", () -> scope.daemon(() -> {}));
        calls.put("limit", () -> scope.limit(1));
        calls.put("onFailure", () -> scope.onFailure((child, thrown) -> {}));
        calls.put("cancel", scope::cancel);
        calls.put("stop", () -> scope.stop(1));
        calls.put("stopping", scope::stopping);
        return calls;
    }

    private static Scope endedScope() {
        Scope[] kept = new Scope[1];
        Scope.run(scope -> kept[0] = scope);
        return kept[0];
    }

    @EveryEngineAndOrder
    void aScopeUsedAfterItsEndPanics(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Scope ended = endedScope();
            calls(ended)
                    .forEach((verb, call) -> assertPanics(
                            verb + " scope of {0} main", call::run, "it has ended", "start children before"));
            assertEquals("scope of {0} main", ended.toString());
        });
    }

    @EveryEngineAndOrder
    void aScopeUsedAfterItsEndWhileAnOuterOneRunsPanics(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                () -> Scope.run(outer -> {
                    Scope inner = endedScope();
                    calls(inner).forEach((verb, call) -> assertPanics(verb, call::run, "it has ended"));
                    outer.go(() -> calls(inner).forEach((verb, call) -> assertPanics(verb, call::run, "it has ended")));
                }));
    }

    @EveryEngineAndOrder
    void aScopeThatEndedBecauseOfAFailurePanicsAsWell(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Scope[] kept = new Scope[1];
            assertThrows(
                    Tidy.Broken.class,
                    () -> Scope.run(scope -> {
                        kept[0] = scope;
                        throw new Tidy.Broken("it");
                    }));
            calls(kept[0]).forEach((verb, call) -> assertPanics(verb, call::run, "it has ended"));
        });
    }

    @EveryEngineAndOrder
    void aScopeOfAnotherMillPanicsAndGoesOn(Engine engine, Order order) throws Exception {
        Tidy.runReal(
                engine,
                order,
                () -> Scope.run(scope -> {
                    scope.daemon(Tidy::forEver);
                    blocking(() -> {
                        TestMill.run(engine, order, () -> {
                            calls(scope).forEach((verb, call) -> assertPanics("call from thread", call::run));
                            Tidy.nothingIsLeft();
                        });
                        return null;
                    });
                    scope.go(() -> {});
                }));
    }

    @EveryEngineAndOrder
    void aForeignThreadPanics(Engine engine, Order order) throws Exception {
        Tidy.runReal(
                engine,
                order,
                () -> Scope.run(scope -> {
                    Fork<Integer> fork = scope.fork(() -> 7);
                    blocking(() -> {
                        calls(scope).forEach((verb, call) -> assertPanics("call from thread", call::run));
                        assertPanics("call from thread", fork::join);
                        assertPanics("call from thread", () -> fork.join(5));
                        assertPanics("call from thread", fork::chan);
                        assertPanics("call from thread", fork::isDone);
                        assertPanics("scope", () -> Scope.run(other -> {}));
                        assertPanics("scope", () -> Scope.call(other -> 1));
                        assertPanics("deadline", org.jmill.Mill::deadline);
                        assertPanics("within", () -> org.jmill.Mill.within(1, () -> {}));
                        assertPanics("shield", () -> org.jmill.Mill.shield(1, () -> {}));
                        assertPanics("race", () -> org.jmill.Mill.race(() -> 1));
                        assertPanics("ticker", () -> org.jmill.Mill.ticker(1));
                        assertEquals("scope of {0} main", scope.toString());
                        assertEquals("fork " + fork.coroutine(), fork.toString());
                        return null;
                    });
                    assertEquals(7, fork.join());
                }));
    }

    @EveryEngineAndOrder
    void aScopeOfAMillThatHasEndedPanics(Engine engine, Order order) {
        Scope[] kept = new Scope[1];
        TestMill.run(engine, order, () -> Scope.run(scope -> kept[0] = scope));
        calls(kept[0]).forEach((verb, call) -> assertThrows(MillPanic.class, call::run, verb));
        assertThrows(RejectedExecutionException.class, () -> kept[0].executor());
        assertThrows(RejectedExecutionException.class, () -> kept[0].future(() -> 1));
    }

    @EveryEngineAndOrder
    void nullsPanicAndSayWhatIsMissing(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            assertPanics("run scope", () -> Scope.run(null), "body is null");
            assertPanics("call scope", () -> Scope.call(null), "body is null");
            Scope.run(scope -> {
                assertPanics("go scope of {0} main", () -> scope.go(null), "body is null");
                assertPanics("go scope of {0} main", () -> scope.go("named", null), "body is null");
                assertPanics("tryGo scope of {0} main", () -> scope.tryGo(null), "body is null");
                assertPanics("fork scope of {0} main", () -> scope.fork((Callable<Object>) null), "body is null");
                assertPanics("daemon scope of {0} main", () -> scope.daemon(null), "body is null");
                assertPanics("onFailure scope of {0} main", () -> scope.onFailure(null), "action is null");
                assertThrows(NullPointerException.class, () -> scope.future(null));
                scope.go(null, () -> {});
            });
        });
    }

    @EveryEngineAndOrder
    void aChildThatWaitsForAPlaceInItsOwnFullScopeIsNamedInTheDeadlockReport(Engine engine, Order order) {
        DeadlockException e = assertThrows(
                DeadlockException.class,
                () -> TestMill.virtualTime(engine)
                        .order(order)
                        .run(() -> Scope.run(scope -> {
                            scope.limit(1);
                            scope.go("greedy", () -> scope.go("never begun", () -> {}));
                        })));
        assertTrue(e.getMessage().contains("place(scope of {0} main)"), e.getMessage());
        assertTrue(e.getMessage().contains("greedy"), e.getMessage());
        assertTrue(e.getMessage().contains("scope(1 child)"), e.getMessage());
    }

    @EveryEngineAndOrder
    void aDeadlockEndsTheScopesInOrder(Engine engine, Order order) {
        List<String> events = new ArrayList<>();
        assertThrows(
                DeadlockException.class,
                () -> TestMill.virtualTime(engine).order(order).run(() -> {
                    try {
                        Scope.run(scope -> scope.go(() -> {
                            try {
                                forEver();
                            } finally {
                                events.add("child");
                            }
                        }));
                    } finally {
                        events.add("scope");
                    }
                }));
        assertEquals(List.of("child", "scope"), events);
    }

    @EveryEngineAndOrder
    void aForkJoinedByItselfPanics(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                () -> Scope.run(scope -> {
                    List<Fork<Integer>> self = new ArrayList<>();
                    self.add(scope.fork(() -> {
                        yieldNow();
                        MillPanic e = assertPanics("join", () -> self.get(0).join(), "circle");
                        Messages.assertShape(e);
                        assertPanics("join", () -> self.get(0).join(now() + 5), "circle");
                        return 7;
                    }));
                    assertEquals(7, self.get(0).join());
                }));
    }

    @EveryEngineAndOrder
    void forksThatJoinOneAnotherInACircleEndWithAPanic(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            MillPanic e = assertThrows(
                    MillPanic.class,
                    () -> Scope.run(scope -> {
                        List<Fork<Integer>> ring = new ArrayList<>();
                        for (int i = 0; i < 4; i++) {
                            int next = (i + 1) % 4;
                            ring.add(scope.fork("ring " + i, () -> {
                                pass(1);
                                return ring.get(next).join();
                            }));
                        }
                        forEver();
                    }));
            assertTrue(e.getMessage().contains("circle"), e.getMessage());
            for (String link : List.of("{1} joins {2}", "{2} joins {3}", "{3} joins {4}")) {
                assertTrue(e.getMessage().contains(link), e.getMessage());
            }
        });
    }

    @EveryEngineAndOrder
    void aScopeIsNoPlaceForAnotherCoroutinesChildrenOnceItsOwnerWaitsButIsStillOpen(Engine engine, Order order)
            throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            Scope[] shared = new Scope[1];
            Coroutine owner = go(() -> Scope.run(scope -> {
                shared[0] = scope;
                scope.go(() -> pass(10));
            }));
            shared[0].go(
                    () -> { // Its body has ended, it has not.
                        pass(20);
                        events.add("guest");
                    });
            owner.join();
            assertEquals(List.of("guest"), events);
        });
    }

    @EveryEngineAndOrder
    void whoGetsAPlaceInAnothersScopeThatWasCancelledStartsAChildThatIsCancelledFromTheStart(Engine engine, Order order)
            throws Exception {
        Tidy.run(engine, order, () -> {
            Scope[] shared = new Scope[1];
            Coroutine owner = go(() -> Scope.run(scope -> {
                shared[0] = scope.limit(1);
                scope.go(() -> pass(10));
                forEver();
            }));
            List<String> events = new ArrayList<>();
            Coroutine guest = go(() -> shared[0].go(() -> {
                events.add("begun");
                forEver();
                events.add("not here");
            }));
            owner.cancel();
            owner.join();
            guest.join();
            assertEquals(List.of("begun"), events);
        });
    }

    @EveryEngineAndOrder
    void whoWaitsForAPlaceInAnothersScopeWhenItEndsIsNotLeftWaiting(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            int[] begun = new int[1];
            List<MillPanic> panics = new ArrayList<>();
            Coroutine[] guests = new Coroutine[5];
            Scope.run(scope -> {
                scope.limit(1).go(() -> pass(1));
                for (int i = 0; i < guests.length; i++) {
                    guests[i] = go(() -> {
                        try {
                            scope.go(() -> begun[0]++);
                        } catch (MillPanic e) {
                            panics.add(e);
                        }
                    });
                }
            });
            for (Coroutine guest : guests) {
                guest.join();
            }
            assertEquals(guests.length, begun[0] + panics.size());
            for (MillPanic panic : panics) {
                assertTrue(
                        panic.getMessage().contains("has ended while a place in it was waited for"), panic.toString());
            }
        });
    }

    @EveryEngineAndOrder
    void stopRefusesANegativeGrace(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                () -> Scope.run(scope -> {
                    String message = assertThrows(IllegalArgumentException.class, () -> scope.stop(-1))
                            .getMessage();
                    assertEquals("stop scope of {0} main: grace is negative: -1", message);
                }));
    }

    @EveryEngineAndOrder
    void aPanicInAChildIsAFailureAsAnyOther(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            MillPanic[] panic = new MillPanic[1];
            MillPanic thrown = assertThrows(
                    MillPanic.class,
                    () -> Scope.run(scope -> {
                        scope.go(() -> {
                            try {
                                scope.go(null);
                            } catch (MillPanic e) {
                                panic[0] = e;
                                throw e;
                            }
                        });
                        assertThrows(CancelledException.class, Tidy::forEver);
                    }));
            assertSame(panic[0], thrown);
        });
    }
}
