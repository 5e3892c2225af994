package org.jmill;

/// The calling coroutine was cancelled: by [Coroutine#cancel] or [Coro#close], because main has
/// ended, because the mill failed, or, for main, because the thread that called [Mill#run] was
/// interrupted.
///
/// Every later call of the coroutine that may suspend throws it again, at once; verbs that never
/// suspend still work, so that `finally` blocks can clean up. A body that ends with it has ended
/// well; but main's leaves [Mill#run], unless a failure does.
///
/// The operation that was under way did not happen: no value was sent or taken, and nothing stands
/// in a queue. A cancellation that comes after the operation has happened shows at the next call.
///
/// Source: none; libmill cannot cancel. Go leaves it to a `context`.
public final class CancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CancelledException(String message) {
        super(message);
    }
}
