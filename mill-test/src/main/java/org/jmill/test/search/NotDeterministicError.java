package org.jmill.test.search;

/// A test does not do the same thing when it is run with the same decisions.
final class NotDeterministicError extends AssertionError {
    private static final long serialVersionUID = 1L;

    NotDeterministicError(String message) {
        super(message);
    }
}
