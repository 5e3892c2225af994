package org.jmill;

import java.time.Duration;
import org.jmill.sched.Link;
import org.jmill.sched.Scheduler;
import org.jmill.sched.Task;
import org.jmill.sched.WaitQueue;
import org.jmill.sched.Waiting;
import org.jmill.trace.Trace;
import org.jmill.world.Verb;

/// Something that happens once, and of which another thread tells: coroutines [wait][#await] for it without keeping
/// the mill's thread.
///
/// {@snippet file="org/jmill/snippets/SignalSnippet.java" region="example"}
///
/// It carries no value: what the thread did before it [raised][#raise] the signal is visible to the coroutine that
/// goes on. For values see [Inbox]. While a coroutine waits for a signal, its mill is not in a deadlock: another
/// thread may always raise it.
///
/// Source: none; libmill has no threads.
///
/// @since 0.1.0
public final class Signal {
    private final Scheduler scheduler;
    private final Wait wait;
    private volatile boolean raised;

    Signal(MillRuntime mill, Verb verb) {
        this.scheduler = mill.scheduler;
        this.wait = new Wait(verb);
    }

    /// Tells that it has happened: those who wait go on, and nobody waits any more. Raising it again does nothing.
    /// Never waits. Any thread may call it, also when the mill has ended.
    public void raise() {
        if (!raised) {
            raised = true;
            scheduler.mailbox().post(wait);
        }
    }

    /// Tells whether it was raised. Any thread may call it.
    ///
    /// @return whether it has happened
    public boolean isRaised() {
        return raised;
    }

    /// Waits until it is raised.
    ///
    /// Called on the mill's thread.
    ///
    /// @throws CancelledException if the coroutine is cancelled
    /// @throws MillPanic if it is called outside of the signal's mill
    public void await() {
        await(-1);
    }

    /// Waits until it is raised, at most until the deadline. One that was raised before is never missed, however long
    /// the deadline has passed.
    ///
    /// @param deadlineMs as of [Mill#now]; negative: none; past: does not wait beyond the next poll
    /// @return whether it was raised
    /// @throws CancelledException as for [#await()]
    /// @throws MillPanic as for [#await()]
    public boolean await(long deadlineMs) {
        Task self = scheduler.enter();
        scheduler.checkDeadline(wait.verb, null, deadlineMs);
        if (Trace.on) {
            scheduler.telling().does(wait.verb, null);
        }
        if (raised) {
            scheduler.completed();
            return true;
        }
        return Waits.suspend(scheduler, self, wait, deadlineMs) >= 0;
    }

    /// Does the same as [#await(long)], with a deadline that lies so far ahead.
    ///
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#await(long)]
    /// @throws CancelledException as for [#await(long)]
    /// @throws MillPanic if the timeout is null, or as for [#await(long)]
    public boolean await(Duration timeout) {
        return await(Mill.after(timeout));
    }

    /// Gives `signal`, and whether it was raised. Any thread may call it.
    @Override
    public String toString() {
        return raised ? "signal, raised" : "signal";
    }

    /// Those who wait; and the letter that wakes them.
    private static final class Wait extends WaitQueue implements Waiting, Runnable {
        private final Verb verb;

        Wait(Verb verb) {
            this.verb = verb;
        }

        @Override
        public void enlist(Task task) {
            add(task);
            task.scheduler().awaited(1);
        }

        @Override
        public void abandon(Task task) {
            if (has(task)) { // Its wait may be given up before it got here.
                remove(task);
                task.scheduler().awaited(-1);
            }
        }

        @Override
        public Verb verb() {
            return verb;
        }

        /// On the mill's thread.
        @Override
        public void run() {
            for (Link link = poll(); link != null; link = poll()) {
                Scheduler scheduler = link.task().scheduler();
                scheduler.awaited(-1);
                scheduler.wake(link.task(), 0);
            }
        }
    }
}
