package org.jmill.sched;

/// The tasks that are to run, first in, first out. Linked in one direction, by a field of the tasks' own: each switch
/// takes one and adds one, and nobody but [Scheduler] at a loss takes one from the middle.
///
/// Invariants:
/// - I1 `first == null` if and only if `last == null`.
/// - I2 `nextReady` is null in each task that is not in the list, and in the last one.
final class ReadyList {
    private Task first;
    private Task last;

    boolean isEmpty() {
        return first == null;
    }

    /// Adds a task at the end.
    void add(Task task) {
        assert task.nextReady == null && task != last : "already ready";
        Task tail = last;
        last = task;
        if (tail == null) {
            first = task;
        } else {
            tail.nextReady = task;
        }
    }

    /// Adds a task in front of all others: for giving back what [#poll] took.
    void addFirst(Task task) {
        task.nextReady = first;
        first = task;
        if (last == null) {
            last = task;
        }
    }

    /// Takes the first task out and returns it, or null.
    Task poll() {
        Task head = first;
        if (head != null) {
            Task second = head.nextReady;
            first = second;
            if (second == null) {
                last = null;
            } else {
                head.nextReady = null;
            }
        }
        return head;
    }

    /// The first task, or null.
    Task first() {
        return first;
    }

    /// Shows all that stand here to those who pick one.
    void copyTo(Decisions.Candidates candidates) {
        for (Task t = first; t != null; t = t.nextReady) {
            candidates.put(t);
        }
    }

    /// The last task, or null.
    Task last() {
        return last;
    }

    /// Whether a task stands here.
    boolean has(Task task) {
        return task.nextReady != null || task == last;
    }

    /// Takes a task out, wherever it stands, if it stands here; O(n).
    void remove(Task task) {
        Task before = null;
        Task found = first;
        while (found != null && found != task) {
            before = found;
            found = found.nextReady;
        }
        if (found == null) {
            return;
        }
        if (before == null) {
            first = task.nextReady;
        } else {
            before.nextReady = task.nextReady;
        }
        if (task == last) {
            last = before;
        }
        task.nextReady = null;
    }

    /// Takes all out that have ended where they stood; O(n).
    void dropEnded() {
        Task kept = null;
        Task next;
        for (Task t = first; t != null; t = next) {
            next = t.nextReady;
            if (t.state == TaskState.DONE) {
                t.nextReady = null;
                if (kept == null) {
                    first = next;
                } else {
                    kept.nextReady = next;
                }
            } else {
                kept = t;
            }
        }
        last = kept;
    }

    /// How many tasks stand here; O(n).
    int size() {
        int n = 0;
        for (Task t = first; t != null; t = t.nextReady) {
            n++;
        }
        return n;
    }

    /// Checks I1, and that `last` is the last; for tests.
    void checkInvariants() {
        Task end = first;
        while (end != null && end.nextReady != null) {
            end = end.nextReady;
        }
        if (end != last) {
            throw new AssertionError("I1");
        }
    }
}
