package org.jmill.engines;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.harness.ChildJvm;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.TestMill;
import org.junit.jupiter.api.Test;

/// A coroutine that runs out of stack: it may catch the error, and the mill goes on.
class StackOverflowTest {
    /// Recurses without end.
    private static int dive(Runnable each) {
        each.run();
        return dive(each) + 1;
    }

    private static void overflow(Runnable each) {
        assertThrows(StackOverflowError.class, () -> dive(each));
    }

    /// The mill still does all it should: both coroutines talk, in turn, and the ready list is sound.
    private static void assertSound(Chan<Integer> ch) {
        go(() -> {
            for (int i = 0; i < 100; i++) {
                chs(ch, i);
                yieldNow();
            }
        });
        for (int i = 0; i < 100; i++) {
            assertEquals(i, chr(ch));
        }
        yieldNow();
        Inside.check();
        Inside.check(ch);
    }

    @EveryEngineAndOrder
    void aCoroutineThatCatchesItGoesOn(Engine engine, Order order) {
        TestMill.realTime(engine).order(order).fast().run(() -> {
            Chan<Integer> ch = chmake(0);
            Coroutine diver = go(() -> {
                overflow(() -> {});
                yieldNow();
                overflow(() -> {});
            });
            diver.join();
            assertSound(ch);
        });
    }

    @EveryEngineAndOrder
    void mainThatCatchesItGoesOn(Engine engine, Order order) {
        TestMill.realTime(engine).order(order).fast().run(() -> {
            overflow(() -> {});
            assertSound(chmake(0));
        });
    }

    @EveryEngineAndOrder
    void oneThatNobodyCatchesEndsTheMillInOrder(Engine engine, Order order) {
        TestMill mill = TestMill.realTime(engine).order(order).fast();
        assertThrows(
                StackOverflowError.class,
                () -> mill.run(() -> {
                    go(() -> dive(() -> {}));
                    Mill.msleep(-1);
                }));
    }

    /// On the other engines each coroutine has a stack of its own, which is almost empty at its end.
    @Test
    void oneThatHasNoneLeftForItsVeryEndEndsTheMill() {
        TestMill mill = TestMill.realTime(Engine.CONTINUATION).fast();
        List<String> log = new ArrayList<>();
        StackOverflowError error = assertThrows(
                StackOverflowError.class,
                () -> mill.run(() -> {
                    go(() -> {
                        try {
                            Mill.msleep(-1);
                        } finally {
                            log.add("the other is cancelled");
                        }
                    });
                    assertThrows(
                            StackOverflowError.class,
                            () -> Inside.spawnWithoutRoomForItsEnd("dying", () -> log.add("it runs")));
                    log.add("its parent goes on");
                    assertThrows(CancelledException.class, Mill::yield);
                }));
        assertEquals("{2} dying: no stack was left for its end", error.getMessage());
        assertEquals(List.of("it runs", "its parent goes on", "the other is cancelled"), log);
    }

    @EveryEngineAndOrder
    void aHandlerTakesIt(Engine engine, Order order) {
        Throwable[] taken = {null};
        TestMill.realTime(engine)
                .order(order)
                .fast()
                .with(o -> o.uncaught(t -> taken[0] = t))
                .run(() -> {
                    go(() -> dive(() -> {}));
                    assertSound(chmake(0));
                });
        assertTrue(taken[0] instanceof StackOverflowError);
    }

    @EveryEngine
    void aRecursionThatYieldsOnEachLevel(Engine engine) {
        TestMill.realTime(engine).fast().run(() -> {
            go(() -> {
                while (true) {
                    yieldNow();
                }
            });
            go(() -> overflow(Mill::yield)).join();
            assertSound(chmake(0));
        });
    }

    @EveryEngine
    void aRecursionThatYieldsToNobodyOnEachLevel(Engine engine) {
        TestMill.realTime(engine).fast().run(() -> {
            overflow(Mill::yield);
            assertSound(chmake(0));
        });
    }

    @EveryEngine
    void aRecursionThatSendsOnEachLevel(Engine engine) {
        TestMill.realTime(engine).fast().run(() -> {
            Chan<Integer> ch = chmake(0);
            go(() -> {
                while (true) {
                    chr(ch);
                }
            });
            go(() -> overflow(() -> chs(ch, 1))).join();
            assertSound(chmake(0));
        });
    }

    @EveryEngine
    void aRecursionThatChoosesOnEachLevel(Engine engine) {
        TestMill.realTime(engine).fast().run(() -> {
            Chan<Integer> a = chmake(0);
            Chan<Integer> b = chmake(0);
            go(() -> {
                Choose out = choose().out(a, 1).out(b, 2).out(a, 3);
                while (true) {
                    out.end();
                }
            });
            Choose in = choose().in(a).in(b).in(a);
            go(() -> {
                        overflow(in::end);
                        for (int i = 0; i < 100; i++) {
                            assertTrue(in.end() >= 0);
                        }
                    })
                    .join();
            Inside.check(in);
            assertSound(chmake(0));
        });
    }

    @EveryEngine
    void aRecursionThatChoosesWithADeadlineOnEachLevel(Engine engine) {
        TestMill.realTime(engine).fast().run(() -> {
            Chan<Integer> nobody = chmake(0);
            Choose in = choose().in(nobody).deadline(0);
            go(() -> {
                        overflow(in::end);
                        assertEquals(Choose.TIMEOUT, in.end());
                    })
                    .join();
            Inside.check(in);
            Inside.check(nobody);
            assertSound(chmake(0));
        });
    }

    @EveryEngine
    void aRecursionThatSpawnsOnEachLevel(Engine engine) {
        TestMill.realTime(engine).fast().run(() -> {
            go(() -> overflow(() -> go(() -> {}))).join();
            assertSound(chmake(0));
        });
    }

    @EveryEngine
    void aRecursionThatSpawnsOneWhichYieldsOnEachLevel(Engine engine) {
        TestMill.realTime(engine).fast().run(() -> {
            go(() -> overflow(() -> go(Mill::yield))).join();
            assertSound(chmake(0));
        });
    }

    @EveryEngine
    void aChainOfCoroutinesEachSpawnedByTheOneBefore(Engine engine) {
        // Not a recursion: each has a stack of its own.
        int[] depth = {0};
        TestMill.realTime(engine).fast().run(() -> {
            go(() -> spawnNext(depth, 20_000));
            while (depth[0] < 20_000) {
                yieldNow();
            }
        });
        assertEquals(20_000, depth[0]);
    }

    private static void spawnNext(int[] depth, int depthMax) {
        if (++depth[0] < depthMax) {
            go(() -> spawnNext(depth, depthMax));
        }
    }

    /// Coroutines that wait where hardly any stack is left, on small stacks.
    static final class Divers {
        private static final int ROUNDS = 300;
        private static final int LEVELS = 100; // How far above the deepest level they wait, at most.

        private static int ended;

        private Divers() {}

        private static int deepest(int level) {
            try {
                return deepest(level + 1);
            } catch (StackOverflowError e) {
                return level;
            }
        }

        private static int waitAt(int level, Runnable wait) {
            if (level > 0) {
                return waitAt(level - 1, wait) + 1;
            }
            wait.run();
            return 0;
        }

        private static void diveOften(Runnable wait) {
            for (int i = 0; i < ROUNDS; i++) {
                try {
                    waitAt(deepest(0) - i % LEVELS, wait);
                } catch (StackOverflowError e) {
                    Mill.yield();
                }
            }
            ended++;
        }

        public static void main(String[] args) {
            Mill.run(() -> {
                Chan<Integer> ch = chmake(0);
                go(() -> {
                    while (true) {
                        chr(ch);
                    }
                });
                List<Coroutine> divers = List.of(
                        go(() -> diveOften(Mill::yield)),
                        go(() -> diveOften(() -> chs(ch, 1))),
                        go(() -> diveOften(() -> go(() -> {}))));
                divers.forEach(Coroutine::join);
                Inside.check();
            });
            System.out.println("ended " + ended);
        }
    }

    @Test
    void overflowsNearAWaitLetOneCoroutineRunAtATime() throws Exception {
        ChildJvm.Result result = ChildJvm.run(
                Divers.class,
                List.of(
                        "-ea:org.jmill...",
                        "-Xss300k",
                        "-XX:MaxJavaStackTraceDepth=30",
                        "-Djmill.engine=portable",
                        "-Djdk.virtualThreadScheduler.parallelism=1"));
        assertEquals("ended 3\n", result.output());
    }
}
