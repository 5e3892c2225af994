package org.jmill.scopes;

import static org.jmill.Mill.choose;
import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.jmill.Mill.tryWithin;
import static org.jmill.Mill.within;
import static org.jmill.Mill.yieldNow;
import static org.jmill.harness.Messages.assertPanics;
import static org.jmill.scopes.Tidy.START_MS;
import static org.jmill.scopes.Tidy.forEver;
import static org.jmill.scopes.Tidy.pass;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.DeadlineException;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.Scope;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;
import org.jmill.world.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Scopes that are cancelled, or asked to stop; and what those in them are told.
class CancelScopeTest {
    /// What a call that waits is told.
    private static CancelledException told() {
        return assertThrows(CancelledException.class, Tidy::forEver);
    }

    @EveryEngineAndOrder
    void cancelEndsBodyAndChildrenAndRunReturnsNormally(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<Reason> reasons = new ArrayList<>();
            Scope.run(scope -> {
                scope.go(() -> reasons.add(told().reason()));
                scope.go(() -> {
                    pass(5);
                    scope.cancel();
                    assertTrue(Mill.self().isCancelled());
                });
                forEver();
            });
            assertEquals(List.of(Reason.CALL), reasons);
            assertEquals(START_MS + 5, now());
            assertFalse(Mill.self().isCancelled());
        });
    }

    @EveryEngineAndOrder
    void callThrowsTheCancellationIfTheBodyGaveNoValue(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            CancelledException e = assertThrows(
                    CancelledException.class,
                    () -> Scope.call(scope -> {
                        scope.cancel("enough");
                        yieldNow();
                        return "not here";
                    }));
            assertEquals(Reason.CALL, e.reason());
            assertTrue(e.getMessage().contains("enough"), e.getMessage());
            Messages.assertShape(e);
            Mill.yield(); // The caller itself is not cancelled.
        });
    }

    @EveryEngineAndOrder
    void callReturnsTheValueOfABodyThatHasGivenOneThoughTheScopeIsCancelled(Engine engine, Order order)
            throws Exception {
        Tidy.run(
                engine,
                order,
                () -> assertEquals("value", Scope.<String, RuntimeException>call(scope -> {
                    scope.go(Tidy::forEver);
                    scope.cancel();
                    return "value";
                })));
    }

    @EveryEngineAndOrder
    void cancelNeverSuspendsNorThrowsAndMayBeCalledTwice(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            Scope.run(scope -> {
                scope.go(() -> told());
                scope.cancel("first");
                scope.cancel("second");
                events.add("behind");
                assertTrue(told().getMessage().contains("first"));
            });
            assertEquals(List.of("behind"), events);
        });
    }

    @EveryEngineAndOrder
    void theCancellationOfAScopeDoesNotReachWhatIsAround(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            Scope.run(outer -> {
                outer.go(() -> {
                    pass(10);
                    events.add("cousin");
                });
                Scope.run(inner -> {
                    inner.go(() -> told());
                    inner.cancel();
                    told();
                });
                pass(5);
                events.add("body");
            });
            assertEquals(List.of("body", "cousin"), events);
        });
    }

    @EveryEngineAndOrder
    void aScopeInsideOneThatIsCancelledPassesTheCancellationOn(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            Scope.run(outer -> {
                CancelledException e = assertThrows(
                        CancelledException.class,
                        () -> Scope.run(inner -> {
                            inner.go(outer::cancel);
                            forEver();
                        }));
                events.add("inner run threw " + e.reason());
                told();
            });
            assertEquals(List.of("inner run threw CALL"), events);
        });
    }

    @EveryEngineAndOrder
    void ifBothAreCancelledTheOuterCancellationIsSeenBehindTheInnerScope(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            Scope.run(outer -> {
                CancelledException e = assertThrows(
                        CancelledException.class,
                        () -> Scope.run(inner -> {
                            inner.cancel("inner");
                            outer.cancel("outer");
                            forEver();
                        }));
                assertTrue(e.getMessage().contains("outer"), e.getMessage());
                events.add("passed on");
            });
            assertEquals(List.of("passed on"), events);
        });
    }

    @EveryEngineAndOrder
    void theReasonsTellWhoAndWhy(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            AtomicReference<CancelledException> seen = new AtomicReference<>();
            Scope.run(scope -> {
                scope.go("victim", () -> seen.set(told())).cancel();
            });
            check(seen.get(), Reason.CALL, "{1} victim", "by {0} main");
            Scope.run(scope -> {
                scope.go("victim", () -> seen.set(told()));
                scope.cancel("the client has gone");
            });
            check(seen.get(), Reason.CALL, "victim", "{0} main: the client has gone");
            Scope.run(scope -> {
                scope.go("victim", () -> seen.set(told()));
                scope.stop(5);
            });
            check(seen.get(), Reason.STOPPED, "grace has passed");
            Scope.run(scope -> scope.daemon("victim", () -> seen.set(told())));
            check(seen.get(), Reason.SCOPE_END, "victim");
            within(now() + 5, () -> seen.set(told()));
            check(seen.get(), Reason.DEADLINE, "{0} main", String.valueOf(now()));
            assertNull(seen.get().getCause());
            Tidy.Broken broken = new Tidy.Broken("not to be told");
            assertThrows(
                    Tidy.Broken.class,
                    () -> Scope.run(scope -> {
                        scope.go("victim", () -> seen.set(told()));
                        scope.go("culprit", () -> {
                            yieldNow();
                            throw broken;
                        });
                    }));
            check(seen.get(), Reason.SIBLING, "culprit failed with", Tidy.Broken.class.getName());
            assertSame(broken, seen.get().getCause());
            assertFalse(seen.get().getMessage().contains("not to be told"));
        });
    }

    private static void check(CancelledException e, Reason reason, String... parts) {
        assertEquals(reason, e.reason(), e.getMessage());
        Messages.assertShape(e);
        assertTrue(e.getMessage().contains(reason.name()), e.getMessage());
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), "lacks " + part + ": " + e.getMessage());
        }
    }

    @EveryEngineAndOrder
    void theEndOfMainIsAReasonToo(Engine engine, Order order) {
        List<Reason> reasons = new ArrayList<>();
        org.jmill.harness.TestMill.virtualTime(engine)
                .order(order)
                .run(() -> go(() -> Scope.run(scope -> {
                    scope.go(() -> reasons.add(told().reason()));
                    reasons.add(told().reason());
                })));
        assertEquals(List.of(Reason.MAIN_END, Reason.MAIN_END), reasons);
    }

    @EveryEngineAndOrder
    void anInterruptOfTheCallerIsAReasonToo(Engine engine, Order order) {
        List<Reason> reasons = new ArrayList<>();
        org.jmill.harness.TestMill.onThread("interrupted", () -> {
            Thread caller = Thread.currentThread();
            assertThrows(
                    CancelledException.class,
                    () -> Mill.run(
                            org.jmill.MillOptions.defaults().engine(engine).order(order),
                            () -> Scope.run(scope -> {
                                scope.go(() -> reasons.add(told().reason()));
                                Thread.ofPlatform().daemon().start(caller::interrupt);
                                pass(3_600_000);
                            })));
            assertTrue(Thread.interrupted());
            return null;
        });
        assertEquals(List.of(Reason.INTERRUPT), reasons);
    }

    @EveryEngineAndOrder
    void stopAsksFirstAndCancelsAfterTheGrace(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            Scope.run(scope -> {
                Chan<?> stopping = scope.stopping();
                assertSame(stopping, scope.stopping());
                scope.go(() -> {
                    stopping.receiveOrDone();
                    events.add("polite at " + now());
                });
                scope.go(() -> {
                    CancelledException e = told();
                    events.add("stubborn " + e.reason() + " at " + now());
                });
                pass(5);
                scope.stop(20);
                events.add("stop returned");
                assertFalse(Mill.self().isCancelled());
            });
            assertEquals(
                    List.of("stop returned", "polite at " + (START_MS + 5), "stubborn STOPPED at " + (START_MS + 25)),
                    events);
        });
    }

    @EveryEngineAndOrder
    void aScopeThatStopsInTimeIsNotCancelledAndItsTimerIsGone(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            String value = Scope.<String, RuntimeException>call(scope -> {
                Chan<Integer> work = Chan.make(0);
                scope.go(() -> {
                    pass(3);
                    scope.stop(1_000);
                });
                boolean[] stops = new boolean[1];
                while (!stops[0]) {
                    choose().in(scope.stopping()).in(work).end();
                    stops[0] = true;
                }
                pass(1);
                return "in order";
            });
            assertEquals("in order", value);
            assertEquals(START_MS + 4, now());
        });
    }

    @EveryEngineAndOrder
    void aStopWithoutGraceCancelsAtOnceAndOfSeveralTheShortestCounts(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Scope.run(scope -> {
                scope.stop(0);
                assertEquals(Reason.STOPPED, told().reason());
            });
            assertEquals(START_MS, now());
            Scope.run(scope -> {
                scope.stop(100);
                scope.stop(10);
                scope.stop(50);
                told();
            });
            assertEquals(START_MS + 10, now());
            Scope.run(scope -> {
                scope.stop(Long.MAX_VALUE);
                assertTrue(scope.stopping().receiveOrDone().toString().contains("Done"), "asked for afterwards");
                scope.stop(0);
                told();
            });
            assertEquals(START_MS + 10, now());
        });
    }

    @EveryEngineAndOrder
    void aGraceMayBeADurationRoundedUp(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Scope.run(scope -> {
                assertThrows(IllegalArgumentException.class, () -> scope.stop(Duration.ofNanos(-1)));
                assertPanics("stop", () -> scope.stop(null), "grace is null");
                scope.stop(Duration.ofDays(Integer.MAX_VALUE));
                scope.stop(Duration.ofNanos(9_000_001));
                assertEquals(Reason.STOPPED, told().reason());
            });
            assertEquals(START_MS + 10, now());
            Scope.run(scope -> {
                scope.stop(Duration.ZERO);
                told();
            });
            assertEquals(START_MS + 10, now());
        });
    }

    @EveryEngineAndOrder
    void aStoppedCallThrowsTheCancellationIfItsBodyGaveNoValue(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                () -> assertEquals(
                        Reason.STOPPED,
                        assertThrows(
                                        CancelledException.class,
                                        () -> Scope.call(scope -> {
                                            scope.stop(5);
                                            forEver();
                                            return 1;
                                        }))
                                .reason()));
    }

    @EveryEngineAndOrder
    void aDeadlineThatPassesWhileACancelledScopeEndsIsStillADeadline(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            assertThrows(
                    DeadlineException.class,
                    () -> within(now() + 20, () -> {
                        Scope.run(scope -> {
                            scope.go(() -> {
                                told();
                                Mill.shield(now() + 100, () -> pass(50));
                            });
                            scope.cancel();
                        });
                        Mill.yield();
                    }));
            assertEquals(START_MS + 50, now());
        });
    }

    @EveryEngineAndOrder
    void whoCancelsItselfInAScopeCancelsTheChildrenWithIt(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<Reason> reasons = new ArrayList<>();
            Coroutine owner = go(() -> Scope.run(scope -> {
                scope.go(() -> reasons.add(told().reason()));
                Mill.self().cancel();
            }));
            owner.join();
            assertEquals(List.of(Reason.CALL), reasons);
        });
    }

    /// In a time that grows with the square of their number it takes minutes.
    @Test
    @Timeout(60)
    void aChainOfScopesIsCancelledInLinearTime() {
        int scopes = 50_000;
        int[] ends = new int[1];
        TestMill.virtualTime(Engine.CONTINUATION).fast().run(() -> {
            tryWithin(now() + 5, () -> {
                chain(scopes, ends, Tidy::forEver);
                return null;
            });
            assertEquals(scopes, ends[0]);
            tryWithin(now() + 5, () -> {
                chain(scopes, ends, () -> {});
                return null;
            });
            Tidy.nothingIsLeft();
        });
        assertEquals(2 * scopes, ends[0]);
    }

    /// A scope whose child opens the next one, and so on.
    private static void chain(int scopes, int[] ends, Runnable bodyEnd) {
        try {
            Scope.run(scope -> {
                if (scopes == 1) {
                    forEver();
                }
                scope.go(() -> chain(scopes - 1, ends, bodyEnd));
                bodyEnd.run();
            });
        } finally {
            ends[0]++;
        }
    }
}
