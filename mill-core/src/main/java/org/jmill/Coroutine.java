package org.jmill;

import java.time.Duration;
import java.util.Optional;
import org.jmill.sched.Scheduler;
import org.jmill.sched.Task;
import org.jmill.sched.TaskState;
import org.jmill.sched.Waiting;
import org.jmill.trace.Trace;
import org.jmill.world.Reason;
import org.jmill.world.Verb;

/// A handle on a coroutine: `go` gives one, and [Mill#self]. Two handles on the same coroutine are
/// equal.
///
/// {@snippet file="org/jmill/snippets/CoroutineSnippet.java" region="example"}
///
/// Any thread may call [#id], [#name], [#toString], [#equals] and [#hashCode], at any time. The
/// other methods are called on the mill's thread while the mill runs, and throw [MillPanic]
/// elsewhere.
///
/// A handle outlives the mill: when that has ended, every coroutine has. From then on any thread may
/// call the methods that only tell something, and sees all that the mill did; [#cancel] and [#join]
/// throw [MillPanic].
///
/// Source: none; a libmill coroutine has no handle, nor has a goroutine.
///
/// @since 0.1.0
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

    /// Gives a handle on the calling coroutine, and none outside of all mills: for code that may be called by anybody.
    /// [Mill#self] is for code that runs in a coroutine only, and throws elsewhere.
    ///
    /// Never suspends. Any thread may call it.
    ///
    /// Source: none; Java's `Thread.currentThread`, which always finds one.
    ///
    /// @return the coroutine, equal to what `go` gave; empty on a thread that runs none
    public static Optional<Coroutine> current() {
        MillRuntime mill = MillRuntime.here();
        Task task = mill == null ? null : mill.scheduler.running();
        return task == null ? Optional.empty() : Optional.of(new Coroutine((Routine) task));
    }

    /// Tells its number. Coroutines started by `go` and [Coro]s that have been resumed count alike.
    ///
    /// @return 0 for main, then 1, 2, … in the order of creation
    public long id() {
        return routine.id();
    }

    /// Tells its name.
    ///
    /// @return the name given to `go`, "main" for main, or "" if it was given none
    public String name() {
        return routine.name();
    }

    /// Tells where it stands. The caller itself is always RUNNING, and all others are not.
    ///
    /// @return the state, until the calling coroutine next suspends
    public State state() {
        routine.scheduler().enterToLook();
        return switch (routine.state()) {
            case FRESH, READY -> State.READY;
            case RUNNING -> State.RUNNING;
            case WAITING, BLOCKED -> State.WAITING;
            case DONE -> State.DONE;
        };
    }

    /// Tells what it waits for, as a dump shows it.
    ///
    /// @return `chr(<3>)` for instance, or "" if it does not wait
    public String waitingFor() {
        routine.scheduler().enterToLook();
        return routine.waiting() == null ? "" : routine.waiting().describe(routine);
    }

    /// Tells whether it has ended, in whatever way.
    ///
    /// @return whether its body has returned or thrown
    public boolean isDone() {
        routine.scheduler().enterToLook();
        return routine.state() == TaskState.DONE;
    }

    /// Cancels it: its blocking call, or else its next one, throws [CancelledException], and so
    /// does every later one. Never suspends, and does not wait for its end; see [#join]. A
    /// coroutine may cancel itself. The coroutines that it has started are not cancelled with it.
    ///
    /// One that makes no blocking call goes on to its end. On the VIRTUAL engine a Java call in
    /// which it is blocked is interrupted.
    ///
    /// @return false if it has ended or was cancelled before
    public boolean cancel() {
        Task self = routine.scheduler().enterQuietly();
        if (Trace.on) {
            routine.scheduler().telling().does(Verb.CANCEL, routine);
        }
        boolean isFirst = routine.scheduler().cancel(routine, Reason.CALL, self);
        routine.scheduler().stepped();
        return isFirst;
    }

    /// Tells whether it was cancelled. A library whose call need not suspend asks this of
    /// [Mill#self]; its next blocking call, such as [Mill#yield], then throws [CancelledException].
    ///
    /// @return whether it was cancelled, even if it has ended since
    public boolean isCancelled() {
        routine.scheduler().enterToLook();
        return routine.isCancelled();
    }

    /// Waits until it has ended; if it has, this gives way now and then. That this returns does not prove success:
    /// an exception that left its body is not thrown here, but goes to
    /// [MillOptions#uncaught(java.util.function.BiConsumer)] or ends the mill.
    ///
    /// @throws MillPanic if it is the calling coroutine
    /// @throws CancelledException if the calling coroutine is cancelled
    public void join() {
        join(-1);
    }

    /// Waits as [#join()] does, at most until the deadline.
    ///
    /// @param deadlineMs as of [Mill#now]; negative: none; past: until the next poll
    /// @return whether it has ended
    /// @throws MillPanic if it is the calling coroutine
    /// @throws CancelledException if the calling coroutine is cancelled
    public boolean join(long deadlineMs) {
        Scheduler scheduler = routine.scheduler();
        Task self = scheduler.enter();
        scheduler.checkDeadline(Verb.JOIN, routine, deadlineMs);
        if (Trace.on) {
            scheduler.telling().does(Verb.JOIN, routine);
        }
        if (self == routine) {
            throw new MillPanic("join " + routine + ": a coroutine cannot wait for its own end");
        }
        if (routine.state() == TaskState.DONE) {
            scheduler.completed();
            return true;
        }
        return Waits.suspend(scheduler, self, new End(routine), deadlineMs) >= 0;
    }

    /// Does the same as [#join(long)], with a deadline that lies so far ahead.
    ///
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#join(long)]
    /// @throws CancelledException as for [#join(long)]
    /// @throws MillPanic if the timeout is null, or as for [#join(long)]
    public boolean join(Duration timeout) {
        return join(Mill.after(timeout));
    }

    /// Gives the frames of the coroutine, innermost first; those in which it waits are jmill's. The last one names it,
    /// and tells where it was started if that was recorded, as in [strict][MillOptions#strict] mode.
    ///
    /// @return the frames; empty once it has ended
    public StackTraceElement[] stackTrace() {
        routine.scheduler().enterToLook();
        return TraceEnd.cut(routine.stackTrace(), routine);
    }

    /// Tells whether both are handles on the same coroutine.
    @Override
    public boolean equals(Object other) {
        return other instanceof Coroutine coroutine && coroutine.routine == routine;
    }

    /// Gives a number that depends on the coroutine only, not on the handle.
    @Override
    public int hashCode() {
        return System.identityHashCode(routine);
    }

    /// Gives `{4}`, or `{4} name`.
    @Override
    public String toString() {
        return routine.toString();
    }

    /// The end of a coroutine, waited for.
    record End(Routine joined) implements Waiting {
        @Override
        public void enlist(Task task) {
            joined.joiners().add(task);
        }

        @Override
        public void abandon(Task task) {
            joined.joiners().remove(task);
        }

        @Override
        public Verb verb() {
            return Verb.JOIN;
        }

        @Override
        public Object object(Task task) {
            return joined;
        }
    }
}
