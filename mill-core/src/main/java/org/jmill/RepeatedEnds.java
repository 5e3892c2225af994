package org.jmill;

import org.jspecify.annotations.Nullable;

/// The channel ends that several clauses of one choose name. At each of them one clause queues for all, drawn at
/// random.
///
/// The draws come before anybody queues, since the generator may be the user's, and throw.
///
/// Source: libmill `chan.c`, `mill_choose_wait_`, which draws when it comes to the first clause of an end, as here.
final class RepeatedEnds {
    private final Choose choose;
    private final int[] passedOver; // For each end, in the order of its first clause: how many before the one drawn.

    private RepeatedEnds(Choose choose, int clauses) {
        this.choose = choose;
        this.passedOver = new int[clauses];
    }

    /// Those of a choose, or null if no two clauses name the same end.
    static RepeatedEnds of(Choose choose, Clause[] clauses, int count) {
        unmark(clauses, count); // Of an end() that ran out of stack.
        boolean repeats = false;
        for (int i = 0; i < count; i++) {
            ChannelEnd end = clauses[i].end;
            repeats |= end.chooser == choose;
            end.chooser = choose;
        }
        unmark(clauses, count);
        return repeats ? new RepeatedEnds(choose, count) : null;
    }

    /// Takes back what is noted on the ends.
    static void unmark(Clause[] clauses, int count) {
        for (int i = 0; i < count; i++) {
            clauses[i].end.chooser = null;
        }
    }

    /// Draws for each end which of its clauses that are on is to queue.
    ///
    /// @param mill whose generator draws; null: the first one is taken
    void draw(Clause[] clauses, int count, @Nullable MillRuntime mill) {
        int ends = countClauses(clauses, count);
        for (int i = 0; i < ends; i++) {
            boolean draws = mill != null && passedOver[i] > 1;
            passedOver[i] = draws ? mill.scheduler.draw(mill.random, passedOver[i]) : 0;
        }
    }

    /// Counts, for each end, how many clauses that are on name it.
    ///
    /// @return how many ends there are
    private int countClauses(Clause[] clauses, int count) {
        int ends = 0;
        for (int i = 0; i < count; i++) {
            ChannelEnd end = clauses[i].end;
            if (clauses[i].enabled) {
                if (end.chooser != choose) {
                    end.chooser = choose;
                    end.index = ends;
                    passedOver[ends++] = 0;
                }
                passedOver[end.index]++;
            }
        }
        unmark(clauses, count);
        return ends;
    }

    /// Queues the clauses that were drawn.
    void enlist(Clause[] clauses, int count) {
        int ends = 0;
        for (int i = 0; i < count; i++) {
            Clause clause = clauses[i];
            ChannelEnd end = clause.end;
            if (clause.enabled) {
                if (end.chooser != choose) {
                    end.chooser = choose;
                    end.index = ends++;
                }
                if (passedOver[end.index]-- == 0) {
                    end.add(clause);
                }
            }
        }
        unmark(clauses, count);
    }
}
