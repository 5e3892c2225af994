package org.jmill.sched;

import org.jmill.world.Reason;

/// That a group is cancelled, and why.
///
/// @param reason why
/// @param by who has asked for it, or what tells more; null for nothing
/// @param failure of whom; null unless the reason is SIBLING
public record Cancellation(Reason reason, Object by, Throwable failure) {
    /// Whether all is as it should be, and nobody will ask where the cancelled ones stood: exceptions need no stack
    /// trace, which takes longer than all the rest.
    public boolean isAsPlanned() {
        return reason == Reason.SCOPE_END || by instanceof Winner;
    }

    /// Somebody has what all others were after.
    public interface Winner {}

    /// One for which the reason is enough.
    static Cancellation of(Reason reason) {
        return new Cancellation(reason, null, null);
    }
}
