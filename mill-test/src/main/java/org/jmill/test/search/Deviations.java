package org.jmill.test.search;

import java.util.Arrays;
import org.jmill.test.sim.Kind;

/// Where a schedule differs from the default one, and how. Immutable.
///
/// @param positions of the decisions, rising
/// @param choices what is chosen there, none of them 0
record Deviations(int[] positions, int[] choices) {
    static final Deviations NONE = new Deviations(new int[0], new int[0]);

    /// Those of a run.
    static Deviations of(Schedule schedule) {
        int[] at = new int[schedule.size()];
        int[] what = new int[schedule.size()];
        int count = 0;
        for (int i = 0; i < schedule.size(); i++) {
            if (schedule.choice(i) != 0) {
                at[count] = i;
                what[count++] = schedule.choice(i);
            }
        }
        return new Deviations(Arrays.copyOf(at, count), Arrays.copyOf(what, count));
    }

    int count() {
        return positions.length;
    }

    /// The first place behind all of them.
    int next() {
        return count() == 0 ? 0 : positions[count() - 1] + 1;
    }

    /// With one more behind all others.
    Deviations with(int position, int choice) {
        int count = count();
        int[] at = Arrays.copyOf(positions, count + 1);
        int[] what = Arrays.copyOf(choices, count + 1);
        at[count] = position;
        what[count] = choice;
        return new Deviations(at, what);
    }

    /// Without those from one place to another.
    Deviations without(int from, int to) {
        int count = count();
        int[] at = new int[count - (to - from)];
        int[] what = new int[at.length];
        System.arraycopy(positions, 0, at, 0, from);
        System.arraycopy(choices, 0, what, 0, from);
        System.arraycopy(positions, to, at, from, count - to);
        System.arraycopy(choices, to, what, from, count - to);
        return new Deviations(at, what);
    }

    /// A guide that follows them, for one run. Where a choice is not possible it takes the default; see
    /// [Follower#misfit].
    Follower follow() {
        return new Follower(this);
    }

    /// Follows deviations through a run.
    static final class Follower implements Guide {
        private final Deviations deviations;
        private int next;
        private int misfit = -1;

        private Follower(Deviations deviations) {
            this.deviations = deviations;
        }

        @Override
        public int choose(int position, Kind kind, int bound) {
            if (next == deviations.positions.length || deviations.positions[next] != position) {
                return 0;
            }
            int choice = deviations.choices[next++];
            if (choice < bound) {
                return choice;
            }
            misfit = misfit < 0 ? next - 1 : misfit;
            return 0;
        }

        /// The number of the first deviation that was not possible, or not come to; -1 if there is none.
        int misfit() {
            return misfit >= 0 ? misfit : next < deviations.count() ? next : -1;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Deviations d
                && Arrays.equals(positions, d.positions)
                && Arrays.equals(choices, d.choices);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(positions) + Arrays.hashCode(choices);
    }

    /// `2, 5 (3)`: the positions, and what is chosen there unless it is 1.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count(); i++) {
            text.append(i == 0 ? "" : ", ").append(positions[i]);
            if (choices[i] != 1) {
                text.append(" (").append(choices[i]).append(')');
            }
        }
        return text.toString();
    }
}
