package org.jmill.scopes;

import static org.jmill.Mill.blocking;
import static org.jmill.Mill.now;
import static org.jmill.Mill.shield;
import static org.jmill.Mill.within;
import static org.jmill.scopes.Tidy.forEver;
import static org.jmill.scopes.Tidy.pass;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.DeadlineException;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.Scope;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.world.Reason;

/// Tasks that other threads bring into a scope. Time is real here; nothing waits for it.
class ExecutorTest {
    /// Something that another thread does.
    private interface Outside {
        void run() throws Exception;
    }

    private static void outside(Outside action) throws Exception {
        blocking(() -> {
            action.run();
            return null;
        });
    }

    @EveryEngineAndOrder
    void tasksOfAnyThreadBecomeChildrenOfTheScope(Engine engine, Order order) throws Exception {
        Tidy.runReal(engine, order, () -> {
            List<String> seen = new ArrayList<>();
            Scope.run(scope -> {
                Executor executor = scope.executor();
                assertSame(executor, scope.executor());
                outside(() -> {
                    executor.execute(() -> {
                        Mill.yield(); // They may wait as any child.
                        seen.add("from outside");
                    });
                    assertSame(executor, scope.executor(), "asked for by another thread");
                });
                executor.execute(() -> seen.add("from inside"));
            });
            seen.sort(null);
            assertEquals(List.of("from inside", "from outside"), seen);
        });
    }

    @EveryEngineAndOrder
    void tasksBeginInTheOrderInWhichAThreadBroughtThem(Engine engine, Order order) throws Exception {
        Tidy.runReal(engine, order, () -> {
            List<Integer> begun = new ArrayList<>();
            Scope.run(scope -> outside(() -> {
                for (int i = 0; i < 100; i++) {
                    int number = i;
                    scope.executor().execute(() -> begun.add(number));
                }
            }));
            assertEquals(IntStream.range(0, 100).boxed().toList(), begun);
        });
    }

    @EveryEngineAndOrder
    void aScopeThatOnlyWaitsForTasksIsNotInADeadlock(Engine engine, Order order) throws Exception {
        Tidy.runReal(engine, order, () -> {
            Chan<String> ch = Chan.make(0);
            Scope.run(scope -> {
                Executor executor = scope.executor();
                CountDownLatch go = new CountDownLatch(1);
                Thread.ofPlatform().daemon().start(() -> {
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    executor.execute(() -> ch.send("value"));
                });
                go.countDown();
                assertEquals("value", ch.receive());
            });
        });
    }

    @EveryEngineAndOrder
    void tasksWaitForAPlaceWhereTheScopeIsFull(Engine engine, Order order) throws Exception {
        Tidy.runReal(engine, order, () -> {
            int[] atOnce = new int[2];
            int[] done = new int[1];
            Scope.run(scope -> {
                scope.limit(2);
                outside(() -> {
                    for (int i = 0; i < 20; i++) {
                        scope.executor().execute(() -> {
                            atOnce[1] = Math.max(atOnce[1], ++atOnce[0]);
                            Mill.yield();
                            Mill.yield();
                            atOnce[0]--;
                            done[0]++;
                        });
                    }
                });
            });
            assertEquals(20, done[0]);
            assertTrue(atOnce[1] <= 2, "at once: " + atOnce[1]);
        });
    }

    @EveryEngineAndOrder
    void moreThanTheQueueHoldsAreRefused(Engine engine, Order order) throws Exception {
        Tidy.runReal(engine, order, () -> {
            AtomicInteger run = new AtomicInteger();
            Scope.run(scope -> {
                scope.limit(1);
                scope.go(() -> pass(1)); // The place is taken until all tasks are there.
                Executor executor = scope.executor();
                for (int i = 0; i < Scope.QUEUE_MAX; i++) {
                    executor.execute(run::incrementAndGet);
                }
                RejectedExecutionException e =
                        assertThrows(RejectedExecutionException.class, () -> executor.execute(run::incrementAndGet));
                assertTrue(e.getMessage().contains(Scope.QUEUE_MAX + " tasks wait already"), e.getMessage());
                assertThrows(RejectedExecutionException.class, () -> scope.future(() -> 1));
            });
            assertEquals(Scope.QUEUE_MAX, run.get());
        });
    }

    @EveryEngineAndOrder
    void afterTheEndOfTheScopeTasksAreRefusedAndToldWhy(Engine engine, Order order) throws Exception {
        Tidy.runReal(engine, order, () -> {
            Executor[] kept = new Executor[1];
            Scope[] scopes = new Scope[2];
            Scope.run(scope -> {
                scopes[0] = scope;
                kept[0] = scope.executor();
            });
            Scope.run(scope -> scopes[1] = scope);
            Outside refused = () -> {
                RejectedExecutionException e =
                        assertThrows(RejectedExecutionException.class, () -> kept[0].execute(() -> {}));
                assertTrue(e.getMessage().contains("scope of {0} main: it has ended"), e.getMessage());
                for (Scope scope : scopes) {
                    assertTrue(assertThrows(RejectedExecutionException.class, () -> scope.future(() -> 1))
                            .getMessage()
                            .contains("has ended"));
                }
                assertThrows(RejectedExecutionException.class, scopes[1]::executor);
            };
            outside(refused);
            refused.run();
        });
    }

    @EveryEngineAndOrder
    void aTaskThatWasAcceptedIsRunThoughTheBodyHasEnded(Engine engine, Order order) throws Exception {
        Tidy.runReal(engine, order, () -> {
            for (int round = 0; round < 5; round++) {
                AtomicInteger accepted = new AtomicInteger();
                AtomicInteger run = new AtomicInteger();
                CountDownLatch begun = new CountDownLatch(1);
                CountDownLatch over = new CountDownLatch(1);
                Scope.run(scope -> {
                    Executor executor = scope.executor();
                    Thread.ofPlatform().daemon().start(() -> {
                        try {
                            for (int i = 0; i < 2_000; i++) {
                                executor.execute(run::incrementAndGet);
                                accepted.incrementAndGet();
                                begun.countDown();
                            }
                        } catch (RejectedExecutionException e) {
                            // The scope has ended.
                        } finally {
                            over.countDown();
                        }
                    });
                    outside(begun::await);
                });
                outside(over::await);
                assertEquals(accepted.get(), run.get());
            }
        });
    }

    @EveryEngineAndOrder
    void aTaskMayBringOthersThoughTheBodyHadEndedBeforeItBegan(Engine engine, Order order) throws Exception {
        Tidy.runReal(engine, order, () -> {
            List<Integer> run = new ArrayList<>();
            Executor[] executor = new Executor[1];
            Scope.run(scope -> {
                executor[0] = scope.executor();
                executor[0].execute(() -> bring(executor[0], run));
            });
            assertEquals(IntStream.range(0, 10).boxed().toList(), run);
            assertThrows(RejectedExecutionException.class, () -> executor[0].execute(() -> run.add(11)));
            List<CompletableFuture<Integer>> last = new ArrayList<>();
            Scope.run(scope -> last.add(CompletableFuture.supplyAsync(() -> 1, scope.executor())
                    .thenApplyAsync(value -> value + 1, scope.executor())
                    .thenCombineAsync(scope.future(() -> 5), Integer::sum, scope.executor())));
            assertEquals(7, last.getFirst().getNow(0));
        });
    }

    private static void bring(Executor executor, List<Integer> run) {
        run.add(run.size());
        if (run.size() < 10) {
            executor.execute(() -> bring(executor, run));
        }
    }

    @EveryEngineAndOrder
    void whoBringsTasksAllTheTimeDoesNotKeepAScopeThatIsCancelled(Engine engine, Order order) throws Exception {
        Tidy.runReal(engine, order, () -> {
            Executor[] executor = new Executor[1];
            Scope.run(scope -> {
                executor[0] = scope.executor();
                executor[0].execute(() -> bringForEver(executor[0]));
                scope.cancel();
            });
            assertThrows(RejectedExecutionException.class, () -> executor[0].execute(() -> {}));
        });
    }

    private static void bringForEver(Executor executor) {
        try {
            executor.execute(() -> bringForEver(executor));
        } catch (RejectedExecutionException e) {
            // The scope has ended.
        }
    }

    @EveryEngineAndOrder
    void aTaskThatWasAcceptedStillFindsTheDaemonsOfItsScope(Engine engine, Order order) throws Exception {
        Tidy.runReal(engine, order, () -> {
            List<String> seen = new ArrayList<>();
            Scope.run(scope -> {
                Chan<String> ch = Chan.make(0);
                scope.daemon(() -> {
                    while (true) {
                        ch.send("served");
                    }
                });
                Executor executor = scope.executor();
                executor.execute(() -> seen.add(ch.receive()));
                executor.execute(() -> seen.add(ch.receive()));
            });
            assertEquals(List.of("served", "served"), seen);
        });
    }

    @EveryEngineAndOrder
    void aTaskThatFailsEndsTheScope(Engine engine, Order order) throws Exception {
        Tidy.runReal(engine, order, () -> {
            IllegalStateException broken = new IllegalStateException("task");
            List<Reason> reasons = new ArrayList<>();
            assertSame(
                    broken,
                    assertThrows(
                            IllegalStateException.class,
                            () -> Scope.run(scope -> {
                                scope.go(() -> reasons.add(assertThrows(CancelledException.class, Tidy::forEver)
                                        .reason()));
                                Executor executor = scope.executor();
                                outside(() -> executor.execute(() -> {
                                    throw broken;
                                }));
                                forEver();
                            })));
            assertEquals(List.of(Reason.SIBLING), reasons);
        });
    }

    @EveryEngineAndOrder
    void aSupervisedTaskFailsAlone(Engine engine, Order order) throws Exception {
        Tidy.runReal(engine, order, () -> {
            List<String> told = new ArrayList<>();
            Scope.run(scope -> {
                scope.onFailure((child, thrown) -> told.add(thrown.getMessage()));
                outside(() -> {
                    for (int i = 0; i < 3; i++) {
                        String message = "task " + i;
                        scope.executor().execute(() -> {
                            throw new IllegalStateException(message);
                        });
                    }
                });
            });
            assertEquals(List.of("task 0", "task 1", "task 2"), told);
        });
    }

    @EveryEngineAndOrder
    void theDeadlineAroundTheScopeHoldsForTasksToo(Engine engine, Order order) throws Exception {
        Tidy.runReal(
                engine,
                order,
                () -> assertThrows(
                        DeadlineException.class,
                        () -> within(
                                now() + 30,
                                () -> Scope.run(scope -> {
                                    long deadline = Mill.deadline();
                                    Executor executor = scope.executor();
                                    CountDownLatch begun = new CountDownLatch(1);
                                    executor.execute(() -> {
                                        assertEquals(deadline, Mill.deadline());
                                        begun.countDown();
                                        forEver();
                                    });
                                    shield(now() + 60_000, () -> outside(begun::await));
                                    forEver();
                                }))));
    }

    @EveryEngineAndOrder
    void completionStagesRunTheirActionsInTheScope(Engine engine, Order order) throws Exception {
        Tidy.runReal(engine, order, () -> {
            List<String> seen = new ArrayList<>();
            Scope.run(scope -> {
                Executor executor = scope.executor();
                outside(() -> CompletableFuture.supplyAsync(() -> "a", executor)
                        .thenApplyAsync(a -> a + "b", executor)
                        .thenAcceptAsync(
                                ab -> {
                                    Mill.yield();
                                    seen.add(ab);
                                },
                                executor)
                        .get());
            });
            assertEquals(List.of("ab"), seen);
        });
    }

    @EveryEngineAndOrder
    void aTaskOfNullIsRefusedAsJavaDoes(Engine engine, Order order) throws Exception {
        Tidy.runReal(
                engine,
                order,
                () -> Scope.run(scope -> {
                    assertThrows(
                            NullPointerException.class, () -> scope.executor().execute(null));
                    assertThrows(NullPointerException.class, () -> scope.future(null));
                }));
    }

    @EveryEngineAndOrder
    void manyThreadsMayBringTasksAtOnce(Engine engine, Order order) throws Exception {
        Tidy.runReal(engine, order, () -> {
            int[] run = new int[1];
            Scope.run(scope -> {
                scope.limit(7);
                Executor executor = scope.executor();
                outside(() -> {
                    List<Thread> threads = new ArrayList<>();
                    for (int i = 0; i < 8; i++) {
                        threads.add(Thread.ofPlatform().daemon().start(() -> {
                            for (int k = 0; k < 200; k++) {
                                executor.execute(() -> {
                                    Mill.yield();
                                    run[0]++;
                                });
                            }
                        }));
                    }
                    for (Thread thread : threads) {
                        thread.join();
                    }
                });
            });
            assertEquals(1_600, run[0]);
        });
    }
}
