package org.jmill.sched;

import org.jmill.engine.Dispatcher;
import org.jmill.engine.Strand;

/// The scheduler as an engine with a root sees it: the root's thread comes here when the strand that ran has
/// named no other, and so either found nothing ready or has blocked in a Java call.
///
/// Invariants:
/// - I1 `blocked` counts the tasks in state BLOCKED.
/// - I2 While the root looks for a task, no task is current.
final class Root implements Dispatcher {
    private final Scheduler scheduler;
    private Thread thread; // The root's; null before it first came here. Read by any thread.
    private int blocked;

    Root(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public Strand next() {
        thread = Thread.currentThread();
        Task left = scheduler.leave(thread);
        if (left != null && left.state == TaskState.RUNNING) {
            left.state = TaskState.BLOCKED;
            blocked++;
            if (left.isCancelled()) {
                left.strand.interrupt();
            }
        }
        return scheduler.takeForRoot().strand;
    }

    @Override
    public void runnable(Runnable body) {
        Task task = (Task) body;
        Thread here = Thread.currentThread();
        if (here == thread && task.state == TaskState.RUNNING) {
            scheduler.becomeReady(task); // Java code gave the thread back without blocking: Thread.yield.
        } else if (here == thread || here == scheduler.owner()) {
            unblock(task);
        } else {
            scheduler.mailbox().post(() -> unblock(task));
        }
    }

    private void unblock(Task task) {
        if (task.state == TaskState.BLOCKED) {
            blocked--;
            scheduler.becomeReady(task);
        }
    }

    @Override
    public void interrupted() {
        scheduler.mailbox().post(scheduler::cancelMain);
    }

    /// Whether a task is blocked in a Java call.
    boolean hasBlocked() {
        return blocked > 0;
    }

    /// Whether the calling thread is the root's.
    boolean isHere() {
        return Thread.currentThread() == thread;
    }
}
