package org.jmill.sched;

import java.util.concurrent.locks.LockSupport;
import org.jmill.engine.Dispatcher;
import org.jmill.engine.Strand;

/// The scheduler as an engine with a root sees it: the root's thread comes here when the strand that ran has
/// named no other, and so either found nothing ready or has blocked in a Java call.
///
/// A task may block in Java code while it is *midway*: half suspended, asking the world, or, main, not yet begun.
/// Nobody else may run then, and the root waits for it. That is short: the locks that it may meet there, of the
/// selector or a random generator, are not held across a wait by anybody.
///
/// Invariants:
/// - I1 `blocked` counts the tasks in state BLOCKED.
/// - I2 While the root looks for a task, no task is current.
/// - I3 A task that is midway is the current one until it goes on.
final class Root implements Dispatcher {
    private final Scheduler scheduler;
    private volatile Thread thread; // The root's; null before it first came here. Read by any thread.
    private volatile Task handedIn; // Was midway and can go on; written by any thread, cleared by the root's.
    private boolean gaveWay; // The task that has just left did so without blocking, and is in the ready list.
    private int blocked;

    Root(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public Strand next() {
        thread = Thread.currentThread();
        Task midway = scheduler.isBeforeMain() ? scheduler.main() : scheduler.current();
        if (!gaveWay && midway != null && scheduler.isMidway(midway)) {
            awaitHandIn(midway);
            return midway.strand; // I3
        }
        gaveWay = false;
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

    private void awaitHandIn(Task task) {
        while (handedIn != task) {
            LockSupport.park(this);
            if (Thread.interrupted()) {
                interrupted();
            }
        }
        handedIn = null;
    }

    @Override
    public void runnable(Runnable body) {
        Task task = (Task) body;
        Thread here = Thread.currentThread();
        if (scheduler.isMidway(task)) {
            handedIn = task;
            LockSupport.unpark(thread); // If that is null, the root has yet to look.
        } else if (here == thread && task.state == TaskState.RUNNING) {
            gaveWay = true;
            scheduler.becomeReady(task); // Java code gave the thread back without blocking: Thread.yield.
        } else if (here == thread || here == scheduler.owner()) {
            unblock(task);
        } else {
            scheduler.mailbox().deliver(() -> unblock(task));
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
        scheduler.mailbox().deliver(scheduler::cancelMain);
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
