package org.jmill.models;

import java.util.List;

/// One step of a random program of scopes. Each that has a body runs that in the way it says.
sealed interface ScopeStep {
    /// Sleeps so long.
    record Sleep(int ms) implements ScopeStep {}

    /// Throws something.
    record Fail() implements ScopeStep {}

    /// Runs the body in a scope.
    record Run(List<ScopeStep> body) implements ScopeStep {}

    /// Runs the body in a child of the innermost scope, perhaps a daemon.
    record Go(boolean daemon, List<ScopeStep> body) implements ScopeStep {}

    /// Runs the body with a deadline so far ahead.
    record Within(int ms, List<ScopeStep> body) implements ScopeStep {}

    /// Runs the body with a shield that lasts so long.
    record Shield(int ms, List<ScopeStep> body) implements ScopeStep {}

    /// Runs the body, and goes on if it is cancelled.
    record Swallow(List<ScopeStep> body) implements ScopeStep {}

    /// Cancels the innermost scope.
    record CancelScope() implements ScopeStep {}

    /// Cancels the child of the innermost scope that was started last.
    record CancelChild() implements ScopeStep {}

    /// Asks the innermost scope to stop.
    record Stop(int graceMs) implements ScopeStep {}
}
