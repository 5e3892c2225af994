package org.jmill.sched;

import org.jmill.world.Reason;

/// That a group is cancelled, and why.
///
/// @param reason why
/// @param by who has asked for it, or what tells more; null for nothing
/// @param failure of whom; null unless the reason is SIBLING
public record Cancellation(Reason reason, Object by, Throwable failure) {
    /// One for which the reason is enough.
    static Cancellation of(Reason reason) {
        return new Cancellation(reason, null, null);
    }
}
