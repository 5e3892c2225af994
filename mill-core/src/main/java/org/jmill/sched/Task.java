package org.jmill.sched;

import org.jmill.engine.Strand;
import org.jmill.world.Subject;

/// A coroutine, as the scheduler sees it. It is its own link in a queue while it waits for one
/// thing only, so that a plain send or receive allocates nothing.
///
/// Invariants:
/// - I1 A task stands in the ready list if and only if its state is READY.
/// - I2 `waiting` is non-null if and only if the state is WAITING, or the task is about to wait.
/// - I3 The timer is armed only while the state is WAITING.
public abstract class Task extends Link implements Runnable, Alarm, Subject {
    private final Scheduler scheduler;
    private final long id;

    // Scheduler thread only, all of them.
    Strand strand; // null until the first run of the main coroutine
    TaskState state = TaskState.FRESH;
    Thread seat; // The thread that it sees as its own; null while it is cancelled, and before its start.
    Group group; // The innermost one whose code it runs; null before it begins outside of any scope.
    int outcome; // What the suspension returns: see Scheduler.suspend. While it is WAITING: since when, see roundMs
    // there.
    Waiting waiting;
    Timer timer; // null = never had a deadline
    Task nextReady; // In the ready list; null = not there, or at its end.
    Task prevTask; // All living tasks, in the order of their creation.
    Task nextTask;
    private WaitQueue joiners; // null = none yet

    /// @param id its number: 0 for main, then 1, 2, … in the order of creation
    protected Task(Scheduler scheduler, long id) {
        this.scheduler = scheduler;
        this.id = id;
    }

    /// What follows the end of the body.
    ///
    /// @param thrown what left the body, or null
    /// @return the task to switch to, which waits for this one only, or null for the head of the
    ///   ready list
    protected abstract Task ended(Throwable thrown);

    /// It is gone: it will not run again, and its end is not to come.
    ///
    /// @param with what was abandoned
    protected void abandoned(Group with) {}

    /// The life of the coroutine: the user's code, then [#end]; called by the engine, on the strand. Its frame is
    /// part of each parked coroutine, so it keeps little, and calls the code itself.
    @Override
    public abstract void run();

    /// The first thing that main's [#run] does.
    protected final void beginAsMain() {
        scheduler.mainStarted();
    }

    /// The last thing that [#run] does.
    ///
    /// @param thrown what left the user's code, or null
    protected final void end(Throwable thrown) {
        scheduler.finish(this, thrown);
    }

    @Override
    public final Task task() {
        return this;
    }

    /// The scheduler it belongs to.
    public final Scheduler scheduler() {
        return scheduler;
    }

    @Override
    public final long id() {
        return id;
    }

    @Override
    public final String label() {
        return "{" + id + "}";
    }

    /// Where it stands.
    public final TaskState state() {
        return state;
    }

    /// Whether it is cancelled.
    public final boolean isCancelled() {
        return seat == null;
    }

    /// The innermost group whose code it runs.
    public final Group group() {
        return group;
    }

    /// Has it begin in a scope; before it is adopted.
    public final void begin(Group scope) {
        group = scope;
    }

    /// The group in which it has begun.
    final Group home() {
        Group g = group;
        while (g.owner() == this && g.kind() != Group.Kind.MILL) {
            g = g.outer;
        }
        return g;
    }

    /// Ends the groups that it could not leave for want of stack.
    final void leaveAll() {
        for (Group g = group; g.owner() == this && g.kind() != Group.Kind.MILL; g = g.outer) {
            g.end();
        }
    }

    /// The deadline of its wait has passed.
    @Override
    public final void ring(long nowMs) {
        waiting.abandon(this);
        scheduler.wake(this, Scheduler.TIMEOUT);
    }

    /// What it waits for, or null.
    public final Waiting waiting() {
        return waiting;
    }

    /// Those who wait for the end of this task.
    public final WaitQueue joiners() {
        if (joiners == null) {
            joiners = new WaitQueue();
        }
        return joiners;
    }

    final void wakeJoiners() {
        if (joiners != null) {
            for (Link link = joiners.poll(); link != null; link = joiners.poll()) {
                scheduler.wake(link.task(), 0);
            }
        }
    }

    /// The frames of this coroutine, innermost first; empty if it has none.
    public final StackTraceElement[] stackTrace() {
        return strand == null || state == TaskState.DONE ? new StackTraceElement[0] : strand.stackTrace();
    }
}
