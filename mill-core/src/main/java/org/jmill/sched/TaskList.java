package org.jmill.sched;

/// The living tasks, in the order of their creation.
///
/// Invariant I1: for each task but the last, `task.nextTask.prevTask == task`.
final class TaskList {
    private Task first;
    private Task last;
    private int size;
    private int walks; // Loops over the list under way.

    void add(Task task) {
        Task before = last;
        task.prevTask = before;
        task.nextTask = null; // It may have been here before.
        last = task;
        if (before == null) {
            first = task;
        } else {
            before.nextTask = task;
        }
        size++;
    }

    /// Takes a task out, if it is here. Its link to the next one it keeps only while there are loops, which may
    /// stand on it: else a handle on it would keep all that were started after it from being collected.
    void remove(Task task) {
        Task before = task.prevTask;
        Task behind = task.nextTask;
        if (before == null) {
            if (first != task) {
                return;
            }
            first = behind;
        } else {
            before.nextTask = behind;
        }
        if (behind == null) {
            last = before;
        } else {
            behind.prevTask = before;
        }
        task.prevTask = null;
        if (walks == 0) {
            task.nextTask = null;
        }
        size--;
    }

    /// Forgets everybody.
    void clear() {
        first = null;
        last = null;
        size = 0;
    }

    /// Begins a loop during which others may run, and tasks be taken out.
    void beginWalk() {
        walks++;
    }

    /// Ends it.
    void endWalk() {
        walks--;
    }

    Task first() {
        return first;
    }

    int size() {
        return size;
    }
}
