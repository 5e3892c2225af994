package org.jmill.sched;

import java.util.function.BooleanSupplier;

/// The world outside the ready list: descriptors, timers and letters from other threads, served in
/// this order by one [#poll].
///
/// Invariants:
/// - I1 A wait without limit begins only while something can end it; else it is a deadlock.
/// - I2 The mailbox knows that the mill sleeps whenever the poller waits.
final class Outside {
    /// How many waits in a row may be begun on strands' own threads. As each is short, that is a millisecond or three.
    private static final int IN_PLACE_MAX = 64;

    /// How many looks at the descriptors are left out at most for each that those woken would have to themselves.
    private static final int LOOKS_SKIPPED_MAX = 4;

    private final Scheduler scheduler;
    private final Clock clock;
    private final Poller poller;
    private final Mailbox mailbox;
    private final Timers timers = new Timers();
    private final SpinWait spinning;
    private final BooleanSupplier look = this::look;
    private BooleanSupplier chore = () -> false;
    private int inPlace; // Waits begun on strands' own threads since a whole one was left to the root.
    private boolean begun; // The next wait was begun, and is to be slept through.
    private int looksToSkip; // At the descriptors, at most, while `lastWoken` has yet to run.
    private Task lastWoken; // By the last look at the descriptors, if that woke many.
    private int keepAlive; // Open inboxes and calls under way: reasons to wait without limit.

    Outside(Scheduler scheduler, Clock clock, Poller poller) {
        this.scheduler = scheduler;
        this.clock = clock;
        this.poller = poller;
        this.mailbox = new Mailbox(poller);
        this.spinning = new SpinWait(poller.sleepCostNs(), System::nanoTime);
    }

    /// Serves what is there.
    ///
    /// @param mayWait whether to wait for something if there is nothing; it may still return without
    ///   having made anything ready
    void poll(boolean mayWait) {
        boolean wait = !chore.getAsBoolean() && mayWait;
        long timeoutMs = 0;
        if (wait) {
            timeoutMs = timers.isEmpty() ? -1 : Math.max(0, timers.nextMs() - clock.nowMs());
            if (timeoutMs < 0 && !canBeWoken()) {
                scheduler.deadlock(); // I1
                return;
            }
            boolean isBegun = begun;
            begun = false;
            if (!isBegun && spin()) {
                return;
            }
            if (timeoutMs != 0) {
                poller.aboutToWait();
                timeoutMs = mailbox.prepareToSleep() ? timeoutMs : 0; // I2
            }
        }
        if (wait || !areWokenStillToRun() || hasExpiredTimer()) {
            pollDescriptors(timeoutMs);
        }
        if (timeoutMs != 0) {
            mailbox.awake();
        }
        fireTimers();
        mailbox.drain();
    }

    /// A descriptor stays ready until the coroutine that it has woken runs. To look again before would find the
    /// same ones, nobody waiting for them: with a thousand busy sockets, that took two system calls a message
    /// to drop interest and to show it again. Who is woken queues behind them in any case. But a timer
    /// is never served before the descriptors.
    ///
    /// The last one woken runs behind all that were ready before, and may be ready again whenever it is asked
    /// after: the number of looks that it keeps away is limited.
    private void pollDescriptors(long timeoutMs) {
        int before = poller.waiters();
        poller.poll(timeoutMs, scheduler);
        looksToSkip = LOOKS_SKIPPED_MAX * (before - poller.waiters()) / Scheduler.POLL_EVERY;
        lastWoken = looksToSkip > 0 ? scheduler.lastReady() : null;
    }

    private boolean areWokenStillToRun() {
        return --looksToSkip >= 0 && lastWoken != null && scheduler.isReady(lastWoken);
    }

    /// Does the part of a wait that is spent awake. If something is left of it, the next [#poll] with a wait goes on
    /// with it, on whatever thread.
    ///
    /// A strand that always came back from here would keep to itself what carries it, and virtual threads
    /// beside the mill would not get their turn; so now and then a whole wait is left.
    ///
    /// @return whether something has come, and was served
    boolean beginWait() {
        if (++inPlace > IN_PLACE_MAX) {
            inPlace = 0;
            return false;
        }
        begun = !spin();
        return !begun;
    }

    /// The beginning of a wait may be awake: see [SpinWait]. Other threads need not wake a mill that is.
    ///
    /// @return whether something has come, and was served; false: sleep, or serve the timer that is due
    private boolean spin() {
        if (!canBeWoken() || hasExpiredTimer() || !spinning.until(look)) {
            return false;
        }
        fireTimers();
        mailbox.drain();
        return true;
    }

    /// @return whether a coroutine was woken, or a letter is there
    private boolean look() {
        int before = poller.waiters();
        if (before > 0) {
            pollDescriptors(0);
        }
        return poller.waiters() < before || !mailbox.isEmpty();
    }

    private boolean hasExpiredTimer() {
        return !timers.isEmpty() && timers.nextMs() <= clock.nowMs();
    }

    private boolean canBeWoken() {
        return poller.waiters() > 0 || keepAlive > 0 || scheduler.hasBlocked();
    }

    private void fireTimers() {
        if (timers.isEmpty()) {
            return;
        }
        long nowMs = clock.nowMs();
        for (Timer t = timers.pollExpired(nowMs); t != null; t = timers.pollExpired(nowMs)) {
            Task task = t.task;
            task.waiting.abandon(task);
            scheduler.wake(task, Scheduler.TIMEOUT);
        }
    }

    void atEachPoll(BooleanSupplier newChore) {
        chore = newChore;
    }

    void arm(Task task, long deadlineMs) {
        if (task.timer == null) {
            task.timer = new Timer(task);
        }
        timers.arm(task.timer, deadlineMs);
    }

    void disarm(Timer timer) {
        timers.remove(timer);
    }

    long nowMs() {
        return clock.nowMs();
    }

    Poller poller() {
        return poller;
    }

    Mailbox mailbox() {
        return mailbox;
    }

    void keepAlive(int change) {
        keepAlive += change;
        assert keepAlive >= 0;
    }

    void close() {
        mailbox.close();
        poller.close();
    }

    /// Checks the timers, and that as many are armed as the tasks say; for tests.
    void checkInvariants(int armed) {
        timers.checkInvariants();
        if (timers.size() != armed) {
            throw new AssertionError(timers.size() + " timers armed, for " + armed + " tasks");
        }
    }
}
