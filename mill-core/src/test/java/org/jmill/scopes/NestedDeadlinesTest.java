package org.jmill.scopes;

import static org.jmill.Mill.deadline;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.tryWithin;
import static org.jmill.Mill.within;
import static org.jmill.scopes.Tidy.START_MS;
import static org.jmill.scopes.Tidy.forEver;
import static org.jmill.scopes.Tidy.pass;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jmill.BlockingOperation;
import org.jmill.CancelledException;
import org.jmill.Coroutine;
import org.jmill.DeadlineException;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.Scope;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.world.Reason;

/// Deadlines in one another, beside other cancellations, and in children.
class NestedDeadlinesTest {
    @EveryEngineAndOrder
    void theOuterDeadlineIsNotTakenForTheInnerOne(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            assertEquals(Optional.empty(), Mill.<Object, RuntimeException>tryWithin(now() + 5, () -> {
                events.add("inner " + tryWithin(now() + 10, endless()));
                return "not here";
            }));
            assertEquals(List.of(), events);
            assertEquals(START_MS + 5, now());
        });
    }

    private static BlockingOperation<String, RuntimeException> endless() {
        return () -> {
            forEver();
            return "not here";
        };
    }

    @EveryEngineAndOrder
    void theInnerDeadlineIsNotTakenForTheOuterOne(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            assertEquals(
                    Optional.of("inner Optional.empty"), Mill.<String, RuntimeException>tryWithin(now() + 10, () -> {
                        return "inner " + tryWithin(now() + 5, endless());
                    }));
            assertEquals(START_MS + 5, now());
        });
    }

    @EveryEngineAndOrder
    void ofTwoDeadlinesInTheSameMillisecondTheOuterOneIsTold(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            long at = now() + 5;
            assertEquals(Optional.empty(), tryWithin(at, () -> tryWithin(at, endless())));
            assertEquals(at, now());
            DeadlineException e =
                    assertThrows(DeadlineException.class, () -> within(at + 5, () -> tryWithin(at + 5, endless())));
            assertInstanceOf(CancelledException.class, e.getCause());
        });
    }

    @EveryEngineAndOrder
    void ofTwoDeadlinesThatHaveBothPassedTheOuterOneIsTold(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, mill -> {
            assertEquals(Optional.empty(), Mill.<Object, RuntimeException>tryWithin(now() + 10, () -> {
                return tryWithin(now() + 5, () -> {
                    mill.clock.advance(20);
                    forEver();
                    return "not here";
                });
            }));
        });
    }

    @EveryEngineAndOrder
    void aDeadlineIsNotTakenForACancellationByOutsiders(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            Coroutine worker = go(() -> {
                try {
                    within(now() + 5, Tidy::forEver);
                } catch (DeadlineException e) {
                    events.add("deadline, cancelled: " + Mill.self().isCancelled());
                }
                pass(1);
                events.add("went on");
            });
            worker.join();
            assertEquals(List.of("deadline, cancelled: false", "went on"), events);
        });
    }

    @EveryEngineAndOrder
    void aCancellationByOutsidersIsNotTakenForTheDeadline(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<Throwable> left = new ArrayList<>();
            Coroutine a =
                    go(() -> left.add(assertThrows(CancelledException.class, () -> within(now() + 5, Tidy::forEver))));
            Coroutine b =
                    go(() -> left.add(assertThrows(CancelledException.class, () -> tryWithin(now() + 5, endless()))));
            a.cancel();
            b.cancel();
            a.join();
            b.join();
            assertEquals(2, left.size());
            left.forEach(e -> assertEquals(Reason.CALL, ((CancelledException) e).reason()));
        });
    }

    @EveryEngineAndOrder
    void ifBothHappenBeforeTheBodyRunsTheOutsidersCount(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, mill -> {
            List<Throwable> left = new ArrayList<>();
            Coroutine a =
                    go(() -> left.add(assertThrows(CancelledException.class, () -> within(now() + 5, Tidy::forEver))));
            mill.clock.advance(5);
            a.cancel();
            a.join();
            assertEquals(1, left.size());
        });
    }

    @EveryEngineAndOrder
    void aSecondDeadlineStandsAfterTheFirstHasPassed(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            assertEquals(Optional.empty(), Mill.<Object, RuntimeException>tryWithin(now() + 20, () -> {
                assertEquals(Optional.empty(), tryWithin(now() + 5, endless()));
                assertEquals(Optional.empty(), tryWithin(now() + 5, endless()));
                return endless().call();
            }));
            assertEquals(START_MS + 20, now());
        });
    }

    @EveryEngineAndOrder
    void deadlineTellsTheTightestOneAround(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            assertEquals(-1, deadline());
            within(START_MS + 2_000, () -> {
                assertEquals(START_MS + 2_000, deadline());
                within(START_MS + 3_000, () -> assertEquals(START_MS + 2_000, deadline()));
                within(-1, () -> assertEquals(START_MS + 2_000, deadline()));
                within(START_MS + 1_500, () -> {
                    assertEquals(START_MS + 1_500, deadline());
                    Scope.run(scope -> {
                        scope.go(() -> assertEquals(START_MS + 1_500, deadline()));
                        scope.go(() -> within(START_MS + 1_200, () -> assertEquals(START_MS + 1_200, deadline())));
                        go(() -> assertEquals(-1, deadline(), "a child of the mill"))
                                .join();
                    });
                });
                assertEquals(START_MS + 2_000, deadline());
                Mill.shield(START_MS + 9_000, () -> assertEquals(START_MS + 9_000, deadline()));
            });
            assertEquals(-1, deadline());
        });
    }

    @EveryEngineAndOrder
    void theDeadlineOfAChildsWithinIsItsOwn(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> ends = new ArrayList<>();
            Scope.run(scope -> {
                scope.go(() -> {
                    assertThrows(DeadlineException.class, () -> within(now() + 5, Tidy::forEver));
                    ends.add("a");
                });
                scope.go(() -> {
                    pass(10);
                    ends.add("b");
                });
            });
            assertEquals(List.of("a", "b"), ends);
        });
    }

    @EveryEngineAndOrder
    void aPassedDeadlineThatLeavesAChildIsAFailure(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            assertThrows(
                    DeadlineException.class,
                    () -> Scope.run(scope -> {
                        scope.go(() -> within(now() + 5, Tidy::forEver));
                        forEver();
                    }));
            assertEquals(START_MS + 5, now());
        });
    }

    @EveryEngineAndOrder
    void aChildOfAScopeAroundThatIsStartedInsideEndsNotAtTheDeadline(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> ends = new ArrayList<>();
            Scope.run(scope -> {
                assertThrows(
                        DeadlineException.class,
                        () -> within(now() + 5, () -> {
                            scope.go(() -> {
                                assertEquals(-1, deadline());
                                pass(10);
                                ends.add("child");
                            });
                            forEver();
                        }));
            });
            assertEquals(List.of("child"), ends);
            assertEquals(START_MS + 10, now());
        });
    }

    @EveryEngineAndOrder
    void severalHundredInOneAnotherEndAtTheTightest(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            assertThrows(DeadlineException.class, () -> nested(200));
            assertEquals(START_MS + 100, now());
            assertTrue(deadline() < 0);
        });
    }

    private static void nested(int depth) {
        long own = START_MS + (depth == 77 ? 100 : 200 + depth);
        within(own, () -> {
            if (depth == 0) {
                msleep(-1);
            } else {
                nested(depth - 1);
            }
        });
    }
}
