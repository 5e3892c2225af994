package org.jmill.test;

/// Neither was an order found that explains a [History], nor is it certain that there is none: the search has reached
/// its limit. The history may be right or wrong.
///
/// Source: none.
///
/// @since 0.1.0
public final class UndecidedError extends AssertionError {
    private static final long serialVersionUID = 1L;

    UndecidedError(String message) {
        super(message);
    }
}
