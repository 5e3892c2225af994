package org.jmill.test.search;

/// How a run has ended.
///
/// @param kind what has gone wrong; null: nothing
/// @param thrown what tells of it; null: nothing has gone wrong
public record Outcome(FailureKind kind, Throwable thrown) {
    /// Nothing has gone wrong.
    public static final Outcome PASSED = new Outcome(null, null);

    /// Whether something has gone wrong.
    public boolean failed() {
        return kind != null;
    }

    /// Whether another run has failed in the same way.
    public boolean isLike(Outcome other) {
        return kind == other.kind && (kind != FailureKind.THROWN || thrown.getClass() == other.thrown.getClass());
    }
}
