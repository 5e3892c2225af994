package org.jmill.outside;

import static org.jmill.Mill.chr;
import static org.jmill.Mill.go;
import static org.jmill.Mill.inbox;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jmill.Body;
import org.jmill.Engine;
import org.jmill.Inbox;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.harness.Effort;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.TestMill;
import org.jmill.harness.TestPipe;
import org.junit.jupiter.api.Tag;

/// The lost wake-up: a mill that goes to sleep just when somebody posts. A single one is a hang.
@Tag("slow")
class InboxStressTest {
    private static final long BUDGET_NS = Effort.of(100, 1_000) * 1_000_000L;
    private static final int ROUNDS_MAX = 300_000;

    /// Another thread answers each value through the inbox; the mill sleeps in between, in the poller
    /// that `prepare` leaves it with.
    private static long pingPong(Engine engine, Body<?> prepare, boolean spins) throws Exception {
        AtomicLong asked = new AtomicLong();
        long[] rounds = {0};
        TestMill.realTime(engine).fast().<Exception>run(() -> {
            prepare.run();
            Inbox<Long> inbox = inbox(1);
            Thread answerer = Thread.ofPlatform().daemon().start(() -> answer(asked, inbox, spins));
            long end = System.nanoTime() + BUDGET_NS;
            while (rounds[0] < ROUNDS_MAX && System.nanoTime() < end) {
                asked.set(++rounds[0]);
                LockSupport.unpark(answerer);
                assertEquals(rounds[0], chr(inbox.chan()));
            }
            asked.set(-1);
            LockSupport.unpark(answerer);
            answerer.join();
        });
        return rounds[0];
    }

    private static void answer(AtomicLong asked, Inbox<Long> inbox, boolean spins) {
        long last = 0;
        while (true) {
            long now = asked.get();
            if (now < 0) {
                return;
            }
            if (now != last) {
                last = now;
                inbox.offer(now);
            } else if (spins) {
                Thread.onSpinWait();
            } else {
                LockSupport.park();
            }
        }
    }

    @EveryEngine
    void aMillWithoutDescriptorsMissesNoWakeUp(Engine engine) throws Exception {
        long rounds = pingPong(engine, () -> {}, true) + pingPong(engine, () -> {}, false);
        assertEquals(true, rounds > 100, rounds + " rounds");
    }

    @EveryEngine
    void aMillThatWaitsForADescriptorMissesNoWakeUp(Engine engine) throws Exception {
        try (TestPipe pipe = TestPipe.open()) {
            Body<?> prepare = () -> Mill.go(() -> Mill.fdwait(pipe.source, Mill.FDW_IN, -1));
            long rounds = pingPong(engine, prepare, true) + pingPong(engine, prepare, false);
            assertEquals(true, rounds > 100, rounds + " rounds");
        }
    }

    @EveryEngine
    void aBlockingCallThatEndsAtAnyTimeWakesItsCaller(Engine engine) throws Exception {
        SynchronousQueue<Long> handOver = new SynchronousQueue<>();
        TestMill.realTime(engine).fast().run(() -> {
            long end = System.nanoTime() + BUDGET_NS / 2;
            Thread feeder = Thread.ofPlatform().daemon().start(() -> feed(handOver));
            long sum = 0;
            for (long i = 0; i < ROUNDS_MAX && System.nanoTime() < end; i++) {
                sum += Mill.<Long>blocking(handOver::take);
            }
            feeder.interrupt();
            assertEquals(true, sum > 0);
        });
    }

    private static void feed(SynchronousQueue<Long> handOver) {
        try {
            while (true) {
                handOver.put(1L);
            }
        } catch (InterruptedException e) {
            // The test is over.
        }
    }

    /// On VIRTUAL a coroutine that takes a value must not be made to wait for a lock of those who give.
    @EveryEngine
    void threadsThatPutIntoAFullInboxStopNobody(Engine engine) throws Exception {
        int threads = 4;
        int each = Effort.of(2_000, 20_000);
        long[] got = {0};
        TestMill.realTime(engine).fast().<Exception>run(() -> {
            Inbox<Integer> inbox = inbox(2);
            for (int i = 0; i < threads; i++) {
                Thread.ofPlatform().daemon().start(() -> {
                    try {
                        for (int n = 0; n < each; n++) {
                            inbox.put(n);
                        }
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
            }
            go(() -> {
                while (true) {
                    Mill.yield();
                }
            });
            go(() -> {
                while (true) {
                    chr(inbox.chan());
                    got[0]++;
                }
            });
            while (got[0] < (long) threads * each) {
                Mill.yield();
            }
        });
        assertEquals((long) threads * each, got[0]);
    }

    /// A poll may have to wait for the selector's locks, which another thread holds that closes a channel.
    @EveryEngine
    void threadsThatCloseChannelsWaitedForStopNobody(Engine engine) throws Exception {
        LinkedBlockingQueue<Pipe> toClose = new LinkedBlockingQueue<>();
        List<Thread> closers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            closers.add(Thread.ofPlatform().daemon().start(() -> {
                try {
                    while (true) {
                        Pipe pipe = toClose.take();
                        pipe.source().close();
                        pipe.sink().close();
                    }
                } catch (InterruptedException | IOException e) {
                    // The end of the test.
                }
            }));
        }
        long[] waits = {0};
        TestMill.realTime(engine).fast().<Exception>run(() -> {
            for (int k = 0; k < 3; k++) {
                go(() -> {
                    while (true) {
                        Mill.yield();
                    }
                });
            }
            for (int k = 0; k < 40; k++) {
                go(() -> {
                    while (true) {
                        Pipe pipe = Pipe.open();
                        pipe.source().configureBlocking(false);
                        toClose.add(pipe);
                        try {
                            Mill.fdwait(pipe.source(), Mill.FDW_IN, Mill.now() + 50);
                            waits[0]++;
                        } catch (MillPanic | UncheckedIOException e) { // It was closed before.
                            Mill.yield();
                        }
                    }
                });
            }
            Mill.msleep(Mill.now() + Effort.of(1_000, 5_000));
        });
        closers.forEach(Thread::interrupt);
        assertTrue(waits[0] > 0);
    }
}
