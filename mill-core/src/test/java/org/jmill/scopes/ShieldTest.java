package org.jmill.scopes;

import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.jmill.Mill.shield;
import static org.jmill.Mill.within;
import static org.jmill.Mill.yieldNow;
import static org.jmill.scopes.Tidy.START_MS;
import static org.jmill.scopes.Tidy.forEver;
import static org.jmill.scopes.Tidy.pass;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.jmill.BlockingOperation;
import org.jmill.Body;
import org.jmill.CancelledException;
import org.jmill.Coroutine;
import org.jmill.DeadlineException;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.Scope;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Messages;
import org.jmill.world.Reason;

/// A cancelled coroutine sees its cancellation at every wait, but in a shield.
class ShieldTest {
    /// Runs code in a coroutine that is cancelled while it waits.
    private static void whenCancelled(Body<?> then) {
        Coroutine coroutine = go(() -> {
            assertThrows(CancelledException.class, Tidy::forEver);
            then.run();
        });
        coroutine.cancel();
        coroutine.join();
    }

    @EveryEngineAndOrder
    void aWaitInFinallyThrowsAgain(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            Coroutine coroutine = go(() -> {
                try {
                    forEver();
                } finally {
                    for (int i = 0; i < 3; i++) {
                        assertThrows(CancelledException.class, () -> pass(1));
                        assertThrows(CancelledException.class, Mill::yield);
                        events.add("again");
                    }
                }
            });
            coroutine.cancel();
            coroutine.join();
            assertEquals(List.of("again", "again", "again"), events);
            assertEquals(START_MS, now());
        });
    }

    @EveryEngineAndOrder
    void aWaitInFinallyThrowsAgainForEachReason(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<Reason> again = new ArrayList<>();
            Body<RuntimeException> body = () -> {
                try {
                    forEver();
                } finally {
                    again.add(assertThrows(CancelledException.class, () -> pass(1))
                            .reason());
                }
            };
            Scope.run(scope -> {
                scope.go(body);
                scope.cancel();
            });
            Scope.run(scope -> {
                scope.go(body);
                scope.stop(0);
            });
            Scope.run(scope -> scope.daemon(body));
            assertThrows(DeadlineException.class, () -> within(now() + 1, body));
            assertThrows(
                    Tidy.Broken.class,
                    () -> Scope.run(scope -> {
                        scope.go(body);
                        throw new Tidy.Broken("it");
                    }));
            assertEquals(
                    List.of(Reason.CALL, Reason.STOPPED, Reason.SCOPE_END, Reason.DEADLINE, Reason.SIBLING), again);
        });
    }

    @EveryEngineAndOrder
    void insideWaitsAreAllowedAndAfterwardsTheCancellationIsSeenAgain(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            whenCancelled(() -> {
                assertEquals(7, Mill.<Integer, RuntimeException>shield(now() + 100, () -> {
                    pass(10);
                    yieldNow();
                    events.add("at " + now());
                    return 7;
                }));
                CancelledException e = assertThrows(CancelledException.class, Mill::yield);
                events.add("again: " + e.reason());
            });
            assertEquals(List.of("at " + (START_MS + 10), "again: CALL"), events);
        });
    }

    @EveryEngineAndOrder
    void aShieldThatEndsReturnsItsResultAndThrowsNothingItself(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                () -> whenCancelled(() -> {
                    assertEquals("value", Mill.<String, RuntimeException>shield(now() + 1, () -> "value"));
                    shield(now() + 1, () -> {});
                }));
    }

    @EveryEngineAndOrder
    void fromItsDeadlineOnWaitsInsideThrowAgain(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            whenCancelled(() -> {
                CancelledException e = assertThrows(
                        CancelledException.class,
                        () -> shield(now() + 20, () -> {
                            CancelledException inside = assertThrows(CancelledException.class, Tidy::forEver);
                            events.add("inside " + inside.reason());
                            throw inside;
                        }));
                events.add("outside " + e.reason());
            });
            assertEquals(List.of("inside DEADLINE", "outside CALL"), events);
            assertEquals(START_MS + 20, now());
        });
    }

    @EveryEngineAndOrder
    void inACoroutineThatIsNotCancelledThePassedDeadlineIsADeadlineException(Engine engine, Order order)
            throws Exception {
        Tidy.run(engine, order, () -> {
            DeadlineException e = assertThrows(DeadlineException.class, () -> shield(now() + 20, Tidy::forEver));
            Messages.assertShape(e);
            Mill.yield();
        });
    }

    @EveryEngineAndOrder
    void whoIsCancelledInsideLearnsOfItAfterwards(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            Coroutine coroutine = go(() -> {
                shield(now() + 100, () -> {
                    pass(10);
                    events.add("inside");
                });
                events.add("behind");
                assertThrows(CancelledException.class, Mill::yield);
            });
            coroutine.cancel();
            coroutine.join();
            assertEquals(List.of("inside", "behind"), events);
        });
    }

    @EveryEngineAndOrder
    void aShieldWithoutADeadlinePanics(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Messages.assertPanics("shield", () -> shield(-1, () -> {}), "needs a deadline");
            Messages.assertPanics("shield", () -> shield(Long.MIN_VALUE, () -> {}), "needs a deadline");
            Messages.assertPanics("shield", () -> shield(5, (Body<RuntimeException>) null), "body is null");
            Messages.assertPanics(
                    "shield", () -> shield(5, (BlockingOperation<Object, RuntimeException>) null), "body is null");
        });
    }

    @EveryEngineAndOrder
    void aShieldInThePastLetsCallsThatNeedNotWaitBe(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                () -> whenCancelled(() -> {
                    assertEquals(7, Mill.<Integer, RuntimeException>shield(0, () -> 7));
                    assertThrows(CancelledException.class, () -> shield(0, Tidy::forEver));
                }));
    }

    @EveryEngineAndOrder
    void aShieldKeepsOffTheDeadlinesAround(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            assertThrows(
                    DeadlineException.class,
                    () -> within(now() + 5, () -> {
                        shield(now() + 100, () -> {
                            pass(20);
                            events.add("inside");
                        });
                        Mill.yield();
                    }));
            assertEquals(List.of("inside"), events);
            assertEquals(START_MS + 20, now());
        });
    }

    @EveryEngineAndOrder
    void aWithinInsideAShieldHasItsOwnDeadline(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                () -> whenCancelled(() -> {
                    shield(now() + 100, () -> {
                        assertThrows(DeadlineException.class, () -> within(now() + 5, Tidy::forEver));
                        pass(5);
                    });
                    assertEquals(START_MS + 10, now());
                    assertThrows(
                            CancelledException.class, () -> shield(now() + 5, () -> within(now() + 50, Tidy::forEver)));
                    assertEquals(START_MS + 15, now());
                }));
    }

    @EveryEngineAndOrder
    void aScopeInsideAShieldMayStartChildrenAndWaitForThem(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            whenCancelled(() -> {
                shield(
                        now() + 100,
                        () -> Scope.run(scope -> {
                            for (int i = 0; i < 3; i++) {
                                scope.go(() -> {
                                    pass(10);
                                    events.add("goodbye");
                                });
                            }
                        }));
                assertThrows(CancelledException.class, Mill::yield);
            });
            assertEquals(List.of("goodbye", "goodbye", "goodbye"), events);
        });
    }

    @EveryEngineAndOrder
    void aScopeInsideAShieldEndsAtItsDeadline(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            whenCancelled(() -> assertThrows(
                    CancelledException.class,
                    () -> shield(now() + 10, () -> Scope.run(scope -> scope.go(Tidy::forEver)))));
            assertEquals(START_MS + 10, now());
        });
    }

    @EveryEngineAndOrder
    void ofShieldsInOneAnotherTheInnerOneCounts(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            whenCancelled(() -> {
                assertThrows(
                        CancelledException.class,
                        () -> shield(now() + 10, () -> {
                            shield(now() + 30, () -> {
                                pass(20); // The outer one is over meanwhile.
                                events.add("inner");
                            });
                            Mill.yield();
                        }));
            });
            assertEquals(List.of("inner"), events);
            assertEquals(START_MS + 20, now());
        });
    }

    @EveryEngineAndOrder
    void theOwnFailureOfAShieldedBodyIsThrownAsItIs(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                () -> whenCancelled(() -> {
                    Tidy.Broken broken = new Tidy.Broken("own");
                    assertSame(
                            broken,
                            assertThrows(
                                    Tidy.Broken.class,
                                    () -> shield(now() + 10, () -> {
                                        pass(1);
                                        throw broken;
                                    })));
                }));
    }

    @EveryEngineAndOrder
    void aShieldInAChildHoldsTheWholeScopeUpButNotLonger(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            Scope.run(scope -> {
                scope.go(() -> {
                    try {
                        forEver();
                    } finally {
                        shield(now() + 10, () -> {
                            pass(5);
                            events.add("logged out");
                        });
                    }
                });
                yieldNow();
                scope.cancel();
            });
            assertEquals(List.of("logged out"), events);
            assertEquals(START_MS + 5, now());
        });
    }

    @EveryEngineAndOrder
    void theEndOfTheMillWaitsForAShield(Engine engine, Order order) {
        List<String> events = new ArrayList<>();
        org.jmill.harness.TestMill.virtualTime(engine).order(order).run(() -> {
            go(() -> {
                try {
                    forEver();
                } finally {
                    shield(now() + 10, () -> {
                        pass(5);
                        events.add("logged out at " + now());
                    });
                }
            });
            yieldNow();
        });
        assertEquals(List.of("logged out at " + (START_MS + 5)), events);
    }
}
