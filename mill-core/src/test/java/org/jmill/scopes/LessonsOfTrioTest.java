package org.jmill.scopes;

import static org.jmill.Mill.choose;
import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.jmill.Mill.shield;
import static org.jmill.Mill.tryWithin;
import static org.jmill.Mill.within;
import static org.jmill.Mill.yieldNow;
import static org.jmill.scopes.Tidy.START_MS;
import static org.jmill.scopes.Tidy.forEver;
import static org.jmill.scopes.Tidy.pass;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jmill.CancelledException;
import org.jmill.Coroutine;
import org.jmill.DeadlineException;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.Scope;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.world.Reason;

/// What users of Trio, AnyIO and asyncio have complained of, and that it does not happen here.
class LessonsOfTrioTest {
    // trio #147, #143: to stop gracefully, clean-up needs a shield with a deadline, and a polite question before
    @EveryEngineAndOrder
    void aServerStopsGracefullyAndItsCleanUpHasItsTimeButNotForEver(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            Scope.run(scope -> {
                scope.go(() -> {
                    choose().in(scope.stopping()).end();
                    events.add("polite " + (now() - START_MS));
                });
                scope.go(() -> {
                    try {
                        forEver();
                    } finally {
                        try {
                            shield(now() + 20, Tidy::forEver);
                        } catch (CancelledException e) {
                            events.add("hung up " + (now() - START_MS));
                        }
                    }
                });
                scope.stop(100);
            });
            assertEquals(List.of("polite 0", "hung up 120"), events);
        });
    }

    // trio #3232, #44; go #51365, #26356: a cancellation does not tell who has cancelled, and why
    @EveryEngineAndOrder
    void aCancellationTellsWhoAndWhy(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            AtomicReference<CancelledException> seen = new AtomicReference<>();
            Tidy.Broken cause = new Tidy.Broken("disk full");
            assertThrows(
                    Tidy.Broken.class,
                    () -> Scope.run(scope -> {
                        scope.go("writer", () -> {
                            pass(1);
                            throw cause;
                        });
                        Scope.run(inner -> inner.go(
                                "deep", () -> seen.set(assertThrows(CancelledException.class, Tidy::forEver))));
                    }));
            assertEquals(Reason.SIBLING, seen.get().reason());
            assertSame(cause, seen.get().getCause());
            assertTrue(
                    seen.get().getMessage().contains("writer failed"),
                    seen.get().getMessage());
        });
    }

    // trio #800: who catches a failure of a nursery misses it when a deadline passes in the same moment
    @EveryEngineAndOrder
    void aFailureInTheMomentOfADeadlineIsCaughtByItsType(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            for (int difference = -2; difference <= 2; difference++) {
                int raiserMs = 10 + difference;
                List<String> caught = new ArrayList<>();
                tryWithin(now() + 10, () -> {
                    try {
                        Scope.<Tidy.Broken>run(scope -> {
                            scope.go(() -> {
                                pass(raiserMs);
                                throw new Tidy.Broken("it");
                            });
                            forEver();
                        });
                    } catch (Tidy.Broken e) {
                        caught.add("broken");
                    } catch (CancelledException e) {
                        caught.add("deadline");
                    }
                    return "";
                });
                assertEquals(1, caught.size(), "one of them alone, as itself");
                if (difference != 0) {
                    assertEquals(difference < 0 ? "broken" : "deadline", caught.get(0));
                }
            }
        });
    }

    // trio #1457: a nursery throws a cancellation though nobody in it was told of one
    @EveryEngineAndOrder
    void aScopeInWhichNobodyWasCutShortThrowsNoCancellation(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            Scope.run(outer -> {
                IllegalStateException e = assertThrows(
                        IllegalStateException.class,
                        () -> Scope.run(inner -> {
                            outer.cancel();
                            throw new IllegalStateException("own");
                        }));
                assertEquals(0, e.getSuppressed().length);
                Scope.run(inner -> events.add("body without a wait"));
                events.add("behind");
            });
            assertEquals(List.of("body without a wait", "behind"), events);
        });
    }

    // trio #1175: a scope that was not cancelled swallows a cancellation, as a shield is put up meanwhile
    @EveryEngineAndOrder
    void aShieldThatIsPutUpWhileACancellationIsUnderWaySwallowsItNot(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            Scope.run(outer -> {
                CancelledException left = assertThrows(
                        CancelledException.class,
                        () -> Scope.run(inner -> {
                            outer.cancel("outer");
                            try {
                                yieldNow();
                            } finally {
                                shield(now() + 10, Mill::yield);
                            }
                        }));
                assertTrue(left.getMessage().contains("outer"), left.getMessage());
                events.add("passed on");
            });
            assertEquals(List.of("passed on"), events);
        });
    }

    // trio #3291: if both are cancelled, the outer cancellation is not raised again behind the nursery
    @EveryEngineAndOrder
    void theOuterCancellationIsNotLostBehindAnInnerScopeThatWasCancelledToo(Engine engine, Order order)
            throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            Scope.run(outer -> {
                assertThrows(
                        CancelledException.class,
                        () -> Scope.run(inner -> {
                            inner.cancel();
                            outer.cancel();
                            yieldNow();
                        }));
                assertThrows(CancelledException.class, Mill::yield);
                events.add("both");
            });
            assertEquals(List.of("both"), events);
        });
    }

    // trio #658: cancel does not stop who calls it, and people expect that it did
    @EveryEngineAndOrder
    void whoCancelsItsOwnScopeLearnsOfItAtItsNextWait(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            Scope.run(scope -> {
                scope.cancel();
                events.add("goes on");
                yieldNow();
                events.add("not here");
            });
            assertEquals(List.of("goes on"), events);
        });
    }

    // trio #1431, #2258: who waits for something of a child hangs when the scope it was for fails
    @EveryEngineAndOrder
    void whoWaitsForAWordOfAChildIsCancelledWhenAnotherOneFails(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Tidy.Broken broken = new Tidy.Broken("process");
            assertSame(
                    broken,
                    assertThrows(
                            Tidy.Broken.class,
                            () -> Scope.run(scope -> {
                                var ready = org.jmill.Chan.<String>make(0);
                                scope.go(() -> {
                                    pass(5);
                                    throw broken;
                                });
                                scope.go(() -> {
                                    forEver();
                                    ready.send("ready");
                                });
                                ready.receive();
                            })));
        });
    }

    // AnyIO #374: a task group swallows the cancellation of its host, which goes on
    @EveryEngineAndOrder
    void aCancelledOwnerDoesNotGoOnBehindItsScope(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            Coroutine owner = go(() -> {
                Scope.run(scope -> scope.go(() -> pass(100)));
                events.add("before the wait");
                pass(2);
                events.add("after the wait");
            });
            pass(1);
            owner.cancel();
            owner.join();
            assertEquals(List.of(), events);
            assertEquals(START_MS + 1, now());
        });
    }

    // AnyIO #642: a cancellation does not reach the children of a group whose host is in a shield
    @EveryEngineAndOrder
    void childrenOutsideOfTheOwnersShieldAreCancelledWhileItIsInIt(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            Scope.run(outer -> outer.go(() -> Scope.run(scope -> {
                scope.go(() -> {
                    assertThrows(CancelledException.class, Tidy::forEver);
                    events.add("child " + (now() - START_MS));
                });
                outer.cancel();
                shield(now() + 100, () -> pass(20));
                events.add("owner " + (now() - START_MS));
            })));
            assertEquals(List.of("child 0", "owner 20"), events);
        });
    }

    // AnyIO #685, #710: to give up starting a task in another group cancels that group
    @EveryEngineAndOrder
    void whoGivesUpStartingAChildElsewhereCancelsNobodyThere(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> ends = new ArrayList<>();
            Scope.run(other -> {
                other.limit(1);
                other.go(() -> {
                    pass(20);
                    ends.add("there");
                });
                assertThrows(
                        DeadlineException.class,
                        () -> within(
                                now() + 5,
                                () -> other.go(() -> {
                                    ends.add("not this");
                                })));
                assertFalse(Mill.self().isCancelled());
            });
            assertEquals(List.of("there"), ends);
        });
    }

    // AnyIO #787: a child that fails while something outside is cancelled does not cancel its own group
    @EveryEngineAndOrder
    void aFailureInACancelledScopeIsStillAFailure(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Tidy.Broken thrown = assertThrows(
                    Tidy.Broken.class,
                    () -> Scope.run(outer -> {
                        outer.go(() -> Scope.run(inner -> {
                            inner.go(() -> shield(now() + 1_000, () -> {
                                pass(10);
                                throw new Tidy.Broken("it");
                            }));
                            inner.go(() -> {
                                try {
                                    forEver();
                                } finally {
                                    shield(now() + 1_000, () -> pass(20));
                                }
                            });
                        }));
                        outer.cancel();
                    }));
            assertEquals("it", thrown.getMessage());
        });
    }

    // AnyIO #1214; aiorpcX #44: a cancellation from outside that comes together with one's own is swallowed
    @EveryEngineAndOrder
    void aCancellationThatComesTogetherWithOnesOwnIsNotSwallowed(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, mill -> {
            List<String> events = new ArrayList<>();
            Coroutine host = go(() -> {
                assertThrows(
                        CancelledException.class,
                        () -> Scope.run(scope -> {
                            scope.go(() -> {
                                pass(5);
                                scope.cancel();
                            });
                            forEver();
                        }));
                assertThrows(CancelledException.class, Mill::yield);
                events.add("host");
            });
            Coroutine poller = go(() -> {
                while (true) {
                    tryWithin(now() + 1, () -> {
                        forEver();
                        return "";
                    });
                }
            });
            pass(5);
            host.cancel();
            poller.cancel();
            host.join();
            poller.join();
            assertEquals(List.of("host"), events);
        });
    }

    // CPython #155433: a group that was cancelled swallows the cancellation from outside that comes while it ends
    @EveryEngineAndOrder
    void aDeadlineThatPassesWhileACancelledScopeEndsIsTold(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            assertThrows(
                    DeadlineException.class,
                    () -> within(
                            now() + 50,
                            () -> Scope.run(scope -> {
                                scope.go(() -> {
                                    try {
                                        forEver();
                                    } finally {
                                        shield(now() + 1_000, () -> pass(100));
                                    }
                                });
                                pass(10);
                                scope.cancel();
                            })));
            assertEquals(START_MS + 110, now());
        });
    }

    // CPython #133747: after a caught failure of a group a later timeout comes out as a cancellation
    @EveryEngineAndOrder
    void aDeadlineAfterACaughtFailureIsADeadline(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                () -> assertThrows(
                        DeadlineException.class,
                        () -> within(now() + 10, () -> {
                            try {
                                Scope.<Tidy.Broken>run(scope -> scope.go(() -> {
                                    throw new Tidy.Broken("it");
                                }));
                            } catch (Tidy.Broken e) {
                                pass(100);
                                throw e;
                            }
                        })));
    }

    // CPython #134471: a timeout of zero swallows a cancellation that was there before
    @EveryEngineAndOrder
    void aDeadlineOfZeroDoesNotHideAnEarlierCancellation(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            Coroutine cancelled = go(() -> {
                assertThrows(CancelledException.class, Tidy::forEver);
                assertThrows(CancelledException.class, () -> within(0, Tidy::forEver));
                assertThrows(
                        CancelledException.class,
                        () -> tryWithin(0, () -> {
                            forEver();
                            return "";
                        }));
                events.add("seen each time");
            });
            cancelled.cancel();
            cancelled.join();
            assertEquals(List.of("seen each time"), events);
        });
    }
}
