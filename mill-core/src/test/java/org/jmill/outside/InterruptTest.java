package org.jmill.outside;

import static org.jmill.Mill.FDW_IN;
import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.fdwait;
import static org.jmill.Mill.go;
import static org.jmill.Mill.inbox;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jmill.Body;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Inbox;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.Order;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.TestMill;
import org.junit.jupiter.api.Test;

/// Interrupting the thread that called `Mill.run` cancels main.
class InterruptTest {
    private static final long LIMIT_MS = 30_000;
    private static final int MOMENTS = 500;

    /// What came of a mill whose thread was interrupted.
    private record Outcome(Throwable thrown, boolean interruptedAfterwards) {}

    /// Runs a mill and interrupts its thread once main has counted the latch down.
    private static Outcome interrupt(Engine engine, Order order, Body<?> main, CountDownLatch now)
            throws InterruptedException {
        Outcome[] outcome = {null};
        MillOptions options = MillOptions.defaults().engine(engine).order(order).strict(false);
        Thread thread = Thread.ofPlatform().name("interrupted mill").daemon().start(() -> {
            Throwable thrown = null;
            try {
                Mill.run(options, main);
            } catch (Throwable t) {
                thrown = t;
            }
            outcome[0] = new Outcome(thrown, Thread.interrupted());
        });
        now.await();
        thread.interrupt();
        thread.join(LIMIT_MS);
        assertFalse(thread.isAlive(), "still running: " + List.of(thread.getStackTrace()));
        return outcome[0];
    }

    @EveryEngineAndOrder
    void aFlagThatACoroutineSetsOnItsOwnThreadIsItsOwnAffair(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        TestMill.realTime(engine).order(order).fast().run(() -> {
            go(() -> {
                Thread.currentThread().interrupt();
                msleep(now() + 5);
                log.add("went on");
            });
            msleep(now() + 20);
            for (int i = 0; i < 1_000; i++) {
                Mill.yield();
            }
            log.add("main");
        });
        assertEquals(List.of("went on", "main"), log);
    }

    @EveryEngineAndOrder
    void mainAsleepIsCancelled(Engine engine, Order order) throws Exception {
        CountDownLatch now = new CountDownLatch(1);
        Outcome outcome = interrupt(
                engine,
                order,
                () -> {
                    go(now::countDown);
                    msleep(Long.MAX_VALUE);
                },
                now);
        assertInstanceOf(CancelledException.class, outcome.thrown);
        assertEquals(
                "msleep: coroutine {0} main was cancelled, as its thread was interrupted (INTERRUPT)",
                outcome.thrown.getMessage());
        assertTrue(outcome.interruptedAfterwards);
    }

    @EveryEngineAndOrder
    void aBusyMillIsCancelled(Engine engine, Order order) throws Exception {
        CountDownLatch now = new CountDownLatch(1);
        Outcome outcome = interrupt(
                engine,
                order,
                () -> {
                    go(() -> {
                        while (true) {
                            yieldNow();
                        }
                    });
                    now.countDown();
                    while (true) {
                        yieldNow();
                    }
                },
                now);
        assertInstanceOf(CancelledException.class, outcome.thrown);
        assertTrue(outcome.interruptedAfterwards);
    }

    /// Often enough that some come in the moment in which the mill looks outside.
    @EveryEngineAndOrder
    void wheneverTheInterruptComesABusyMillIsCancelled(Engine engine, Order order) throws Exception {
        for (int i = 0; i < MOMENTS; i++) {
            aBusyMillIsCancelled(engine, order);
        }
    }

    @Test
    void anInterruptThatJavaCodeOnTheMillsThreadHasSwallowedCancelsMain() throws Exception {
        CountDownLatch now = new CountDownLatch(1);
        List<String> log = new ArrayList<>();
        Outcome outcome = interrupt(
                Engine.CONTINUATION,
                Order.DIRECT,
                () -> {
                    now.countDown();
                    try {
                        Thread.sleep(LIMIT_MS);
                    } catch (InterruptedException e) {
                        log.add("swallowed, flag is " + Thread.currentThread().isInterrupted());
                    }
                    msleep(Long.MAX_VALUE);
                },
                now);
        assertInstanceOf(CancelledException.class, outcome.thrown);
        assertTrue(outcome.interruptedAfterwards);
        assertEquals(List.of("swallowed, flag is false"), log);
    }

    /// The flag may have been that of an interrupt, which has the mill wait in another way.
    @EveryEngineAndOrder
    void afterACoroutineHasSetItsFlagDescriptorsAndInterruptsAreWaitedForAsBefore(Engine engine, Order order)
            throws Exception {
        Pipe pipe = Pipe.open();
        CountDownLatch now = new CountDownLatch(1);
        List<Integer> log = new ArrayList<>();
        Outcome outcome = interrupt(
                engine,
                order,
                () -> {
                    pipe.source().configureBlocking(false);
                    Thread.currentThread().interrupt();
                    yieldNow();
                    go(() -> {
                        msleep(now() + 20);
                        Thread.ofVirtual().start(() -> write(pipe));
                    });
                    log.add(fdwait(pipe.source(), FDW_IN, -1));
                    assertEquals(1, pipe.source().read(ByteBuffer.allocate(8)));
                    now.countDown();
                    log.add(fdwait(pipe.source(), FDW_IN, -1));
                },
                now);
        assertInstanceOf(CancelledException.class, outcome.thrown);
        assertEquals(List.of(FDW_IN), log);
        pipe.source().close();
        pipe.sink().close();
    }

    private static void write(Pipe pipe) {
        try {
            pipe.sink().write(ByteBuffer.wrap(new byte[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @EveryEngineAndOrder
    void mainBusyWithOperationsThatNeverWaitIsCancelled(Engine engine, Order order) throws Exception {
        CountDownLatch now = new CountDownLatch(1);
        Outcome outcome = interrupt(
                engine,
                order,
                () -> {
                    Chan<Integer> ch = chmake(1);
                    now.countDown();
                    while (true) {
                        ch.send(1);
                        ch.receive();
                    }
                },
                now);
        assertInstanceOf(CancelledException.class, outcome.thrown);
    }

    @EveryEngineAndOrder
    void mainInABlockingCallIsCancelledAndTheCallInterrupted(Engine engine, Order order) throws Exception {
        CountDownLatch now = new CountDownLatch(1);
        CountDownLatch workerInterrupted = new CountDownLatch(1);
        Outcome outcome = interrupt(
                engine,
                order,
                () -> {
                    Mill.blocking(() -> {
                        now.countDown();
                        try {
                            Thread.sleep(LIMIT_MS);
                        } catch (InterruptedException e) {
                            workerInterrupted.countDown();
                        }
                        return null;
                    });
                },
                now);
        assertInstanceOf(CancelledException.class, outcome.thrown);
        workerInterrupted.await();
    }

    @EveryEngineAndOrder
    void aMillThatWaitsForItsInboxIsCancelled(Engine engine, Order order) throws Exception {
        CountDownLatch now = new CountDownLatch(1);
        Outcome outcome = interrupt(
                engine,
                order,
                () -> {
                    Inbox<Integer> inbox = inbox(1);
                    now.countDown();
                    chr(inbox.chan());
                },
                now);
        assertInstanceOf(CancelledException.class, outcome.thrown);
    }

    @EveryEngineAndOrder
    void theOthersAreCancelledOnlyWhenMainEnds(Engine engine, Order order) throws Exception {
        CountDownLatch now = new CountDownLatch(1);
        List<String> log = new ArrayList<>();
        Outcome outcome = interrupt(
                engine,
                order,
                () -> {
                    go(() -> {
                        try {
                            msleep(-1);
                        } finally {
                            log.add("other");
                        }
                    });
                    now.countDown();
                    try {
                        msleep(Long.MAX_VALUE);
                    } catch (CancelledException e) {
                        log.add("main");
                    }
                },
                now);
        assertNull(outcome.thrown); // Main took it as a wish to end.
        assertTrue(outcome.interruptedAfterwards);
        assertEquals(List.of("main", "other"), log);
    }

    @EveryEngineAndOrder
    void onlyMainIsToldOfTheInterruptAndInEachCall(Engine engine, Order order) throws Exception {
        CountDownLatch now = new CountDownLatch(1);
        List<String> log = new ArrayList<>();
        interrupt(
                engine,
                order,
                () -> {
                    Coroutine other = go("other", () -> logCancellation(log));
                    now.countDown();
                    logCancellation(log);
                    logCancellation(log);
                    other.cancel();
                },
                now);
        assertEquals(
                List.of(
                        "msleep: coroutine {0} main was cancelled, as its thread was interrupted (INTERRUPT)",
                        "call in {0} main: coroutine was cancelled, as its thread was interrupted (INTERRUPT)",
                        "msleep: coroutine {1} other was cancelled (MAIN_END)"),
                log);
    }

    private static void logCancellation(List<String> log) {
        try {
            msleep(Long.MAX_VALUE);
        } catch (CancelledException e) {
            log.add(e.getMessage());
        }
    }

    @EveryEngineAndOrder
    void whatElseCancelsMainIsNoInterrupt(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            Coroutine main = Mill.self();
            go(main::cancel);
            logCancellation(log);
        });
        assertThrows(
                ArithmeticException.class,
                () -> TestMill.run(engine, order, () -> {
                    go(() -> {
                        yieldNow();
                        throw new ArithmeticException();
                    });
                    logCancellation(log);
                }));
        assertEquals(
                List.of(
                        "call in {0} main: coroutine was cancelled (CALL by {1})",
                        "msleep: coroutine {0} main was cancelled (SIBLING: {1} failed with"
                                + " java.lang.ArithmeticException)"),
                log);
    }

    @EveryEngineAndOrder
    void anInterruptBeforeTheStartCancelsMainAtItsFirstWait(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        TestMill.onThread("interrupted before", () -> {
            Thread.currentThread().interrupt();
            try {
                Mill.run(MillOptions.defaults().engine(engine).order(order), () -> {
                    log.add("main starts");
                    msleep(Long.MAX_VALUE);
                });
            } catch (CancelledException e) {
                log.add("cancelled, flag is " + Thread.interrupted());
            }
            return null;
        });
        assertEquals(List.of("main starts", "cancelled, flag is true"), log);
    }
}
