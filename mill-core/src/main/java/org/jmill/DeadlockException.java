package org.jmill;

/// Every coroutine waits, and nothing can wake one: no timer is armed, no descriptor waited for, no
/// inbox open, no `blocking` call under way, no coroutine blocked in a Java call. The message is
/// the dump: who waits for what, and since where; of very many, the first 1,000, and how many others wait
/// for what.
///
/// It is thrown by [Mill#run] when all coroutines have been cancelled and have ended. Coroutines
/// that wait for one another while something else can still happen are not found.
///
/// Source: none; libmill hangs. Go ends the process.
///
/// @since 0.1.0
public final class DeadlockException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeadlockException(String message) {
        super(message);
    }
}
