package org.jmill.test.search;

/// What has gone wrong in a run.
public enum FailureKind {
    /// An exception, a panic or a failed check.
    THROWN,
    /// Everybody waits, and nothing can end that.
    DEADLOCK,
    /// The body has ended, and somebody still waits.
    LEFT_BEHIND,
    /// The run has no end within its steps.
    ENDLESS,
    /// A thread that is none of the mill's has reached for it.
    INTRUSION
}
