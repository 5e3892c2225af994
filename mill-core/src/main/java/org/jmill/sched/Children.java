package org.jmill.sched;

import java.util.Arrays;
import java.util.function.Consumer;

/// The tasks that were begun in a scope, in that order. One that ends leaves a gap; gaps are closed when there are
/// many, so that beginning and ending cost the same whatever their number.
///
/// Invariant I1: `living` counts those that have not ended; the first `count` of `tasks` hold them all.
final class Children {
    private static final int FEWEST = 4;
    private static final int GAPS_MIN = 16; // Fewer are left open.
    private static final int GAPS_SHARE = 4;

    private Task[] tasks; // null = none yet
    private int count;
    int living; // Lowered by the group.
    private int daemons; // Of the living ones.

    int living() {
        return living;
    }

    int daemons() {
        return daemons;
    }

    /// Whether somebody lives, and all who do are daemons.
    boolean areDaemons() {
        return living > 0 && living == daemons;
    }

    void oneDaemon(int change) {
        daemons += change;
    }

    void add(Task child) {
        if (tasks == null) {
            tasks = new Task[FEWEST];
        } else if (count == tasks.length) {
            closeGaps();
            if (count > tasks.length / 2) {
                tasks = Arrays.copyOf(tasks, 2 * tasks.length);
            }
        }
        tasks[count++] = child;
        living++;
    }

    /// One has ended, and is not counted any more; or was never run, and is taken back.
    void remove(Task child) {
        if (child.state != TaskState.DONE) {
            takeBack(child);
        }
        if (count > GAPS_MIN && living < count / GAPS_SHARE) {
            closeGaps();
            tasks = Arrays.copyOf(tasks, Math.max(2 * count, GAPS_MIN));
        }
    }

    private void takeBack(Task child) {
        for (int i = count - 1; i >= 0; i--) {
            if (tasks[i] == child) {
                System.arraycopy(tasks, i + 1, tasks, i, count - i - 1);
                tasks[--count] = null;
                return;
            }
        }
    }

    private void closeGaps() {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (tasks[i].state != TaskState.DONE) {
                tasks[kept++] = tasks[i];
            }
        }
        Arrays.fill(tasks, kept, count, null);
        count = kept;
    }

    /// Does something with each that lives.
    void forEach(Consumer<Task> action) {
        for (int i = 0; i < count; i++) {
            if (tasks[i].state != TaskState.DONE) {
                action.accept(tasks[i]);
            }
        }
    }

    /// Gives `1 child`, or `3 children`.
    @Override
    public String toString() {
        return living == 1 ? "1 child" : living + " children";
    }
}
