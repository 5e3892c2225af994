package org.jmill.test.search;

import java.time.Duration;
import org.jmill.world.World;

/// How many more schedules may be run, and for how long.
final class Budget {
    private static final int LOOK_EVERY = 64; // Runs, at the clock.

    private final long endNs;
    private final long max;
    private long used;
    private boolean isLate;

    Budget(long schedules, Duration limit) {
        this.max = schedules;
        long now = World.real().nanoTime();
        long end = now + saturated(limit);
        this.endNs = end < now ? Long.MAX_VALUE : end;
    }

    private static long saturated(Duration limit) {
        try {
            return limit.toNanos();
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }

    /// One schedule is about to be run that is to count.
    void use() {
        if (++used % LOOK_EVERY == 0) {
            isLate = World.real().nanoTime() > endNs;
        }
    }

    long used() {
        return used;
    }

    long left() {
        return isSpent() ? 0 : max - used;
    }

    boolean isSpent() {
        return isLate || used >= max;
    }
}
