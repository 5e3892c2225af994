package org.jmill;

/// A deadline has passed: that of a [Mill#within] or a [Mill#shield], or of a call with a result, such as
/// [Chan#receive(long)] or [Fork#join(long)]. Such a call has done nothing then: no value was taken, and nothing stands
/// in a queue. Calls without a result, such as [Coroutine#join(long)], say by `false` that the deadline has passed, and
/// sockets and files throw the JDK's `SocketTimeoutException`.
///
/// Source: none; libmill's `chr` has no deadline. Go's `context.DeadlineExceeded`.
///
/// @since 0.1.0
public final class DeadlineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeadlineException(String message) {
        super(message);
    }

    DeadlineException(String message, Throwable cause) {
        super(message, cause);
    }
}
