package org.jmill;

import org.jmill.sched.Scheduler;
import org.jmill.sched.Task;
import org.jmill.sched.TaskState;
import org.jmill.sched.Waiting;
import org.jmill.trace.Trace;
import org.jmill.world.Verb;

/// An asymmetric coroutine, as in Lua: [#resume] runs it until it [yields][#yield] or ends, and the
/// two exchange a value each time.
///
/// {@snippet file="org/jmill/snippets/CoroSnippet.java" region="example"}
///
/// It is a coroutine of the mill as well: it may use channels, timers and sockets, and its resumer
/// then waits with it. If the resumer is cancelled meanwhile, so is this one, and the resumer goes
/// on when it has ended. One that is suspended when main ends is cancelled: its `yield` throws
/// [CancelledException].
///
/// All methods but [#toString] are called on the thread of the mill in which it was made, and throw
/// [MillPanic] elsewhere; once that mill has ended, any thread may call [#status].
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
/// @param <I> what goes in: the type of `resume`'s argument
/// @param <O> what comes out: the type of `yield`'s argument, and of the body's result
public final class Coro<I, O> implements AutoCloseable {
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
    public interface Code<I, O> {
        /// Runs the code, in the coroutine.
        ///
        /// @param self the coroutine, for its `yield`
        /// @param first the argument of the first resume
        /// @return the result of the last resume
        /// @throws Exception reaches the resumer
        O run(Coro<I, O> self, I first) throws Exception;
    }

    private final MillRuntime mill;
    private final Scheduler scheduler;
    private final Code<I, O> code;
    private final Waiting suspended = new Suspended();
    private final Waiting resumption = new Resumption();

    // The mill's thread only.
    private CoroRoutine routine; // null before the first resume
    private Task resumer; // null while nobody has resumed it
    private boolean dead;
    private boolean closing; // Its end is waited for by close(), not by resume()
    private I in;
    private O out;
    private Throwable thrown; // what left the body, to be thrown to the resumer

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
    public static <I, O> Coro<I, O> create(Code<I, O> code) {
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
    /// @throws CancelledException if the calling coroutine is cancelled
    public O resume(I value) {
        Task self = scheduler.enter();
        scheduler.countDirectSwitch();
        scheduler.enter(); // Others may have run, and cancelled this one.
        checkResumable("resume", self);
        in = value;
        return switchIn(self);
    }

    /// Suspends the coroutine, from inside, and hands a value to its resumer. The next `resume`
    /// wakes it.
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
            throw new MillPanic("yield " + this + ": called by " + self + "; only its own body may yield");
        }
        out = value;
        Task back = resumer;
        resumer = null;
        int outcome;
        try {
            outcome = back == null
                    ? scheduler.suspend(suspended, -1) // Its resumer is gone.
                    : scheduler.suspendFor(back, suspended);
        } catch (Throwable t) { // It could not be suspended.
            if (back != null && back.waiting() == resumption) {
                resumer = back;
                out = null;
            }
            throw t;
        }
        if (outcome == Scheduler.CANCELLED) {
            throw ErrorMessages.cancellation(self, suspended);
        }
        I received = in;
        in = null;
        return received;
    }

    /// Tells where it stands. Never suspends.
    ///
    /// Source: Lua's `coroutine.status`.
    ///
    /// @return the status, as the calling coroutine sees it
    public Status status() {
        Task self = scheduler.enterToLook();
        return statusFor(self);
    }

    private Status statusFor(Task self) {
        if (dead) {
            return Status.DEAD;
        }
        if (routine == null || routine.state() == TaskState.FRESH || routine.waiting() == suspended) {
            return Status.SUSPENDED;
        }
        return self != routine && isBeneath(self) ? Status.NORMAL : Status.RUNNING;
    }

    /// Whether this one waits, directly or not, for the coroutine that runs.
    private boolean isBeneath(Task running) {
        Task above = running;
        while (above instanceof CoroRoutine inner && inner.coro.resumer != null) {
            above = inner.coro.resumer;
            if (above == routine) {
                return true;
            }
        }
        return false;
    }

    /// Ends it: if it is suspended, its `yield` throws [CancelledException], and this call waits
    /// until its body has ended. Does nothing if it is dead. Works in a cancelled coroutine too.
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
        if (dead) {
            return;
        }
        if (isEnding(self)) {
            scheduler.suspend(new Coroutine.End(routine), -1);
            return;
        }
        checkResumable("close", self);
        if (routine == null || routine.state() == TaskState.FRESH) {
            dead = true;
            return;
        }
        boolean wasCancelled = routine.isCancelled();
        closing = true;
        scheduler.markCancelled(routine);
        try {
            switchIn(self);
        } finally {
            if (routine.waiting() == suspended && !wasCancelled) { // The caller could not be suspended.
                closing = false;
                scheduler.unmarkCancelled(routine);
            }
        }
        out = null;
    }

    /// Whether it was cancelled, by main's end for instance, and has yet to come to its own end.
    private boolean isEnding(Task self) {
        return routine != null && routine.isCancelled() && self != routine && !isBeneath(self);
    }

    /// Nobody can resume it any more. Any thread; the mill's thread cancels it.
    void abandon() {
        scheduler.mailbox().post(() -> {
            if (!dead && routine != null && routine.waiting() == suspended) {
                scheduler.cancel(routine);
            }
        });
    }

    private void checkResumable(String verb, Task self) {
        switch (statusFor(self)) {
            case DEAD -> throw new MillPanic(verb + " " + this + ": it is dead; " + whyDead());
            case RUNNING -> throw new MillPanic(verb + " " + this + ": it is running; " + whyRunning(self));
            case NORMAL ->
                throw new MillPanic(verb + " " + this + ": it is normal, it waits for the one that it has resumed");
            case SUSPENDED -> {}
        }
    }

    private String whyDead() {
        boolean hasBegun = routine != null && routine.state() != TaskState.FRESH;
        return hasBegun ? "its body has ended" : "it was closed before its first resume";
    }

    private String whyRunning(Task self) {
        return self == routine ? "it cannot wait for itself" : "wait until it has yielded or ended";
    }

    private O switchIn(Task self) {
        if (routine == null) {
            routine = new CoroRoutine(this, mill, scheduler.newId(), mill.site());
            if (Trace.on) {
                scheduler.tellSpawned(self, routine);
            }
        }
        if (routine.state() == TaskState.FRESH) {
            scheduler.prepare(routine); // A strand that was refused its start has no use any more.
            scheduler.adopt(routine);
        }
        resumer = self;
        try {
            scheduler.suspendFor(routine, resumption);
        } catch (Throwable t) { // The caller could not be suspended, but the coroutine may have run.
            resumer = null;
            in = null;
            scheduler.disownFresh(routine);
            throw t;
        }
        if (thrown != null) {
            Throwable t = thrown;
            thrown = null;
            throw MillRuntime.<RuntimeException>sneak(t);
        }
        O result = out;
        out = null;
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
    Task bodyEnded(Throwable t) {
        dead = true;
        Task back = resumer;
        resumer = null;
        boolean wasCancelled = routine.isCancelled() && ErrorMessages.endsCancelled(t);
        if (t != null && !wasCancelled) {
            if (back == null) {
                scheduler.uncaught(routine, t);
            } else {
                thrown = t;
            }
        } else if (wasCancelled && !closing && back != null && back.isCancelled()) {
            thrown = t; // The resumer was cancelled, and has waited for this one to go first.
        }
        return back;
    }

    /// Gives `coro {4}`, or `coro` before its first resume. Any thread may call it.
    @Override
    public String toString() {
        return routine == null ? "coro" : "coro {" + routine.id() + "}";
    }

    /// What it waits for in `yield`.
    private final class Suspended implements Waiting {
        @Override
        public void abandon(Task task) {}

        @Override
        public Verb verb() {
            return Verb.YIELD;
        }
    }

    /// What its resumer waits for.
    private final class Resumption implements Waiting {
        @Override
        public void abandon(Task task) {}

        @Override
        public Verb verb() {
            return closing ? Verb.END : Verb.RESUME;
        }

        @Override
        public Object object(Task task) {
            return routine;
        }

        /// The resumer is cancelled: so is this coroutine, and the resumer goes on when it has
        /// ended.
        @Override
        public boolean takesCancellation(Task task) {
            scheduler.cancel(routine);
            return true;
        }
    }

    /// The coroutine of the mill that it is.
    static final class CoroRoutine extends Routine {
        private final Coro<?, ?> coro;

        CoroRoutine(Coro<?, ?> coro, MillRuntime mill, long id, String created) {
            super(mill, id, "coro", created, null);
            this.coro = coro;
        }

        @Override
        public void run() {
            try {
                coro.runBody();
            } catch (Throwable t) {
                end(t);
                return;
            }
            end(null);
        }

        @Override
        protected Task ended(Throwable t) {
            Task back = coro.bodyEnded(t);
            forgetLocals();
            return back;
        }
    }
}
