package org.jmill.sched;

/// The living tasks, in the order of their creation.
///
/// Invariant I1: for each task but the last, `task.nextTask.prevTask == task`.
final class TaskList {
    private Task first;
    private Task last;
    private int size;

    void add(Task task) {
        Task before = last;
        task.prevTask = before;
        last = task;
        if (before == null) {
            first = task;
        } else {
            before.nextTask = task;
        }
        size++;
    }

    /// Takes a task out, if it is here. It keeps its link to the next one, so that a loop that stands on it can
    /// go on.
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
        size--;
    }

    Task first() {
        return first;
    }

    int size() {
        return size;
    }
}
