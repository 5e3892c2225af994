package org.jmill;

/// The calling coroutine was cancelled: by [Coroutine#cancel], because main has ended, or because
/// the mill failed. Every later blocking call of the coroutine throws it again, at once; `finally`
/// blocks run. A body that ends with it has ended well.
public final class CancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CancelledException(String message) {
        super(message);
    }
}
