package org.jmill.test.search;

import org.jmill.test.sim.Decider;
import org.jmill.test.sim.Limits;
import org.jmill.test.sim.Listener;
import org.jmill.test.sim.Marks;
import org.jmill.test.sim.SimWorld;

/// Makes the world of each run.
@FunctionalInterface
public interface Stage {
    /// Makes a world, for one run.
    ///
    /// @param observer may be null
    SimWorld world(Decider decider, Limits limits, Marks marks, Listener observer);
}
