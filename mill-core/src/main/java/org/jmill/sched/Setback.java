package org.jmill.sched;

import org.jmill.engine.PinnedException;

/// Takes back a switch that has failed, so that the task which was to be left goes on as if it had never called, and
/// nobody is lost.
///
/// That may itself need more stack than there is; the task's next verb, or its end, then does it.
final class Setback {
    private final Scheduler scheduler;
    private final ReadyList ready;
    private final TaskList tasks;

    Task displaced; // Was made the current task, though the thread never got there; the task itself: nobody was.

    Setback(Scheduler scheduler, ReadyList ready, TaskList tasks) {
        this.scheduler = scheduler;
        this.ready = ready;
        this.tasks = tasks;
    }

    /// A task that was switched to directly, and has not run, waits again, or is as it was before its start.
    ///
    /// @param waited what it waited for; null: it is FRESH
    /// @param untouched whether nobody has run meanwhile
    void returnTo(Task next, Waiting waited, boolean untouched) {
        if (displaced == next && untouched && !isGone(next)) {
            next.waiting = waited;
            next.state = waited == null ? TaskState.FRESH : TaskState.WAITING;
            next.outcome = scheduler.roundMs(); // Since when it waited before has no other place, and is lost.
            displaced = null;
        }
    }

    private static boolean isGone(Task task) {
        return task.strand == null || task.strand.hasEnded();
    }

    /// Takes back a failed switch.
    ///
    /// @param wasReady whether the task had gone to the ready list by itself; else only a wake has brought it there
    /// @return whether what the task waited for has come meanwhile, and would be lost if the failure were told
    boolean settle(Task self, boolean wasReady, Throwable thrown) {
        boolean woken = !wasReady && self.state == TaskState.READY;
        settleLate(self);
        return woken && (thrown instanceof PinnedException || thrown instanceof StackOverflowError);
    }

    /// Does what [#settle] could not.
    void settleLate(Task self) {
        Task other = displaced;
        boolean isLost = other != null && other != self && isGone(other);
        if (isLost) {
            scheduler.ends(other);
        } else if (other != null && other != self && !ready.has(other)) {
            other.state = TaskState.READY;
            ready.addFirst(other);
        }
        displaced = null;
        if (ready.has(self)) {
            ready.remove(self);
        }
        if (self.waiting != null) {
            scheduler.disarm(self.timer); // First: whoever comes here again finds `waiting`.
            self.waiting.abandon(self);
            self.waiting = null;
        }
        scheduler.settled(self);
        for (Task t = tasks.first(); t != null; t = t.nextTask) {
            if (t.state == TaskState.READY && !ready.has(t)) {
                ready.addFirst(t); // It was taken from the list, but was not yet the current one.
            }
        }
        if (isLost) {
            scheduler.fail(new StackOverflowError(other + ": no stack was left for its end"));
        }
    }
}
