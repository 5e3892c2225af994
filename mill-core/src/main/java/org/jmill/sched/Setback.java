package org.jmill.sched;

import org.jmill.engine.PinnedException;

/// Takes back a switch that has failed, so that the task which was to be left goes on as if it had never called.
///
/// A task that cannot leave the thread is told so, and nothing is lost. Where the stack or the memory ended in the midst
/// of a switch, the mill ends, too: what was half done is put in order as far as it takes for everybody to be cancelled.
/// That itself may need more stack than there is; the task's next verb, or its end, then does it.
final class Setback {
    private final Scheduler scheduler;
    private final ReadyList ready;
    private final TaskList tasks;
    private final Failures failures;

    Task displaced; // Was made the current task, though the thread never got there; the task itself: nobody was.
    private Throwable cause; // Of what is to be settled late.

    Setback(Scheduler scheduler, ReadyList ready, TaskList tasks, Failures failures) {
        this.scheduler = scheduler;
        this.ready = ready;
        this.tasks = tasks;
        this.failures = failures;
    }

    /// A task that was switched to directly, and has not run, waits again, or is as it was before its start.
    ///
    /// @param waited what it waited for; null: it is FRESH
    /// @param untouched whether nobody has run meanwhile
    void returnTo(Task next, Waiting waited, boolean untouched) {
        if (displaced == next && untouched && next.state != TaskState.DONE) {
            next.waiting = waited;
            next.state = waited == null ? TaskState.FRESH : TaskState.WAITING;
            displaced = null;
        }
    }

    /// Takes back a failed switch, or at least as much of it as the stack allows.
    ///
    /// @param wasReady whether the task had gone to the ready list by itself; else only a wake has brought it there
    /// @return whether what the task waited for has come meanwhile, so that it simply goes on
    boolean settle(Task self, boolean wasReady, Throwable thrown) {
        cause = thrown;
        boolean woken = !wasReady && self.state == TaskState.READY;
        settleLate(self);
        if (thrown instanceof PinnedException && !woken) {
            throw failures.pinned(self, thrown.getMessage());
        }
        return woken;
    }

    /// Does what [#settle] could not.
    void settleLate(Task self) {
        Task other = displaced;
        if (other != null && other != self && other.strand.hasEnded()) {
            other.state = TaskState.DONE; // Its stack ended at its very end: nobody knows what it left undone.
            tasks.remove(other);
        } else if (other != null && other != self && !ready.has(other)) {
            other.state = TaskState.READY;
            ready.addFirst(other);
        }
        displaced = null;
        if (self.state == TaskState.READY) {
            ready.remove(self);
        }
        if (self.waiting != null) {
            scheduler.disarm(self); // First: whoever comes here again finds `waiting`.
            self.waiting.abandon(self);
            self.waiting = null;
        }
        scheduler.settled(self);
        if (!(cause instanceof PinnedException)) {
            endMill(self);
        }
        cause = null;
    }

    /// Who was taken from the ready list, but was not yet the current task, goes back: all are to have their end.
    private void endMill(Task self) {
        for (Task t = tasks.first(); t != null; t = t.nextTask) {
            if (t.state == TaskState.READY && !ready.has(t)) {
                ready.addFirst(t);
            }
        }
        scheduler.fail(failures.halfSwitched(self, cause));
    }
}
