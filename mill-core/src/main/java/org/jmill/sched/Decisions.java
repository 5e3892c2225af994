package org.jmill.sched;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Objects;
import org.jmill.world.Turns;

/// Where the world decides whose turn it is: after each operation, and whenever one is taken from the ready list.
final class Decisions {
    private final Scheduler scheduler;
    private final ReadyList ready;
    private final Turns turns;
    private final int rowMax; // Operations until a task goes to the tail of the ready list in any case.
    private final Candidates candidates = new Candidates();
    private final Scheduler.Question<Integer, RuntimeException> whoIsNext; // Made once: asked for each step.
    private final Scheduler.Question<Integer, RuntimeException> whoStarts;
    private int inARow; // Operations since a task was taken from the ready list.
    private boolean decided; // Who is to be taken next.

    private Decisions(Scheduler scheduler, ReadyList ready, Turns turns, int rowMax) {
        this.scheduler = scheduler;
        this.ready = ready;
        this.turns = turns;
        this.rowMax = rowMax;
        this.whoIsNext = () -> turns.next(candidates, scheduler.nextDeadlineNs());
        this.whoStarts = () -> turns.afterStart(candidates);
    }

    /// Null where the world leaves it to the ready list.
    static Decisions of(Scheduler scheduler, ReadyList ready, Turns turns, int rowMax) {
        return turns == null ? null : new Decisions(scheduler, ready, turns, rowMax);
    }

    /// Who runs when a task has started another.
    ///
    /// @return the child; else one that is to go on, or to be taken from the ready list next
    Task afterStart(Task parent, Task child) {
        candidates.beginWith(child).put(parent);
        ready.copyTo(candidates);
        int picked = scheduler.ask(whoStarts);
        Task chosen = chosen("afterStart", picked);
        if (picked > 1) {
            moveToFront(chosen);
            decided = true;
        }
        return chosen;
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
            moveToFront(pick(null));
        }
        decided = false;
        inARow = 0;
    }

    /// Those who are passed over have had their turn: they go to the tail. So one decision can delay a task for long.
    private void moveToFront(Task chosen) {
        while (ready.first() != chosen) {
            ready.add(ready.poll());
        }
    }

    /// The verb that the current task has completed did nothing.
    void idles(Task self) {
        scheduler.ask(() -> {
            turns.idles(self);
            return null;
        });
    }

    /// @param self who runs, and would go on in the real world; null: the head of the ready list would run
    private Task pick(Task self) {
        for (; ; ) {
            ready.copyTo(candidates.beginWith(self));
            int picked = scheduler.ask(whoIsNext);
            if (picked != Turns.OUTSIDE) {
                return chosen("next", picked);
            }
            scheduler.lookOutside();
        }
    }

    private Task chosen(String question, int picked) {
        if (picked < 0 || picked >= candidates.size()) {
            throw scheduler.breach(
                    "turns." + question + " gives 0 to " + (candidates.size() - 1) + " here, not " + picked, null);
        }
        return candidates.get(picked);
    }

    /// Those among whom the world picks; one list for all times.
    static final class Candidates extends AbstractList<Task> {
        private Task[] tasks = new Task[16];
        private int size;

        /// Empties it.
        ///
        /// @param first null: none
        Candidates beginWith(Task first) {
            size = 0;
            if (first != null) {
                put(first);
            }
            return this;
        }

        /// Adds one who is not there yet.
        void put(Task task) {
            if (size == tasks.length) {
                tasks = Arrays.copyOf(tasks, 2 * size);
            }
            tasks[size++] = task;
        }

        @Override
        public Task get(int index) {
            return tasks[Objects.checkIndex(index, size)];
        }

        @Override
        public int size() {
            return size;
        }
    }
}
