package org.jmill.examples.raft;

import java.util.SplittableRandom;
import org.jmill.test.sim.Decider;
import org.jmill.test.sim.Kind;

/// Draws all that is to be decided in a run from its seed.
final class Seeded implements Decider {
    private final SplittableRandom random;
    private long trace; // Of all that was decided.

    Seeded(long seed) {
        random = new SplittableRandom(seed);
    }

    @Override
    public int pick(Kind kind, String what, int bound) {
        return bound == 1 ? 0 : (int) noted(random.nextInt(bound));
    }

    @Override
    public boolean happens(Kind kind, String what, double probability) {
        return probability >= 1 || probability > 0 && noted(random.nextDouble() < probability ? 1 : 0) == 1;
    }

    @Override
    public long between(Kind kind, String what, long min, long max) {
        return min == max ? min : noted(random.nextLong(min, max + 1));
    }

    private long noted(long decided) {
        trace = trace * 31 + decided;
        return decided;
    }

    /// A number that is the same for two runs if the same was decided in both.
    long trace() {
        return trace;
    }
}
