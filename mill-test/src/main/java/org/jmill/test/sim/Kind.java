package org.jmill.test.sim;

/// What a decision is about.
public enum Kind {
    /// Who runs next.
    TURN,
    /// Whether the child of a `go` runs at once, or is only made ready.
    START,
    /// Which of the ready clauses of a choose is taken.
    DRAW,
    /// What the test itself has asked for.
    PICK,
    /// Whether something from outside, or the time, comes now.
    ARRIVAL,
    /// Whether something goes wrong.
    FAULT
}
