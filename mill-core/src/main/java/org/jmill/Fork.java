package org.jmill;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jmill.sched.Group;
import org.jmill.sched.Link;
import org.jmill.sched.Scheduler;
import org.jmill.sched.Task;
import org.jmill.sched.WaitQueue;
import org.jmill.sched.Waiting;
import org.jmill.trace.Trace;
import org.jmill.world.Reason;
import org.jmill.world.Verb;
import org.jspecify.annotations.Nullable;

/// A child of a [Scope] that has a result, and where to wait for that. Any number of coroutines may wait, any number of
/// times.
///
/// All methods but [#toString] are called on the mill's thread, by any coroutine of it, and throw [MillPanic]
/// elsewhere.
///
/// Source: none in libmill; Java's `StructuredTaskScope.Subtask`, Kotlin's `Deferred`.
///
/// @param <T> the type of the result
/// @since 0.1.0
public final class Fork<T extends @Nullable Object> {
    private final MillRuntime mill;
    private final Scheduler scheduler;
    private final Result result = new Result();
    private Callable<? extends T> code; // null once it runs
    private Routine child;

    // The mill's thread only.
    private boolean ended;
    private T value;
    private Throwable thrown; // null = it has a value
    private Chan<T> chan; // null = nobody has asked for it

    Fork(MillRuntime mill, Callable<? extends T> code) {
        this.mill = mill;
        this.scheduler = mill.scheduler;
        this.code = code;
    }

    /// What the child runs.
    Body<Exception> body() {
        return this::work;
    }

    void begins(Routine newChild) {
        child = newChild;
    }

    private void work() throws Exception {
        Callable<? extends T> work = code;
        code = null;
        try {
            T computed = work.call();
            end(computed, null);
        } catch (Throwable t) {
            end(null, t);
            throw t;
        }
    }

    /// Those who wait go on with the result before a failure cancels them.
    private void end(T newValue, Throwable newThrown) {
        ended = true;
        value = newValue;
        thrown = newThrown;
        for (Link link = result.poll(); link != null; link = result.poll()) {
            scheduler.wake(link.task(), 0);
        }
        if (chan != null) {
            endChannel();
        }
    }

    /// The child is gone, with a scope.
    void abandoned(Group with) {
        if (!ended) {
            code = null;
            end(null, ErrorMessages.abandoned("fork " + child.label(), with));
        }
    }

    private void endChannel() {
        if (thrown == null) {
            chan.conclude(value);
        } else {
            chan.feedFailure(failure());
        }
    }

    /// Waits for the result; if it is there, this gives way at most.
    ///
    /// What has left the body, whatever its type, is thrown as it is. If that ends the scope, it is thrown by
    /// [Scope#run], too.
    ///
    /// @return what its body has returned, may be null
    /// @throws CancelledException if the calling coroutine is cancelled, or the child was; or if its scope was
    ///   [abandoned][Scope#abandon]
    /// @throws MillPanic if the child itself calls it, or it would wait for a result that waits for the caller
    public T join() {
        return join(-1);
    }

    /// Waits as [#join()] does, at most until the deadline.
    ///
    /// @param deadlineMs as of [Mill#now]; negative: none; past: until the next poll
    /// @return as of [#join()]
    /// @throws DeadlineException if the deadline has passed before the child has ended
    /// @throws CancelledException as for [#join()]
    /// @throws MillPanic as for [#join()]
    public T join(long deadlineMs) {
        Task self = scheduler.enter();
        scheduler.checkDeadline(Verb.JOIN, child, deadlineMs);
        if (Trace.on) {
            scheduler.telling().does(Verb.JOIN, child);
        }
        if (ended) {
            scheduler.completed();
            return result();
        }
        checkNoCircle(self);
        if (Waits.suspend(scheduler, self, result, deadlineMs) == Scheduler.TIMEOUT) {
            throw new DeadlineException("join " + child.label() + ": the deadline has passed, it has not ended");
        }
        return result();
    }

    /// Does the same as [#join(long)], with a deadline that lies so far ahead.
    ///
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#join(long)]
    /// @throws DeadlineException as for [#join(long)]
    /// @throws CancelledException as for [#join(long)]
    /// @throws MillPanic if the timeout is null, or as for [#join(long)]
    public T join(Duration timeout) {
        return join(Mill.after(timeout));
    }

    private T result() {
        if (thrown != null) {
            throw MillRuntime.<RuntimeException>sneak(failure());
        }
        return value;
    }

    /// What those meet who want the result: a cancellation is the child's, not theirs.
    private Throwable failure() {
        if (!(thrown instanceof CancelledException cancelled)) {
            return thrown;
        }
        if (cancelled.reason() == Reason.ABANDONED) {
            return ErrorMessages.abandoned("join " + child.label(), cancelled.group());
        }
        TraceEnd.cut(cancelled, child);
        return new CancelledException(
                "join " + child.label() + ": it was cancelled", cancelled.reason(), cancelled.group(), cancelled);
    }

    /// Those who wait for each other in a circle would wait for ever.
    private void checkNoCircle(Task self) {
        StringBuilder circle = new StringBuilder(self.label());
        Task next = child;
        while (next != null) {
            circle.append(" joins ").append(next.label());
            if (next == self) {
                throw new MillPanic("join " + child.label() + ": nobody in a circle would ever end: " + circle);
            }
            next = next.waiting() instanceof Fork<?>.Result awaited ? awaited.child() : null;
        }
    }

    /// Gives a channel that is done with the result, or fails as the child has: for a choose.
    ///
    /// @return the channel, always the same
    public Chan<T> chan() {
        scheduler.enterQuietly();
        if (chan == null) {
            chan = new Chan<>(mill, null, 0);
            if (ended) {
                endChannel();
            }
        }
        return chan;
    }

    /// Tells whether the result is there, or never will be.
    ///
    /// @return whether the body has ended
    public boolean isDone() {
        scheduler.enterToLook();
        return ended;
    }

    /// Gives the child as a coroutine, to cancel it alone for instance.
    ///
    /// @return a handle
    public Coroutine coroutine() {
        return new Coroutine(child);
    }

    /// Gives `fork {4}`, or `fork {4} name`. Any thread may call it.
    @Override
    public String toString() {
        return "fork " + child;
    }

    /// What those wait for who join.
    private final class Result extends WaitQueue implements Waiting {
        Task child() {
            return child;
        }

        @Override
        public void enlist(Task task) {
            add(task);
        }

        @Override
        public void abandon(Task task) {
            remove(task);
        }

        @Override
        public Verb verb() {
            return Verb.JOIN;
        }

        @Override
        public Object object(Task task) {
            return child;
        }
    }
}
