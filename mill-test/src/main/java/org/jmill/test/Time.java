package org.jmill.test;

/// Which time a test has.
///
/// Source: none; Go's `synctest` has the virtual one.
///
/// @since 0.1.0
public enum Time {
    /// Stands while anybody can run, and jumps to the next deadline when nobody can.
    VIRTUAL,
    /// The time of this machine.
    REAL
}
