package org.jmill.scopes;

import static org.jmill.Mill.choose;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
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
import java.util.stream.IntStream;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.DeadlineException;
import org.jmill.Engine;
import org.jmill.Fork;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.Received;
import org.jmill.Scope;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Messages;
import org.jmill.world.Reason;

/// A child with a result.
class ForkTest {
    @EveryEngineAndOrder
    void joinGivesWhatTheBodyReturns(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            int sum = Scope.<Integer, RuntimeException>call(scope -> {
                Fork<Integer> late = scope.fork(() -> {
                    pass(10);
                    return 3;
                });
                Fork<Integer> early = scope.fork(() -> 4);
                assertFalse(late.isDone());
                int both = late.join() + early.join();
                assertTrue(late.isDone() && early.isDone());
                return both;
            });
            assertEquals(7, sum);
            assertEquals(START_MS + 10, now());
        });
    }

    @EveryEngineAndOrder
    void nullIsAResult(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                () -> Scope.run(scope -> {
                    Fork<Object> fork = scope.fork(() -> null);
                    assertNull(fork.join());
                    assertNull(fork.join(now() + 5));
                }));
    }

    @EveryEngineAndOrder
    void anyNumberMayJoinAnyNumberOfTimes(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<Integer> got = new ArrayList<>();
            Scope.run(scope -> {
                Fork<Integer> fork = scope.fork(() -> {
                    pass(5);
                    return 7;
                });
                for (int i = 0; i < 4; i++) {
                    scope.go(() -> {
                        got.add(fork.join());
                        got.add(fork.join());
                    });
                }
            });
            assertEquals(8, got.size());
            assertTrue(got.stream().allMatch(v -> v == 7));
        });
    }

    @EveryEngineAndOrder
    void joinThrowsWhatHasLeftTheBodyAndTheScopeThrowsItToo(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Tidy.Broken broken = new Tidy.Broken("fork");
            List<Throwable> joined = new ArrayList<>();
            assertSame(
                    broken,
                    assertThrows(
                            Tidy.Broken.class,
                            () -> Scope.run(scope -> {
                                Fork<Integer> fork = scope.fork(() -> {
                                    pass(5);
                                    throw broken;
                                });
                                joined.add(assertThrows(Throwable.class, fork::join));
                            })));
            assertEquals(List.of(broken), joined);
            assertEquals(0, broken.getSuppressed().length);
        });
    }

    @EveryEngineAndOrder
    void whatJoinHasThrownMayLeaveTheBodyOfTheScope(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Tidy.Broken thrown = assertThrows(
                    Tidy.Broken.class,
                    () -> Scope.call(scope -> {
                        Fork<Integer> fork = scope.fork(() -> {
                            pass(5);
                            throw new Tidy.Broken("fork");
                        });
                        return fork.join();
                    }));
            assertEquals(0, thrown.getSuppressed().length);
        });
    }

    @EveryEngineAndOrder
    void aSupervisedForksFailureIsThrownToThoseWhoJoinAlone(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            String answer = Scope.<String, RuntimeException>call(scope -> {
                scope.onFailure((child, thrown) -> {});
                Fork<String> fork = scope.fork(() -> {
                    pass(5);
                    throw new Tidy.Broken("fork");
                });
                Fork<String> spare = scope.fork(() -> "spare");
                assertThrows(Tidy.Broken.class, fork::join);
                assertThrows(Tidy.Broken.class, fork::join);
                return spare.join();
            });
            assertEquals("spare", answer);
        });
    }

    @EveryEngineAndOrder
    void joinWithADeadlineGivesUpAndTheForkGoesOn(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                () -> Scope.run(scope -> {
                    Fork<Integer> fork = scope.fork(() -> {
                        pass(10);
                        return 7;
                    });
                    DeadlineException e = assertThrows(DeadlineException.class, () -> fork.join(now() + 5));
                    Messages.assertShape(e);
                    assertThrows(DeadlineException.class, () -> fork.join(0));
                    assertEquals(START_MS + 5, now());
                    assertFalse(fork.isDone());
                    assertEquals(7, fork.join(now() + 100));
                    assertEquals(START_MS + 10, now());
                    assertEquals(7, fork.join(0), "the result is there");
                }));
    }

    @EveryEngineAndOrder
    void whoJoinsACancelledForkIsToldThatTheForkWasCancelled(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> ends = new ArrayList<>();
            Scope.run(scope -> {
                Fork<Integer> fork = scope.fork("slow", () -> {
                    forEver();
                    return 7;
                });
                fork.coroutine().cancel();
                CancelledException e = assertThrows(CancelledException.class, fork::join);
                assertEquals(Reason.CALL, e.reason());
                Messages.assertShape(e);
                assertTrue(e.getMessage().startsWith("join {1}"), e.getMessage());
                assertFalse(Mill.self().isCancelled());
                yieldNow();
                ends.add("goes on");
            });
            assertEquals(List.of("goes on"), ends);
        });
    }

    @EveryEngineAndOrder
    void whoIsCancelledItselfWhileItJoinsIsToldThat(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> messages = new ArrayList<>();
            Scope.run(scope -> {
                Fork<Integer> fork = scope.fork(() -> {
                    pass(10);
                    return 7;
                });
                scope.go(
                                "joiner",
                                () -> messages.add(assertThrows(CancelledException.class, fork::join)
                                        .getMessage()))
                        .cancel();
                assertEquals(7, fork.join());
            });
            assertTrue(messages.get(0).contains("coroutine {2} joiner was cancelled"), messages.get(0));
        });
    }

    @EveryEngineAndOrder
    void chanIsDoneWithTheResultForAChoose(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                () -> Scope.run(scope -> {
                    Fork<String> slow = scope.fork(() -> {
                        pass(10);
                        return "slow";
                    });
                    Fork<String> quick = scope.fork(() -> {
                        pass(5);
                        return "quick";
                    });
                    assertSame(slow.chan(), slow.chan());
                    List<String> got = new ArrayList<>();
                    choose().in(slow.chan(), got::add)
                            .in(quick.chan(), got::add)
                            .end();
                    choose().in(slow.chan(), got::add).end();
                    assertEquals(List.of("quick", "slow"), got);
                    assertEquals("quick", quick.chan().receive(), "for everybody, any number of times");
                    assertEquals(new Received.Done<>("slow"), slow.chan().receiveOrDone());
                }));
    }

    @EveryEngineAndOrder
    void chanFailsAsTheForkHas(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                () -> Scope.run(scope -> {
                    Tidy.Broken broken = new Tidy.Broken("fork");
                    scope.onFailure((child, thrown) -> {});
                    Fork<String> fork = scope.fork(() -> {
                        pass(5);
                        throw broken;
                    });
                    Chan<String> before = fork.chan();
                    Received.Failed<?> failed = assertInstanceOf(Received.Failed.class, before.receiveOrDone());
                    assertSame(broken, failed.failure());
                    Fork<String> atOnce = scope.fork(() -> {
                        throw broken;
                    });
                    assertInstanceOf(Received.Failed.class, atOnce.chan().receiveOrDone(), "asked for afterwards");
                }));
    }

    @EveryEngineAndOrder
    void aHandleOutlivesTheScope(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<Fork<Integer>> kept = new ArrayList<>();
            Scope.run(scope -> {
                kept.add(scope.fork(() -> {
                    pass(5);
                    return 7;
                }));
                kept.add(scope.fork(() -> {
                    pass(5);
                    return 8;
                }));
                kept.get(1).coroutine().cancel();
            });
            assertEquals(7, kept.get(0).join());
            assertEquals(7, kept.get(0).chan().receive());
            assertThrows(CancelledException.class, () -> kept.get(1).join());
            assertEquals("fork {1}", kept.get(0).toString());
        });
    }

    @EveryEngineAndOrder
    void forksMayJoinOneAnotherAsLongAsThereIsNoCircle(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                () -> Scope.run(scope -> {
                    List<Fork<Integer>> chain = new ArrayList<>();
                    for (int i = 0; i < 50; i++) {
                        int number = i;
                        chain.add(scope.fork(() -> {
                            pass(1);
                            return number == 49 ? 0 : chain.get(number + 1).join() + 1;
                        }));
                    }
                    assertEquals(
                            IntStream.range(0, 50).map(i -> 49 - i).boxed().toList(),
                            chain.stream().map(Fork::join).toList());
                }));
    }

    @EveryEngineAndOrder
    void aForkThatCouldNotBeginForItsCallerWasCancelledIsNone(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> begun = new ArrayList<>();
            Scope.run(scope -> {
                scope.cancel();
                assertThrows(CancelledException.class, () -> scope.fork(() -> begun.add("fork")));
                assertThrows(CancelledException.class, () -> scope.go(() -> begun.add("go")));
                assertThrows(CancelledException.class, () -> scope.tryGo(() -> begun.add("tryGo")));
                assertThrows(CancelledException.class, () -> scope.daemon(() -> begun.add("daemon")));
            });
            assertEquals(List.of(), begun);
        });
    }
}
