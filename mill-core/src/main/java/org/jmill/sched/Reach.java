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
            reachInside(group);
            while (awaited != null && !awaited.isEmpty()) {
                Group alone = alone(scheduler, awaited.poll());
                if (alone != null) {
                    alone.becauseOf(why, cancelled);
                    open.add(alone);
                }
            }
        }
    }

    /// Those that are in it, or in one that lies in it: its owner comes last, and main not any more once it has ended.
    private void reachInside(Group group) {
        Task owner = group.owner();
        boolean isMill = group.kind() == Group.Kind.MILL;
        if (isMill) {
            scheduler.forEach(task -> {
                if (task != owner) {
                    reach(group, task);
                }
            });
        } else {
            group.forEachChild(task -> reach(group, task));
        }
        boolean hasLeft = owner.state == TaskState.DONE || (isMill && group.hasBodyEnded());
        if (!hasLeft) {
            reach(group, owner);
        }
    }

    /// The group that is a task alone, new; null if it is cancelled, but for what a shield keeps away for now.
    static Group alone(Scheduler scheduler, Task task) {
        Group top = null;
        Group g = task.group;
        while (g.owner() == task && g.kind() != Group.Kind.MILL) {
            if (g.kind() == Group.Kind.ALONE) {
                return null;
            }
            top = g;
            g = g.outer;
        }
        if (g.isCancelled()) {
            return null;
        }
        Group alone = new Group(scheduler, Group.Kind.ALONE, g, task, -1, null, null);
        if (top == null) {
            task.group = alone;
        } else {
            top.outer = alone;
        }
        return alone;
    }

    /// Whether the task has opened the group, and is itself in a larger one.
    private static boolean isOwn(Group group, Task task) {
        return group.owner() == task && group.kind() != Group.Kind.ALONE && group.kind() != Group.Kind.MILL;
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
            tell(task, task == spared || (standsStill && isOwn(from, task)));
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
