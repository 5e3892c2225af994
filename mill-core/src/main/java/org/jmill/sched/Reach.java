package org.jmill.sched;

import java.util.ArrayDeque;

/// How far a cancellation reaches: to all who are in the group, or in one that lies in it, but not past a shield; and
/// on to those for whom one of these waits in such a way that its wait ends with theirs.
final class Reach {
    private final Scheduler scheduler;
    private final Cancellation why;
    private final Task spared; // Is not woken; null = nobody is spared
    private final ArrayDeque<Group> open = new ArrayDeque<>(1); // Marked, but those inside do not know yet.
    private ArrayDeque<Task> awaited; // null = nobody yet

    Reach(Scheduler scheduler, Cancellation why, Task spared) {
        this.scheduler = scheduler;
        this.why = why;
        this.spared = spared;
    }

    /// Has everybody know.
    void from(Group cancelled) {
        cancelled.mark();
        open.add(cancelled);
        while (!open.isEmpty()) {
            Group group = open.poll();
            group.forEachInside(task -> reach(group, task));
            while (awaited != null && !awaited.isEmpty()) {
                Group alone = Group.alone(scheduler, awaited.poll());
                if (alone != null) {
                    alone.becauseOf(why, cancelled);
                    open.add(alone);
                }
            }
        }
    }

    /// Marks the groups between one and a task in it, up to a shield; without a shield, tells the task.
    private void reach(Group from, Task task) {
        Group shield = null;
        for (Group g = task.group; g != from && g != null; g = g.outer()) {
            if (g.isShield()) {
                shield = g;
            }
        }
        for (Group g = shield == null ? task.group : shield.outer(); g != from && g != null; g = g.outer()) {
            if (g.mark() && g.kind() == Group.Kind.SCOPE) {
                open.add(g);
            }
        }
        boolean standsStill = task.waiting != null && task.waiting.standsStill();
        if (shield == null && (task.seat != null || standsStill)) {
            tell(task, task == spared || (standsStill && from.isOwnOf(task)));
        }
    }

    private void tell(Task task, boolean isSpared) {
        Task passedTo = scheduler.tellCancelled(task, isSpared);
        if (passedTo != null) {
            awaited = awaited == null ? new ArrayDeque<>() : awaited;
            awaited.add(passedTo);
        }
    }
}
