package org.jmill.bench.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jmill.bench.report.Medians;

/// Measures two ways in turn, so that what else the machine does falls on both: the program's own, and one that it is
// to
/// be compared with.
final class Pair {
    private static final int TURNS = 20;

    private Pair() {}

    /// One of the ways.
    @FunctionalInterface
    interface Way {
        /// Goes it so many times.
        void go(long times) throws Exception;
    }

    /// Goes both ways, a share each in turn.
    ///
    /// @param count how many times in all, each
    /// @param own what is measured
    /// @param other what it is compared with
    /// @param what that is, for the note
    /// @return the time of the program's own way, and a note with the ratio: the median of all turns
    /// @throws Exception as of the ways
    static Sample measure(long count, Way own, Way other, String what) throws Exception {
        List<Double> ratios = new ArrayList<>();
        long nanos = 0;
        long left = count;
        for (int turns = TURNS; left > 0; turns = Math.max(1, turns - 1)) {
            long share = (left + turns - 1) / turns;
            long start = System.nanoTime();
            own.go(share);
            long middle = System.nanoTime();
            other.go(share);
            long end = System.nanoTime();
            nanos += middle - start;
            ratios.add((double) (middle - start) / Math.max(1, end - middle));
            left -= share;
        }
        return new Sample(count, nanos, String.format(Locale.ROOT, "%.2f times %s", Medians.of(ratios), what));
    }
}
