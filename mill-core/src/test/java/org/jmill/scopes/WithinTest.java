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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jmill.BlockingOperation;
import org.jmill.Body;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.DeadlineException;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.Received;
import org.jmill.Scope;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Messages;
import org.jmill.world.Reason;

/// Deadlines of stretches of code.
class WithinTest {
    private static String value(String value) {
        return value;
    }

    @EveryEngineAndOrder
    void aBodyThatIsInTimeGivesItsResult(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            BlockingOperation<String, RuntimeException> body = () -> {
                pass(4);
                return "value";
            };
            assertEquals("value", within(now() + 5, body));
            assertEquals(Optional.of("value"), tryWithin(now() + 5, body));
            assertNull(Mill.<String, RuntimeException>within(now() + 5, () -> value(null)));
            assertEquals(Optional.empty(), Mill.<String, RuntimeException>tryWithin(now() + 5, () -> value(null)));
            assertEquals(START_MS + 8, now());
        });
    }

    @EveryEngineAndOrder
    void atTheDeadlineWaitsInsideThrowCancelledAndWithinThrowsDeadline(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<Reason> reasons = new ArrayList<>();
            DeadlineException e = assertThrows(
                    DeadlineException.class,
                    () -> within(now() + 5, () -> {
                        CancelledException inside = assertThrows(CancelledException.class, Tidy::forEver);
                        reasons.add(inside.reason());
                        throw inside;
                    }));
            Messages.assertShape(e);
            assertInstanceOf(CancelledException.class, e.getCause());
            assertEquals(List.of(Reason.DEADLINE), reasons);
            assertEquals(START_MS + 5, now());
            assertFalse(Mill.self().isCancelled());
            Mill.yield(); // Who has called it goes on.
        });
    }

    @EveryEngineAndOrder
    void tryWithinIsEmptyAtTheDeadline(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            assertEquals(Optional.empty(), Mill.<String, RuntimeException>tryWithin(now() + 5, () -> {
                forEver();
                return "value";
            }));
            assertEquals(START_MS + 5, now());
            Mill.yield();
        });
    }

    @EveryEngineAndOrder
    void childrenOfScopesInsideEndAtTheDeadlineToo(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<Reason> reasons = new ArrayList<>();
            Body<RuntimeException> waiting = () -> {
                CancelledException e = assertThrows(CancelledException.class, Tidy::forEver);
                reasons.add(e.reason());
                throw e;
            };
            assertThrows(
                    DeadlineException.class,
                    () -> within(
                            now() + 5,
                            () -> Scope.run(scope -> {
                                scope.go(waiting);
                                scope.go(() -> Scope.run(inner -> inner.go(waiting)));
                            })));
            assertEquals(List.of(Reason.DEADLINE, Reason.DEADLINE), reasons);
        });
    }

    @EveryEngineAndOrder
    void aValueThatIsReturnedAsTheDeadlinePassesIsReturned(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, mill -> {
            assertEquals(7, Mill.<Integer, RuntimeException>within(now() + 5, () -> {
                mill.clock.advance(10); // It computes for too long, but waits for nothing.
                return 7;
            }));
            assertEquals(Optional.of(7), Mill.<Integer, RuntimeException>tryWithin(now() + 5, () -> {
                mill.clock.advance(10);
                return 7;
            }));
            assertEquals(7, Mill.<Integer, RuntimeException>within(now() + 5, () -> {
                assertThrows(CancelledException.class, Tidy::forEver);
                return 7;
            }));
        });
    }

    @EveryEngineAndOrder
    void theDeadlineComesBeforeAWaitInsideThatEndsInTheSameMillisecond(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            assertThrows(DeadlineException.class, () -> within(now() + 5, () -> pass(5)));
            assertEquals(Optional.empty(), tryWithin(now() + 5, () -> {
                pass(5);
                return "not here";
            }));
        });
    }

    @EveryEngineAndOrder
    void aValueOfAScopeIsReturnedThoughTheDeadlineEndsItsChildren(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            assertEquals(
                    7,
                    Mill.<Integer, RuntimeException>within(
                            now() + 5,
                            () -> Scope.call(scope -> {
                                scope.go(Tidy::forEver);
                                return 7;
                            })));
            assertEquals(START_MS + 5, now());
        });
    }

    @EveryEngineAndOrder
    void theOwnFailureOfABodyIsThrownThoughTheDeadlineHasPassed(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, mill -> {
            Tidy.Broken broken = new Tidy.Broken("own");
            assertSame(
                    broken,
                    assertThrows(
                            Tidy.Broken.class,
                            () -> within(now() + 5, () -> {
                                mill.clock.advance(10);
                                throw broken;
                            })));
            assertSame(
                    broken,
                    assertThrows(
                            Tidy.Broken.class,
                            () -> tryWithin(now() + 5, () -> {
                                assertThrows(CancelledException.class, Tidy::forEver);
                                throw broken;
                            })));
        });
    }

    @EveryEngineAndOrder
    void aCancellationThatABodyHasWrappedIsTheDeadlineAllTheSame(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            assertThrows(
                    DeadlineException.class,
                    () -> within(now() + 5, () -> {
                        throw new IllegalStateException(assertThrows(CancelledException.class, Tidy::forEver));
                    }));
        });
    }

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
    void aDeadlineInThePastHoldsFromTheNextPollOn(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            assertEquals(7, Mill.<Integer, RuntimeException>within(now() - 5, () -> 7));
            assertThrows(DeadlineException.class, () -> within(now() - 5, Tidy::forEver));
            assertThrows(DeadlineException.class, () -> within(now(), Tidy::forEver));
            assertThrows(DeadlineException.class, () -> within(0, Tidy::forEver));
            Chan<String> ch = Chan.make(1);
            assertThrows(DeadlineException.class, () -> within(0, () -> ch.receive()));
            assertEquals(START_MS, now());
        });
    }

    @EveryEngineAndOrder
    void aNegativeDeadlineIsNoneAndAFarOneMayBe(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            for (long far : new long[] {-1, -77, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 1}) {
                assertEquals(7, Mill.<Integer, RuntimeException>within(far, () -> {
                    pass(3);
                    assertEquals(Math.max(far, -1), deadline());
                    return 7;
                }));
                Tidy.nothingIsLeft();
            }
        });
    }

    @EveryEngineAndOrder
    void deadlineTellsTheTightestOneAround(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            assertEquals(-1, deadline());
            within(2_000, () -> {
                assertEquals(2_000, deadline());
                within(3_000, () -> assertEquals(2_000, deadline()));
                within(-1, () -> assertEquals(2_000, deadline()));
                within(1_500, () -> {
                    assertEquals(1_500, deadline());
                    Scope.run(scope -> {
                        scope.go(() -> assertEquals(1_500, deadline()));
                        scope.go(() -> within(1_200, () -> assertEquals(1_200, deadline())));
                        go(() -> assertEquals(-1, deadline(), "a child of the mill"))
                                .join();
                    });
                });
                assertEquals(2_000, deadline());
                Mill.shield(9_000, () -> assertEquals(9_000, deadline()));
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
    void anOperationThatHappenedAtTheDeadlineIsNotLost(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Chan<Integer> ch = Chan.make(0);
            List<Integer> got = new ArrayList<>();
            Coroutine sender = go(() -> {
                for (int i = 0; i < 20; i++) {
                    ch.send(i);
                    pass(1);
                }
                ch.done();
            });
            while (true) {
                Optional<Integer> next = tryWithin(
                        now() + 1,
                        () -> ch.receiveOrDone() instanceof Received.Value<Integer>(Integer value) ? value : -1);
                if (next.isPresent() && next.get() < 0) {
                    break;
                }
                next.ifPresent(got::add);
            }
            sender.join();
            assertEquals(java.util.stream.IntStream.range(0, 20).boxed().toList(), got);
        });
    }

    @EveryEngineAndOrder
    void aBodyOfNullPanics(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Messages.assertPanics("within", () -> within(5, (Body<RuntimeException>) null), "body is null");
            Messages.assertPanics(
                    "within", () -> within(5, (BlockingOperation<Object, RuntimeException>) null), "body is null");
            Messages.assertPanics(
                    "tryWithin",
                    () -> tryWithin(5, (BlockingOperation<Object, RuntimeException>) null),
                    "body is null");
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
