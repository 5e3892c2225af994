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

    /// Decides who runs next.
    ///
    /// @param candidates those who can
    /// @param count how many of them may be picked, at least 2
    default int turn(int position, List<? extends Subject> candidates, int count) {
        return choose(position, Kind.TURN, count);
    }

    /// Decides whether a child is only made ready.
    default boolean startsLate(int position, Subject parent, Subject child) {
        return choose(position, Kind.START, 2) == 1;
    }
}
