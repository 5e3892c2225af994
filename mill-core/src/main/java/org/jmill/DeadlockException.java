package org.jmill;

/// Every coroutine waits, and nothing can wake one: no timer is armed, no descriptor waited for, no
/// inbox open, no `blocking` call under way. The message is the dump: who waits for what, and since
/// where.
///
/// Source: none; libmill hangs.
public final class DeadlockException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeadlockException(String message) {
        super(message);
    }
}
