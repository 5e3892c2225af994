package org.jmill.scopes;

import static org.jmill.Mill.now;
import static org.jmill.Mill.tryWithin;
import static org.jmill.Mill.within;
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
import java.util.Optional;
import org.jmill.CancelledException;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.Scope;
import org.jmill.harness.EveryEngineAndOrder;

/// What users of Go's contexts and errgroups have complained of, and that it does not happen here.
class LessonsOfGoTest {
    // go #27837: no limit, and with a semaphore beside it the error that counts is lost for "context canceled"
    @EveryEngineAndOrder
    void theFailureThatCountsIsThrownThoughTheBodyIsCancelledWhileItWaitsForAPlace(Engine engine, Order order)
            throws Exception {
        Tidy.run(engine, order, () -> {
            Tidy.Broken thrown = assertThrows(
                    Tidy.Broken.class,
                    () -> Scope.run(scope -> {
                        scope.limit(10);
                        for (int i = 0; i < 1_000; i++) {
                            boolean breaks = i == 13;
                            scope.go(() -> {
                                pass(10);
                                if (breaks) {
                                    throw new Tidy.Broken("important message here");
                                }
                            });
                        }
                    }));
            assertEquals("important message here", thrown.getMessage());
            assertEquals(START_MS + 20, now());
        });
    }

    // go #34764, #59355: within an errgroup one sees "context canceled", not the error
    @EveryEngineAndOrder
    void theBodySeesTheFailureAsTheCauseBeforeItsScopeThrowsIt(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> seen = new ArrayList<>();
            assertThrows(
                    Tidy.Broken.class,
                    () -> Scope.run(scope -> {
                        scope.go(() -> {
                            pass(1);
                            throw new Tidy.Broken("root");
                        });
                        try {
                            forEver();
                        } catch (CancelledException e) {
                            seen.add(e.getCause().getMessage());
                            throw e;
                        }
                    }));
            assertEquals(List.of("root"), seen);
        });
    }

    // go #53757, #40484: a panic in a goroutine of an errgroup ends the process instead of reaching Wait
    @EveryEngineAndOrder
    void anErrorInAChildCanBeRecoveredFromWhereTheScopeIs(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            String[] nothing = {null};
            assertThrows(
                    NullPointerException.class,
                    () -> Scope.run(scope -> scope.go(() -> assertEquals(0, nothing[0].length()))));
            assertThrows(
                    OutOfMemoryError.class,
                    () -> Scope.run(scope -> scope.go(() -> {
                        throw new OutOfMemoryError("not a real one");
                    })));
            pass(1);
        });
    }

    // go #57534: an early return that forgets to Wait leaves the goroutines behind
    @EveryEngineAndOrder
    void anEarlyReturnLeavesNobodyBehind(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> ends = new ArrayList<>();
            assertThrows(
                    Tidy.Broken.class,
                    () -> Scope.run(scope -> {
                        for (int i = 0; i < 5; i++) {
                            scope.go(() -> {
                                try {
                                    pass(1_000);
                                } finally {
                                    ends.add("ended");
                                }
                            });
                        }
                        throw new Tidy.Broken("while the sixth is set up");
                    }));
            assertEquals(5, ends.size());
            assertEquals(START_MS, now());
        });
    }

    // go #61611: with a limit, further goroutines are started after the first error
    @EveryEngineAndOrder
    void afterTheFirstFailureNoFurtherChildBegins(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<Integer> begun = new ArrayList<>();
            assertThrows(
                    Tidy.Broken.class,
                    () -> Scope.run(scope -> {
                        scope.limit(1);
                        for (int i = 0; i < 10; i++) {
                            int number = i;
                            scope.go(() -> {
                                begun.add(number);
                                pass(1);
                                throw new Tidy.Broken("it");
                            });
                        }
                    }));
            assertEquals(List.of(0), begun);
        });
    }

    // golang/sync #14, #15: a limit that is changed while goroutines run loses their places
    @EveryEngineAndOrder
    void aLimitMayBeChangedWhileChildrenRun(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            int[] atOnce = new int[2];
            Scope.run(scope -> {
                for (int limit : new int[] {10, 2, 5, 1, 3}) {
                    scope.limit(limit);
                    for (int i = 0; i < 7; i++) {
                        scope.go(() -> {
                            atOnce[0]++;
                            pass(3);
                            atOnce[0]--;
                        });
                        atOnce[1] = Math.max(atOnce[1], atOnce[0]);
                    }
                }
                Mill.msleep(now() + 100);
                assertEquals(0, atOnce[0]);
                assertTrue(scope.tryGo(() -> {}));
            });
            assertTrue(atOnce[1] <= 10);
        });
    }

    // coinbase/mesh-sdk-go #90; go #57534: the context of an errgroup is cancelled behind its Wait, and is used on
    @EveryEngineAndOrder
    void behindAScopeItsOwnerIsAsItWasBefore(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Scope.run(scope -> scope.go(() -> {}));
            Scope.run(Scope::cancel);
            assertThrows(
                    Tidy.Broken.class,
                    () -> Scope.run(scope -> {
                        throw new Tidy.Broken("it");
                    }));
            assertFalse(Mill.self().isCancelled());
            assertEquals(-1, Mill.deadline());
            assertEquals(Optional.of("works"), tryWithin(now() + 5, () -> {
                pass(1);
                return "works";
            }));
        });
    }

    // libdill, Go's context.WithTimeout in a loop with a forgotten cancel: timers pile up
    @EveryEngineAndOrder
    void deadlinesThatWereNotNeededLeaveNoTimers(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            for (int i = 0; i < 500; i++) {
                within(now() + 3_600_000, () -> Scope.run(scope -> scope.go(Mill::yield)));
                assertEquals(0, Mill.stats().timers());
            }
        });
    }

    // Erlang's and Trio's supervisors in practice: a handler that is told of its own shutdown restarts what is to end
    @EveryEngineAndOrder
    void aSupervisorIsNotToldOfCancellationsAsItShutsDown(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<Throwable> told = new ArrayList<>();
            Scope.run(scope -> {
                scope.onFailure((child, thrown) -> told.add(thrown));
                for (int i = 0; i < 3; i++) {
                    scope.go(() -> {
                        try {
                            forEver();
                        } catch (CancelledException e) {
                            throw new IllegalStateException("wrapped", e);
                        }
                    });
                }
                scope.stop(0);
            });
            assertEquals(List.of(), told);
            assertNull(Mill.cls());
        });
    }
}
