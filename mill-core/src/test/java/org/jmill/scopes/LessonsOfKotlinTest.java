package org.jmill.scopes;

import static org.jmill.Mill.every;
import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.jmill.Mill.par;
import static org.jmill.Mill.shield;
import static org.jmill.Mill.ticker;
import static org.jmill.Mill.tryWithin;
import static org.jmill.Mill.within;
import static org.jmill.Mill.yieldNow;
import static org.jmill.scopes.Tidy.START_MS;
import static org.jmill.scopes.Tidy.forEver;
import static org.jmill.scopes.Tidy.pass;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.CoroutineLocal;
import org.jmill.DeadlineException;
import org.jmill.Engine;
import org.jmill.Fork;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.Received;
import org.jmill.Scope;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.sync.RwLock;

/// What users of Kotlin's coroutines have complained of, and that it does not happen here.
class LessonsOfKotlinTest {
    // kotlinx.coroutines #1374, #961, #2394: the exception of a timeout is a cancellation, and ends its coroutine
    // silently
    @EveryEngineAndOrder
    void aPassedDeadlineThatNobodyCatchesIsReported(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<Throwable> told = new ArrayList<>();
            Scope.run(scope -> {
                scope.onFailure((child, thrown) -> told.add(thrown));
                scope.go(() -> {
                    within(now() + 5, Tidy::forEver);
                    told.add(new AssertionError("not here"));
                });
            });
            assertEquals(1, told.size());
            assertEquals(DeadlineException.class, told.get(0).getClass());
        });
    }

    // kotlinx.coroutines #67: withTimeoutOrNull returns null though it was the outer one that has timed out
    @EveryEngineAndOrder
    void ofNestedDeadlinesTheOneThatHasPassedIsTold(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            assertEquals("outer", nested(1, 2, 3));
            assertEquals("outer", nested(1, 3, 2));
            assertEquals("inner", nested(2, 1, 3));
            assertEquals("work", nested(2, 3, 1));
            assertEquals("inner", nested(3, 1, 2));
            assertEquals("work", nested(3, 2, 1));
        });
    }

    private static String nested(long outerMs, long innerMs, long workMs) throws Exception {
        return Mill.<String, RuntimeException>tryWithin(
                        now() + outerMs,
                        () -> Mill.<String, RuntimeException>tryWithin(now() + innerMs, () -> {
                                    pass(workMs);
                                    return "work";
                                })
                                .orElse("inner"))
                .orElse("outer");
    }

    // kotlinx.coroutines #498: withTimeoutOrNull in a loop throws the timeout of another one
    @EveryEngineAndOrder
    void deadlinesInALoopAreNeverTakenForOneAnother(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Chan<Integer> ch = Chan.make(0);
            Coroutine sender = go(() -> {
                for (int i = 0; i < 50; i++) {
                    pass(i % 7);
                    ch.send(i);
                }
            });
            int received = 0;
            for (int turns = 0; received < 50; turns++) {
                assertTrue(turns < 1_000);
                received += tryWithin(now() + 3, () -> ch.receive()).isPresent() ? 1 : 0;
                within(now() + 1_000, () -> pass(1));
            }
            sender.join();
        });
    }

    // kotlinx.coroutines #451: what a body throws when its time is up is taken for the timeout
    @EveryEngineAndOrder
    void aFailureWhileCleaningUpAfterTheDeadlineIsNotSwallowed(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                () -> assertThrows(
                        IOException.class,
                        () -> tryWithin(now() + 5, () -> {
                            try {
                                pass(10);
                            } catch (CancelledException e) {
                                throw new IOException("could not log out");
                            }
                            return "not here";
                        })));
    }

    // kotlinx.coroutines #3504: await of a cancelled Deferred throws a cancellation that silently ends who awaits it
    @EveryEngineAndOrder
    void whoJoinsACancelledForkDoesNotEndSilently(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            CancelledException thrown = assertThrows(
                    CancelledException.class,
                    () -> Scope.run(scope -> {
                        Fork<Integer> fork = scope.fork(() -> {
                            forEver();
                            return 1;
                        });
                        scope.go("joiner", () -> {
                            assertFalse(Mill.self().isCancelled());
                            fork.join();
                        });
                        fork.coroutine().cancel();
                    }));
            assertTrue(thrown.getMessage().startsWith("join {1}: it was cancelled"), thrown.getMessage());
        });
    }

    // kotlinx.coroutines #2867, #424; Soundness #628: no race, or one whose losers run on
    @EveryEngineAndOrder
    void noLoserOutlivesItsRace(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            int[] running = new int[1];
            List<java.util.concurrent.Callable<Integer>> racers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                int number = i;
                racers.add(() -> {
                    running[0]++;
                    try {
                        pass(100 - number);
                        return number;
                    } finally {
                        shield(now() + 50, () -> pass(10));
                        running[0]--;
                    }
                });
            }
            assertEquals(19, Mill.<Integer>race(0, racers));
            assertEquals(0, running[0]);
        });
    }

    // kotlinx.coroutines #540: a ticker channel that nobody ends runs for ever, or holds its parent up
    @EveryEngineAndOrder
    void aTickerNeitherHoldsItsScopeUpNorOutlivesIt(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Chan<?>[] kept = new Chan<?>[1];
            Scope.run(scope -> {
                kept[0] = ticker(10);
                every(10, () -> {});
                scope.go(() -> pass(25));
            });
            assertEquals(START_MS + 25, now());
            Tidy.nothingIsLeft();
            kept[0].receiveOrDone();
            assertTrue(kept[0].receiveOrDone() instanceof Received.Done<?>);
        });
    }

    // kotlinx.coroutines #460: no way to limit a rate that suspends instead of blocking
    @EveryEngineAndOrder
    void aTickerLimitsTheRateOfManyWithoutBlockingOthers(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<Long> times = Scope.<List<Long>, Exception>call(scope -> {
                Chan<Long> permits = ticker(10);
                return par(4, IntStream.range(0, 8).boxed().toList(), item -> permits.receive() - START_MS);
            });
            assertEquals(
                    List.of(10L, 20L, 30L, 40L, 50L, 60L, 70L, 80L),
                    times.stream().sorted().toList());
        });
    }

    // kotlinx.coroutines #94: a lock that lets readers in together, and whose waits can be cancelled
    @EveryEngineAndOrder
    void aWriterThatGivesUpLetsTheReadersBehindItIn(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            RwLock lock = new RwLock();
            List<String> events = new ArrayList<>();
            Scope.run(scope -> {
                scope.go(() -> {
                    try (RwLock.Guard guard = lock.read()) {
                        events.add("first " + (guard != null));
                        pass(20);
                    }
                });
                scope.go(() -> assertThrows(
                        DeadlineException.class,
                        () -> within(now() + 5, () -> {
                            try (RwLock.Guard guard = lock.write()) {
                                events.add("not here " + guard);
                            }
                        })));
                scope.go(() -> {
                    try (RwLock.Guard guard = lock.read()) {
                        events.add("second " + (guard != null) + " at " + now());
                    }
                });
            });
            assertEquals(List.of("first true", "second true at " + (START_MS + 5)), events);
        });
    }

    // kotlinx.coroutines #2469: of 10,000 timeouts at once some do not cancel their blocks
    @EveryEngineAndOrder
    void ofThousandsOfDeadlinesAtOnceNoneIsMissed(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            int[] missed = new int[1];
            int[] passed = new int[1];
            Scope.run(scope -> {
                for (int i = 0; i < 2_000; i++) {
                    scope.go(() -> {
                        Optional<String> result = tryWithin(now() + 50, () -> {
                            pass(1_000);
                            missed[0]++;
                            return "too late";
                        });
                        passed[0] += result.isEmpty() ? 1 : 0;
                    });
                }
            });
            assertEquals(0, missed[0]);
            assertEquals(2_000, passed[0]);
            assertEquals(START_MS + 50, now());
        });
    }

    // kotlinx.coroutines #333, #675, #830: exceptions are lost where they meet a cancellation
    @EveryEngineAndOrder
    void noExceptionIsLostWhereItMeetsACancellation(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            IOException thrown = assertThrows(
                    IOException.class,
                    () -> Scope.run(scope -> {
                        for (int i = 0; i < 5; i++) {
                            int number = i;
                            scope.go(() -> {
                                try {
                                    forEver();
                                } finally {
                                    throwNumbered(number);
                                }
                            });
                        }
                        scope.cancel();
                    }));
            assertEquals(4, thrown.getSuppressed().length);
        });
    }

    private static void throwNumbered(int number) throws IOException {
        throw new IOException("clean-up " + number);
    }

    // kotlinx.coroutines #152: what leaves a coroutine that was cancelled before it ran crashes the runtime
    @EveryEngineAndOrder
    void whatACancelledChildThrowsReachesWhoHasStartedIt(Engine engine, Order order) throws Exception {
        Tidy.run(
                engine,
                order,
                () -> assertThrows(
                        IOException.class,
                        () -> Scope.run(scope -> {
                            Coroutine child = scope.go(() -> {
                                try {
                                    forEver();
                                } catch (CancelledException e) {
                                    throw new IOException(e); // Not the cancellation itself, but what it was made into.
                                }
                            });
                            scope.go(() -> {
                                throw new IOException("another");
                            });
                            child.cancel();
                        })));
    }

    // kotlinx.coroutines #1265, #1813: a value is lost if its receiver is cancelled in the moment in which it arrives
    @EveryEngineAndOrder
    void aValueThatArrivesInTheMomentOfACancellationIsNotLost(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            Chan<Integer> ch = Chan.make(0);
            List<Integer> got = new ArrayList<>();
            Scope.run(scope -> {
                Coroutine receiver = scope.go(() -> got.add(ch.receive()));
                yieldNow();
                boolean isSent = ch.trySend(1);
                receiver.cancel();
                receiver.join();
                assertTrue(isSent);
            });
            assertEquals(List.of(1), got);
        });
    }

    // kotlinx.coroutines #4457: withTimeout runs its body in a cancelled caller, and withContext does not
    @EveryEngineAndOrder
    void inACancelledCallerEachVerbRunsItsBodyUpToTheFirstWait(Engine engine, Order order) throws Exception {
        Tidy.run(engine, order, () -> {
            List<String> begun = new ArrayList<>();
            Coroutine caller = go(() -> {
                assertThrows(CancelledException.class, Tidy::forEver);
                CoroutineLocal<String> local = CoroutineLocal.create();
                for (String verb : List.of("within", "run", "where")) {
                    assertThrows(CancelledException.class, () -> {
                        switch (verb) {
                            case "within" -> within(now() + 5, () -> beginAndWait(verb, begun));
                            case "run" -> Scope.run(scope -> beginAndWait(verb, begun));
                            default -> local.where("value", () -> beginAndWait(verb, begun));
                        }
                    });
                }
            });
            caller.cancel();
            caller.join();
            assertEquals(List.of("within", "run", "where"), begun);
        });
    }

    private static void beginAndWait(String verb, List<String> begun) {
        begun.add(verb);
        pass(1);
    }
}
