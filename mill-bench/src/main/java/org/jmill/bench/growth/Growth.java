package org.jmill.bench.growth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jmill.bench.program.Curves;
import org.jmill.bench.report.Medians;

/// Nanoseconds per operation, by curve and size.
public final class Growth {
    private final Map<Curves, TreeMap<Long, List<Double>>> curves = new LinkedHashMap<>();

    /// Makes one without figures.
    public Growth() {}

    /// Adds what a round has measured.
    public void add(Curves curve, long size, double nanosPerOperation) {
        curves.computeIfAbsent(curve, key -> new TreeMap<>())
                .computeIfAbsent(size, key -> new ArrayList<>())
                .add(nanosPerOperation);
    }

    /// The curves that have figures, in the order in which they came.
    List<Curves> curves() {
        return List.copyOf(curves.keySet());
    }

    /// The sizes that have figures, from the smallest.
    List<Long> sizes(Curves curve) {
        return List.copyOf(curves.get(curve).keySet());
    }

    /// The figures of all rounds.
    List<Double> samples(Curves curve, long size) {
        return curves.get(curve).get(size);
    }

    /// Their median.
    public double nanos(Curves curve, long size) {
        return Medians.of(samples(curve, size));
    }

    /// The median over that of the smallest size.
    double ratio(Curves curve, long size) {
        return nanos(curve, size) / nanos(curve, first(curve));
    }

    /// How many times the smallest size's cost the bound of the curve allows.
    double allowed(Curves curve, long size) {
        return curve.bound().ratio(first(curve), size);
    }

    private long first(Curves curve) {
        return curves.get(curve).firstKey();
    }
}
