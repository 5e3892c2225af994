package org.jmill.test;

/// Which orders a search goes through.
///
/// Source: none.
///
/// @since 0.1.0
public enum Turns {
    /// Any order: each completed verb ends a step, and whoever is ready may make the next one. What is found need not
    /// be possible with this version of jmill, but then it is in Go; the report says so.
    ANY,
    /// The order of the ready list, as it is today: only draws, arrivals, times and faults vary. What is found can
    /// happen in production.
    TODAY
}
