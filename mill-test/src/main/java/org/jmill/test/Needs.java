package org.jmill.test;

/// What a failure needs to happen.
///
/// Source: none.
///
/// @since 0.1.0
public enum Needs {
    /// Nothing that this version does not do: it can happen in production today.
    TODAY,
    /// Another order of the ready list. That order is jmill's promise for this version, but no program should need it.
    ORDER,
    /// A child that starts later than its `go()`: not in jmill, but in Go.
    LATE_START
}
