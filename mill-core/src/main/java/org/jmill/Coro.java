package org.jmill;

import java.lang.ref.Reference;
import org.jmill.sched.Group;
import org.jmill.sched.Scheduler;
import org.jmill.sched.Task;
import org.jmill.sched.TaskState;
import org.jmill.trace.Trace;
import org.jmill.world.Reason;
import org.jmill.world.Verb;
import org.jspecify.annotations.Nullable;

/// An asymmetric coroutine, as in Lua: [#resume] runs it until it [yields][#yield] or ends, and the two
/// exchange a value each time.
///
/// {@snippet file="org/jmill/snippets/CoroSnippet.java" region="example"}
///
/// It is a coroutine of the mill as well: it may use channels, timers and sockets, and its resumer then waits
/// with it. If the resumer is cancelled meanwhile, so is this one, and the resumer goes on when it has ended.
/// One that is suspended when main ends is cancelled: its `yield` throws [CancelledException].
///
/// All methods but [#toString] are called on the thread of the mill in which it was made, and throw [MillPanic]
/// elsewhere; once that mill has ended, any thread may call [#status].
///
/// Source: none in libmill; Lua's `coroutine` library, with values in both directions.
///
/// | from | to | cause |
/// |---|---|---|
/// | SUSPENDED | RUNNING | `resume`; `close`, or the end of the mill, to let it end |
/// | RUNNING | SUSPENDED | `yield` |
/// | RUNNING | NORMAL | it resumes another one |
/// | NORMAL | RUNNING | that other one yields or ends |
/// | RUNNING | DEAD | its body ends |
/// | SUSPENDED | DEAD | `close` before the first resume |
///
/// One that has ended holds nothing any more, neither its code nor a value. One that is suspended holds all
/// that its code uses, until it is closed or the mill ends.
///
/// @param <I> what goes in: the type of `resume`'s argument
/// @param <O> what comes out: the type of `yield`'s argument, and of the body's result
/// @since 0.1.0
public final class Coro<I extends @Nullable Object, O extends @Nullable Object> implements AutoCloseable {
    /// Where it stands.
    public enum Status {
        /// Not started, or in `yield`: it can be resumed.
        SUSPENDED,
        /// It runs, or waits for a channel, a timer or the like on behalf of its resumer.
        RUNNING,
        /// It has resumed another one, and waits for it.
        NORMAL,
        /// Its body has ended.
        DEAD
    }

    /// What a [Coro] runs.
    ///
    /// @param <I> what goes in
    /// @param <O> what comes out
    @FunctionalInterface
    public interface Code<I extends @Nullable Object, O extends @Nullable Object> {
        /// Runs the code, in the coroutine.
        ///
        /// @param self the coroutine, for its `yield`
        /// @param first the argument of the first resume
        /// @return the result of the last resume
        /// @throws Exception reaches the resumer
        O run(Coro<I, O> self, I first) throws Exception;
    }

    /// What has become of it.
    ///
    /// | from | to | cause |
    /// |---|---|---|
    /// | LIVING | CLOSING | `close` of one that is suspended |
    /// | CLOSING | LIVING | the one who closes could not be suspended |
    /// | LIVING, CLOSING | ENDED | its body has ended; or `close` before the first resume |
    /// | LIVING, CLOSING | CUT_OFF | it was cancelled and has ended, and nobody waited for it |
    /// | CUT_OFF | ENDED | that was told; or `close` |
    private enum Fate {
        /// Its body has not ended, and may not have begun.
        LIVING,
        /// As LIVING, but its end is waited for by `close`, not by `resume`.
        CLOSING,
        /// Its body has ended, and nobody is to be told anything.
        ENDED,
        /// Its body has ended before its time; who resumes it next is told so.
        CUT_OFF
    }

    private final MillRuntime mill;
    private final Scheduler scheduler;

    // The mill's thread only.
    private Code<I, O> code; // null once it has ended
    private CoroRoutine routine; // null before the first resume
    private Task resumer; // null while nobody has resumed it
    private Fate fate = Fate.LIVING;
    private I in;
    private O out;
    private Throwable thrown; // what left the body, to be thrown to the resumer
    private Reference<?> watch; // on the one who alone can go on with it; null = nobody watches

    private Coro(MillRuntime mill, Code<I, O> code) {
        this.mill = mill;
        this.scheduler = mill.scheduler;
        this.code = code;
    }

    /// Makes a coroutine, which does not run before its first resume. One that is never resumed
    /// costs an object, and needs no `close`.
    ///
    /// Source: Lua's `coroutine.create`.
    ///
    /// @param <I> what goes in
    /// @param <O> what comes out
    /// @param code the body
    /// @return a suspended coroutine
    /// @throws MillPanic if no mill runs on this thread, or the code is null
    public static <I extends @Nullable Object, O extends @Nullable Object> Coro<I, O> create(Code<I, O> code) {
        MillRuntime mill = MillRuntime.current("create");
        if (code == null) {
            throw new MillPanic("create coro: code is null");
        }
        return new Coro<>(mill, code);
    }

    /// Runs it until it yields or ends; the caller is suspended meanwhile. What leaves its body is
    /// thrown here, whatever its type, checked exceptions included; the coroutine is dead then.
    ///
    /// Source: Lua's `coroutine.resume`, which returns an error instead of throwing it.
    ///
    /// @param value becomes the result of the `yield` in which it is suspended, or the body's
    ///   `first`
    /// @return what it yields, or the result of its body; [#status] tells which
    /// @throws MillPanic if it is dead, running or normal
    /// @throws CancelledException if the calling coroutine is cancelled; or if this one was, through its
    ///   [handle][Mill#self], and its body has left with that exception or was suspended at the time
    public O resume(I value) {
        Task self = scheduler.enter();
        scheduler.countDirectSwitch();
        scheduler.enter(); // Others may have run, and cancelled this one.
        if (resumer == null && isEnding(self)) {
            Waits.suspend(scheduler, self, new Coroutine.End(routine), -1);
        }
        checkNotCutOff("resume", this);
        checkResumable("resume", self);
        in = value;
        return switchIn(self);
    }

    /// Suspends the coroutine, from inside, and hands a value to its resumer. The next `resume` wakes it.
    ///
    /// Source: Lua's `coroutine.yield`.
    ///
    /// @param value the result of the resumer's `resume`
    /// @return the argument of the next `resume`
    /// @throws MillPanic if another coroutine calls it
    /// @throws CancelledException if it is closed, its resumer was cancelled or the mill ends
    public I yield(O value) {
        Task self = scheduler.enter();
        if (self != routine) {
            scheduler.completed(); // Who tries again and again starves nobody.
            throw new MillPanic("yield " + this + ": called by " + self + "; only its own body may yield");
        }
        out = value;
        Task back = resumer;
        resumer = null;
        int outcome;
        try {
            outcome = back == null
                    ? scheduler.suspend(CoroRoutine.SUSPENDED, -1) // Its resumer is gone.
                    : scheduler.suspendFor(back, CoroRoutine.SUSPENDED);
        } catch (Throwable t) { // It could not be suspended.
            if (back != null && back.waiting() == routine) {
                resumer = back;
                out = null;
            }
            throw t;
        }
        if (outcome == Scheduler.CANCELLED || fate == Fate.CLOSING) { // Closed, perhaps behind a shield.
            throw ErrorMessages.cancellation(self, CoroRoutine.SUSPENDED);
        }
        I received = in;
        in = null;
        return received;
    }

    /// Tells where it stands. Never suspends.
    ///
    /// Source: Lua's `coroutine.status`.
    ///
    /// @return the status, until the calling coroutine next suspends
    public Status status() {
        scheduler.enterToLook();
        return statusNow();
    }

    private Status statusNow() {
        if (isDead()) {
            return Status.DEAD;
        }
        if (!hasBegun() || routine.waiting() == CoroRoutine.SUSPENDED) {
            return Status.SUSPENDED;
        }
        return routine.waiting() instanceof CoroRoutine ? Status.NORMAL : Status.RUNNING;
    }

    private boolean hasBegun() {
        return routine != null && routine.state() != TaskState.FRESH;
    }

    boolean isDead() { // Checks no thread.
        return fate == Fate.ENDED || fate == Fate.CUT_OFF;
    }

    /// Ends it: if it is suspended, its `yield` throws [CancelledException], and this call waits
    /// until its body has ended. If it is dead, this gives way at most. Works in a cancelled coroutine too.
    /// What leaves the body but the [CancelledException] is thrown here, whatever its type; a
    /// result is dropped. A caller that is cancelled meanwhile learns of it in its next blocking call, not here.
    /// Where two cancelled ones close each other, which is a deadlock, it returns before the body has ended.
    ///
    /// Source: Lua's `coroutine.close`.
    ///
    /// @throws MillPanic if it is running or normal
    @Override
    public void close() {
        Task self = scheduler.enterQuietly();
        if (isDead()) {
            scheduler.completed();
        } else if (isEnding(self)) {
            scheduler.suspend(new Coroutine.End(routine), -1);
        } else {
            checkResumable("close", self);
            if (hasBegun()) {
                closeSuspended(self);
            } else {
                fate = Fate.ENDED;
                forget();
            }
        }
        if (fate == Fate.CUT_OFF) {
            fate = Fate.ENDED; // It was to end.
        }
    }

    private void closeSuspended(Task self) {
        Group alone = scheduler.markCancelled(routine);
        fate = Fate.CLOSING;
        try {
            switchIn(self);
        } finally {
            if (routine.waiting() == CoroRoutine.SUSPENDED && alone != null) { // The caller could not be suspended.
                fate = Fate.LIVING;
                scheduler.unmarkCancelled(routine, alone);
            }
        }
    }

    /// Whether it was cancelled, by main's end for instance, and has yet to come to its own end.
    private boolean isEnding(Task self) {
        Status status = statusNow();
        boolean goesOn = status == Status.RUNNING || (status == Status.NORMAL && !isBeneath(self));
        return goesOn && routine.isCancelled() && self != routine;
    }

    /// Whether this one waits, directly or not, for the coroutine that runs.
    private boolean isBeneath(Task running) {
        Task above = running;
        while (above instanceof CoroRoutine inner && inner.coro().resumer != null) {
            above = inner.coro().resumer;
            if (above == routine) {
                return true;
            }
        }
        return false;
    }

    /// A part of a whole is not to be taken for it.
    ///
    /// @throws CancelledException if it was cancelled while nobody waited for it; once
    void checkNotCutOff(String verb, Object called) {
        if (fate == Fate.CUT_OFF) {
            fate = Fate.ENDED;
            throw ErrorMessages.cutOff(
                    verb + " " + called + ": it was cancelled before it had come to its end", routine);
        }
    }

    /// A verb that may wait has found its answer at once: it gives way now and then.
    void answered() {
        if (!scheduler.hasEnded()) {
            scheduler.completed();
        }
    }

    /// Has it cancelled once nobody holds `owner` any more, who alone can resume it.
    void watch(Object owner) {
        watch = mill.abandoned.watch(owner, this);
    }

    /// Nobody can resume it any more. Tells whether it was suspended, and now goes to its end.
    boolean abandon() {
        return routine != null
                && routine.waiting() == CoroRoutine.SUSPENDED
                && scheduler.cancel(routine, Reason.CALL, "nobody, as it was forgotten");
    }

    private void checkResumable(String verb, Task self) {
        String why =
                switch (statusNow()) {
                    case SUSPENDED -> null;
                    case NORMAL -> "normal, it waits for the one that it has resumed";
                    case RUNNING ->
                        self == routine
                                ? "running; it cannot wait for itself"
                                : "running; wait until it has yielded or ended";
                    case DEAD ->
                        "dead; " + (hasBegun() ? "its body has ended" : "it was closed before its first resume");
                };
        if (why != null) {
            throw new MillPanic(verb + " " + this + ": it is " + why);
        }
    }

    private O switchIn(Task self) {
        if (routine == null) {
            routine = new CoroRoutine(this, mill, scheduler.newId(), mill.site());
            if (Trace.on) {
                scheduler.telling().spawned(self, routine);
            }
        }
        if (routine.state() == TaskState.FRESH) {
            scheduler.prepare(routine); // A strand that was refused its start has no use any more.
            scheduler.adopt(routine);
        }
        resumer = self;
        try {
            scheduler.suspendFor(routine, routine);
        } catch (Throwable t) { // The caller could not be suspended, but the coroutine may have run.
            resumer = null;
            in = null;
            scheduler.disownFresh(routine);
            throw t;
        }
        Throwable told = thrown;
        thrown = null;
        O result = out;
        out = null;
        if (told != null) {
            throw MillRuntime.<RuntimeException>sneak(told);
        }
        return result;
    }

    /// Runs the body; called on its strand.
    void runBody() throws Exception {
        I first = in;
        in = null;
        out = code.run(this, first);
    }

    /// Its body has ended.
    ///
    /// @return whom to switch to, or null
    @Nullable
    Task bodyEnded(Throwable t) {
        Task back = resumer;
        boolean isCancellation = routine.isCancelled() && ErrorMessages.endsCancelled(t);
        if (back == null) {
            if (t != null && !isCancellation) {
                scheduler.uncaught(routine, t);
            }
            fate = routine.isCancelled() ? Fate.CUT_OFF : Fate.ENDED;
            out = null;
        } else {
            boolean wasClosed = fate == Fate.CLOSING;
            fate = Fate.ENDED;
            thrown = wasClosed && isCancellation ? null : t;
            if (thrown != null) {
                TraceEnd.cut(thrown, routine);
            }
            out = wasClosed ? null : out;
        }
        forget();
        return back;
    }

    /// It is gone, with a scope.
    void abandoned(Group with) {
        Task back = resumer;
        fate = Fate.ENDED;
        out = null;
        forget();
        if (back != null) {
            thrown = ErrorMessages.abandoned(routine.verb().with(this), with);
            scheduler.wake(back, 0);
        }
    }

    /// Who waits for it is gone, or could not be suspended.
    void forgetResumer(Task task) {
        if (resumer == task) {
            resumer = null;
        }
    }

    /// It has ended, and its handle may be kept for long.
    private void forget() {
        code = null;
        in = null;
        resumer = null;
        watch = null;
    }

    /// Gives `coro {4}`, or `coro` before its first resume. Any thread may call it.
    @Override
    public String toString() {
        return routine == null ? "coro" : "coro {" + routine.id() + "}";
    }

    /// What its resumer waits for.
    Verb resumption() {
        return fate == Fate.CLOSING ? Verb.END : Verb.RESUME;
    }
}
