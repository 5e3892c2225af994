package org.jmill.test.search;

/// The body has ended, and somebody still waits.
final class LeftBehindError extends AssertionError {
    private static final long serialVersionUID = 1L;

    LeftBehindError(String message) {
        super(message);
        setStackTrace(new StackTraceElement[0]); // It happens nowhere.
    }
}
