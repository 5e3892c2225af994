package org.jmill.world;

import java.util.List;

/// Decides who runs next, where there is more than one who could. It is asked when a coroutine has completed a verb, or
/// waits: so often that it is there for tests alone.
///
/// Source: none.
public interface Turns {
    /// Picks who runs now.
    ///
    /// @param candidates at least two: first the one who would run in the real world, then the others, as they
    ///   stand in the ready list; valid during the call only
    /// @return the place of the one to run, 0 to `candidates.size() - 1`
    int next(List<? extends Subject> candidates);

    /// Decides whether a child runs as soon as it is started, as it does in the real world.
    ///
    /// @param parent who starts it
    /// @param child who is started
    /// @return false: it is made ready, and the parent goes on
    boolean startsAtOnce(Subject parent, Subject child);
}
