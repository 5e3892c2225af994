package org.jmill.sched;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jmill.engine.Dispatcher;
import org.jmill.engine.Strand;
import org.jmill.engine.StrandEngine;

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
///   null while that task is cancelled or `unsettled`, so that each of its verbs comes to [#refuse]
///   first.
/// - I3 `budget` is how many operations the current task may still do in a row; at least 1 whenever
///   user code runs.
/// - I4 Every living task is in `tasks`.
public final class Scheduler implements Poller.Waker {
    /// How many coroutines are taken from the ready list before the poller is asked once.
    public static final int POLL_EVERY = 103;

    /// How many channel operations a coroutine may complete in a row without giving way.
    public static final int OPERATIONS_IN_A_ROW = 103;

    /// The outcome of a suspension whose deadline has passed.
    public static final int TIMEOUT = -1;

    /// The outcome of a suspension that was cancelled.
    public static final int CANCELLED = -2;

    private static final int HAND_OVER = 1 << 30;

    /// What a task waits for that may have to wait for a lock while nobody else may run: see [Root].
    private static final Waiting MIDWAY = new Waiting() {
        @Override
        public void abandon(Task task) {}

        @Override
        public String describe(Task task) {
            return "a lock";
        }
    };

    private final StrandEngine engine;
    private final Failures failures;
    private final int quantum;
    private final boolean threadPerStrand;
    private final boolean idlesAtRoot;

    private final ReadyList ready = new ReadyList();
    private final Outside outside;
    private final Ending ending;
    private final Recovery recovery;
    private final TaskList tasks = new TaskList();
    private final Root root = new Root(this);

    // The mill's thread only.
    private Task current;
    private int budget;
    private int directSwitches; // Since a task was taken from the ready list; and HAND_OVER, if there was one.
    private int taken; // Tasks taken from the ready list since the last poll.
    private long nextId;
    private Task main;
    private Task unsettled; // Could not be suspended, and that is not yet taken back; null = nobody.
    private boolean interruptSeen; // The caller's interrupt flag was taken, and is to be put back.

    // Written by the mill's thread; another thread that reads a stale value never finds itself
    // there.
    private Thread guard;
    private Thread home; // Where no task is current, or each sees the same thread as its own: that thread.

    // Raised by the thread that called run, when nothing of the mill changes any more: who sees it sees all.
    private volatile boolean ended;

    /// @param engineOf makes the engine, given whom to ask when it has nothing to run
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
        StrandEngine made = engineOf.apply(root);
        this.engine = strict == null ? made : new StrictEngine(made, strict);
        this.failures = failures;
        this.quantum = operationsInARow;
        this.threadPerStrand = engine.threadPerStrand();
        this.idlesAtRoot = engine.idlesAtRoot();
        this.outside = new Outside(this, clock, poller);
        this.ending = new Ending(this, failures);
        this.recovery = new Recovery(this, ready, tasks, failures);
    }

    // ---- life

    /// Runs `mainTask` and returns when it and everything it started have ended.
    ///
    /// @return what ended the mill early, or null
    public Throwable run(Task mainTask) {
        main = mainTask;
        tasks.add(mainTask);
        try {
            engine.run(mainTask);
        } catch (Throwable t) {
            ending.note(t);
        } finally {
            current = null;
            guard = null;
            home = null;
            tasks.clear(); // There are none, unless the engine gave up for want of memory, which that sets free.
            outside.close();
        }
        return ending.failure();
    }

    /// The next coroutine number.
    public long newId() {
        return nextId++;
    }

    /// Makes a strand for a task ahead of time; otherwise [#spawn] does it.
    public void prepare(Task task) {
        task.strand = engine.strand(task.name(), task);
    }

    /// Registers a task that somebody will switch to.
    public void adopt(Task child) {
        if (child.strand == null) {
            prepare(child);
        }
        child.seat = ending.hasBegun() ? null : child.strand.thread();
        tasks.add(child);
    }

    /// Runs a new task at once and puts the caller at the tail of the ready list.
    public void spawn(Task child) {
        Task parent = current;
        try {
            beginHandOver(parent, child, null);
            adopt(child);
            becomeReady(parent);
            become(child);
            engine.transfer(child.strand);
            recovery.endHandOver();
        } catch (Throwable t) {
            unsettled = parent;
            guard = null;
            boolean goesOn = recovery.goesOn(parent, child, false, t);
            disownFresh(child);
            if (!goesOn) {
                throw t;
            }
        }
        assert current == parent;
    }

    /// The first thing that the engine's main strand does.
    void mainStarted() {
        main.strand = engine.main();
        home = main.strand.thread();
        main.seat = home;
        become(main);
    }

    /// The last thing that a strand does.
    ///
    /// @param thrown what left the user's code, or null
    void finish(Task task, Throwable thrown) {
        Task next;
        try {
            next = endOf(task, thrown);
        } catch (Throwable t) { // No code of the user's is there to throw it to.
            if (isForHost(t)) {
                throw t;
            }
            next = endAnyway(task, t);
        }
        if (task != main) {
            task.strand = null; // A handle that is kept needs no stack.
        }
        engine.finish(next == null ? null : next.strand);
    }

    /// @return who is to run next; null: the root is to find one, or the mill ends
    private Task endOf(Task task, Throwable thrown) {
        if (unsettled == task) {
            recovery.takeBack(task);
        }
        assert task == current;
        Task successor = task.ended(thrown); // Who waits for this end only and is to go on, or null.
        if (task == main) {
            endOthers();
        }
        task.state = TaskState.DONE;
        task.wakeJoiners();
        tasks.remove(task);
        if (task == main) {
            return null;
        }
        if (tasks.size() == 1 && main.waiting == ending) {
            wake(main, 0);
        }
        Task next = successor;
        if (next == null) {
            next = takeReadyOrFail();
        } else {
            next.waiting = null; // I2 of Task; nobody wakes it.
            next.outcome = 0;
        }
        enter(next);
        return next;
    }

    /// As [#endOf], which has failed half-way.
    private Task endAnyway(Task task, Throwable t) {
        task.state = TaskState.DONE;
        tasks.remove(task);
        if (task == main) {
            ending.note(t);
            return null;
        }
        task.wakeJoiners();
        Task next = afterFailure(t);
        enter(next);
        return next;
    }

    private void endOthers() {
        ending.cancelOthers(main);
        main.seat = main.strand.thread(); // It is not cancelled, as it no longer runs code of the user's.
        while (tasks.size() > 1) {
            main.waiting = ending;
            main.state = TaskState.WAITING;
            switchAway(main, takeReadyOrFail());
        }
    }

    // ---- suspending and resuming

    /// Suspends the current task until it is woken.
    ///
    /// @param waiting who will wake it, and is asked to enlist it; null: whom [#prepareToSuspend] was told
    /// @param deadlineMs when to give up; negative: never, or as that was told
    /// @return the outcome given to [#wake], or [#TIMEOUT] or [#CANCELLED]
    public int suspend(Waiting waiting, long deadlineMs) {
        Task self = current;
        Task next = null;
        try {
            next = startToWait(self, waiting, deadlineMs);
            if (next != self) {
                engine.transfer(next == null ? null : next.strand);
            }
        } catch (Throwable t) {
            unsettled = self;
            guard = null;
            boolean served = self.state == TaskState.READY; // Nothing but wake makes a waiting task ready.
            if (!recovery.goesOn(self, next, served, t)) {
                throw t;
            }
        }
        assert current == self;
        return self.outcome;
    }

    /// Does what comes before the switch, and leaves nothing of it on the stack: each frame between
    /// the user's code and the switch is part of each parked coroutine.
    ///
    /// @return the task to switch to, which is the current one now
    private Task startToWait(Task self, Waiting waiting, long deadlineMs) {
        if (waiting == null) {
            unsettled = null;
        } else {
            self.waiting = waiting;
            waiting.enlist(self);
        }
        self.state = TaskState.WAITING;
        if (deadlineMs >= 0) {
            outside.arm(self, deadlineMs);
        }
        Task next = takeReady();
        enter(next);
        return next;
    }

    /// Announces that the current task is about to wait, before it queues in several places. Until
    /// [#suspend] it does nothing else: should the stack overflow meanwhile, its next verb takes the
    /// wait back.
    ///
    /// @param waiting who will wake it; is not asked to enlist it
    /// @param deadlineMs when to give up; negative: never
    public void prepareToSuspend(Waiting waiting, long deadlineMs) {
        Task self = current;
        unsettled = self;
        guard = null;
        self.waiting = waiting;
        if (deadlineMs >= 0) {
            outside.arm(self, deadlineMs);
        }
    }

    /// Makes a waiting task ready.
    ///
    /// @param outcome what its [#suspend] returns
    @Override
    public void wake(Task task, int outcome) {
        assert task.state == TaskState.WAITING : "woken while " + task.state;
        disarm(task);
        task.waiting = null;
        task.outcome = outcome;
        becomeReady(task);
    }

    void disarm(Task task) {
        Timer timer = task.timer;
        if (timer != null && timer.index >= 0) {
            outside.disarm(timer);
        }
    }

    /// Puts the current task at the tail of the ready list.
    public void yieldTurn() {
        Task self = current;
        try {
            becomeReady(self);
            switchAway(self, takeReady());
        } catch (Throwable t) {
            unsettled = self;
            guard = null;
            recovery.takeBack(self);
            throw t;
        }
    }

    /// Suspends the current task and runs another one, which waits for nothing else, in its place. If that
    /// fails before the other one has run, it waits again as before.
    ///
    /// @param waiting who will wake the current task or switch back to it
    /// @return the outcome, as of [#suspend]; 0 if it was switched back to
    public int suspendFor(Task next, Waiting waiting) {
        Task self = current;
        try {
            beginHandOver(self, next, next.waiting);
            self.waiting = waiting;
            self.state = TaskState.WAITING;
            next.waiting = null;
            next.outcome = next.isCancelled() ? CANCELLED : 0;
            switchTo(self, next);
            recovery.endHandOver();
        } catch (Throwable t) {
            unsettled = self;
            guard = null;
            recovery.takeBack(self);
            throw t;
        }
        return self.outcome;
    }

    private void beginHandOver(Task self, Task next, Waiting waited) {
        directSwitches |= HAND_OVER;
        recovery.beginHandOver(self, next, waited);
    }

    /// Whether a task was taken from the ready list since the last begin of a hand-over.
    boolean hasTakenSinceHandOver() {
        return (directSwitches & HAND_OVER) == 0;
    }

    /// Counts a channel operation that completed without a switch; gives way when it was the last
    /// one that the current task may do in a row.
    public void completed() {
        if (--budget <= 0) {
            budget = quantum;
            if (!current.isCancelled()) {
                yieldTurn();
            }
        }
    }

    /// Counts a switch that passes the ready list by; after [#OPERATIONS_IN_A_ROW] of them the current task goes to
    /// its tail first, so that two tasks which switch to and fro starve nobody.
    public void countDirectSwitch() {
        if ((++directSwitches & ~HAND_OVER) >= OPERATIONS_IN_A_ROW) {
            yieldTurn();
        }
    }

    private void switchAway(Task self, Task next) {
        if (next == self) {
            become(self);
            engine.stay();
        } else {
            switchTo(self, next);
        }
    }

    /// The head of the ready list, after the poll that may be due. Waits for one; where the root
    /// does that, the result is null instead.
    private Task takeReady() {
        directSwitches = 0;
        if (taken >= POLL_EVERY) {
            poll(false);
        }
        Task next = ready.poll();
        if (next == null) {
            next = idlesAtRoot ? takeSoon() : awaitReady();
            if (next == null) {
                return null;
            }
        }
        taken++;
        return next;
    }

    /// As [#takeReady], where no code of the user's is there to throw anything to.
    private Task takeReadyOrFail() {
        try {
            return takeReady();
        } catch (Throwable t) {
            if (isForHost(t)) {
                throw t;
            }
            return afterFailure(t);
        }
    }

    /// Whether the strand beneath has to see to it, as there is no stack left to do it here: [Recovery] does.
    private boolean isForHost(Throwable t) {
        return !threadPerStrand && t instanceof StackOverflowError;
    }

    /// Something has failed that belongs to nobody, such as the poller: the mill ends with that. Whoever can come to
    /// his end without another poll still does.
    ///
    /// @return who is ready; null: nobody
    private Task afterFailure(Throwable t) {
        fail(t);
        if (ready.isEmpty()) {
            ending.giveUpWaits();
        }
        return ready.poll();
    }

    /// It is dear to go to the root and come back, so only the part of a wait that is spent asleep is left to it.
    private Task takeSoon() {
        if (!outside.beginWait()) {
            return null;
        }
        taken = 0; // What has come was served as by a poll.
        return ready.poll();
    }

    private Task awaitReady() {
        Task next;
        do {
            poll(true);
            next = ready.poll();
        } while (next == null);
        return next;
    }

    private void poll(boolean wait) {
        taken = 0;
        outside.poll(wait);
        boolean callersThread = !idlesAtRoot || root.isHere();
        if (callersThread && Thread.interrupted()) {
            interruptSeen = true;
            cancelMain();
        }
    }

    /// The thread goes to another task; returns when it comes back. Where it cannot leave this one, others may
    /// have run on top of it before that was found out: then `current` is the one that was to run next, and if
    /// they have woken this one, it simply goes on.
    private void switchTo(Task self, Task next) {
        try {
            enter(next);
            engine.transfer(next == null ? null : next.strand);
        } catch (Throwable t) {
            unsettled = self;
            guard = null;
            if (!recovery.goesOn(self, next, false, t)) {
                throw t;
            }
        }
        assert current == self;
    }

    /// Makes a task the current one before the thread gets there; null: the root is to find one.
    private void enter(Task next) {
        if (next == null) {
            current = null;
            guard = null;
        } else {
            become(next);
        }
    }

    void become(Task task) {
        current = task;
        task.state = TaskState.RUNNING;
        budget = quantum;
        guard = task.seat;
    }

    /// The task whose code runs, for [Recovery], which must not be refused.
    Task current() {
        return current;
    }

    /// The current task's suspension has been taken back.
    void settled(Task self) {
        unsettled = null;
        guard = self.seat;
    }

    // ---- the root of an engine that has one

    /// The root looks for a task: none is current.
    ///
    /// @return the task that was
    Task leave(Thread rootThread) {
        Task left = current;
        current = null;
        guard = null;
        home = rootThread;
        return left;
    }

    /// The next task, waited for by the root.
    Task takeForRoot() {
        Task next;
        try {
            next = takeOrAwait();
        } catch (Throwable t) {
            next = afterFailure(t);
            if (next == null) {
                throw t; // All that is left is in Java calls, and nobody would hear of their ends.
            }
        }
        taken++;
        become(next);
        return next;
    }

    private Task takeOrAwait() {
        if (taken >= POLL_EVERY) {
            poll(false);
        }
        Task next = ready.poll();
        return next == null ? awaitReady() : next;
    }

    void becomeReady(Task task) {
        ready.add(task);
        task.state = TaskState.READY;
    }

    /// The last task in the ready list, or null.
    Task lastReady() {
        return ready.last();
    }

    /// Whether a task stands in the ready list.
    boolean isReady(Task task) {
        return ready.has(task);
    }

    /// Whether a task is blocked in a Java call.
    boolean hasBlocked() {
        return root.hasBlocked();
    }

    /// Whether the interrupt flag of the calling thread was taken and is to be put back.
    public boolean wasInterrupted() {
        return interruptSeen;
    }

    // ---- cancellation and failure

    /// Cancels a task: its blocking call, or else its next one, throws, and so does every later
    /// one.
    ///
    /// @return false if it has ended or was cancelled before
    public boolean cancel(Task task) {
        if (!isCancellable(task)) {
            return false;
        }
        Task next = task;
        do { // Coroutines may wait for one another in a chain of any length.
            next = cancelAlone(next);
        } while (next != null && isCancellable(next));
        return true;
    }

    private boolean isCancellable(Task task) {
        boolean hasLeft = task.state == TaskState.DONE || task.waiting == ending; // The last: main's body has ended.
        return !hasLeft && !task.isCancelled();
    }

    /// @return who is to be cancelled, too, or null
    private Task cancelAlone(Task task) {
        task.seat = null;
        switch (task.state) {
            case RUNNING -> guard = null; // I2
            case WAITING -> {
                return giveUpWait(task);
            }
            case BLOCKED -> task.strand.interrupt();
            default -> {} // It learns at its next call.
        }
        return null;
    }

    /// Wakes a waiting task as cancelled, unless the end of its wait will come from another one's end.
    ///
    /// @return that other one, or null
    Task giveUpWait(Task task) {
        Task awaited = task.waiting.passesCancellationTo(task);
        if (awaited == null) {
            task.waiting.abandon(task);
            wake(task, CANCELLED);
        }
        return awaited;
    }

    void cancelMain() {
        cancel(main);
    }

    /// Marks a suspended task as cancelled, for someone who is about to switch to it.
    public void markCancelled(Task task) {
        task.seat = null;
    }

    /// Takes [#markCancelled] back, as the switch has failed.
    public void unmarkCancelled(Task task) {
        task.seat = ending.hasBegun() ? null : task.strand.thread();
    }

    /// Forgets an adopted task that was not started.
    public void disownFresh(Task task) {
        if (task.state == TaskState.FRESH) {
            tasks.remove(task);
        }
    }

    /// Ends the mill: everything is cancelled, main included, and [#run] returns `thrown`.
    public void fail(Throwable thrown) {
        ending.fail(thrown, main);
    }

    /// An exception has left a task's body.
    public void uncaught(Task task, Throwable thrown) {
        ending.uncaught(task, thrown, main);
    }

    /// Nothing is ready, and nothing can become ready.
    void deadlock() {
        fail(failures.deadlock());
        if (ready.isEmpty()) {
            ending.giveUpWaits();
        }
    }

    // ---- what verbs ask

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

    /// The start of every query, which neither changes nor waits: as [#enterQuietly], but once the mill has ended
    /// nobody can interfere, and any thread may ask.
    ///
    /// @return the current task; null once the mill has ended
    public Task enterToLook() {
        if (Thread.currentThread() != guard && !ended) {
            refuse(false);
        }
        return current;
    }

    /// The mill has ended, with all that the façade keeps of it.
    public void end() {
        ended = true;
    }

    /// Whether the mill has ended. Any thread may ask.
    public boolean hasEnded() {
        return ended;
    }

    private void refuse(boolean blocking) {
        if (!isOnThread()) {
            throw failures.wrongThread(this);
        }
        if (blocking && current.isCancelled()) {
            throw failures.cancelled(current);
        }
    }

    /// Whether the calling thread is the one on which this mill runs now. A task that could not be suspended is the
    /// current one again after this.
    public boolean isOnThread() {
        Task task = unsettled; // Read once: a thread that is not the mill's may be here.
        if (task != null && Thread.currentThread() == task.strand.thread()) {
            recovery.takeBack(task);
        }
        return current != null && Thread.currentThread() == owner();
    }

    /// The thread on which this mill runs now, or null when it has ended. Any thread may ask; the
    /// answer may be out of date.
    public Thread owner() {
        Task task = current;
        Strand strand = threadPerStrand && task != null ? task.strand : null;
        return strand != null ? strand.thread() : home; // Another thread may see a task without its strand.
    }

    /// Whether main has ended or a failure ends the mill.
    public boolean isEnding() {
        return ending.hasBegun();
    }

    /// How many tasks live, main included.
    public int living() {
        return tasks.size();
    }

    /// Does something with each living task, in the order of their creation. Others may run meanwhile, and end; those
    /// that begin are met, too.
    public void forEach(Consumer<Task> action) {
        tasks.beginWalk();
        try {
            for (Task t = tasks.first(); t != null; t = t.nextTask) {
                action.accept(t);
            }
        } finally {
            tasks.endWalk();
        }
    }

    /// The time in milliseconds.
    public long nowMs() {
        return outside.nowMs();
    }

    /// The poller; what may block in it is called through the two methods below.
    public Poller poller() {
        return outside.poller();
    }

    /// Has the poller look out for a descriptor; the current task is about to wait for it, and holds the
    /// channel's `blockingLock`, which the JDK takes for this, and which user code may hold for long.
    ///
    /// @param events as of [Poller#await]
    /// @return what to give to [#suspend]
    public Waiting lookOutFor(SelectableChannel channel, int events) throws IOException {
        Task self = current;
        self.waiting = MIDWAY;
        try {
            return poller().await(channel, events, self);
        } finally {
            self.waiting = null;
        }
    }

    /// Has the poller forget a descriptor, and wakes those who wait for it.
    public void forget(SelectableChannel channel) {
        Task self = current;
        self.waiting = MIDWAY;
        try {
            poller().clean(channel, this);
        } finally {
            self.waiting = null;
        }
    }

    /// Draws a number from 0 to `bound - 1`. The generator may be the user's, and may wait for a lock.
    public int draw(RandomGenerator random, int bound) {
        Task self = current;
        self.waiting = MIDWAY;
        try {
            return random.nextInt(bound);
        } finally {
            self.waiting = null;
        }
    }

    /// Has something done at the start of each poll, when nobody else may run.
    ///
    /// @param chore whether it has made a task ready
    public void atEachPoll(BooleanSupplier chore) {
        outside.atEachPoll(chore);
    }

    /// The way in for other threads.
    public Mailbox mailbox() {
        return outside.mailbox();
    }

    /// Notes a reason to wait without limit (an open inbox, a call under way), or its end.
    ///
    /// @param change +1 or -1
    public void keepAlive(int change) {
        outside.keepAlive(change);
    }

    /// Checks the ready list, the timers, and I1 to I3 of [Task]; for tests.
    public void checkInvariants() {
        int readyTasks = 0;
        int armed = 0;
        for (Task t = tasks.first(); t != null; t = t.nextTask) {
            boolean hasTimer = t.timer != null && t.timer.index >= 0;
            readyTasks += t.state == TaskState.READY ? 1 : 0;
            armed += hasTimer ? 1 : 0;
            boolean waits = t.state == TaskState.WAITING;
            if (waits != (t.waiting != null) || (hasTimer && !waits)) {
                throw new AssertionError(t + ": I2 or I3 of Task, " + t.state);
            }
        }
        ready.checkInvariants();
        outside.checkInvariants(armed);
        if (readyTasks != ready.size()) {
            throw new AssertionError(readyTasks + " ready, the list has " + ready.size());
        }
    }
}
