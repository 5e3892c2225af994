package org.jmill.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.SelectableChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jmill.world.Poller;
import org.jmill.world.Subject;
import org.junit.jupiter.api.Test;

/// Letters from other threads: none is lost, and none sleeps beside a sleeping mill.
class MailboxTest {
    private final WakeUps wakeUps = new WakeUps();
    private final Mailbox mailbox = new Mailbox(wakeUps, null);

    /// Counts the wake-ups; a mill that sleeps waits for one.
    private static final class WakeUps implements Poller {
        private final Semaphore pending = new Semaphore(0);
        private final AtomicInteger count = new AtomicInteger();

        @Override
        public long sleepCostNs() {
            return 0;
        }

        @Override
        public void wakeUp() {
            count.incrementAndGet();
            pending.release();
        }

        /// Sleeps until somebody wakes it; false after ten seconds, which is a lost wake-up.
        boolean sleep() throws InterruptedException {
            boolean woken = pending.tryAcquire(10, TimeUnit.SECONDS);
            pending.drainPermits();
            return woken;
        }

        @Override
        public void aboutToWait() {}

        @Override
        public void poll(long timeoutNs, Ready ready) {}

        @Override
        public int waiters() {
            return 0;
        }

        @Override
        public Subject waiter(SelectableChannel channel, int events) {
            return null;
        }

        @Override
        public Interest await(SelectableChannel channel, int events, Subject waiter) {
            throw new AssertionError("nobody waits for a descriptor here");
        }

        @Override
        public void forget(SelectableChannel channel, Ready ready) {}

        @Override
        public void close() {}
    }

    @Test
    void lettersAreRunInTheOrderPosted() {
        List<Integer> log = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            int number = i;
            assertTrue(mailbox.post(() -> log.add(number)));
        }
        assertEquals(List.of(), log);
        assertTrue(mailbox.drain());
        assertFalse(mailbox.drain());
        assertEquals(1000, log.size());
        assertEquals(log.stream().sorted().toList(), log);
    }

    @Test
    void aPostWakesASleepingMillOnceAndAWakingOneNever() {
        mailbox.post(() -> {});
        assertEquals(0, wakeUps.count.get());
        mailbox.drain();
        assertTrue(mailbox.prepareToSleep());
        mailbox.post(() -> {});
        mailbox.post(() -> {});
        assertEquals(1, wakeUps.count.get());
        mailbox.awake();
        mailbox.post(() -> {});
        assertEquals(1, wakeUps.count.get());
    }

    @Test
    void aMillWithLettersMustNotSleep() {
        mailbox.post(() -> {});
        assertFalse(mailbox.prepareToSleep());
        mailbox.post(() -> {});
        assertEquals(0, wakeUps.count.get(), "it never slept");
    }

    @Test
    void aLetterMayPostAnotherWhichIsRunByTheNextDrain() {
        List<Integer> log = new ArrayList<>();
        mailbox.post(() -> {
            log.add(1);
            mailbox.post(() -> log.add(2));
        });
        mailbox.drain();
        assertEquals(List.of(1), log);
        assertFalse(mailbox.prepareToSleep());
        mailbox.drain();
        assertEquals(List.of(1, 2), log);
    }

    @Test
    void aClosedMailboxRunsWhatItHasAndRefusesTheRest() {
        List<Integer> log = new ArrayList<>();
        mailbox.post(() -> log.add(1));
        mailbox.close();
        assertFalse(mailbox.post(() -> log.add(2)));
        assertEquals(List.of(1), log);
    }

    @Test
    void noWakeUpIsLost() throws InterruptedException {
        int rounds = 100_000;
        AtomicInteger turn = new AtomicInteger(); // Even: the mill's; odd: the poster's.
        Thread poster = Thread.ofPlatform().daemon().start(() -> {
            for (int i = 0; i < rounds; i++) {
                while (turn.get() != 2 * i + 1) {
                    Thread.onSpinWait();
                }
                mailbox.post(turn::incrementAndGet); // Races with the mill, which goes to sleep.
            }
        });
        for (int i = 0; i < rounds; i++) {
            turn.incrementAndGet();
            while (!mailbox.drain()) {
                if (mailbox.prepareToSleep()) {
                    assertTrue(wakeUps.sleep(), "lost in round " + i);
                    mailbox.awake();
                }
            }
        }
        poster.join();
    }

    @Test
    void everyLetterThatWasTakenIsRunEvenWhenTheMillEnds() throws Exception {
        for (int round = 0; round < 300; round++) {
            Mailbox ending = new Mailbox(wakeUps, null);
            CountDownLatch start = new CountDownLatch(3);
            AtomicInteger taken = new AtomicInteger();
            AtomicInteger run = new AtomicInteger();
            List<Thread> posters = new ArrayList<>();
            for (int t = 0; t < 2; t++) {
                posters.add(Thread.ofPlatform().start(() -> {
                    start.countDown();
                    while (start.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                    while (ending.post(run::incrementAndGet)) {
                        taken.incrementAndGet();
                    }
                }));
            }
            start.countDown();
            while (taken.get() < 100) {
                Thread.onSpinWait(); // Not drained: the posters may well be faster.
            }
            ending.close();
            for (Thread poster : posters) {
                poster.join();
            }
            assertEquals(taken.get(), run.get(), "round " + round);
        }
    }
}
