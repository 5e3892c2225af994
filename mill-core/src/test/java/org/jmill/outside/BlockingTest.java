package org.jmill.outside;

import static org.jmill.Mill.blocking;
import static org.jmill.Mill.chmake;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.Order;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;

/// Blocking Java code on another thread.
class BlockingTest {
    private static final long LIMIT_S = 30;

    @EveryEngineAndOrder
    void theResultComesBack(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            assertEquals(42, Mill.<Integer, RuntimeException>blocking(() -> 42));
            assertNull(Mill.<Object, RuntimeException>blocking(() -> null));
        });
    }

    @EveryEngineAndOrder
    void theCodeRunsOnAnotherThreadAndTheCallerComesBackToItsOwn(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Thread mine = Thread.currentThread();
            Thread other = blocking(() -> Thread.currentThread());
            assertNotSame(mine, other);
            assertTrue(other.isDaemon());
            assertTrue(other.getName().startsWith("jmill-blocking-"), other.getName());
            assertSame(mine, Thread.currentThread());
        });
    }

    @EveryEngineAndOrder
    void onlyTheCallerIsSuspended(Engine engine, Order order) throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        int[] turns = {0};
        TestMill.run(engine, order, () -> {
            go(() -> {
                for (turns[0] = 0; turns[0] < 50; turns[0]++) {
                    yieldNow();
                }
                gate.countDown();
            });
            assertTrue(blocking(() -> gate.await(LIMIT_S, TimeUnit.SECONDS)));
        });
        assertEquals(50, turns[0]);
    }

    @EveryEngineAndOrder
    void whatTheCodeThrowsIsThrownByTheCall(Engine engine, Order order) {
        for (Throwable thrown :
                List.of(new IOException("a"), new IllegalStateException("b"), new AssertionError("c"))) {
            TestMill.run(engine, order, () -> {
                Throwable caught = assertThrows(
                        Throwable.class,
                        () -> blocking(() -> {
                            throw TestMill.<RuntimeException>sneak(thrown);
                        }));
                assertSame(thrown, caught);
            });
        }
    }

    @EveryEngineAndOrder
    void theCheckedExceptionOfTheCodeIsKnownToTheCompiler(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            try {
                blocking(BlockingTest::read);
                throw new AssertionError("nothing was thrown");
            } catch (IOException e) { // Compiles only because X is IOException.
                assertEquals("no disk", e.getMessage());
            }
        });
    }

    private static int read() throws IOException {
        throw new IOException("no disk");
    }

    @EveryEngineAndOrder
    void nullCodePanics(Engine engine, Order order) {
        TestMill.run(
                engine,
                order,
                () -> Messages.assertPanics(
                        "blocking", () -> blocking((java.util.concurrent.Callable<Object>) null), "null"));
    }

    @EveryEngineAndOrder
    void verbsInTheCodeAreRefused(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(1);
            assertThrows(MillPanic.class, () -> blocking(() -> ch.trySend(1)));
            assertThrows(MillPanic.class, () -> blocking(() -> go(() -> {})));
            assertEquals(0, ch.size());
        });
    }

    @EveryEngineAndOrder
    void manyCallsRunAtTheSameTime(Engine engine, Order order) {
        int calls = 50;
        CyclicBarrier together = new CyclicBarrier(calls);
        TestMill.run(engine, order, () -> {
            List<Coroutine> callers = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                callers.add(go(() -> blocking(() -> together.await(LIMIT_S, TimeUnit.SECONDS))));
            }
            callers.forEach(Coroutine::join);
        });
    }

    @EveryEngineAndOrder
    void aCancelledCallerGoesOnAtOnceAndTheCodeIsInterrupted(Engine engine, Order order) throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        TestMill.run(engine, order, () -> {
            Coroutine caller = go(() -> assertThrows(
                    CancelledException.class, () -> blocking(() -> untilInterrupted(started, interrupted))));
            while (started.getCount() > 0) {
                msleep(now() + 1);
            }
            caller.cancel();
            caller.join();
        });
        assertTrue(interrupted.await(LIMIT_S, TimeUnit.SECONDS));
    }

    private static Object untilInterrupted(CountDownLatch started, CountDownLatch interrupted) {
        started.countDown();
        try {
            Thread.sleep(TimeUnit.SECONDS.toMillis(LIMIT_S));
        } catch (InterruptedException e) {
            interrupted.countDown();
        }
        return null;
    }

    @EveryEngineAndOrder
    void theEndOfMainCancelsTheCallsUnderWay(Engine engine, Order order) throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        TestMill.run(engine, order, () -> {
            go(() -> blocking(() -> untilInterrupted(started, interrupted)));
            while (started.getCount() > 0) {
                msleep(now() + 1);
            }
        });
        assertTrue(interrupted.await(LIMIT_S, TimeUnit.SECONDS));
    }

    /// Something that must not be lost unclosed.
    private static final class Resource implements AutoCloseable {
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public void close() {
            closed.countDown();
        }
    }

    /// Code that ignores interrupts and returns the resource once the gate is open.
    private static Resource stubborn(Resource resource, CountDownLatch started, CountDownLatch gate) {
        started.countDown();
        while (gate.getCount() > 0) {
            Thread.onSpinWait();
        }
        Thread.interrupted();
        return resource;
    }

    @EveryEngineAndOrder
    void theResultOfACancelledCallIsClosed(Engine engine, Order order) throws Exception {
        Resource resource = new Resource();
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        TestMill.run(engine, order, () -> {
            Coroutine caller = go(() -> blocking(() -> stubborn(resource, started, gate)));
            while (started.getCount() > 0) {
                msleep(now() + 1);
            }
            caller.cancel();
            caller.join();
            gate.countDown();
            blocking(() -> awaited(resource.closed.await(LIMIT_S, TimeUnit.SECONDS)));
        });
    }

    private static Object awaited(boolean holds) {
        assertTrue(holds);
        return null;
    }

    @EveryEngineAndOrder
    void theResultThatComesAfterTheEndOfTheMillIsClosed(Engine engine, Order order) throws Exception {
        Resource resource = new Resource();
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        TestMill.run(engine, order, () -> {
            go(() -> blocking(() -> stubborn(resource, started, gate)));
            while (started.getCount() > 0) {
                msleep(now() + 1);
            }
        });
        gate.countDown();
        assertTrue(resource.closed.await(LIMIT_S, TimeUnit.SECONDS));
    }

    @EveryEngineAndOrder
    void aCallThatWasWokenBeforeItsCancellationKeepsItsResult(Engine engine, Order order) {
        AtomicInteger got = new AtomicInteger();
        TestMill.run(engine, order, () -> {
            CountDownLatch done = new CountDownLatch(1);
            Coroutine caller = go(() -> {
                got.set(blocking(() -> {
                    done.countDown();
                    return 7;
                }));
                yieldNow();
            });
            while (!caller.waitingFor().isEmpty()) {
                msleep(now()); // Polls, so that the end of the call arrives while main runs next.
            }
            caller.cancel();
            caller.join();
        });
        assertEquals(7, got.get());
    }
}
