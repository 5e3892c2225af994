package org.jmill;

import org.jmill.sched.Group;
import org.jmill.sched.Scheduler;

/// A stretch of a coroutine's code with a deadline of its own: `within`, `tryWithin` and `shield`.
final class Region {
    private final Scheduler scheduler;
    private final Group group;
    private final String verb;

    private Region(Scheduler scheduler, Group group, String verb) {
        this.scheduler = scheduler;
        this.group = group;
        this.verb = verb;
    }

    /// Begins a `within` or a `tryWithin`.
    static Region within(String verb, long deadlineMs, Object body) {
        return begin(verb, Group.Kind.WITHIN, deadlineMs, body);
    }

    /// Begins a `shield`.
    static Region shield(long deadlineMs, Object body) {
        if (deadlineMs < 0) {
            throw new MillPanic("shield: it needs a deadline, so that nothing keeps a cancelled coroutine for ever;"
                    + " give it one, such as now() + 1_000, not " + deadlineMs);
        }
        return begin("shield", Group.Kind.SHIELD, deadlineMs, body);
    }

    private static Region begin(String verb, Group.Kind kind, long deadlineMs, Object body) {
        Scheduler scheduler = MillRuntime.current(verb).scheduler;
        if (body == null) {
            throw new MillPanic(verb + ": body is null; give it the code to run");
        }
        scheduler.checkDeadline(verb, deadlineMs);
        return new Region(scheduler, scheduler.enterGroup(kind, deadlineMs, null, null), verb);
    }

    /// The code has come to its end.
    void end() {
        scheduler.leave(group);
    }

    /// What is to be thrown instead of what has left the code; before [#end].
    Throwable told(Throwable thrown) {
        return owns(thrown) ? ownTold(thrown) : thrown;
    }

    /// Whether that comes from the deadline of this region.
    boolean owns(Throwable thrown) {
        if (group.why() == null) {
            return false;
        }
        CancelledException cancelled = ErrorMessages.cancellationIn(thrown);
        if (cancelled != null) {
            return cancelled.group() == group;
        }
        return ErrorMessages.isInterruption(thrown) && group.cancelledBy() == group;
    }

    private Throwable ownTold(Throwable thrown) {
        boolean isCancelledOutside = group.outer().isCancelled();
        if (isCancelledOutside && group.kind() == Group.Kind.SHIELD) {
            end(); // The cancellation is seen again.
            return ErrorMessages.cancelled("shield: coroutine " + group.owner(), group.owner());
        }
        return new DeadlineException(
                verb + ": deadline " + group.deadlineMs() + " has passed in " + group.owner(), thrown);
    }
}
