package org.jmill;

import org.jmill.sched.Scheduler;
import org.jmill.sched.Task;
import org.jmill.sched.TaskState;
import org.jmill.sched.Waiting;

/// A handle on a coroutine that `go` has started. Two handles on the same coroutine are equal.
///
/// {@snippet file="org/jmill/snippets/CoroutineSnippet.java" region="example"}
///
/// All methods but [#toString] are called on the mill's thread.
///
/// Source: none; a libmill coroutine has no handle.
public final class Coroutine {
    private final Routine routine;

    Coroutine(Routine routine) {
        this.routine = routine;
    }

    /// Where a coroutine stands.
    public enum State {
        /// In the ready list.
        READY,
        /// The one that runs.
        RUNNING,
        /// Waits for a channel, a time, a descriptor, another coroutine; or blocked in a Java call.
        WAITING,
        /// Ended.
        DONE
    }

    /// Its number: 0 for main, then 1, 2, … in the order of creation.
    public long id() {
        return routine.id();
    }

    /// Its name, or "" if it was given none.
    public String name() {
        return routine.name() == null ? "" : routine.name();
    }

    /// Where it stands.
    public State state() {
        routine.scheduler().enterQuietly();
        return switch (routine.state()) {
            case FRESH, READY -> State.READY;
            case RUNNING -> State.RUNNING;
            case WAITING, BLOCKED -> State.WAITING;
            case DONE -> State.DONE;
        };
    }

    /// What it waits for, as a dump shows it (`chr(<3>)`), or "" if it does not wait.
    public String waitingFor() {
        routine.scheduler().enterQuietly();
        return routine.waiting() == null ? "" : routine.waiting().describe(routine);
    }

    /// Whether it has ended.
    public boolean isDone() {
        routine.scheduler().enterQuietly();
        return routine.state() == TaskState.DONE;
    }

    /// Cancels it: its blocking call, or else its next one, throws [CancelledException], and so
    /// does every later one. Does not wait for its end; see [#join]. A coroutine may cancel itself.
    /// On the VIRTUAL engine a Java call in which it is blocked is interrupted.
    ///
    /// @return false if it has ended or was cancelled before
    public boolean cancel() {
        routine.scheduler().enterQuietly();
        return routine.scheduler().cancel(routine);
    }

    /// Whether it was cancelled. A library whose call need not suspend asks this of [Mill#self];
    /// its next blocking call, such as [Mill#yield], then throws [CancelledException].
    public boolean isCancelled() {
        routine.scheduler().enterQuietly();
        return routine.isCancelled();
    }

    /// Waits until it has ended, however it ended.
    ///
    /// @throws MillPanic if it is the calling coroutine
    /// @throws CancelledException if the calling coroutine is cancelled
    public void join() {
        join(-1);
    }

    /// Waits until it has ended, at most until the deadline.
    ///
    /// @param deadlineMs as of [Mill#now]; negative: none
    /// @return whether it has ended
    /// @throws MillPanic if it is the calling coroutine
    /// @throws CancelledException if the calling coroutine is cancelled
    public boolean join(long deadlineMs) {
        Scheduler scheduler = routine.scheduler();
        Task self = scheduler.enter();
        if (self == routine) {
            throw new MillPanic("join " + routine + ": a coroutine cannot wait for its own end");
        }
        if (routine.state() == TaskState.DONE) {
            return true;
        }
        return Waits.suspend(scheduler, self, new End(routine), deadlineMs) >= 0;
    }

    /// The frames of the coroutine, innermost first; empty once it has ended.
    public StackTraceElement[] stackTrace() {
        routine.scheduler().enterQuietly();
        return routine.stackTrace();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Coroutine coroutine && coroutine.routine == routine;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(routine);
    }

    /// `{4}`, or `{4} name`. Any thread may call it.
    @Override
    public String toString() {
        return routine.toString();
    }

    /// The end of a coroutine, waited for.
    private record End(Routine joined) implements Waiting {
        @Override
        public void enlist(Task task) {
            joined.joiners().add(task);
        }

        @Override
        public void abandon(Task task) {
            joined.joiners().remove(task);
        }

        @Override
        public String describe(Task task) {
            return "join({" + joined.id() + "})";
        }
    }
}
