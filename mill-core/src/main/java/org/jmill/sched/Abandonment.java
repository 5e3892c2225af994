package org.jmill.sched;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jmill.trace.Trace;

/// Takes all who are in a scope out of the mill, as if the power had failed: none of them runs again, no `finally` of
/// theirs, nothing that follows an end. What they wait for forgets them, and who waits for them goes on.
///
/// Three passes, so that nobody is woken who is about to go: all leave the queues they stand in and are DONE; then each
/// is told of as one that has ended; then the scopes that are gone with their owners give back what they have asked
/// for.
final class Abandonment {
    private final Scheduler scheduler;
    private final Group top;
    private final List<Task> tasks = new ArrayList<>(); // In the order of their beginning, in each group.
    private final List<Group> scopes = new ArrayList<>(); // Whose owners are among the tasks.

    /// Finds out who they are. The owner goes on: but the children of scopes that it has opened in this one do not.
    Abandonment(Scheduler scheduler, Group top) {
        this.scheduler = scheduler;
        this.top = top;
        ArrayDeque<Group> open = new ArrayDeque<>();
        for (Group g = top.owner().group; g != top; g = g.outer) {
            open.push(g);
        }
        open.push(top);
        while (!open.isEmpty()) {
            open.poll().forEachChild(child -> take(child, open));
        }
    }

    private void take(Task task, ArrayDeque<Group> open) {
        tasks.add(task);
        for (Group g = task.group; g.owner() == task; g = g.outer) {
            if (g.kind() == Group.Kind.SCOPE) {
                scopes.add(g);
                open.add(g);
            }
        }
    }

    boolean has(Task task) {
        return tasks.contains(task);
    }

    /// @return how many there were
    int carryOut(ReadyList ready, TaskList living) {
        boolean anyReady = false;
        for (Task task : tasks) {
            anyReady |= task.state == TaskState.READY;
            detach(task);
        }
        if (anyReady) {
            ready.dropEnded();
        }
        for (Task task : tasks) {
            end(task, living);
        }
        scopes.forEach(scope -> scope.keeper().abandoned());
        return tasks.size();
    }

    /// Nobody can wake it any more.
    private void detach(Task task) {
        assert task.state != TaskState.RUNNING && task.state != TaskState.BLOCKED : task + " is " + task.state;
        if (task.waiting != null) {
            scheduler.disarm(task.timer);
            task.waiting.abandon(task);
            task.waiting = null;
        }
        task.state = TaskState.DONE;
    }

    /// As [Scheduler#ends], for one that has not come to its end. A handle on it holds nothing.
    private void end(Task task, TaskList living) {
        if (Trace.on) {
            scheduler.telling().ended(task, null);
        }
        living.remove(task);
        Group home = task.home();
        task.leaveAll();
        task.group = scheduler.mill();
        task.timer = null;
        task.strand = null;
        task.takeValue();
        task.abandoned(top);
        task.wakeJoiners();
        if (!home.hasEnded()) {
            home.ends(task);
        }
    }
}
