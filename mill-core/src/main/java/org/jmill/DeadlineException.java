package org.jmill;

/// A deadline has passed: that of a [Mill#within], or of a call such as [Chan#receive(long)] or [Fork#join(long)],
/// which then has done nothing: no value was taken, and nothing stands in a queue. Most other calls with a deadline
/// say so by their result.
///
/// Source: none; libmill's `chr` has no deadline. Go's `context.DeadlineExceeded`.
public final class DeadlineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeadlineException(String message) {
        super(message);
    }

    DeadlineException(String message, Throwable cause) {
        super(message, cause);
    }
}
