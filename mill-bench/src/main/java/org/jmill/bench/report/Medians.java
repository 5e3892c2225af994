package org.jmill.bench.report;

import java.util.Collection;

/// The middle of what several rounds have measured.
public final class Medians {
    private Medians() {}

    /// The middle value, or the mean of the two in the middle; NaN if there is none.
    public static double of(Collection<Double> values) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
