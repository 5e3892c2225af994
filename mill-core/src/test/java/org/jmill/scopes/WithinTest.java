package org.jmill.scopes;

import static org.jmill.Mill.deadline;
import static org.jmill.Mill.go;
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
}
