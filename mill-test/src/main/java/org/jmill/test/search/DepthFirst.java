package org.jmill.test.search;

import java.util.Arrays;
import org.jmill.test.sim.Kind;

/// Goes through all schedules, one with each run.
final class DepthFirst implements Guide {
    private int[] choices = new int[64];
    private int size; // How many of them are fixed.

    @Override
    public int choose(int position, Kind kind, int bound) {
        return position < size ? choices[position] : 0;
    }

    /// Goes on to the next one.
    ///
    /// @param last the run that was guided
    /// @return false if there is none
    boolean advance(Schedule last) {
        for (int i = last.size() - 1; i >= 0; i--) {
            if (last.choice(i) + 1 < last.bound(i)) {
                if (i >= choices.length) {
                    choices = Arrays.copyOf(choices, 2 * i);
                }
                for (int k = size; k < i; k++) {
                    choices[k] = last.choice(k);
                }
                choices[i] = last.choice(i) + 1;
                size = i + 1;
                return true;
            }
        }
        return false;
    }
}
