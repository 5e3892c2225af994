package org.jmill.test.disk;

import java.util.Random;
import org.jmill.test.sim.Decider;
import org.jmill.test.sim.Kind;

/// Draws its answers.
record Seeded(Random random) implements Decider {
    Seeded(long seed) {
        this(new Random(seed));
    }

    @Override
    public int pick(Kind kind, String what, int bound) {
        return random.nextInt(bound);
    }

    @Override
    public boolean happens(Kind kind, String what, double probability) {
        return random.nextDouble() < probability;
    }

    @Override
    public long between(Kind kind, String what, long min, long max) {
        return random.nextLong(min, max + 1);
    }
}
