package org.jmill;

import java.util.concurrent.Callable;
import org.jmill.sched.Group;
import org.jmill.world.Reason;

/// The calling coroutine is cancelled: by itself ([Coroutine#cancel], [Coro#close]), with the scope or the mill that it
/// belongs to, or because the deadline of a [Mill#within] around the call has passed. [#reason] and the message tell
/// which; of a failure, the failure is the cause.
///
/// Every later call that may suspend throws it again, at once, as long as the coroutine is in what is cancelled; verbs
/// that never suspend still work, so that `finally` blocks can clean up, and [Mill#shield] lets them wait. A body that
/// ends with it has ended well; but main's leaves [Mill#run], unless a failure does.
///
/// One that comes as planned, to a daemon at the end of its scope or to who has lost a [race][Mill#race(Callable...)],
/// has no stack trace.
///
/// The operation that was under way did not happen: no value was sent or taken, and nothing stands
/// in a queue. A cancellation that comes after the operation has happened shows at the next call.
///
/// Source: none; libmill cannot cancel. Go leaves it to a `context`.
///
/// @since 0.1.0
public final class CancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Why the coroutine is cancelled.
    private final Reason reason;

    private final transient Group group; // Which of them was cancelled.

    CancelledException(String message, Reason reason, Group group, Throwable cause) {
        this(message, reason, group, cause, true);
    }

    /// @param hasTrace whether it tells where the coroutine stood
    CancelledException(String message, Reason reason, Group group, Throwable cause, boolean hasTrace) {
        super(message, cause, true, hasTrace);
        this.reason = reason;
        this.group = group;
    }

    /// Tells why the coroutine is cancelled.
    ///
    /// @return the reason; of several, that of the outermost scope or stretch of code
    public Reason reason() {
        return reason;
    }

    /// What was cancelled.
    Group group() {
        return group;
    }
}
