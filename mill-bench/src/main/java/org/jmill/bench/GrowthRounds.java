package org.jmill.bench;

import java.util.List;
import org.jmill.bench.growth.Growth;
import org.jmill.bench.program.Curves;
import org.jmill.bench.program.Sample;

/// Warms a program up, then measures it at each size in turn, several times over, so that a machine
/// which is slower for a while is slower for all sizes.
final class GrowthRounds {
    private static final long SMALL_COUNT = 20_000;
    private static final long OPERATIONS_MIN = 200_000; // A round of a small size repeats it.
    private static final long REPEATING_NANOS = 400_000_000L;

    private final Curves curve;
    private final List<Long> sizes;
    private final Contender contender;
    private final Growth growth;

    /// @param sizes from the smallest
    /// @param growth gets the figures
    GrowthRounds(Curves curve, List<Long> sizes, Contender contender, Growth growth) {
        this.curve = curve;
        this.sizes = sizes;
        this.contender = contender;
        this.growth = growth;
    }

    /// Warms up and runs.
    ///
    /// @param rounds how often to measure each size
    /// @throws Exception if the program failed
    void run(int rounds) throws Exception {
        long largest = sizes.getLast();
        new WarmUp(contender).run(Math.min(SMALL_COUNT, largest), largest);
        for (int i = 0; i < rounds; i++) {
            for (long size : sizes) {
                growth.add(curve, size, measure(size));
            }
        }
    }

    /// A round of one size. The garbage of the one before is collected off the clock, and what
    /// lies between the repetitions is too.
    private double measure(long size) throws Exception {
        System.gc();
        long end = System.nanoTime() + REPEATING_NANOS;
        long operations = 0;
        long nanos = 0;
        do {
            Sample sample = contender.run(size);
            operations += sample.operations();
            nanos += sample.nanos();
        } while (operations < OPERATIONS_MIN && System.nanoTime() < end);
        return (double) nanos / operations;
    }
}
