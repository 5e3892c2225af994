package org.jmill.test.search;

import java.util.List;
import org.jmill.test.sim.Kind;
import org.jmill.world.Subject;

/// Makes the decisions of a run.
interface Guide {
    /// Decides.
    ///
    /// @param position how many decisions were made before in this run
    /// @param bound how many answers there are, at least 2
    /// @return 0 to `bound - 1`
    int choose(int position, Kind kind, int bound);

    /// Decides who runs next, be it the only one who can.
    ///
    /// @param kind [Kind#TURN] or [Kind#START]
    /// @param candidates those who can, at least one
    default int turn(int position, Kind kind, List<? extends Subject> candidates) {
        return candidates.size() == 1 ? 0 : choose(position, kind, candidates.size());
    }
}
