package org.jmill.test.sim;

import java.util.List;
import org.jmill.world.Subject;

/// Who is asked wherever there is more than one way to go on. The same answers to the same questions give the same run.
public interface Decider {
    /// Picks one of several.
    ///
    /// @param kind what it is about
    /// @param what what it is about, in a word or two: a constant, nothing is made up for it
    /// @param bound how many there are, at least 1; of one there is no choice, and it is not noted
    /// @return 0 to `bound - 1`; 0 is what happens by default
    int pick(Kind kind, String what, int bound);

    /// Decides whether something happens.
    ///
    /// @param kind what it is about
    /// @param what a constant, as for [#pick]
    /// @param probability how often, 0 to 1; of one that is 0 or 1 there is no choice
    /// @return by default false
    boolean happens(Kind kind, String what, double probability);

    /// Picks one number of many that lie close together, a delay or a length.
    ///
    /// @param kind what it is about
    /// @param what a constant, as for [#pick]
    /// @param min the least
    /// @param max the greatest, at least `min`
    /// @return by default `min`
    long between(Kind kind, String what, long min, long max);

    /// Picks who runs next.
    ///
    /// @param candidates those who can, at least one; by default the first
    /// @return 0 to `candidates.size() - 1`
    default int turn(List<? extends Subject> candidates) {
        return pick(Kind.TURN, "turn", candidates.size());
    }

    /// Picks who runs when a coroutine has started another.
    ///
    /// @param candidates by default the first, the child; then who has started it, then the others
    /// @return 0 to `candidates.size() - 1`
    default int afterStart(List<? extends Subject> candidates) {
        return pick(Kind.START, "start", candidates.size());
    }
}
