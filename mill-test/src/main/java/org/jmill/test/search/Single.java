package org.jmill.test.search;

import org.jmill.Body;
import org.jmill.Order;
import org.jmill.test.Leftovers;
import org.jmill.test.sim.Limits;

/// One run in virtual time, in the order of today.
public final class Single {
    private static final Limits LIMITS = new Limits(Integer.MAX_VALUE / 2, false, false);

    private Single() {}

    /// Runs a body, and throws what has gone wrong.
    public static void run(Body<?> body) {
        run(new Trial(body, null, Order.DIRECT, Leftovers.FAIL, LIMITS), 0);
    }

    /// Runs a trial once, and throws what has gone wrong.
    ///
    /// @param seed what its draws come from
    static void run(Trial trial, long seed) {
        Outcome outcome = new Watchdog(trial).watch(() -> {
            Schedule schedule = new Schedule();
            schedule.begin(new RandomGuides(seed).uniform(0));
            return trial.run(schedule, true, null);
        });
        if (outcome.failed()) {
            throw Watchdog.<RuntimeException>sneak(outcome.thrown());
        }
        trial.marks().check();
    }

    /// The limits of such a run.
    static Limits limits() {
        return LIMITS;
    }
}
