package org.jmill.sched;

import java.util.List;
import org.jmill.world.Turns;

/// Where the world decides whose turn it is: after each operation, and whenever one is taken from the ready list.
final class Decisions {
    private final Scheduler scheduler;
    private final ReadyList ready;
    private final Turns turns;
    private final int rowMax; // Operations until a task goes to the tail of the ready list in any case.
    private int inARow; // Operations since a task was taken from the ready list.
    private boolean decided; // Who is to be taken next.

    private Decisions(Scheduler scheduler, ReadyList ready, Turns turns, int rowMax) {
        this.scheduler = scheduler;
        this.ready = ready;
        this.turns = turns;
        this.rowMax = rowMax;
    }

    /// Null where the world leaves it to the ready list.
    static Decisions of(Scheduler scheduler, ReadyList ready, Turns turns, int rowMax) {
        return turns == null ? null : new Decisions(scheduler, ready, turns, rowMax);
    }

    /// Whether a new task runs at once.
    boolean startsAtOnce(Task parent, Task child) {
        return scheduler.ask(() -> turns.startsAtOnce(parent, child));
    }

    /// Whether a task that has completed an operation goes on; else it is to go to the tail of the ready list.
    boolean goesOn(Task self) {
        if (++inARow >= rowMax) {
            return false;
        }
        Task chosen = pick(self);
        if (chosen != self) {
            moveToFront(chosen);
            decided = true;
        }
        return chosen == self;
    }

    /// One is about to be taken from the ready list.
    void beforeTake() {
        if (!decided && !ready.isEmpty()) {
            moveToFront(pick(ready.first()));
        }
        decided = false;
        inARow = 0;
    }

    private void moveToFront(Task chosen) {
        ready.remove(chosen);
        ready.addFirst(chosen);
    }

    /// @param first who would run in the real world
    private Task pick(Task first) {
        List<Task> candidates = ready.with(first);
        if (candidates.size() < 2) {
            return first;
        }
        int picked = scheduler.ask(() -> turns.next(candidates));
        if (picked < 0 || picked >= candidates.size()) {
            throw scheduler.breach("turns.next gives 0 to " + (candidates.size() - 1) + " here, not " + picked, null);
        }
        return candidates.get(picked);
    }
}
