package org.jmill;

/// The deadline of a call has passed. The operation did not happen, and left nothing behind.
public final class DeadlineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeadlineException(String message) {
        super(message);
    }
}
