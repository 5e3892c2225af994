package org.jmill.sched;

/// What comes of an exception that has left the body of a task: nothing if that was cancelled, else the group that it
/// has begun in asks its keeper, and may end.
final class Uncaught {
    private final Group group;
    private final Task task;

    Uncaught(Group group, Task task) {
        this.group = group;
        this.task = task;
    }

    void decide(Throwable thrown) {
        if (isCancellation(thrown)) {
            group.noteCancelled();
            return;
        }
        Throwable fatal;
        try {
            fatal = group.keeper().uncaught(task, thrown);
        } catch (Throwable keeperFailed) {
            if (!isMill() && isCancellation(keeperFailed)) {
                return; // It has waited, and was told of the end like any other.
            }
            if (keeperFailed != thrown) { // It may throw on what it was given.
                keeperFailed.addSuppressed(thrown);
            }
            fatal = keeperFailed;
        }
        if (fatal != null) {
            group.fail(task, fatal);
        }
    }

    /// Whether this is how a cancelled task ends. What leaves main's body is told, unless the mill has failed.
    private boolean isCancellation(Throwable thrown) {
        boolean isAwaited = !isMill() || task != group.owner() || group.failure() != null;
        return task.isCancelled() && isAwaited && task.scheduler().failures().isCancellation(thrown);
    }

    private boolean isMill() {
        return group.kind() == Group.Kind.MILL;
    }
}
