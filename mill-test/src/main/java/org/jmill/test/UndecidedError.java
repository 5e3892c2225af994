package org.jmill.test;

/// Neither was an order found that explains a [History], nor is it certain that there is none: the search has reached
/// its limit. The history may be right or wrong.
///
/// Source: none.
public final class UndecidedError extends AssertionError {
    private static final long serialVersionUID = 1L;

    UndecidedError(String message) {
        super(message);
    }
}
