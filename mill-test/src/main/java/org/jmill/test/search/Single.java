package org.jmill.test.search;

import org.jmill.Body;
import org.jmill.Engine;
import org.jmill.Order;
import org.jmill.test.sim.Limits;

/// One run in virtual time, in the order of today.
public final class Single {
    private static final Limits LIMITS = new Limits(Integer.MAX_VALUE / 2, false, false);

    private Single() {}

    /// What such a run is made of.
    ///
    /// @param engine null: as `Mill.run` takes it
    /// @param mayLeave as of [Trial], and so the stage
    public static Trial trial(Body<?> body, Engine engine, Order order, boolean mayLeave, Stage stage) {
        return new Trial(body, engine, order, mayLeave, LIMITS, stage);
    }

    /// Runs a trial once, and throws what has gone wrong.
    ///
    /// @param seed what its draws come from
    /// @throws AssertionError if what it wants to see at least once is not seen
    public static void run(Trial trial, long seed) {
        Outcome outcome = new Watchdog(trial).watch(() -> {
            Schedule schedule = new Schedule();
            schedule.begin(new RandomGuides(seed).draws());
            return trial.run(schedule, true, null);
        });
        if (outcome.failed()) {
            throw Watchdog.<RuntimeException>sneak(outcome.thrown());
        }
        trial.marks().check();
    }
}
