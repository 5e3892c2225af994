package org.jmill.bench.mutant;

/// A program has printed what it never does.
final class OddityError extends AssertionError {
    private static final long serialVersionUID = 1L;

    OddityError(String oddity) {
        super("never seen before: " + oddity);
    }
}
