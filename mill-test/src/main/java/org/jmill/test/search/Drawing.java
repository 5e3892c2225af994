package org.jmill.test.search;

import java.util.SplittableRandom;
import org.jmill.test.sim.Decider;
import org.jmill.test.sim.Kind;

/// Draws all decisions of a run from a seed and a number. Who runs next is not among them: that is as in the real
/// world.
final class Drawing implements Decider {
    private final SplittableRandom random;
    private long count;
    private long digest;

    Drawing(long seed, long number) {
        random = RandomGuides.random(seed, number);
    }

    /// How many were drawn.
    long count() {
        return count;
    }

    /// A number that is the same for the same decisions about the same things.
    long digest() {
        return digest;
    }

    private void note(Kind kind, String what, long drawn) {
        count++;
        digest = (digest * 31 + kind.ordinal()) * 31 + what.hashCode() + drawn;
    }

    @Override
    public int pick(Kind kind, String what, int bound) {
        if (bound == 1) {
            return 0;
        }
        int drawn = random.nextInt(bound);
        note(kind, what, drawn);
        return drawn;
    }

    @Override
    public boolean happens(Kind kind, String what, double probability) {
        if (probability <= 0 || probability >= 1) {
            return probability >= 1;
        }
        boolean drawn = random.nextDouble() < probability;
        note(kind, what, drawn ? 1 : 0);
        return drawn;
    }

    @Override
    public long between(Kind kind, String what, long min, long max) {
        if (min == max) {
            return min;
        }
        long drawn = max == Long.MAX_VALUE ? random.nextLong(min, max) : random.nextLong(min, max + 1);
        note(kind, what, drawn);
        return drawn;
    }
}
