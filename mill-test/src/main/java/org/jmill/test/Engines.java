package org.jmill.test;

/// On which engines a test is run.
///
/// Source: none.
///
/// @since 0.1.0
public enum Engines {
    /// The one that `Mill.run` takes by itself.
    AUTO,
    /// One after the other, on all of them.
    ALL,
    /// Continuations.
    CONTINUATION,
    /// Virtual threads on one carrier.
    VIRTUAL,
    /// Virtual threads that pass a baton.
    PORTABLE
}
