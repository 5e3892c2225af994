package org.jmill;

/// The deadline of a [Chan#receive(long)] has passed. No value was taken, and nothing stands in a
/// queue. The other calls with a deadline say so by their result.
///
/// Source: none; libmill's `chr` has no deadline.
public final class DeadlineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeadlineException(String message) {
        super(message);
    }
}
