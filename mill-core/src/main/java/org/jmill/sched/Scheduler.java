package org.jmill.sched;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jmill.engine.Dispatcher;
import org.jmill.engine.PinnedException;
import org.jmill.engine.Strand;
import org.jmill.engine.StrandEngine;
import org.jmill.trace.Trace;
import org.jmill.world.Poller;
import org.jmill.world.Reason;
import org.jmill.world.Verb;
import org.jmill.world.World;

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
///   null while that task is cancelled, the world is asked, or a switch has failed: each of its verbs comes to
///   [#refuse] first.
/// - I3 `budget` is how many operations the current task may still do in a row; at least 1 whenever
///   user code runs.
/// - I4 Every living task is in `tasks`.
public final class Scheduler {
    /// How many coroutines are taken from the ready list before the poller is asked once.
    public static final int POLL_EVERY = 103;

    /// How many channel operations a coroutine may complete in a row without giving way.
    public static final int OPERATIONS_IN_A_ROW = 103;

    /// The outcome of a suspension whose deadline has passed.
    public static final int TIMEOUT = -1;

    /// The outcome of a suspension that was cancelled.
    public static final int CANCELLED = -2;

    private static final long NS_PER_MS = 1_000_000;

    private final StrandEngine engine;
    private final World world;
    private final Telling telling;
    private final Decisions decisions; // null = the order of the ready list decides
    private final Failures failures;
    private final StrictCheck strict; // null = none
    private final boolean isExact; // The clock is read at each suspension, which is slow in strict mode anyhow.
    private final int quantum; // Operations until #giveWay.
    private final boolean threadPerStrand;
    private final boolean idlesAtRoot;
    private final long durationMaxMs; // What #checkDeadline takes for one.
    private final boolean takesCallersInterrupts; // The caller of run is the thread on which all coroutines run.

    private final ReadyList ready = new ReadyList();
    private final Root root = new Root(this);
    private final Outside outside;
    private final Pace pace;
    private final Setback setback;
    private final Interrupts interrupts;
    private final TaskList tasks = new TaskList();

    // The mill's thread only.
    private Task current;
    private int budget;
    private int reportMs; // See #reportMs.
    private int roundMs; // The time, as it was last known; wraps around every 49 days.
    private int directSwitches; // Since a task was taken from the ready list.
    private long takes; // Tasks taken from the ready list so far.
    private long polls;
    private long takesAtPoll; // What that was at the last poll.
    private int lookAfter; // So many takes after the last poll, the next one is due.
    private boolean asking; // The world is asked for something: nobody else may run.
    private boolean unsettled; // A switch of `current` has failed, and that is not yet taken back.
    private int refused; // Calls of cancelled tasks since one of them gave way.
    private long nextId;
    private Task main;
    private Group mill; // In which all others lie.
    private boolean hasEnclosures; // Or had.
    private boolean interruptSeen; // The caller's interrupt flag was taken, and is to be put back.

    // Written by the mill's thread; another thread that reads a stale value never finds itself
    // there.
    private Thread guard;
    private Thread home; // Where no task is current, or each sees the same thread as its own: that thread.

    private volatile long endingSinceNs; // In the world's time; 0 = everybody may go on. Read by any thread.
    private volatile int shields; // That keep an end away from somebody, and are not over. Read by any thread.

    // Raised by the thread that called run, when nothing of the mill changes any more: who sees it sees all.
    private volatile boolean ended;

    /// @param engineOf makes the engine, given whom to ask when it has nothing to run
    /// @param world all that comes from outside
    /// @param name the mill's, for the world's observer
    /// @param operationsInARow after how many channel operations a coroutine goes to the tail of
    ///   the ready list: 1 for libmill's order, else [#OPERATIONS_IN_A_ROW]
    /// @param strict the check made at each suspension, or null
    public Scheduler(
            Function<Dispatcher, StrandEngine> engineOf,
            World world,
            String name,
            Failures failures,
            int operationsInARow,
            StrictCheck strict) {
        this.engine = engineOf.apply(root);
        this.world = world;
        this.telling = new Telling(this, name, world.observer(name));
        this.decisions = Decisions.of(this, ready, world.turns(), operationsInARow);
        this.failures = failures;
        this.strict = strict;
        this.isExact = strict != null && world == World.real();
        this.quantum = decisions == null ? operationsInARow : 1;
        this.threadPerStrand = engine.threadPerStrand();
        this.idlesAtRoot = engine.idlesAtRoot();
        this.takesCallersInterrupts = !idlesAtRoot;
        this.outside = new Outside(this, world, world == World.real() ? null : () -> letIn(name));
        this.interrupts = new Interrupts(outside::wakeUp);
        this.pace = new Pace(operationsInARow > 1, outside.nowNs());
        this.roundMs = outside.lastMs();
        this.durationMaxMs = outside.nowMs() / 2;
        this.lookAfter = decisions == null ? POLL_EVERY : 0;
        this.setback = new Setback(this, ready, tasks);
    }

    // ---- life

    /// Runs `mainTask` and returns when it and everything it started have ended.
    ///
    /// @return what ended the mill early, or null
    public Throwable run(Task mainTask) {
        main = mainTask;
        mill = new Group(this, Group.Kind.MILL, null, mainTask, -1, failures::uncaught, null);
        mainTask.group = mill;
        tasks.add(mainTask);
        telling.begin();
        try {
            engine.run(mainTask);
        } catch (Throwable t) {
            mill.note(t);
        } finally {
            current = null;
            guard = null;
            home = null;
            tasks.clear(); // There are none, unless the engine gave up for want of memory, which that sets free.
            interruptSeen |= interrupts.end();
            telling.end();
            closeOutside();
        }
        return mill.failure();
    }

    /// What ended the mill is not to be lost for what its world does then.
    private void closeOutside() {
        try {
            outside.close();
        } catch (RuntimeException e) {
            mill.note(failures.breach("poller.close throws nothing", e));
        }
    }

    /// The next coroutine number.
    public long newId() {
        return nextId++;
    }

    /// Makes a strand for a task ahead of time; otherwise [#spawn] does it.
    public void prepare(Task task) {
        String name = task.name();
        task.strand = engine.strand(name.isEmpty() ? null : name, task);
    }

    /// Registers a task that somebody will switch to.
    public void adopt(Task child) {
        if (child.strand == null) {
            prepare(child);
        }
        Group group = child.group != null ? child.group : hasEnclosures ? enclosure(child) : mill;
        child.group = group;
        child.seat = group.isCancelled() ? null : child.strand.thread();
        tasks.add(child);
        group.begins(child);
    }

    /// Where a task begins that nobody has put into any group.
    private Group enclosure(Task child) {
        Group found = current == null ? null : current.group.enclosing();
        if (found == null) {
            return mill;
        }
        found.keeper().takesIn(child);
        return found;
    }

    /// From now on there are groups that take in what the mill would.
    void noteEnclosure() {
        hasEnclosures = true;
    }

    /// Runs a new task at once and puts the caller at the tail of the ready list.
    public void spawn(Task child) {
        Task parent = current;
        if (Trace.on) {
            telling.spawned(parent, child);
        }
        checkMayLeave(parent);
        long before = takes;
        Task next = child;
        try {
            adopt(child);
            if (decisions != null) {
                next = decisions.afterStart(parent, child);
            }
            if (next != child) {
                becomeReady(child);
            } else {
                becomeReady(parent);
                become(child);
                engine.transfer(child.strand);
            }
        } catch (Throwable t) {
            setback.displaced = current; // No calls: there may be no stack for one.
            current = parent;
            guard = null;
            unsettled = true;
            setback.returnTo(child, null, takes == before);
            disownFresh(child);
            setback.settle(parent, true, t);
            throw this.<RuntimeException>told(parent, t);
        }
        assert current == parent;
        if (next != child && next != parent) {
            yieldTurn();
        }
    }

    /// Puts a new task at the tail of the ready list; the caller goes on, and need not be a task.
    public void spawnLater(Task child) {
        if (Trace.on) {
            telling.spawned(current, child);
        }
        adopt(child);
        becomeReady(child);
    }

    /// The first thing that the engine's main strand does.
    void mainStarted() {
        main.strand = engine.main();
        home = main.strand.thread();
        main.seat = home;
        if (takesCallersInterrupts) {
            interrupts.listen();
        }
        if (Trace.on) {
            telling.spawned(null, main);
        }
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
        if (unsettled) {
            setback.settleLate(task);
        }
        assert task == current;
        Task successor = task.ended(thrown); // Who waits for this end only and is to go on, or null.
        if (task == main) {
            endOthers();
        }
        if (Trace.on) {
            telling.ended(task, thrown);
        }
        ends(task);
        if (task == main) {
            return null;
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
        ends(task);
        if (task == main) {
            mill.note(t);
            return null;
        }
        Task next = afterFailure(t);
        enter(next);
        return next;
    }

    /// It has ended, and those who wait for that go on. May be called again where there was no stack for all of it.
    void ends(Task task) {
        task.state = TaskState.DONE;
        tasks.remove(task);
        task.wakeJoiners();
        task.leaveAll();
        if (task != main) {
            task.home().ends(task);
        }
    }

    private void endOthers() {
        mill.mainEnded();
        main.seat = main.strand.thread(); // It is not cancelled, as it no longer runs code of the user's.
        while (tasks.size() > 1) {
            main.waiting = mill;
            main.state = TaskState.WAITING;
            main.outcome = roundMs;
            switchAway(main, false);
        }
    }

    // ---- suspending and resuming

    /// Suspends the current task until it is woken.
    ///
    /// @param waiting who will wake it, and is asked to enlist it
    /// @param deadlineMs when to give up; negative: never
    /// @return the outcome given to [#wake], or [#TIMEOUT] or [#CANCELLED]
    public int suspend(Waiting waiting, long deadlineMs) {
        Task self = current;
        if (strict != null) {
            checkMayLeave(self);
        }
        try {
            Task next = startToWait(self, waiting, deadlineMs);
            if (next != self) {
                engine.transfer(next == null ? null : next.strand);
            }
        } catch (Throwable t) {
            setback.displaced = current; // No calls: there may be no stack for one.
            current = self;
            guard = null;
            unsettled = true;
            if (!setback.settle(self, false, t)) {
                throw this.<RuntimeException>told(self, t);
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
        self.waiting = waiting;
        waiting.enlist(self);
        self.state = TaskState.WAITING;
        self.outcome = roundMs;
        if (deadlineMs >= 0) {
            outside.arm(self, deadlineMs);
        }
        if (Trace.on) {
            telling.waits(self);
        }
        Task next = takeReady();
        enter(next);
        return next;
    }

    /// Makes a waiting task ready.
    ///
    /// @param outcome what its [#suspend] returns
    public void wake(Task task, int outcome) {
        assert task.state == TaskState.WAITING : "woken while " + task.state;
        disarm(task.timer);
        task.waiting = null;
        task.outcome = outcome;
        becomeReady(task);
        if (Trace.on) {
            telling.woken(task);
        }
    }

    /// The current task has nothing to do just now: it goes to the tail of the ready list.
    public void giveTurnAway() {
        if (decisions != null) {
            decisions.idles(current);
        }
        yieldTurn();
    }

    /// Puts the current task at the tail of the ready list.
    public void yieldTurn() {
        Task self = current;
        if (strict != null) {
            checkMayLeave(self);
        }
        switchAway(self, true);
    }

    /// Suspends the current task and runs another one, which waits for nothing else, in its place. If that
    /// fails before the other one has run, it waits again as before.
    ///
    /// @param waiting who will wake the current task or switch back to it
    /// @return the outcome, as of [#suspend]; 0 if it was switched back to
    public int suspendFor(Task next, Waiting waiting) {
        Task self = current;
        checkMayLeave(self);
        Waiting waited = next.waiting;
        long before = takes;
        try {
            self.waiting = waiting;
            self.state = TaskState.WAITING;
            self.outcome = roundMs;
            next.waiting = null;
            next.outcome = next.isCancelled() ? CANCELLED : 0;
            if (Trace.on) {
                telling.waits(self);
            }
            become(next);
            engine.transfer(next.strand);
        } catch (Throwable t) {
            setback.displaced = current; // No calls: there may be no stack for one.
            current = self;
            guard = null;
            unsettled = true;
            setback.returnTo(next, waited, takes == before);
            if (!setback.settle(self, false, t)) {
                throw this.<RuntimeException>told(self, t);
            }
        }
        assert current == self;
        return self.outcome;
    }

    /// The thread goes to whoever is next; returns when it comes back.
    ///
    /// @param yields whether the task goes to the tail of the ready list; else somebody will wake it
    private void switchAway(Task self, boolean yields) {
        try {
            if (yields) {
                becomeReady(self);
            }
            Task next = yields ? takeReady() : takeReadyOrFail();
            enter(next);
            if (next != self) {
                engine.transfer(next == null ? null : next.strand);
            } else {
                engine.stay();
            }
        } catch (Throwable t) {
            setback.displaced = current; // No calls: there may be no stack for one.
            current = self;
            guard = null;
            unsettled = true;
            setback.settle(self, true, t);
            throw this.<RuntimeException>told(self, t);
        }
        assert current == self;
    }

    /// Strict mode asks before anything of a wait is announced.
    private void checkMayLeave(Task self) {
        String monitor = strict == null ? null : strict.heldMonitor();
        if (isExact) {
            outside.nowNs();
            roundMs = outside.lastMs();
        }
        if (monitor != null) {
            throw failures.heldMonitor(self, monitor);
        }
    }

    /// What a task is to see that could not be suspended: a pinned one what keeps it, others the error as it is.
    private <X extends Throwable> RuntimeException told(Task self, Throwable thrown) throws X {
        if (thrown instanceof PinnedException) {
            return failures.pinned(self, thrown.getMessage());
        }
        @SuppressWarnings("unchecked")
        X same = (X) thrown;
        throw same;
    }

    /// A failed switch was taken back.
    void settled(Task self) {
        unsettled = false;
        become(self);
    }

    /// Counts a channel operation that completed without a switch; gives way when it was the last
    /// one that the current task may do in a row.
    public void completed() {
        if (--budget <= 0) {
            budget = quantum;
            if (decisions == null || !decisions.goesOn(current)) {
                yieldTurn();
            }
        }
    }

    /// The end of a verb that never waits, and never gives way in the real world: one that decides whose turn it is
    /// may have others run. A coroutine that cannot leave the thread goes on.
    public void stepped() {
        if (decisions != null && !asking && !unsettled && (strict == null || strict.heldMonitor() == null)) {
            if (!decisions.goesOn(current)) {
                yieldTurn();
            }
        }
    }

    /// As [#completed], where nothing was done: the caller found nothing ready.
    public void foundNothing() {
        if (decisions != null) {
            decisions.idles(current);
        }
        completed();
    }

    /// Counts a switch that passes the ready list by; after [#OPERATIONS_IN_A_ROW] of them the current task goes to
    /// its tail first, so that two tasks which switch to and fro starve nobody.
    public void countDirectSwitch() {
        if (++directSwitches >= OPERATIONS_IN_A_ROW) {
            yieldTurn();
        }
    }

    /// The head of the ready list, after the poll that may be due. Waits for one; where the root
    /// does that, the result is null instead.
    private Task takeReady() {
        directSwitches = 0;
        if (takes - takesAtPoll >= lookAfter) {
            beforeTake();
        }
        Task next = ready.poll();
        if (next == null) {
            next = idlesAtRoot ? takeSoon() : awaitReady();
            if (next == null) {
                return null;
            }
        }
        takes++;
        return next;
    }

    /// The poll that is due. Where the world decides whose turn it is, this is called each time.
    private void beforeTake() {
        if (takes - takesAtPoll >= POLL_EVERY || decisions == null) {
            poll(false);
        }
        if (decisions != null) {
            decisions.beforeTake();
        }
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

    /// Whether the strand beneath has to see to it, as there is no stack left to do it here: [Setback] does.
    private boolean isForHost(Throwable t) {
        return !threadPerStrand && t instanceof StackOverflowError;
    }

    /// Something has failed that belongs to nobody: the mill ends with that. Whoever can come to
    /// his end without another poll still does.
    ///
    /// @return who is ready; null: nobody
    private Task afterFailure(Throwable t) {
        fail(t);
        if (ready.isEmpty()) {
            giveUpWaits();
        }
        return ready.poll();
    }

    /// It is dear to go to the root and come back, so only the part of a wait that is spent asleep is left to it.
    private Task takeSoon() {
        Thread asker = ask();
        boolean come;
        try {
            come = outside.beginWait();
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable t) {
            worldFailed(t);
            come = true;
        } finally {
            answered(asker);
        }
        if (!come) {
            return null;
        }
        takesAtPoll = takes; // What has come was served as by a poll.
        return ready.poll();
    }

    private Task awaitReady() {
        Task next;
        do {
            poll(true);
            if (decisions != null) {
                decisions.beforeTake();
            }
            next = ready.poll();
        } while (next == null);
        return next;
    }

    private void poll(boolean wait) {
        int taken = (int) (takes - takesAtPoll);
        polls++;
        takesAtPoll = takes;
        boolean here = takesCallersInterrupts || root.isHere();
        if (here && interrupts.have()) {
            interrupted();
        }
        Thread asker = ask();
        try {
            if (interrupts.mayBeUnderWay()) {
                outside.poller().waitElsewhere();
            }
            outside.poll(wait && ready.isEmpty()); // It is not, after an interrupt.
            if (decisions == null) {
                lookAfter = pace.lookAfter(taken, wait, outside.nowNs());
            }
            roundMs = outside.lastMs();
        } catch (VirtualMachineError e) {
            throw e; // See Setback.
        } catch (Throwable t) {
            worldFailed(t);
        } finally {
            answered(asker);
        }
        if (here && wait && interrupts.cameWhileWaiting()) {
            interrupted();
        }
    }

    /// Nobody can wait any more, as the world does not do its part.
    private void worldFailed(Throwable t) {
        boolean again = isEnding();
        fail(failures.breach("its answers keep the rules", t));
        if (again) {
            giveUpWaits();
        }
    }

    private void interrupted() {
        interruptSeen = true;
        cancelMain();
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
        if (Trace.on) {
            telling.became(task);
        }
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
        takes++;
        become(next);
        return next;
    }

    /// The task whose code runs, or null.
    Task current() {
        return current;
    }

    private Task takeOrAwait() {
        if (takes - takesAtPoll >= lookAfter) {
            beforeTake();
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

    /// Whether a task is in the midst of what nobody may see half done: half suspended, or asking the world.
    boolean isMidway(Task task) {
        boolean settled = task.state == TaskState.RUNNING || task.state == TaskState.BLOCKED;
        return task == current && (asking || !settled) || task == main && isBeforeMain();
    }

    /// The task that [#run] was given.
    Task main() {
        return main;
    }

    /// Whether main has not begun, so that nobody is current. From JDK 26 on its thread may have to wait even there,
    /// for a class that another mill's initialises.
    boolean isBeforeMain() {
        return main.state == TaskState.FRESH;
    }

    /// Whether the interrupt flag of the calling thread was taken and is to be put back.
    public boolean wasInterrupted() {
        return interruptSeen;
    }

    // ---- asking the world

    /// Begins a question to the world: nobody else runs until [#answered], and verbs are refused.
    ///
    /// @return to be given back to [#answered]
    private Thread ask() {
        if (asking) {
            throw failures.calledWhileAsked(current);
        }
        Thread asker = guard;
        guard = null;
        asking = true;
        return asker;
    }

    private void answered(Thread asker) {
        asking = false;
        guard = asker;
    }

    /// The world has broken its contract: that ends the mill.
    ///
    /// @return to be thrown
    RuntimeException breach(String rule, Throwable cause) {
        RuntimeException breach = failures.breach(rule, cause);
        fail(breach);
        return breach;
    }

    /// Draws a number from 0 to `bound - 1`. What the generator throws is the caller's.
    public int draw(RandomGenerator random, int bound) {
        Thread asker = ask();
        int drawn;
        try {
            drawn = world.draw(random, bound);
        } finally {
            answered(asker);
        }
        if (drawn < 0 || drawn >= bound) {
            throw breach("draw gives 0 to " + (bound - 1) + " here, not " + drawn, null);
        }
        return drawn;
    }

    /// Something of the world's, or done in it, in which the current task may block though nobody else may run.
    public interface Question<T, X extends Throwable> {
        /// Asks.
        T ask() throws X;
    }

    /// Has something done in the bracket of a question, or in the one that is open.
    void inBracket(Runnable action) {
        Thread asker = guard;
        boolean nested = asking;
        guard = null;
        asking = true;
        try {
            action.run();
        } finally {
            asking = nested;
            guard = asker;
        }
    }

    /// Whether the world is asked for something just now.
    boolean isAsking() {
        return asking;
    }

    /// What tells of each step, while [Trace#on].
    public Telling telling() {
        return telling;
    }

    /// Asks something of the world.
    public <T, X extends Throwable> T ask(Question<T, X> question) throws X {
        Thread asker = ask();
        try {
            return question.ask();
        } finally {
            answered(asker);
        }
    }

    /// Has the poller look out for a descriptor; the current task is about to wait for it, and holds the
    /// channel's `blockingLock`, which the JDK takes for this, and which user code may hold for long.
    ///
    /// @param events as of [Poller#await]
    public Poller.Interest lookOutFor(SelectableChannel channel, int events) throws IOException {
        Task self = current;
        Thread asker = ask();
        try {
            return outside.poller().await(channel, events, self);
        } finally {
            answered(asker);
        }
    }

    /// Has the poller forget a descriptor, and wakes those who wait for it.
    public void forget(SelectableChannel channel) {
        Thread asker = ask();
        try {
            outside.poller().forget(channel, outside::ready);
        } catch (IllegalStateException e) {
            throw breach("poller.forget tells of those who wait for the descriptor", e);
        } finally {
            answered(asker);
        }
    }

    /// The poller, for questions that never block.
    public Poller poller() {
        return outside.poller();
    }

    /// The world of this mill.
    public World world() {
        return world;
    }

    /// The time in milliseconds.
    public long nowMs() {
        long now = nowNs() / NS_PER_MS;
        roundMs = (int) now; // It is known by the way.
        return now;
    }

    /// The time in nanoseconds.
    public long nowNs() {
        Thread asker = ask();
        long now;
        try {
            now = outside.nowNs();
        } catch (Throwable t) {
            throw breach("nanoTime is never less than before", t);
        } finally {
            answered(asker);
        }
        return now;
    }

    // ---- groups, cancellation and failure

    /// The group in which all others lie.
    public Group mill() {
        return mill;
    }

    /// Whom to ask about exceptions.
    Failures failures() {
        return failures;
    }

    /// From here on, until [#leave], the current task is in a group of its own. Never suspends.
    ///
    /// @param deadlineMs when the group is cancelled by itself; negative: never
    /// @param keeper null: it has no children
    /// @param about what it is to the caller
    public Group enterGroup(Group.Kind kind, long deadlineMs, Keeper keeper, Object about) {
        Task self = enterQuietly();
        Group group = new Group(this, kind, self.group, self, deadlineMs, keeper, about);
        self.group = group;
        group.begin();
        if (group.isShield()) {
            reseat(self);
        }
        return group;
    }

    /// The current task leaves a group, and those in it that it could not leave for want of stack.
    public void leave(Group group) {
        if (group.hasEnded()) {
            return;
        }
        if (Thread.currentThread() != guard) {
            refuseToLook();
        }
        Task self = current;
        for (Group g = self.group; g != group; g = g.outer) {
            g.end();
        }
        group.end();
        self.group = group.outer; // Last: where there is no stack for all of it, the next one who leaves does it.
        if (self.seat == null || group.isShield()) {
            reseat(self);
        }
    }

    /// The current task may have another group, in which it is cancelled, or is not.
    private void reseat(Task self) {
        boolean wasCancelled = self.seat == null;
        self.seat = self.group.isCancelled() ? null : self.strand.thread();
        guard = self.seat;
        if (wasCancelled && guard != null && idlesAtRoot) {
            Thread.interrupted(); // The cancellation may have interrupted a Java call, or have come too late for it.
        }
    }

    /// Cancels a task by itself: its blocking call, or else its next one, throws, and so does every later one.
    ///
    /// @param by who, or what tells more; may be null
    /// @return false if it has ended or was cancelled before
    public boolean cancel(Task task, Reason reason, Object by) {
        boolean hasLeft = task.state == TaskState.DONE || task.waiting == mill; // The last: main's body has ended.
        Group alone = hasLeft ? null : Reach.alone(this, task);
        return alone != null && alone.cancel(new Cancellation(reason, by, null));
    }

    /// A cancellation has reached a task.
    ///
    /// @param isSpared somebody is about to switch to it
    /// @return whom it is to reach, too, since that one's end is to wake the task; or null
    Task tellCancelled(Task task, boolean isSpared) {
        task.seat = null;
        switch (task.state) {
            case RUNNING -> guard = null; // I2
            case WAITING -> {
                return isSpared ? null : giveUpWait(task);
            }
            case BLOCKED -> task.strand.interrupt();
            default -> {} // It learns at its next call.
        }
        return null;
    }

    /// Wakes a waiting task as cancelled, unless the end of its wait will come from another one's end.
    ///
    /// @return that other one, or null
    private Task giveUpWait(Task task) {
        if (!task.waiting.canBeCut()) {
            return null;
        }
        Task awaited = task.waiting.passesCancellationTo(task);
        if (awaited == null) {
            task.waiting.abandon(task);
            wake(task, CANCELLED);
        }
        return awaited;
    }

    /// Ends the waits of those who wait although they were cancelled before (in one coroutine's `finally` for
    /// the end of another, which does the same): no cancellation wakes them any more.
    private void giveUpWaits() {
        forEach(t -> {
            if (t.waiting instanceof Group group) {
                group.lookForEnd(); // The last child may have had no stack for it.
            } else if (t.state == TaskState.WAITING) {
                giveUpWait(t);
            }
        });
    }

    void cancelMain() {
        noteEnding();
        cancel(main, Reason.INTERRUPT, null);
    }

    /// Main is cancelled, or all are: they are to go soon.
    void noteEnding() {
        if (endingSinceNs == 0) {
            endingSinceNs = timeOfEnd();
        }
    }

    /// A shield begins, or is over: from then on, those in it are to go soon.
    void noteShield(int change) {
        shields += change;
        if (change < 0 && endingSinceNs != 0) {
            endingSinceNs = timeOfEnd();
        }
    }

    /// A world that fails now has nothing to say any more.
    private long timeOfEnd() {
        long now = 1;
        try {
            now = Math.max(1, world.nanoTime());
        } catch (RuntimeException e) {
            assert now == 1 : "an end without a time is one all the same";
        }
        return now;
    }

    /// Cancels a suspended task, for someone who is about to switch to it.
    ///
    /// @return to be given to [#unmarkCancelled]; null if it was cancelled before
    public Group markCancelled(Task task) {
        Group alone = Reach.alone(this, task);
        if (alone != null) {
            alone.cancel(new Cancellation(Reason.CALL, current, null), task);
        }
        return alone;
    }

    /// Takes [#markCancelled] back, as the switch has failed.
    public void unmarkCancelled(Task task, Group alone) {
        if (task.group == alone) {
            task.group = alone.outer;
        }
        for (Group g = task.group; g.owner() == task; g = g.outer) {
            if (g.outer == alone) {
                g.outer = alone.outer;
            }
            g.unmark();
        }
        task.seat = task.group.isCancelled() ? null : task.strand.thread();
    }

    /// Forgets an adopted task that was not started.
    public void disownFresh(Task task) {
        if (task.state == TaskState.FRESH) {
            tasks.remove(task);
            task.home().ends(task);
            task.group = null; // It may be adopted elsewhere.
        }
    }

    /// Ends the mill: everything is cancelled, main included, and [#run] returns `thrown`.
    public void fail(Throwable thrown) {
        mill.fail(null, thrown);
    }

    /// Takes all tasks of a scope out of the mill, and those of the scopes in it; not its owner. They never run again,
    /// as if the power had failed: see [Abandonment]. Never suspends.
    ///
    /// @return how many there were
    public int abandon(Group scope) {
        Task self = enterQuietly();
        Abandonment abandonment = new Abandonment(this, scope);
        if (abandonment.has(self)) {
            throw failures.abandonsItself(self, scope);
        }
        Throwable obstacle = null;
        boolean isClear = false;
        try {
            isClear = engine.clearBeneath();
        } catch (PinnedException e) {
            obstacle = e;
        }
        if (!isClear) {
            throw failures.cannotAbandon(scope, obstacle);
        }
        return new Abandonment(this, scope).carryOut(ready, tasks); // If one could not leave, others have run.
    }

    /// An exception has left a task's body.
    public void uncaught(Task task, Throwable thrown) {
        new Uncaught(task == main ? mill : task.home(), task).decide(thrown);
    }

    /// Nothing is ready, and nothing can become ready.
    void deadlock() {
        fail(failures.deadlock());
        if (ready.isEmpty()) {
            giveUpWaits();
        }
    }

    /// Arms a timer.
    public void arm(Timer timer, long deadlineMs) {
        outside.arm(timer, deadlineMs);
    }

    /// Disarms a timer, if there is one and it is armed.
    public void disarm(Timer timer) {
        if (timer != null && timer.index >= 0) {
            outside.disarm(timer);
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

    /// Refuses a deadline that lies before the mill's start, by half the time that its clock had run then: nobody has
    /// computed that from the clock, which begins far from 0. One that has passed only just, as `now() - 1`, is
    /// none of these, though the mill may have started since.
    ///
    /// @param verb what was called, and [Verb#with] what, for the message
    public void checkDeadline(Verb verb, Object what, long deadlineMs) {
        if (isDuration(deadlineMs)) {
            throw failures.duration(verb.with(what), deadlineMs);
        }
    }

    /// Whether somebody means a duration, and no point on the mill's clock.
    public boolean isDuration(long deadlineMs) {
        return deadlineMs > 0 && deadlineMs <= durationMaxMs;
    }

    /// As [#checkDeadline(Verb,Object,long)], where there is no such verb.
    public void checkDeadline(String verb, long deadlineMs) {
        if (isDuration(deadlineMs)) {
            throw failures.duration(verb, deadlineMs);
        }
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
            refuseToLook();
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

    /// The world, too, may look.
    private void refuseToLook() {
        if (!isOnThread()) {
            throw failures.wrongThread(this);
        }
        if (unsettled) {
            setback.settleLate(current);
        }
    }

    private void refuse(boolean blocking) {
        refuseToLook();
        if (asking) {
            throw failures.calledWhileAsked(current);
        }
        if (blocking && current.isCancelled()) {
            if (++refused >= OPERATIONS_IN_A_ROW) { // Who catches that in a loop starves nobody.
                refused = 0;
                yieldTurn();
            }
            throw failures.cancelled(current);
        }
    }

    /// Whether the calling thread is the one on which this mill runs now.
    public boolean isOnThread() {
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
        return mill.why() != null;
    }

    /// How many tasks live, main included.
    public int living() {
        return tasks.size();
    }

    /// Does something with each living task, in the order of their creation. Tasks may end meanwhile; those
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

    /// Has something done at the start of each poll, when nobody else may run.
    ///
    /// @param chore whether it has made a task ready
    public void atEachPoll(BooleanSupplier chore) {
        outside.atEachPoll(chore);
    }

    /// The start of a verb that does not wait, though it is one of those that may: [#enter], with all that other
    /// threads have said before.
    public Task enterHavingHeard() {
        enter();
        takeLetters();
        return enter();
    }

    /// Takes the letters that have arrived, as the next poll would; the current task goes on, and may be cancelled
    /// then.
    public void takeLetters() {
        if (outside.mailbox().isEmpty()) {
            return;
        }
        Thread asker = ask();
        try {
            outside.mailbox().drain();
        } finally {
            answered(asker);
        }
        mindCancellation();
    }

    /// I2: what has come from outside may have cancelled the one who runs.
    private void mindCancellation() {
        if (current != null && current.isCancelled()) {
            guard = null;
        }
    }

    /// The world wants the outside to be looked at before it says who is next.
    void lookOutside() {
        poll(false);
        mindCancellation();
    }

    /// When the next timer is due, in the world's time; -1: there is none.
    long nextDeadlineNs() {
        return outside.nextDeadlineNs();
    }

    /// Another thread wants to post a letter.
    private void letIn(String name) {
        if (!isOnThread() && !outside.isServing()) {
            world.reached(name);
        }
    }

    /// The way in for other threads.
    public Mailbox mailbox() {
        return outside.mailbox();
    }

    /// An inbox was opened, or ended: a reason to wait without limit while anybody may receive.
    ///
    /// @param change +1 or -1
    public void inboxes(int change) {
        outside.inboxes(change);
    }

    /// A coroutine begins or ends to wait for what another thread does: a reason to wait without limit.
    ///
    /// @param change +1 or -1
    public void awaited(int change) {
        outside.awaited(change);
    }

    /// How many tasks were taken from the ready list so far.
    public long runs() {
        return takes;
    }

    /// How often the outside was looked at.
    public long polls() {
        return polls;
    }

    /// Since when all are to end, in nanoseconds of the world; 0 = they are not, or somebody has a shield yet. Any
    /// thread may ask.
    public long endingSinceNs() {
        return shields > 0 ? 0 : endingSinceNs;
    }

    /// The time in milliseconds, as it was last known.
    int roundMs() {
        return roundMs;
    }

    /// The time for a report, which may be made while the world is asked, or does not keep its contract.
    ///
    /// @return milliseconds, for [#waitedMs]
    public int reportMs() {
        inBracket(() -> {
            try {
                reportMs = (int) (outside.nowNs() / NS_PER_MS);
            } catch (RuntimeException e) {
                reportMs = outside.lastMs();
            }
        });
        return reportMs;
    }

    /// For how long a task waits, as exactly as the mill knew the time when it began to: that is the time of its last
    /// look at the clock, since to read that at each switch would cost more than the switch.
    ///
    /// @param nowMs from [#reportMs]
    /// @return milliseconds, up to 49 days; -1 if it does not wait
    public static long waitedMs(Task task, int nowMs) {
        return task.state == TaskState.WAITING ? Integer.toUnsignedLong(nowMs - task.outcome) : -1;
    }

    /// Who runs just now; null = nobody. Any thread may ask; the answer may be out of date.
    public Task running() {
        return current;
    }

    /// How many deadlines are armed.
    public int timers() {
        return outside.timers();
    }

    /// How many stand in the ready list; O(n).
    public int ready() {
        return ready.size();
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
            if (t.waiting != mill && t.state != TaskState.FRESH && t.isCancelled() != t.group.isCancelled()) {
                throw new AssertionError(t + ": I2 of Group");
            }
        }
        ready.checkInvariants();
        outside.checkInvariants(armed);
        if (readyTasks != ready.size()) {
            throw new AssertionError(readyTasks + " ready, the list has " + ready.size());
        }
    }
}
