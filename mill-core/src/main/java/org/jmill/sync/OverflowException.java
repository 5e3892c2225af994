package org.jmill.sync;

/// A subscriber of a [Topic] was too slow, and had chosen [Overflow#FAIL]: its channel has failed with this,
/// behind the values that lie in it. It may subscribe anew.
///
/// Source: RxJava's `MissingBackpressureException`.
///
/// @since 0.1.0
public final class OverflowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OverflowException(String message) {
        super(message);
    }
}
