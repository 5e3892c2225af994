package org.jmill.scopes;

import static org.jmill.Mill.blocking;
import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.jmill.Mill.par;
import static org.jmill.Mill.race;
import static org.jmill.Mill.shield;
import static org.jmill.Mill.tryWithin;
import static org.jmill.Mill.within;
import static org.jmill.Mill.yieldNow;
import static org.jmill.scopes.Tidy.START_MS;
import static org.jmill.scopes.Tidy.forEver;
import static org.jmill.scopes.Tidy.pass;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jmill.CancelledException;
import org.jmill.Coro;
import org.jmill.Coroutine;
import org.jmill.CoroutineLocal;
import org.jmill.DeadlineException;
import org.jmill.Engine;
import org.jmill.Generator;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.Scope;
import org.jmill.harness.EveryEngineAndOrder;
import org.junit.jupiter.api.Test;

/// Scopes beside other things: generators, Java's own blocking calls, stacks that overflow.
class ScopesAndOthersTest {
    private static final CoroutineLocal<String> LOCAL = CoroutineLocal.create();

    @EveryEngineAndOrder
    void aGeneratorMayHaveAScopeAndItsChildrenEndWithIt(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            Generator<Integer> numbers = Generator.create(out -> Scope.run(scope -> {
                scope.go(() -> {
                    try {
                        forEver();
                    } finally {
                        events.add("child");
                    }
                });
                for (int i = 0; i < 100; i++) {
                    out.yield(scope.<Integer>fork(() -> 7).join() + i);
                }
            }));
            try (Generator.Values<Integer> values = numbers.iterator()) {
                assertEquals(7, values.next());
                assertEquals(8, values.next());
            }
            assertEquals(List.of("child"), events);
        });
    }

    @EveryEngineAndOrder
    void aDeadlineAroundAResumeEndsTheWaitInTheCoro(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Coro<Object, String> coro = Coro.create((self, first) -> {
                forEver();
                return "not here";
            });
            DeadlineException e =
                    assertThrows(DeadlineException.class, () -> within(now() + 5, () -> coro.resume(null)));
            assertTrue(e.getCause().getMessage().contains("DEADLINE " + now() + " of {0} main"), e.toString());
            assertEquals(START_MS + 5, now());
            yieldNow();
            Coro<Object, String> other = Coro.create((self, first) -> {
                forEver();
                return "not here";
            });
            assertEquals(Optional.empty(), tryWithin(now() + 5, () -> other.resume(null)));
            Generator<Integer> numbers = Generator.create(out -> forEver());
            assertThrows(
                    DeadlineException.class,
                    () -> within(now() + 5, () -> numbers.iterator().next()));
        });
    }

    @EveryEngineAndOrder
    void aScopeThatEndsWhileItWaitsForACoroDropsTheEchoOfThat(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Tidy.Broken thrown = assertThrows(
                    Tidy.Broken.class,
                    () -> Scope.run(scope -> {
                        scope.go(() -> Coro.create((self, first) -> {
                                    forEver();
                                    return null;
                                })
                                .resume(null));
                        scope.go(() -> {
                            pass(1);
                            throw new Tidy.Broken("it");
                        });
                        Generator.create(out -> forEver()).iterator().next();
                    }));
            assertEquals(0, thrown.getSuppressed().length);
            Scope.run(scope -> {
                scope.go(() -> {
                    pass(1);
                    scope.cancel();
                });
                Generator.create(out -> forEver()).iterator().next();
            });
        });
    }

    @EveryEngineAndOrder
    void aBlockingCallInAChildIsLeftWhenTheScopeEnds(Engine engine, Order order) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Tidy.runReal(engine, order, () -> {
            List<String> events = new ArrayList<>();
            assertThrows(
                    Tidy.Broken.class,
                    () -> Scope.run(scope -> {
                        scope.go(() -> {
                            assertThrows(
                                    CancelledException.class,
                                    () -> blocking(() -> {
                                        never.await();
                                        return null;
                                    }));
                            events.add("left");
                        });
                        throw new Tidy.Broken("it");
                    }));
            assertEquals(List.of("left"), events);
        });
    }

    @Test
    void onVirtualAScopeInterruptsJavasOwnBlockingCallsAndTheyAreEchoes() throws Exception {
        for (Order order : Order.values()) {
            Tidy.runReal(Engine.VIRTUAL, order, () -> {
                Tidy.Broken thrown = assertThrows(
                        Tidy.Broken.class,
                        () -> Scope.run(scope -> {
                            scope.go(() -> new CountDownLatch(1).await());
                            scope.go(() -> {
                                pass(1);
                                throw new Tidy.Broken("it");
                            });
                            new CountDownLatch(1).await();
                        }));
                assertEquals(0, thrown.getSuppressed().length);
                assertThrows(DeadlineException.class, () -> within(now() + 5, () -> new CountDownLatch(1).await()));
                assertEquals(Optional.empty(), tryWithin(now() + 5, () -> {
                    new CountDownLatch(1).await();
                    return "not here";
                }));
                Scope.run(scope -> {
                    scope.go(() -> {
                        pass(1);
                        scope.cancel();
                    });
                    new CountDownLatch(1).await();
                });
                yieldNow();
            });
        }
    }

    @EveryEngineAndOrder
    void aResultThatIsThereIsReturnedThoughTheDeadlinePassesWhileLosersEnd(Engine engine, Order order)
            throws Exception {
        Tidy.run(engine, order, () -> {
            assertEquals(
                    "won",
                    Mill.<String, Exception>within(
                            now() + 10,
                            () -> race(
                                    () -> {
                                        pass(5);
                                        return "won";
                                    },
                                    () -> {
                                        try {
                                            forEver();
                                        } finally {
                                            shield(now() + 100, () -> pass(20));
                                        }
                                        return "lost";
                                    })));
            assertEquals(START_MS + 25, now());
        });
    }

    @EveryEngineAndOrder
    void recursionThatOverflowsTheStackLeavesNothingOpen(Engine engine, Order order) throws Exception {
        List<Consumer<Runnable>> verbs = List.of(
                deeper -> Scope.run(scope -> deeper.run()),
                deeper -> within(Long.MAX_VALUE - 1, deeper::run),
                deeper -> within(now() + 3_600_000, deeper::run),
                deeper -> shield(now() + 3_600_000, deeper::run),
                deeper -> LOCAL.where("value", deeper::run));
        Tidy.run(engine, order, () -> {
            for (int i = 0; i < verbs.size(); i++) {
                Consumer<Runnable> verb = verbs.get(i);
                Coroutine[] child = new Coroutine[1];
                int number = i;
                assertThrows(
                        StackOverflowError.class,
                        () -> Scope.run(scope -> child[0] = scope.go("deep " + number, () -> deeper(verb))));
                assertTrue(child[0].isDone());
                Tidy.nothingIsLeft();
                yieldNow();
            }
        });
    }

    private static void deeper(Consumer<Runnable> verb) {
        verb.accept(() -> deeper(verb));
    }

    @EveryEngineAndOrder
    void aHandlerOfFailuresMayWaitBeforeItStartsTheNextOne(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<Long> tries = new ArrayList<>();
            Scope.run(scope -> {
                scope.onFailure((child, thrown) -> {
                    pass(10);
                    scope.go(() -> attempt(tries));
                });
                scope.go(() -> attempt(tries));
            });
            assertEquals(List.of(START_MS, START_MS + 10, START_MS + 20), tries);
        });
    }

    private static void attempt(List<Long> tries) throws Tidy.Broken {
        tries.add(now());
        if (tries.size() < 3) {
            throw new Tidy.Broken("again");
        }
    }

    @EveryEngineAndOrder
    void aHandlerOfFailuresThatWaitsIsCancelledWithTheScope(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            Scope.run(scope -> {
                scope.onFailure((child, thrown) -> {
                    try {
                        forEver();
                    } finally {
                        events.add("cancelled");
                    }
                });
                scope.go(() -> {
                    throw new Tidy.Broken("it");
                });
                pass(5);
                scope.cancel();
            });
            assertEquals(List.of("cancelled"), events);
        });
    }

    @EveryEngineAndOrder
    void aChildMayEndItsOwnersScopeFromAnotherScope(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            Scope.run(a -> {
                a.go(() -> {
                    assertThrows(CancelledException.class, Tidy::forEver);
                    events.add("a's child");
                });
                Scope.run(b -> b.go(() -> {
                    a.cancel();
                    events.add("b's child goes on");
                    assertThrows(CancelledException.class, Mill::yield);
                }));
                events.add("behind b");
            });
            assertEquals(
                    List.of("a's child", "b's child goes on", "behind b"),
                    events.stream().sorted().toList());
        });
    }

    @EveryEngineAndOrder
    void aGeneratorDoesNotGoOnBehindItsScopeWhenWhoIteratesIsCancelled(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> events = new ArrayList<>();
            Scope.run(scope -> {
                scope.go(() -> {
                    for (int _ : Generator.<Integer>create(_ -> {
                        Scope.run(_ -> forEver());
                        events.add("behind a body that was cancelled");
                    })) {
                        events.add("a value");
                    }
                });
                scope.go(() -> {
                    for (int _ : Generator.<Integer>create(_ -> {
                        Scope.run(inner -> inner.go(Tidy::forEver));
                        events.add("behind a child that was cancelled");
                    })) {
                        events.add("a value");
                    }
                });
                pass(1);
                scope.cancel();
            });
            assertEquals(List.of(), events);
        });
    }

    @EveryEngineAndOrder
    void parInDaemonsInRacesInScopesEndTogether(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            int[] running = new int[1];
            Scope.run(scope -> {
                scope.daemon(() ->
                        race(() -> par(List.of(() -> count(running), () -> count(running))), () -> count(running)));
                go(() -> pass(1)).join();
                assertEquals(3, running[0]);
            });
            assertEquals(0, running[0]);
        });
    }

    private static Object count(int[] running) {
        running[0]++;
        try {
            forEver();
            return null;
        } finally {
            running[0]--;
        }
    }

    @EveryEngineAndOrder
    void aDeadlineInACoroThatStandsStillIsSeenWhenItGoesOn(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Coro<Object, String> coro = Coro.create((self, first) -> tryWithin(now() + 5, () -> {
                        self.yield("inside");
                        forEver();
                        return "not here";
                    })
                    .orElse("too late"));
            assertEquals("inside", coro.resume(null));
            pass(20);
            assertEquals("too late", coro.resume(null));
            assertEquals(START_MS + 20, now());
        });
    }

    @EveryEngineAndOrder
    void aFailureOfAChildOfAGeneratorsScopeReachesWhoIterates(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Generator<Integer> numbers = Generator.create(out -> Scope.run(scope -> {
                scope.go(() -> {
                    pass(5);
                    throw new Tidy.Broken("child");
                });
                while (true) {
                    out.yield(1);
                }
            }));
            try (Generator.Values<Integer> values = numbers.iterator()) {
                values.next();
                pass(10); // The child fails meanwhile.
                assertThrows(Tidy.Broken.class, () -> {
                    values.next();
                    values.next();
                });
            }
        });
    }
}
