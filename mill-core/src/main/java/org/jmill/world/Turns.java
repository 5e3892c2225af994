package org.jmill.world;

import java.util.List;

/// Decides who runs next. It is asked whenever a coroutine has completed a verb, or waits: so often that it is there
/// for tests alone.
///
/// Source: none.
///
/// @since 0.1.0
public interface Turns {
    /// What [#next] answers to have the outside looked at first: descriptors, letters, deadlines that have passed.
    int OUTSIDE = -1;

    /// Picks who runs now.
    ///
    /// @param candidates at least one: first the one who would run in the real world, then the others, as they
    ///   stand in the ready list; valid during the call only
    /// @param deadlineNs when the next armed timer is due, in nanoseconds of the world's clock; negative: none is
    /// armed
    /// @return the place of the one to run, 0 to `candidates.size() - 1`; or [#OUTSIDE], and it is asked again
    ///   when that has been served
    int next(List<? extends Subject> candidates, long deadlineNs);

    /// Picks who runs when a coroutine has started another.
    ///
    /// @param candidates at least two: the child, who would run in the real world; who has started it; then the
    /// others, as
    ///   they stand in the ready list; valid during the call only
    /// @return the place of the one to run, 0 to `candidates.size() - 1`; the child stands at the end of the ready
    /// list
    ///   if it is not the one
    default int afterStart(List<? extends Subject> candidates) {
        return 0;
    }

    /// Is told that the verb which a coroutine has completed did nothing: it has given its turn away, or has found
    /// nothing ready. [#next] is asked after that.
    ///
    /// @param coroutine who has
    default void idles(Subject coroutine) {}
}
