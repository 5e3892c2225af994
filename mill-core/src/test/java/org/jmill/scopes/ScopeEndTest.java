package org.jmill.scopes;

import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.shield;
import static org.jmill.Mill.within;
import static org.jmill.Mill.yieldNow;
import static org.jmill.scopes.Tidy.START_MS;
import static org.jmill.scopes.Tidy.forEver;
import static org.jmill.scopes.Tidy.pass;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.DeadlineException;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.Scope;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.world.Reason;

/// A scope ends when its body and all of its children have, never before.
class ScopeEndTest {
    @EveryEngineAndOrder
    void runReturnsWhenTheLastChildHasEnded(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<Integer> ends = new ArrayList<>();
            Scope.run(scope -> {
                for (int i = 3; i > 0; i--) {
                    int ms = i;
                    scope.go(() -> {
                        pass(ms);
                        ends.add(ms);
                    });
                }
            });
            assertEquals(List.of(1, 2, 3), ends);
            assertEquals(START_MS + 3, now());
        });
    }

    @EveryEngineAndOrder
    void aScopeWithoutChildrenReturnsAtOnce(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Scope.run(scope -> {});
            assertEquals(7, Scope.<Integer, RuntimeException>call(scope -> 7));
            assertNull(Scope.<Object, RuntimeException>call(scope -> null));
            assertEquals(START_MS, now());
        });
    }

    @EveryEngineAndOrder
    void itWaitsForChildrenThatAChildHasStarted(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> ends = new ArrayList<>();
            Scope.run(scope -> scope.go(() -> {
                pass(1);
                scope.go(() -> {
                    pass(1);
                    scope.go(() -> {
                        pass(1);
                        ends.add("grandchild");
                    });
                });
            }));
            assertEquals(List.of("grandchild"), ends);
            assertEquals(START_MS + 3, now());
        });
    }

    @EveryEngineAndOrder
    void goItselfMakesAChildOfTheMillNotOfTheScope(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Chan<Coroutine> made = Chan.make(1);
            Scope.run(scope -> {
                made.send(go(() -> pass(100)));
                scope.cancel();
            });
            assertEquals(START_MS, now(), "it was not waited for");
            Coroutine other = made.receive();
            assertFalse(other.isCancelled());
            other.join();
        });
    }

    @EveryEngineAndOrder
    void ifTheOwnerIsCancelledWhileItWaitsTheChildrenAreCancelledAndWaitedFor(Engine engine, Order order)
            throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            Coroutine owner = go(() -> {
                CancelledException e = assertThrows(
                        CancelledException.class, () -> Scope.run(scope -> scope.go(() -> lastWords("child", events))));
                events.add("owner " + e.reason());
            });
            yieldNow();
            owner.cancel();
            owner.join();
            assertEquals(List.of("child CALL", "child ends", "owner CALL"), events);
            assertEquals(START_MS + 10, now(), "the child had its time");
        });
    }

    /// Waits for ever, and ten milliseconds longer.
    private static void lastWords(String who, List<String> events) {
        CancelledException e = assertThrows(CancelledException.class, Tidy::forEver);
        events.add(who + " " + e.reason());
        shield(now() + 100, () -> pass(10));
        events.add(who + " ends");
        throw e;
    }

    @EveryEngineAndOrder
    void ifTheOwnerIsCancelledTwiceItStillWaits(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            Coroutine owner = go(() -> Scope.run(scope -> scope.go(() -> lastWords("child", events))));
            owner.cancel();
            pass(5);
            owner.cancel();
            assertFalse(owner.isDone());
            owner.join();
            assertEquals(List.of("child CALL", "child ends"), events);
        });
    }

    @EveryEngineAndOrder
    void aDeadlineAroundDoesNotEndItBeforeTheChildren(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            assertThrows(
                    DeadlineException.class,
                    () -> within(now() + 5, () -> Scope.run(scope -> scope.go(() -> lastWords("child", events)))));
            assertEquals(List.of("child DEADLINE", "child ends"), events);
            assertEquals(START_MS + 15, now());
        });
    }

    @EveryEngineAndOrder
    void childrenThatCameToTheirEndsAllTheSameLetRunReturn(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            Coroutine owner = go(() -> {
                Scope.run(scope -> scope.go(() -> assertThrows(CancelledException.class, Tidy::forEver)));
                events.add("run has returned");
                assertThrows(CancelledException.class, Mill::yield);
            });
            yieldNow();
            owner.cancel();
            owner.join();
            assertEquals(List.of("run has returned"), events);
        });
    }

    @EveryEngineAndOrder
    void aValueThatTheBodyHasReturnedIsReturnedThoughTheOwnerIsCancelled(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> values = new ArrayList<>();
            Coroutine owner = go(() -> values.add(Scope.<String, RuntimeException>call(scope -> {
                scope.go(Tidy::forEver);
                return "value";
            })));
            yieldNow();
            owner.cancel();
            owner.join();
            assertEquals(List.of("value"), values);
        });
    }

    @EveryEngineAndOrder
    void cancellingTheOwnerReachesGrandchildrenInScopesOfTheirOwn(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            Coroutine owner = go(() -> Scope.run(a -> a.go(() -> Scope.run(b -> b.go(() -> Scope.run(c -> {
                c.go(() -> lastWords("deep", events));
                forEver();
            }))))));
            yieldNow();
            owner.cancel();
            owner.join();
            assertEquals(List.of("deep CALL", "deep ends"), events);
        });
    }

    @EveryEngineAndOrder
    void theEndOfMainEndsTheScopesOfOthersInOrder(Engine engine, Order order) {
        List<String> events = new ArrayList<>();
        org.jmill.harness.TestMill.virtualTime(engine).order(order).run(() -> {
            go(() -> {
                try {
                    Scope.run(scope -> scope.go(() -> lastWords("child", events)));
                } finally {
                    events.add("owner ends");
                }
            });
            yieldNow();
        });
        assertEquals(List.of("child MAIN_END", "child ends", "owner ends"), events);
    }

    @EveryEngineAndOrder
    void cancellingAChildIsNoFailureOfTheScope(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> ends = new ArrayList<>();
            Scope.run(scope -> {
                Coroutine child = scope.go(Tidy::forEver);
                scope.go(() -> {
                    pass(5);
                    ends.add("sibling");
                });
                yieldNow();
                assertTrue(child.cancel());
                child.join();
                assertFalse(Mill.self().isCancelled());
            });
            assertEquals(List.of("sibling"), ends);
        });
    }

    @EveryEngineAndOrder
    void whatACancelledChildThrowsOfItsOwnIsAFailure(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Tidy.Broken thrown = assertThrows(
                    Tidy.Broken.class,
                    () -> Scope.run(scope -> scope.go(() -> {
                                assertThrows(CancelledException.class, Tidy::forEver);
                                throw new Tidy.Broken("while it cleaned up");
                            })
                            .cancel()));
            assertEquals("while it cleaned up", thrown.getMessage());
        });
    }

    @EveryEngineAndOrder
    void aScopeInACancelledCoroutineRunsItsBodyUpToTheFirstWait(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            Coroutine late = go(() -> {
                assertThrows(CancelledException.class, Tidy::forEver);
                assertThrows(
                        CancelledException.class,
                        () -> Scope.run(scope -> {
                            events.add("body");
                            msleep(now());
                            events.add("not here");
                        }));
            });
            late.cancel();
            late.join();
            assertEquals(List.of("body"), events);
        });
    }

    @EveryEngineAndOrder
    void theReasonNamesTheOutermostOfTwoCancellations(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<Reason> reasons = new ArrayList<>();
            Scope.run(outer -> {
                outer.go(() -> Scope.run(inner -> {
                    inner.go(() -> reasons.add(assertThrows(CancelledException.class, Tidy::forEver)
                            .reason()));
                    yieldNow();
                    inner.cancel("the inner one");
                    outer.stop(0);
                }));
            });
            assertEquals(List.of(Reason.STOPPED), reasons);
        });
    }
}
