package org.jmill.sched;

import org.jmill.world.Verb;

/// How a mill comes to its end: a failure cancels everybody, main's end cancels everybody else.
final class Ending implements Waiting {
    private final Scheduler scheduler;
    private final Failures failures;
    private Throwable failure; // What ended the mill early; null = nothing did.
    private boolean begun;
    private volatile long sinceNs; // In the world's time; 0 = everybody may go on. Read by any thread.

    Ending(Scheduler scheduler, Failures failures) {
        this.scheduler = scheduler;
        this.failures = failures;
    }

    /// Whether everybody is to go.
    boolean hasBegun() {
        return begun;
    }

    /// Main is cancelled, or all are: they are to go soon.
    void note() {
        if (sinceNs == 0) {
            sinceNs = scheduler.timeOfEnd();
        }
    }

    /// When that was, or 0.
    long sinceNs() {
        return sinceNs;
    }

    /// What ended the mill early, or null.
    Throwable failure() {
        return failure;
    }

    /// Cancels everybody but main.
    void cancelOthers(Task main) {
        begun = true;
        note();
        scheduler.forEach(t -> {
            if (t != main) {
                scheduler.cancel(t);
            }
        });
    }

    /// Ends the waits of those who wait although they were cancelled before (in one coroutine's `finally` for
    /// the end of another, which does the same): no cancellation wakes them any more.
    void giveUpWaits() {
        scheduler.forEach(t -> {
            if (t.state == TaskState.WAITING && t.waiting != this) {
                scheduler.giveUpWait(t);
            }
        });
    }

    /// Ends the mill with what went wrong; the first failure counts, later ones are suppressed in
    /// it.
    void fail(Throwable thrown, Task main) {
        note(thrown);
        cancelOthers(main);
        scheduler.cancel(main);
    }

    /// Notes what went wrong.
    void note(Throwable thrown) {
        if (failure == null) {
            failure = thrown;
        } else if (failure != thrown) {
            failure.addSuppressed(thrown);
        }
    }

    /// Decides about an exception that has left a task's body.
    void uncaught(Task task, Throwable thrown, Task main) {
        boolean awaited = task != main || failure != null;
        if (task.isCancelled() && awaited && failures.isCancellation(thrown)) {
            return;
        }
        Throwable fatal;
        try {
            fatal = failures.uncaught(task, thrown);
        } catch (Throwable handlerFailed) {
            if (handlerFailed != thrown) { // It may throw on what it was given.
                handlerFailed.addSuppressed(thrown);
            }
            fatal = handlerFailed;
        }
        if (fatal != null) {
            fail(fatal, main);
        }
    }

    // Main waits for the end of the others; nothing but that can end its wait.

    @Override
    public void abandon(Task task) {}

    @Override
    public Verb verb() {
        return Verb.LAST;
    }

    @Override
    public String describe(Task task) {
        return "end of the others";
    }
}
