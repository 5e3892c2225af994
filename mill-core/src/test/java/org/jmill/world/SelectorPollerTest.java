package org.jmill.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// Waiting, and being woken, with and without a selector.
class SelectorPollerTest {
    private static final long LIMIT_MS = 30_000;
    private static final long LIMIT_NS = LIMIT_MS * 1_000_000;
    private static final Poller.Ready NOBODY = (task, outcome) -> {
        throw new AssertionError("woke " + task);
    };

    /// Polls on a thread of its own, once with this timeout, and wakes it when it waits.
    private static void wakeWhileItWaits(Poller poller, long timeoutNs) throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        Thread thread = Thread.ofPlatform().daemon().start(() -> {
            poller.aboutToWait();
            started.countDown();
            poller.poll(timeoutNs, NOBODY);
        });
        started.await();
        thread.join(30);
        assertEquals(true, thread.isAlive(), "did not wait " + timeoutNs);
        poller.wakeUp();
        thread.join(LIMIT_MS);
        assertFalse(thread.isAlive(), "still waits");
    }

    private static SelectorPoller withSelector(Pipe pipe) throws Exception {
        SelectorPoller poller = new SelectorPoller();
        pipe.source().configureBlocking(false);
        poller.await(pipe.source(), Poller.IN, null).abandon(null);
        return poller;
    }

    @Test
    void aWaitIsEndedByAWakeUpHoweverLongItWouldBe() throws Exception {
        for (long timeoutNs : new long[] {-1, LIMIT_NS, Long.MAX_VALUE / 4, Long.MAX_VALUE}) {
            wakeWhileItWaits(new SelectorPoller(), timeoutNs);
        }
    }

    @Test
    void aWaitWithDescriptorsIsEndedByAWakeUpHoweverLongItWouldBe() throws Exception {
        for (long timeoutNs : new long[] {-1, LIMIT_NS, (Integer.MAX_VALUE + 1L) * 1_000_000, Long.MAX_VALUE}) {
            Pipe pipe = Pipe.open();
            SelectorPoller poller = withSelector(pipe);
            wakeWhileItWaits(poller, timeoutNs);
            poller.close();
            pipe.source().close();
            pipe.sink().close();
        }
    }

    @Test
    void aWakeUpBeforeTheWaitEndsItAtOnce() {
        SelectorPoller poller = new SelectorPoller();
        assertTimeoutPreemptively(
                Duration.ofMillis(LIMIT_MS),
                () -> { // One thread, as in a mill.
                    poller.aboutToWait();
                    poller.wakeUp();
                    poller.poll(-1, NOBODY);
                });
        poller.close();
    }

    @Test
    void aPollWithoutATimeoutDoesNotWait() {
        SelectorPoller poller = new SelectorPoller();
        poller.poll(0, NOBODY);
        assertEquals(0, poller.waiters());
        poller.close();
    }

    @Test
    void aPropertyHasEachWaitSpentAsleep() {
        SelectorPoller poller = new SelectorPoller();
        assertTrue(poller.sleepCostNs() > 0);
        System.setProperty("jmill.spin", "false");
        try {
            assertEquals(0, poller.sleepCostNs());
        } finally {
            System.clearProperty("jmill.spin");
        }
    }
}
