package org.jmill.sched;

import org.jmill.engine.PinnedException;

/// Takes back the suspension of a task that could not be suspended, or whose suspension overflowed the stack.
///
/// A task that is about to be suspended has a `waiting` or stands in the ready list, and the next one may have been
/// made current before the thread got there. All of that is undone here, so that the task goes on as if it had never
/// called, and nobody is lost. Each step may itself run out of stack; [Scheduler] then comes here again.
final class Recovery {
    private final Scheduler scheduler;
    private final ReadyList ready;
    private final TaskList tasks;
    private final Failures failures;

    // A task that switches to one which is not in the ready list, until it has the thread back; that one; and what it
    // waited for, null if it was FRESH. So that the other one, if it has not run, goes back to where it was.
    private Task giver;
    private Task taker;
    private Waiting waitOfTaker;

    Recovery(Scheduler scheduler, ReadyList ready, TaskList tasks, Failures failures) {
        this.scheduler = scheduler;
        this.ready = ready;
        this.tasks = tasks;
        this.failures = failures;
    }

    /// A task is about to switch to one that waits, or is to start it.
    ///
    /// @param waited what `next` waits for; null: it is FRESH
    void beginHandOver(Task self, Task next, Waiting waited) {
        giver = self;
        taker = next;
        waitOfTaker = waited;
    }

    /// The task that switched has the thread back.
    void endHandOver() {
        giver = null;
        taker = null;
        waitOfTaker = null;
    }

    /// Something was thrown instead of the current task being suspended: by the engine, the poller, or for want of
    /// stack, which the user's code may catch.
    ///
    /// @param served whether what the task waited for had come by then, and would be lost
    /// @return whether the task has been woken meanwhile, and simply goes on
    boolean goesOn(Task self, Task next, boolean served, Throwable t) {
        boolean pinned = t instanceof PinnedException;
        boolean othersRan = pinned && scheduler.current() != next && self.state == TaskState.READY;
        boolean woken = othersRan || (served && (pinned || t instanceof StackOverflowError));
        takeBack(self);
        if (t instanceof StrictEngine.HeldMonitorException) {
            throw failures.heldMonitor(self, t.getMessage());
        }
        if (pinned && !woken) {
            throw failures.pinned(self, t.getMessage());
        }
        return woken;
    }

    /// A task goes on that was about to be suspended. Who finds that out first writes it down in `unsettled` and
    /// clears `guard`, which takes no stack: if the stack overflows here again, the task's next verb, or its end,
    /// comes here.
    void takeBack(Task self) {
        Task current = scheduler.current();
        if (current != self) {
            boolean isLost = current != null && current.strand.hasEnded();
            if (isLost) {
                lose(current);
            }
            stay(self, isLost ? null : current);
        } else if (self.state != TaskState.RUNNING || self.waiting != null) {
            stay(self, null);
            regain();
        }
        endHandOver();
        scheduler.settled(self);
    }

    /// A task ran out of stack at its very end, so that nobody knows what it has left undone.
    private void lose(Task task) {
        task.state = TaskState.DONE;
        tasks.remove(task);
        scheduler.fail(new StackOverflowError(task + ": no stack was left for its end"));
    }

    /// Who was taken from the ready list, but did not become the current task, goes back.
    private void regain() {
        for (Task t = tasks.first(); t != null; t = t.nextTask) {
            if (t.state == TaskState.READY && !ready.has(t)) {
                ready.addFirst(t);
            }
        }
    }

    /// The current task cannot be suspended: takes back what announced its suspension.
    private void stay(Task self, Task next) {
        if (giver == self && (next == null || next == taker) && !scheduler.hasTakenSinceHandOver()) {
            giveBack(taker, waitOfTaker);
        } else if (next != null) {
            next.state = TaskState.READY;
            ready.addFirst(next);
        }
        if (self.state == TaskState.READY) {
            ready.remove(self);
        }
        if (self.waiting != null) {
            scheduler.disarm(self); // First: whoever comes here again finds `waiting`.
            self.waiting.abandon(self);
            self.waiting = null;
        }
        scheduler.become(self);
    }

    /// Who was switched to, but has not run, waits again, or is as it was before its start.
    private void giveBack(Task task, Waiting waited) {
        if (task.state == TaskState.DONE) {
            return; // It has run, and was lost.
        }
        task.waiting = waited;
        if (waited == null) {
            task.state = TaskState.FRESH;
            tasks.remove(task);
        } else {
            task.state = TaskState.WAITING;
        }
    }
}
