package org.jmill.sched;

import org.jmill.engine.Dispatcher;
import org.jmill.engine.PinnedException;
import org.jmill.engine.Strand;
import org.jmill.engine.StrandEngine;

import java.util.function.Function;

/// Runs coroutines in turn on one thread.
///
/// The ready list is a plain FIFO. A coroutine that suspends takes its head and has the engine
/// transfer to it; if it is empty, the coroutine (or the root, see [StrandEngine#idlesAtRoot])
/// waits in the poller until something becomes ready. So that a busy ready list starves nobody
/// outside, one poll without waiting is made at the start of a suspension when [#POLL_EVERY]
/// coroutines have been taken since the last poll. All this is libmill's `cr.c`, with the numbers
/// it uses.
///
/// Invariants:
/// - I1 `current` is the task whose code runs; null only while the root looks for one.
/// - I2 `guard` is the thread that may call verbs without a second look: the current task's, or
///   null while that task is cancelled, so that each of its verbs comes to [#refuse] first.
/// - I3 Every living task is in the list from `firstTask` to `lastTask`, in the order of creation.
/// - I4 `budget` is what the current task may still do before it must go to the tail; at least 1
///   whenever user code runs.
public final class Scheduler implements Dispatcher, Poller.Waker {
    /// How many coroutines are taken from the ready list before the poller is asked once.
    public static final int POLL_EVERY = 103;

    /// How many channel operations a coroutine may complete in a row without giving way.
    public static final int OPERATIONS_IN_A_ROW = 103;

    /// The outcome of a suspension whose deadline has passed.
    public static final int TIMEOUT = -1;

    /// The outcome of a suspension that was cancelled.
    public static final int CANCELLED = -2;

    private static final Waiting ENDING = new EndOfOthers();

    private final StrandEngine engine;
    private final Clock clock;
    private final Poller poller;
    private final Failures failures;
    private final Mailbox mailbox;
    private final StrictCheck strict; // null = off
    private final int quantum;
    private final boolean threadPerStrand;
    private final boolean idlesAtRoot;

    private final WaitQueue ready = new WaitQueue();
    private final Timers timers = new Timers();
    private Task current;
    private int budget;
    private int taken; // Tasks taken from the ready list since the last poll.
    private long nextId;
    private Task firstTask;
    private Task lastTask;
    private int living;
    private int keepAlive; // Open inboxes and calls under way: reasons to wait without limit.
    private int blocked; // Tasks in state BLOCKED.
    private Task main;
    private Throwable failure; // What ended the mill; null = nothing did.
    private boolean ending; // Main has ended, or a failure ends the mill.

    // Written by the mill's thread; another thread that reads a stale value never finds itself
    // there.
    private Thread guard;
    private Thread owner; // The thread that the current task sees as its own.

    /// @param engineOf makes the engine, given the scheduler to ask
    /// @param operationsInARow after how many channel operations a coroutine goes to the tail of
    ///   the ready list: 1 for libmill's order, else [#OPERATIONS_IN_A_ROW]
    /// @param strict the check made at each suspension, or null
    public Scheduler(
            Function<Dispatcher, StrandEngine> engineOf,
            Clock clock,
            Poller poller,
            Failures failures,
            int operationsInARow,
            StrictCheck strict) {
        this.engine = engineOf.apply(this);
        this.clock = clock;
        this.poller = poller;
        this.failures = failures;
        this.mailbox = new Mailbox(poller);
        this.quantum = operationsInARow;
        this.strict = strict;
        this.threadPerStrand = engine.threadPerStrand();
        this.idlesAtRoot = engine.idlesAtRoot();
    }

    // ---- life
    // ------------------------------------------------------------------------------------

    /// Runs `mainTask` and returns when it and everything it started have ended.
    ///
    /// @return what ended the mill early, or null
    public Throwable run(Task mainTask) {
        main = mainTask;
        register(mainTask);
        current = mainTask;
        try {
            engine.run(mainTask);
        } finally {
            guard = null;
            owner = null;
            mailbox.close();
            poller.close();
        }
        return failure;
    }

    /// The next coroutine number.
    public long newId() {
        return nextId++;
    }

    private void register(Task task) {
        Task before = lastTask;
        task.prevTask = before;
        lastTask = task;
        if (before == null) {
            firstTask = task;
        } else {
            before.nextTask = task;
        }
        living++;
    }

    private void unregister(Task task) {
        Task before = task.prevTask;
        Task behind = task.nextTask;
        if (before == null) {
            firstTask = behind;
        } else {
            before.nextTask = behind;
        }
        if (behind == null) {
            lastTask = before;
        } else {
            behind.prevTask = before;
        }
        task.prevTask = null;
        living--;
    }

    /// Makes a strand for a task ahead of time; otherwise [#spawn] does it.
    public void prepare(Task task) {
        task.strand = engine.strand(task.name(), task);
    }

    /// Runs a new task at once and puts the caller at the tail of the ready list.
    public void spawn(Task child) {
        Task parent = current;
        adopt(child);
        parent.state = TaskState.READY;
        ready.add(parent);
        switchTo(parent, child);
    }

    /// Registers a task that somebody will switch to.
    public void adopt(Task child) {
        if (child.strand == null) {
            prepare(child);
        }
        child.cancelled = ending;
        register(child);
    }

    /// The first thing that a strand does.
    void started(Task task) {
        if (task == main) {
            task.strand = engine.main();
            become(task);
        }
    }

    /// The last thing that a strand does.
    void finish(Task task, Task successor) {
        assert task == current;
        task.state = TaskState.DONE;
        task.wakeJoiners();
        if (task == main) {
            endOthers();
            unregister(task);
            engine.finish(null);
            return;
        }
        unregister(task);
        if (living == 1 && main.waiting == ENDING) {
            wake(main, 0);
        }
        Task next = successor != null ? successor : takeReady();
        enter(next);
        engine.finish(next == null ? null : next.strand);
    }

    private void endOthers() {
        cancelAll();
        main.cancelled = false; // It no longer runs code of the user's.
        while (living > 1) {
            main.waiting = ENDING;
            main.state = TaskState.WAITING;
            switchAway(main);
        }
        main.state = TaskState.DONE;
    }

    // ---- suspending and resuming
    // -----------------------------------------------------------------

    /// Suspends the current task until it is woken.
    ///
    /// @param waiting who will wake it; has already noted that it waits
    /// @param deadlineMs when to give up; negative: never
    /// @return the outcome given to [#wake], or [#TIMEOUT] or [#CANCELLED]
    public int suspend(Waiting waiting, long deadlineMs) {
        Task self = current;
        self.waiting = waiting;
        self.state = TaskState.WAITING;
        if (deadlineMs >= 0) {
            if (self.timer == null) {
                self.timer = new Timer(self);
            }
            timers.arm(self.timer, deadlineMs);
        }
        switchAway(self);
        return self.outcome;
    }

    /// Makes a waiting task ready.
    ///
    /// @param outcome what its [#suspend] returns
    @Override
    public void wake(Task task, int outcome) {
        assert task.state == TaskState.WAITING : "woken while " + task.state;
        Timer timer = task.timer;
        if (timer != null && timer.index >= 0) {
            timers.remove(timer);
        }
        task.waiting = null;
        task.outcome = outcome;
        task.state = TaskState.READY;
        ready.add(task);
    }

    /// Puts the current task at the tail of the ready list.
    public void yieldTurn() {
        Task self = current;
        self.state = TaskState.READY;
        ready.add(self);
        switchAway(self);
    }

    /// Suspends the current task and runs another one, which waits for nothing else, in its place.
    ///
    /// @param waiting who will wake the current task or switch back to it
    /// @return the outcome, as of [#suspend]; 0 if it was switched back to
    public int suspendFor(Task next, Waiting waiting) {
        Task self = current;
        self.waiting = waiting;
        self.state = TaskState.WAITING;
        next.waiting = null;
        next.outcome = next.cancelled ? CANCELLED : 0;
        switchTo(self, next);
        return self.outcome;
    }

    /// Counts a channel operation that completed without a switch; gives way when it was the last
    /// one that the current task may do in a row.
    public void completed() {
        if (--budget <= 0) {
            budget = quantum;
            if (!current.cancelled) {
                yieldTurn();
            }
        }
    }

    private void switchAway(Task self) {
        Task next = takeReady();
        if (next == self) {
            become(self);
        } else {
            switchTo(self, next);
        }
    }

    /// The head of the ready list, after the poll that may be due; waits for one unless the root
    /// does that, in which case the result may be null.
    private Task takeReady() {
        if (taken >= POLL_EVERY) {
            poll(false);
        }
        Task next = (Task) ready.poll();
        if (next == null) {
            if (idlesAtRoot) {
                return null;
            }
            next = awaitReady();
        }
        taken++;
        return next;
    }

    private Task awaitReady() {
        Task next;
        do {
            poll(true);
            next = (Task) ready.poll();
        } while (next == null);
        return next;
    }

    private void switchTo(Task self, Task next) {
        if (strict != null) {
            checkStrict(self, next);
        }
        enter(next);
        try {
            engine.transfer(next == null ? null : next.strand);
        } catch (PinnedException e) {
            throw stay(self, next, e.getMessage());
        }
        assert current == self;
    }

    private void checkStrict(Task self, Task next) {
        String monitor = strict.heldMonitor();
        if (monitor != null) {
            undo(self, next);
            throw failures.heldMonitor(self, monitor);
        }
    }

    /// The current task could not be suspended: takes back what announced its suspension.
    private RuntimeException stay(Task self, Task next, String reason) {
        undo(self, next);
        return failures.pinned(self, reason);
    }

    private void undo(Task self, Task next) {
        if (next != null) {
            next.state = TaskState.READY;
            ready.addFirst(next);
        }
        if (self.state == TaskState.READY) {
            ready.remove(self);
        } else if (self.waiting != null) {
            self.waiting.abandon(self);
            self.waiting = null;
            if (self.timer != null && self.timer.index >= 0) {
                timers.remove(self.timer);
            }
        }
        become(self);
    }

    /// Makes a task the current one before the thread gets there.
    private void enter(Task next) {
        if (next == null) {
            current = null;
            guard = null;
        } else {
            become(next);
        }
    }

    private void become(Task task) {
        current = task;
        task.state = TaskState.RUNNING;
        budget = quantum;
        if (threadPerStrand || owner == null) {
            owner = task.strand.thread();
        }
        guard = task.cancelled ? null : owner;
    }

    // ---- the outside world
    // -----------------------------------------------------------------------

    private void poll(boolean wait) {
        taken = 0;
        long timeoutMs = 0;
        if (wait) {
            timeoutMs = untilNextTimer();
            if (timeoutMs < 0 && !canBeWoken()) {
                fail(failures.deadlock());
                return;
            }
            poller.aboutToWait();
            if (timeoutMs != 0 && !mailbox.prepareToSleep()) {
                timeoutMs = 0;
            }
        }
        poller.poll(timeoutMs, this);
        if (timeoutMs != 0) {
            mailbox.awake();
        }
        fireTimers();
        mailbox.drain();
        if ((!idlesAtRoot || current == null) && Thread.interrupted()) {
            interrupted();
        }
    }

    private long untilNextTimer() {
        return timers.isEmpty() ? -1 : Math.max(0, timers.nextMs() - clock.nowMs());
    }

    private boolean canBeWoken() {
        return poller.waiters() > 0 || keepAlive > 0 || blocked > 0;
    }

    private void fireTimers() {
        if (timers.isEmpty()) {
            return;
        }
        long nowMs = clock.nowMs();
        for (Timer t = timers.pollExpired(nowMs); t != null; t = timers.pollExpired(nowMs)) {
            Task task = t.task;
            task.waiting.abandon(task);
            wake(task, TIMEOUT);
        }
    }

    /// Called by the root of an engine that has one: no task runs.
    @Override
    public Strand next() {
        Task left = current;
        if (left != null && left.state == TaskState.RUNNING) {
            block(left);
        }
        current = null;
        owner = Thread.currentThread();
        root = owner;
        guard = null;
        if (taken >= POLL_EVERY) {
            poll(false);
        }
        Task next = (Task) ready.poll();
        if (next == null) {
            next = awaitReady();
        }
        taken++;
        become(next);
        return next.strand;
    }

    /// The current task has blocked in a Java call.
    private void block(Task task) {
        task.state = TaskState.BLOCKED;
        blocked++;
        if (task.cancelled) {
            task.strand.interrupt();
        }
    }

    @Override
    public void runnable(Runnable body) {
        Task task = (Task) body;
        if (Thread.currentThread() == owner || isRoot()) {
            unblock(task);
        } else {
            mailbox.post(() -> unblock(task));
        }
    }

    private boolean isRoot() {
        return root == Thread.currentThread();
    }

    private void unblock(Task task) {
        if (task.state == TaskState.BLOCKED) {
            blocked--;
        }
        task.state = TaskState.READY;
        ready.add(task);
    }

    private Thread
            root; // The thread of an engine that has a root of its own; null until it was seen.

    // ---- cancellation and failure
    // ----------------------------------------------------------------

    /// Cancels a task: its blocking call, or else its next one, throws, and so does every later
    /// one.
    ///
    /// @return false if it has ended or was cancelled before
    public boolean cancel(Task task) {
        if (task.state == TaskState.DONE || task.cancelled) {
            return false;
        }
        task.cancelled = true;
        switch (task.state) {
            case RUNNING -> guard = null; // I2
            case WAITING -> {
                Waiting waiting = task.waiting;
                if (waiting != ENDING && !waiting.takesCancellation(task)) {
                    waiting.abandon(task);
                    wake(task, CANCELLED);
                }
            }
            case BLOCKED -> task.strand.interrupt();
            default -> {} // It learns at its next call.
        }
        return true;
    }

    /// Marks a suspended task as cancelled, for someone who is about to switch to it.
    public void markCancelled(Task task) {
        task.cancelled = true;
    }

    private void cancelAll() {
        ending = true;
        Task next;
        for (Task t = firstTask; t != null; t = next) {
            next = t.nextTask;
            if (t != main) {
                cancel(t);
            }
        }
    }

    /// Ends the mill: everything is cancelled, main included, and [#run] returns `thrown`.
    public void fail(Throwable thrown) {
        if (failure == null) {
            failure = thrown;
        } else if (failure != thrown) {
            failure.addSuppressed(thrown);
        }
        cancelAll();
        cancel(main);
    }

    /// An exception has left a task's body.
    public void uncaught(Task task, Throwable thrown) {
        if (task.cancelled
                && failures.isCancellation(thrown)
                && (task != main || failure != null)) {
            return;
        }
        Throwable fatal;
        try {
            fatal = failures.uncaught(task, thrown);
        } catch (Throwable handlerFailed) {
            handlerFailed.addSuppressed(thrown);
            fatal = handlerFailed;
        }
        if (fatal != null) {
            fail(fatal);
        }
    }

    /// The thread that runs the mill was interrupted: cancels main.
    @Override
    public void interrupted() {
        if (idlesAtRoot && Thread.currentThread() != owner) {
            mailbox.post(() -> cancel(main));
        } else {
            interruptSeen = true;
            cancel(main);
        }
    }

    private boolean interruptSeen; // The calling thread's flag is to be put back at the end.

    /// Whether the interrupt flag of the calling thread was taken and is to be put back.
    public boolean wasInterrupted() {
        return interruptSeen;
    }

    // ---- what verbs ask
    // --------------------------------------------------------------------------

    /// The start of every verb that may block: checks the thread, and that the caller is not
    /// cancelled.
    ///
    /// @return the current task
    public Task enter() {
        if (Thread.currentThread() != guard) {
            refuse(true);
        }
        return current;
    }

    /// The start of every verb that never blocks: checks the thread only.
    ///
    /// @return the current task
    public Task enterQuietly() {
        if (Thread.currentThread() != guard) {
            refuse(false);
        }
        return current;
    }

    private void refuse(boolean blocking) {
        if (!isOnThread()) {
            throw failures.wrongThread(this);
        }
        if (blocking && current.cancelled) {
            throw failures.cancelled(current);
        }
    }

    /// Whether the calling thread is the one on which this mill runs now.
    public boolean isOnThread() {
        return Thread.currentThread() == owner && current != null;
    }

    /// The thread on which this mill runs now, or null when it has ended. Any thread may ask; the
    /// answer may be out of date.
    public Thread owner() {
        return owner;
    }

    /// The current task; null while the root looks for one.
    public Task current() {
        return current;
    }

    /// The main task.
    public Task main() {
        return main;
    }

    /// Whether main has ended or a failure ends the mill.
    public boolean isEnding() {
        return ending;
    }

    /// How many tasks live, main included.
    public int living() {
        return living;
    }

    /// The living task created first, or null.
    public Task firstTask() {
        return firstTask;
    }

    /// The living task created after this one, or null.
    public static Task after(Task task) {
        return task.nextTask;
    }

    /// The time in milliseconds.
    public long nowMs() {
        return clock.nowMs();
    }

    /// The poller.
    public Poller poller() {
        return poller;
    }

    /// The way in for other threads.
    public Mailbox mailbox() {
        return mailbox;
    }

    /// Notes a reason to wait without limit (an open inbox, a call under way), or its end.
    ///
    /// @param change +1 or -1
    public void keepAlive(int change) {
        keepAlive += change;
        assert keepAlive >= 0;
    }

    /// "Everybody else has ended": what main waits for at last.
    private static final class EndOfOthers implements Waiting {
        @Override
        public void abandon(Task task) {}

        @Override
        public String describe(Task task) {
            return "end of the others";
        }
    }
}
