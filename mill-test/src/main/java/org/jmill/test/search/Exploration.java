package org.jmill.test.search;

/// A search, watched from another thread.
public final class Exploration {
    private Exploration() {}

    /// Runs it.
    ///
    /// @throws AssertionError if the test is not deterministic, is vacuous, or does not get on
    /// @throws IllegalArgumentException if the token to be replayed is not this test's, or does not fit it
    public static Finding run(Trial trial, Settings settings) {
        return new Watchdog(trial).watch(() -> new Search(trial, settings).run());
    }
}
