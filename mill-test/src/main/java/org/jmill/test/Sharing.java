package org.jmill.test;

/// What the coroutines of a body have in common: what a search has to know before it may leave out schedules that
/// differ in the order of independent steps only.
///
/// Source: none.
///
/// @since 0.1.0
public enum Sharing {
    /// Anything, plain variables too: nothing is left out.
    ANYTHING,
    /// Nothing but channels, locks and whatever else they wait with. It is looked into: adjacent steps that should be
    /// independent are run the other way round, and where that makes a difference the search goes on as with
    /// [#ANYTHING], and says so.
    CHANNELS_ONLY,
    /// Besides those, variables that are declared with [Shared]. Nothing else is looked into.
    DECLARED
}
