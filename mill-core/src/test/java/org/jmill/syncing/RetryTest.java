package org.jmill.syncing;

import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jmill.BlockingOperation;
import org.jmill.Body;
import org.jmill.CancelledException;
import org.jmill.Coroutine;
import org.jmill.DeadlineException;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.Order;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;
import org.jmill.sync.Retry;
import org.junit.jupiter.api.Test;

class RetryTest {
    /// Fails so often, and notes when it was called.
    private static final class Server {
        private final long start = now();
        private final List<Long> times = new ArrayList<>();
        private int failures;

        Server(int failures) {
            this.failures = failures;
        }

        String ask() throws IOException {
            times.add(now() - start);
            if (failures-- > 0) {
                throw new IOException("attempt " + times.size());
            }
            return "answer";
        }
    }

    @EveryEngineAndOrder
    void itTriesAgainAfterPausesThatGrow(Engine engine, Order order) throws Exception {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Retry retry = new Retry(10).jitter(0);
            Server server = new Server(9);
            assertEquals("answer", retry.call(server::ask));
            assertEquals(
                    List.of(0L, 100L, 300L, 700L, 1_500L, 3_100L, 6_300L, 12_700L, 22_700L, 32_700L), server.times);
            Server other = new Server(3);
            retry.pauses(5, 20).factor(3).run(other::ask);
            assertEquals(List.of(0L, 5L, 20L, 40L), other.times);
            Server third = new Server(3);
            retry.pauses(Duration.ofMillis(5), Duration.ofMillis(20)).factor(3).run(third::ask);
            assertEquals(other.times, third.times);
        });
    }

    @EveryEngineAndOrder
    void itGivesUpAfterSoManyAttemptsWithTheLastFailure(Engine engine, Order order) throws Exception {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Server server = new Server(9);
            IOException failure = assertThrows(IOException.class, () -> new Retry(3).call(server::ask));
            assertEquals("attempt 3", failure.getMessage());
            assertEquals(3, server.times.size());
            assertThrows(IOException.class, () -> new Retry(1).call(server::ask));
            assertEquals(4, server.times.size());
        });
    }

    @EveryEngine
    void aPartOfEachPauseIsDrawnAsTheSeedSays(Engine engine) throws Exception {
        List<List<Long>> runs = new ArrayList<>();
        for (long seed : new long[] {1, 1, 2}) {
            TestMill.virtualTime(engine).seed(seed).run(() -> {
                Server server = new Server(20);
                new Retry(21).pauses(100, 100).call(server::ask);
                for (int i = 1; i < server.times.size(); i++) {
                    long pause = server.times.get(i) - server.times.get(i - 1);
                    assertTrue(pause >= 50 && pause <= 100, () -> server.times.toString());
                }
                runs.add(server.times);
            });
        }
        assertEquals(runs.get(0), runs.get(1));
        assertNotEquals(runs.get(0), runs.get(2));
    }

    @EveryEngineAndOrder
    void neverPastTheDeadlineOfItsCaller(Engine engine, Order order) throws Exception {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Retry retry = new Retry(Integer.MAX_VALUE).jitter(0);
            long start = now();
            Server server = new Server(Integer.MAX_VALUE);
            IOException failure = assertThrows(
                    IOException.class, () -> Mill.within(start + 700, () -> retry.call(server::ask)), "not a deadline");
            assertEquals("attempt 3", failure.getMessage());
            assertEquals(start + 300, now(), "it did not wait in vain");
            Server other = new Server(Integer.MAX_VALUE);
            Mill.within(now() + 701, () -> assertThrows(IOException.class, () -> retry.call(other::ask)));
            assertEquals(List.of(0L, 100L, 300L, 700L), other.times);
        });
    }

    @EveryEngineAndOrder
    void aCancellationIsNeverRetried(Engine engine, Order order) throws Exception {
        TestMill.virtualTime(engine).order(order).run(() -> {
            int[] calls = {0};
            Coroutine inTheCode = go(() -> assertThrows(
                    CancelledException.class,
                    () -> new Retry(9).run(() -> {
                        calls[0]++;
                        msleep(-1);
                    })));
            Coroutine wrapped = go(() -> assertThrows(
                    IOException.class,
                    () -> new Retry(9).run(() -> {
                        calls[0]++;
                        try {
                            msleep(-1);
                        } catch (CancelledException e) {
                            throw new IOException("interrupted", e);
                        }
                    })));
            Coroutine disguised = go(() -> assertThrows(
                    IOException.class,
                    () -> new Retry(9).run(() -> {
                        calls[0]++;
                        try {
                            msleep(-1);
                        } catch (CancelledException e) {
                            throw new IOException("closed");
                        }
                    })));
            Coroutine inThePause = go(() -> assertThrows(
                    CancelledException.class,
                    () -> new Retry(9).run(() -> {
                        calls[0]++;
                        throw new IOException("again");
                    })));
            for (Coroutine coroutine : List.of(inTheCode, wrapped, disguised, inThePause)) {
                coroutine.cancel();
                coroutine.join();
            }
            assertEquals(4, calls[0]);
            assertThrows(
                    DeadlineException.class,
                    () -> Mill.within(
                            now() + 10,
                            () -> new Retry(9).run(() -> {
                                calls[0]++;
                                msleep(-1);
                            })));
            assertEquals(5, calls[0], "nor that of a deadline around it");
        });
    }

    @EveryEngineAndOrder
    void aDeadlineWithinTheCodeIsAFailureLikeOthers(Engine engine, Order order) throws Exception {
        TestMill.virtualTime(engine).order(order).run(() -> {
            int[] calls = {0};
            String answer = new Retry(3)
                    .call(() -> Mill.within(now() + 10, () -> {
                        if (++calls[0] < 3) {
                            msleep(-1);
                        }
                        return "answer";
                    }));
            assertEquals("answer", answer);
        });
    }

    @EveryEngine
    void onlyWhatIsTemporaryIsRetriedAndMisuseAndErrorsNever(Engine engine) throws Exception {
        TestMill.virtualTime(engine).run(() -> {
            Retry retry = new Retry(9).when(e -> e instanceof IOException);
            for (Throwable failure : List.of(
                    new IllegalStateException("for good"), new MillPanic("misuse: it is"), new AssertionError("bug"))) {
                int[] calls = {0};
                Throwable thrown = assertThrows(
                        Throwable.class,
                        () -> retry.run(() -> {
                            calls[0]++;
                            throw TestMill.<RuntimeException>sneak(failure);
                        }));
                assertSame(failure, thrown);
                assertEquals(1, calls[0]);
            }
            assertThrows(
                    MillPanic.class,
                    () -> new Retry(9).run(() -> {
                        throw new MillPanic("misuse: it is");
                    }));
            assertEquals("answer", retry.call(new Server(1)::ask));
        });
    }

    @Test
    void badSettingsAreRefused() {
        Retry retry = new Retry(2);
        String what = "retry, 2 attempts";
        Messages.assertFails(IllegalArgumentException.class, "retry", () -> new Retry(0), ": 0");
        Messages.assertFails(IllegalArgumentException.class, "pauses " + what, () -> retry.pauses(-1, 1));
        Messages.assertFails(IllegalArgumentException.class, "pauses " + what, () -> retry.pauses(2, 1));
        Messages.assertFails(
                IllegalArgumentException.class,
                "pauses " + what,
                () -> retry.pauses(Duration.ofNanos(-1), Duration.ofMillis(1)));
        Messages.assertPanics("pauses " + what, () -> retry.pauses(null, Duration.ZERO), "first pause is null");
        Messages.assertPanics("pauses " + what, () -> retry.pauses(Duration.ZERO, null), "longest pause is null");
        for (double bad : new double[] {-1, 0.5, Double.NaN, Double.POSITIVE_INFINITY}) {
            Messages.assertFails(IllegalArgumentException.class, "factor " + what, () -> retry.factor(bad), ": " + bad);
        }
        for (double bad : new double[] {-0.1, 1.1, Double.NaN}) {
            Messages.assertFails(IllegalArgumentException.class, "jitter " + what, () -> retry.jitter(bad), ": " + bad);
        }
        Messages.assertPanics("when " + what, () -> retry.when(null));
        Messages.assertPanics("call " + what, () -> retry.call((Callable<Object>) null));
        Messages.assertPanics("call " + what, () -> retry.call((BlockingOperation<Object, RuntimeException>) null));
        Messages.assertPanics("run " + what, () -> retry.run((Body<RuntimeException>) null));
        Messages.assertPanics("self", () -> retry.run(() -> {}), "runs no mill");
    }

    @EveryEngine
    void theLongestPauseIsForEver(Engine engine) throws Exception {
        TestMill.virtualTime(engine).run(() -> {
            Retry retry = new Retry(2).pauses(Long.MAX_VALUE, Long.MAX_VALUE);
            Coroutine waits = go(() -> assertThrows(
                    CancelledException.class,
                    () -> retry.run(() -> {
                        throw new IOException("again");
                    })));
            msleep(now() + 1_000_000);
            assertEquals("msleep()", waits.waitingFor());
            waits.cancel();
            waits.join();
        });
    }
}
