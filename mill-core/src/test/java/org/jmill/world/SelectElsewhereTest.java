package org.jmill.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A poller that waits for its descriptors on another thread is one like any other, but that interrupts are told.
class SelectElsewhereTest {
    private static final long LIMIT_MS = 30_000;
    private static final long LIMIT_NS = LIMIT_MS * 1_000_000;
    private static final long SHORT_NS = 2_000_000;
    private static final Poller.Ready NOBODY = (task, outcome) -> {
        throw new AssertionError("woke " + task);
    };

    private record Waiter(long id, String name, String label) implements Subject {}

    /// A channel that is closed when its thread is interrupted, and blocks nobody.
    private static final class Post extends AbstractInterruptibleChannel {
        void await() {
            begin();
        }

        @Override
        protected void implCloseChannel() {}
    }

    private final SelectorPoller poller = new SelectorPoller();
    private Pipe pipe;

    @BeforeEach
    void open() throws IOException {
        pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        poller.await(pipe.source(), Poller.IN, null).abandon(null);
        poller.waitElsewhere();
    }

    @AfterEach
    void close() throws IOException {
        poller.close();
        pipe.source().close();
        pipe.sink().close();
    }

    /// Polls once, on a thread of its own; returns when it is likely to wait.
    private Thread polling(long timeoutNs, Runnable before, Runnable after) throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        Thread thread = Thread.ofPlatform().daemon().start(() -> {
            before.run();
            poller.aboutToWait();
            started.countDown();
            poller.poll(timeoutNs, NOBODY);
            after.run();
        });
        started.await();
        thread.join(30);
        assertTrue(thread.isAlive(), "did not wait " + timeoutNs);
        return thread;
    }

    private static void assertEnds(Thread thread) throws InterruptedException {
        thread.join(LIMIT_MS);
        assertFalse(thread.isAlive(), "still waits");
    }

    @Test
    void anInterruptIsToldToTheChannelThatItsThreadHadBegunToWaitOn() throws Exception {
        Post post = new Post();
        boolean[] flag = {false};
        Thread thread = polling(-1, post::await, () -> flag[0] = Thread.interrupted());
        assertTrue(post.isOpen());
        thread.interrupt();
        assertEnds(thread);
        assertFalse(post.isOpen());
        assertTrue(flag[0]);
    }

    @Test
    void aWakeUpEndsTheWaitHoweverLongItWouldBe() throws Exception {
        for (long timeoutNs : new long[] {-1, LIMIT_NS, Long.MAX_VALUE}) {
            Thread thread = polling(timeoutNs, () -> {}, () -> {});
            poller.wakeUp();
            assertEnds(thread);
        }
    }

    @Test
    void theWaitEndsWithItsTime() {
        long start = System.nanoTime();
        poller.poll(SHORT_NS, NOBODY);
        assertTrue(System.nanoTime() - start >= SHORT_NS);
    }

    @Test
    void whoIsReadyIsToldOnTheThreadThatPolls() throws Exception {
        Waiter waiter = new Waiter(1, "", "{1}");
        poller.await(pipe.source(), Poller.IN, waiter);
        Thread polls = Thread.currentThread();
        List<Object> told = new ArrayList<>();
        long end = System.nanoTime() + LIMIT_NS;
        Thread writer = later(this::write, end);
        while (told.isEmpty() && System.nanoTime() < end) { // A wait may end at any time.
            poller.poll(LIMIT_NS, (who, events) -> told.addAll(List.of(who, events, Thread.currentThread())));
        }
        writer.join();
        assertEquals(List.of(waiter, Poller.IN, polls), told);
    }

    /// Does something when the calling thread waits, or at the latest when this time has come.
    private static Thread later(Runnable act, long end) {
        Thread caller = Thread.currentThread();
        return Thread.ofPlatform().daemon().start(() -> {
            while (caller.getState() != Thread.State.WAITING && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            act.run();
        });
    }

    private void write() {
        try {
            pipe.sink().write(ByteBuffer.wrap(new byte[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
