package org.jmill.sched;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jmill.world.Poller;
import org.jmill.world.Subject;
import org.jmill.world.Verb;
import org.jmill.world.World;

/// The world outside the ready list: descriptors, letters from other threads and timers, served in this order by one
/// [#poll]. Letters come before timers: what was there in time is taken, though the deadline has passed since.
///
/// Invariants:
/// - I1 A wait without limit begins only while something can end it; else it is a deadlock.
/// - I2 The mailbox knows that the mill sleeps whenever the poller waits.
/// - I3 The time never goes back.
final class Outside {
    private static final long NS_PER_MS = TimeUnit.MILLISECONDS.toNanos(1);

    /// How many waits in a row may be begun on strands' own threads. As each is short, that is a millisecond or three.
    private static final int IN_PLACE_MAX = 64;

    /// How many looks at the descriptors are left out at most for each that those woken would have to themselves.
    private static final int LOOKS_SKIPPED_MAX = 4;

    private static final int EVENTS_MAX = Poller.IN | Poller.OUT | Poller.ERR;

    private final Scheduler scheduler;
    private final World world;
    private final Poller poller;
    private final Mailbox mailbox;
    private final Timers timers = new Timers();
    private final SpinWait spinning;
    private final BooleanSupplier look = this::look;
    private final Poller.Ready ready = this::ready;
    private final boolean isGated;
    private volatile Thread served; // Where the world is asked by a poll, if it lets not everybody in.
    private long lastNs; // I3
    private BooleanSupplier chore = () -> false;
    private int inPlace; // Waits begun on strands' own threads since a whole one was left to the root.
    private boolean begun; // The next wait was begun, and is to be slept through.
    private int looksToSkip; // At the descriptors, at most, while `lastWoken` has yet to run.
    private Task lastWoken; // By the last look at the descriptors, if that woke many.
    private int openInboxes; // Reasons to wait without limit, while anybody is left to receive.
    private int awaited; // Signals from other threads that a coroutine waits for: reasons to wait without limit.

    /// @param gate as of [Mailbox]
    Outside(Scheduler scheduler, World world, Runnable gate) {
        this.scheduler = scheduler;
        this.world = world;
        this.poller = world.poller();
        this.mailbox = new Mailbox(poller, gate);
        this.isGated = gate != null;
        this.spinning = new SpinWait(poller.sleepCostNs(), World.real()::nanoTime);
    }

    /// Serves what is there.
    ///
    /// @param mayWait whether to wait for something if there is nothing; it may still return without
    ///   having made anything ready
    void poll(boolean mayWait) {
        if (isGated) {
            served = Thread.currentThread();
        }
        boolean wait = !chore.getAsBoolean() && mayWait;
        long timeoutNs = 0;
        if (wait) {
            timeoutNs = timers.isEmpty() ? -1 : untilNext();
            if (timeoutNs < 0 && !canBeWoken()) {
                scheduler.deadlock(); // I1
                return;
            }
            boolean isBegun = begun;
            begun = false;
            if (!isBegun && spin()) {
                return;
            }
            if (timeoutNs != 0) {
                poller.aboutToWait();
                timeoutNs = mailbox.prepareToSleep() ? timeoutNs : 0; // I2
            }
        }
        if (wait || !areWokenStillToRun() || hasExpiredTimer()) {
            pollDescriptors(timeoutNs);
        }
        if (timeoutNs != 0) {
            mailbox.awake();
        }
        mailbox.drain();
        fireTimers();
    }

    /// How long until the next timer is due: 0 if it is.
    private long untilNext() {
        long leftMs = timers.nextMs() - nowMs();
        if (leftMs <= 0) {
            return 0;
        }
        long leftNs = TimeUnit.MILLISECONDS.toNanos(leftMs); // As many as a long holds, if there are more.
        return leftNs - lastNs % NS_PER_MS;
    }

    /// A descriptor stays ready until the coroutine that it has woken runs. To look again before would find the
    /// same ones, nobody waiting for them: with a thousand busy sockets, that took two system calls a message
    /// to drop interest and to show it again. Who is woken queues behind them in any case. But a timer
    /// is never served before the descriptors.
    ///
    /// The last one woken runs behind all that were ready before, and may be ready again whenever it is asked
    /// after: the number of looks that it keeps away is limited.
    private void pollDescriptors(long timeoutNs) {
        int before = poller.waiters();
        poller.poll(timeoutNs, ready);
        looksToSkip = LOOKS_SKIPPED_MAX * (before - poller.waiters()) / Scheduler.POLL_EVERY;
        lastWoken = looksToSkip > 0 ? scheduler.lastReady() : null;
    }

    /// The poller tells of one who waits for a descriptor: of nobody else, of each once, and with events of its own.
    void ready(Subject waiter, int events) {
        boolean waits = waiter instanceof Task task
                && task.scheduler() == scheduler
                && task.state == TaskState.WAITING
                && task.waiting.verb() == Verb.DESCRIPTOR;
        if (!waits) {
            throw new IllegalStateException("told of " + waiter + ", which does not wait for a descriptor");
        }
        if (events <= 0 || events > EVENTS_MAX) {
            throw new IllegalStateException("told of events " + events + "; they are of Poller.IN, OUT and ERR");
        }
        if (!scheduler.isAsking()) {
            throw new IllegalStateException("told of " + waiter + " while the poller is not asked");
        }
        scheduler.wake((Task) waiter, events);
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
        mailbox.drain();
        fireTimers();
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
        return !timers.isEmpty() && timers.nextMs() <= nowMs();
    }

    /// When all are to end, nobody receives any more what an inbox may bring.
    private boolean canBeWoken() {
        boolean isAwaited = poller.waiters() > 0 || awaited > 0 || (openInboxes > 0 && !scheduler.isEnding());
        return (isAwaited && (poller.mayWake() || !mailbox.isEmpty())) || scheduler.hasBlocked();
    }

    private void fireTimers() {
        if (timers.isEmpty()) {
            return;
        }
        long nowMs = nowMs();
        for (Timer t = timers.pollExpired(nowMs); t != null; t = timers.pollExpired(nowMs)) {
            t.alarm.ring(nowMs);
        }
    }

    /// Has the mill look, if it waits. Any thread may call it.
    void wakeUp() {
        mailbox.deliver(() -> {});
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

    void arm(Timer timer, long deadlineMs) {
        timers.arm(timer, deadlineMs);
    }

    void disarm(Timer timer) {
        timers.remove(timer);
    }

    long nowMs() {
        return nowNs() / NS_PER_MS;
    }

    long nowNs() {
        long ns = world.nanoTime();
        if (ns < lastNs) {
            throw new IllegalStateException("time went back by " + (lastNs - ns) + " ns"); // I3
        }
        lastNs = ns;
        return ns;
    }

    /// The time when it was last asked for, in milliseconds; wraps around.
    int lastMs() {
        return (int) (lastNs / NS_PER_MS);
    }

    /// Whether the calling thread is the one that has polled last.
    boolean isServing() {
        return served == Thread.currentThread();
    }

    /// When the next timer is due; -1 if there is none.
    long nextDeadlineNs() {
        return timers.isEmpty() ? -1 : TimeUnit.MILLISECONDS.toNanos(timers.nextMs());
    }

    int timers() {
        return timers.size();
    }

    Poller poller() {
        return poller;
    }

    Mailbox mailbox() {
        return mailbox;
    }

    void inboxes(int change) {
        openInboxes += change;
        assert openInboxes >= 0;
    }

    void awaited(int change) {
        awaited += change;
        assert awaited >= 0;
    }

    void close() {
        mailbox.close();
        poller.close();
    }

    /// Checks the timers, and that as many are armed for tasks as these say; for tests.
    void checkInvariants(int armed) {
        timers.checkInvariants();
        int forTasks = timers.count(Task.class);
        if (forTasks != armed) {
            throw new AssertionError(forTasks + " timers armed, for " + armed + " tasks");
        }
    }
}
