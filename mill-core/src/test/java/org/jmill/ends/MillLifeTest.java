package org.jmill.ends;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jmill.Body;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.MillPanic;
import org.jmill.Order;
import org.jmill.Received;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Leftovers;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;
import org.jmill.harness.Variants;

/// From `Mill.run` to its return: what it throws, what it leaves behind, and what may not be nested.
class MillLifeTest {
    @EveryEngineAndOrder
    void runReturnsWhenMainReturns(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        TestMill.run(engine, order, () -> log.add("main"));
        log.add("behind");
        assertEquals(List.of("main", "behind"), log);
    }

    @EveryEngine
    void callReturnsTheResultOfMain(Engine engine) throws Exception {
        assertEquals("result", TestMill.call(engine, () -> "result"));
        assertNull(TestMill.<Object>call(engine, () -> null));
    }

    @EveryEngine
    void runThrowsTheCheckedExceptionOfMainWithItsType(Engine engine) {
        IOException thrown = new IOException("no disk");
        Body<IOException> main = () -> {
            throw thrown;
        };
        try {
            TestMill.run(engine, main);
            assertTrue(false, "nothing was thrown");
        } catch (IOException e) { // Compiles only because X is IOException.
            assertSame(thrown, e);
            assertEquals(0, e.getSuppressed().length);
        }
    }

    @EveryEngine
    void aMainThatThrowsNothingCheckedNeedsNoThrowsClause(Engine engine) {
        TestMill.run(engine, () -> yieldNow());
    }

    @EveryEngine
    void mainThatAsksForItIsToldItsOwnCoroutine(Engine engine) {
        List<Boolean> same = new ArrayList<>();
        Mill.run(MillOptions.defaults().engine(engine), main -> same.add(main.equals(Mill.self())));
        Mill.run(main -> same.add(main.id() == 0));
        assertEquals(List.of(true, true), same);
        Messages.assertPanics("run mill", () -> Mill.run(null), "body is null");
    }

    @EveryEngine
    void runThrowsUncheckedExceptionsAndErrorsOfMain(Engine engine) {
        for (Throwable thrown : List.of(new IllegalArgumentException("a"), new AssertionError("b"))) {
            Body<RuntimeException> main = () -> {
                throw TestMill.<RuntimeException>sneak(thrown);
            };
            assertSame(thrown, assertThrows(Throwable.class, () -> TestMill.run(engine, main)));
        }
    }

    @EveryEngine
    void callThrowsTheCheckedExceptionOfMain(Engine engine) {
        IOException thrown = new IOException("no disk");
        assertSame(
                thrown,
                assertThrows(
                        IOException.class,
                        () -> TestMill.call(engine, () -> {
                            throw thrown;
                        })));
    }

    @EveryEngine
    void runInsideARunningMillPanicsAndTheOuterOneGoesOn(Engine engine) {
        TestMill.run(engine, () -> {
            Messages.assertPanics("run mill", () -> Mill.run(() -> {}), "already runs on this thread");
            Messages.assertPanics("call mill", () -> Mill.call(() -> 1), "already runs on this thread");
            for (Engine inner : Variants.ENGINES) {
                Messages.assertPanics(
                        "run mill", () -> Mill.run(MillOptions.defaults().engine(inner), () -> {}));
            }
            go(() -> Messages.assertPanics("run mill", () -> Mill.run(() -> {})));
            yieldNow();
        });
    }

    @EveryEngine
    void aMillMayRunAfterAnotherOnTheSameThread(Engine engine) {
        List<Long> ids = new ArrayList<>();
        TestMill.onThread("one after the other", () -> {
            for (int i = 0; i < 3; i++) {
                Mill.run(
                        MillOptions.defaults().engine(engine),
                        () -> ids.add(go(() -> {}).id()));
            }
            return null;
        });
        assertEquals(List.of(1L, 1L, 1L), ids);
    }

    @EveryEngine
    void aMillMayRunInABlockingCallOfAnother(Engine engine) throws Exception {
        String result = TestMill.call(
                engine,
                () -> Mill.blocking(() -> {
                    return Mill.call(MillOptions.defaults().engine(engine), () -> {
                        Chan<String> ch = chmake(0);
                        go(() -> ch.send("inner"));
                        return chr(ch);
                    });
                }));
        assertEquals("inner", result);
    }

    @EveryEngine
    void severalMillsRunAtOnceOnePerThreadAndShareNothing(Engine engine) throws Exception {
        int mills = 4;
        CyclicBarrier together = new CyclicBarrier(mills);
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        AtomicInteger sum = new AtomicInteger();
        List<Thread> threads = IntStream.range(0, mills)
                .mapToObj(m -> Thread.ofPlatform().start(() -> {
                    try {
                        together.await();
                        MillOptions options =
                                MillOptions.defaults().engine(engine).strict(false);
                        Mill.run(options, () -> sum.addAndGet(pumped(1000)));
                    } catch (Throwable t) {
                        failures.add(t);
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join(30_000);
            assertFalse(thread.isAlive());
        }
        assertEquals(List.of(), List.copyOf(failures));
        assertEquals(mills * 1000 * 999 / 2, sum.get());
    }

    /// The sum of what two coroutines send.
    private static int pumped(int values) {
        Chan<Integer> ch = chmake(0);
        go(() -> {
            for (int i = 0; i < values; i += 2) {
                ch.send(i);
                yieldNow();
            }
        });
        go(() -> {
            for (int i = 1; i < values; i += 2) {
                ch.send(i);
            }
        });
        int sum = 0;
        for (int i = 0; i < values; i++) {
            sum += ch.receive();
        }
        return sum;
    }

    @EveryEngine
    void aChannelOfAnotherMillIsRefused(Engine engine) throws Exception {
        List<Chan<Integer>> leaked = new ArrayList<>();
        TestMill.run(engine, () -> leaked.add(chmake(1)));
        TestMill.run(engine, () -> {
            assertThrows(MillPanic.class, () -> leaked.get(0).send(1));
            assertThrows(MillPanic.class, () -> leaked.get(0).receive());
            Messages.assertPanics("in choose", () -> Mill.choose().in(leaked.get(0)), "belongs to another mill");
        });
    }

    // ---- the end of main

    @EveryEngineAndOrder
    void theEndOfMainCancelsTheOthersAndRunsTheirFinallyBlocks(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            Chan<Integer> never = chmake(0);
            for (String name : List.of("a", "b")) {
                go(() -> {
                    try {
                        chr(never);
                    } catch (CancelledException e) {
                        log.add(name + " cancelled");
                        throw e;
                    } finally {
                        log.add(name + " finally");
                    }
                });
            }
            log.add("main ends");
        });
        assertEquals(List.of("main ends", "a cancelled", "a finally", "b cancelled", "b finally"), log);
    }

    @EveryEngineAndOrder
    void afterTheEndOfMainEveryFurtherBlockingCallThrowsAtOnce(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            Chan<Integer> full = chmake(0);
            go(() -> {
                assertThrows(CancelledException.class, () -> chr(full));
                assertThrows(CancelledException.class, () -> chr(full));
                assertThrows(CancelledException.class, () -> full.send(1));
                assertThrows(
                        CancelledException.class, () -> Mill.choose().in(full).end());
                assertThrows(CancelledException.class, () -> msleep(now() + 60_000));
                assertThrows(CancelledException.class, () -> yieldNow());
                assertThrows(CancelledException.class, () -> Mill.blocking(() -> 1));
                log.add("all threw");
            });
        });
        assertEquals(List.of("all threw"), log);
    }

    @EveryEngineAndOrder
    void afterTheEndOfMainCallsThatNeverBlockStillWork(Engine engine, Order order) {
        List<Object> log = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(3);
            go(() -> {
                try {
                    msleep(-1);
                } finally {
                    log.add(ch.trySend(7));
                    log.add(ch.tryReceive());
                    ch.done(8);
                    log.add(ch.isDone());
                }
            });
        });
        assertEquals(List.of(true, new Received.Value<>(7), true), log);
    }

    @EveryEngineAndOrder
    void aCoroutineSpawnedWhileTheMillEndsIsCancelledFromTheStart(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            go(() -> {
                try {
                    msleep(-1);
                } finally {
                    go(() -> {
                        log.add("late child");
                        assertThrows(CancelledException.class, () -> yieldNow());
                    });
                    log.add("behind it");
                }
            });
        });
        assertEquals(List.of("late child", "behind it"), log);
    }

    @EveryEngineAndOrder
    void runReturnsOnlyWhenEveryOtherCoroutineHasEnded(Engine engine, Order order) {
        AtomicInteger ended = new AtomicInteger();
        TestMill.run(engine, order, () -> {
            for (int i = 0; i < 100; i++) {
                go(() -> {
                    try {
                        msleep(-1);
                    } finally {
                        ended.incrementAndGet();
                    }
                });
            }
        });
        assertEquals(100, ended.get());
    }

    @EveryEngineAndOrder
    void theOthersAreCancelledTooWhenMainFails(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        IOException thrown = new IOException("main failed");
        Body<IOException> main = () -> {
            go(() -> {
                try {
                    msleep(-1);
                } finally {
                    log.add("finally");
                }
            });
            throw thrown;
        };
        assertSame(thrown, assertThrows(IOException.class, () -> TestMill.run(engine, order, main)));
        assertEquals(List.of("finally"), log);
    }

    @EveryEngineAndOrder
    void whatFailsWhileTheMillEndsIsThrownToo(Engine engine, Order order) {
        IllegalStateException thrown = assertThrows(
                IllegalStateException.class, () -> TestMill.run(engine, order, () -> failsInFinally("late")));
        assertEquals("late", thrown.getMessage());
    }

    private static void failsInFinally(String message) {
        go(() -> {
            try {
                msleep(-1);
            } finally {
                fail(message);
            }
        });
    }

    private static void fail(String message) {
        throw new IllegalStateException(message);
    }

    @EveryEngineAndOrder
    void laterFailuresAreSuppressedInTheFirst(Engine engine, Order order) {
        Body<IOException> main = () -> {
            failsInFinally("first late");
            failsInFinally("second late");
            throw new IOException("main");
        };
        IOException thrown = assertThrows(IOException.class, () -> TestMill.run(engine, order, main));
        assertEquals(
                List.of("first late", "second late"),
                List.of(thrown.getSuppressed()).stream()
                        .map(Throwable::getMessage)
                        .toList());
    }

    @EveryEngine
    void aHandleOutlivesItsMill(Engine engine) {
        Coroutine[] handle = {null};
        TestMill.run(engine, () -> handle[0] = go("worker", () -> {}));
        assertEquals("{1} worker", handle[0].toString());
        assertEquals(1, handle[0].id());
        MillPanic panic = assertThrows(MillPanic.class, () -> handle[0].join());
        assertTrue(panic.getMessage().contains("has ended"), panic.getMessage());
    }

    @EveryEngine
    void nothingOfAMillIsLeftBehind(Engine engine) {
        int before = Inside.mills();
        TestMill.run(engine, () -> assertEquals(before + 1, Inside.mills()));
        assertEquals(before, Inside.mills());
    }

    @EveryEngine
    void aMillThatHasEndedCanBeCollected(Engine engine) {
        Leftovers.assertCollected(Leftovers.of(() -> {
            Object[] mill = {null};
            TestMill.run(engine, () -> {
                mill[0] = Inside.millItself();
                Chan<Integer> ch = chmake(0);
                go(() -> chr(ch));
                msleep(now());
            });
            return mill[0];
        }));
    }

    @EveryEngine
    void optionsAreCheckedBeforeAnythingRuns(Engine engine) {
        Messages.assertPanics("run mill", () -> Mill.run((Body<RuntimeException>) null), "body is null");
        Messages.assertPanics("run mill", () -> Mill.run(null, () -> {}), "options are null");
        Messages.assertPanics("call mill", () -> Mill.call(null, () -> 1), "options are null");
        Messages.assertPanics("run mill", () -> Mill.run(MillOptions.defaults().engine(engine), null));
        TestMill.run(engine, () -> {
            Messages.assertPanics("go", () -> go(null), "body is null");
            Messages.assertPanics("go", () -> go("name", null), "body is null");
        });
        assertInstanceOf(IllegalStateException.class, assertThrows(MillPanic.class, Mill::self));
    }
}
