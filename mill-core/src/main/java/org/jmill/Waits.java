package org.jmill;

import org.jmill.sched.Scheduler;
import org.jmill.sched.Task;
import org.jmill.sched.Waiting;
import org.jmill.trace.Trace;

/// The suspension that all verbs share: it records the wait, and turns a cancellation into its
/// exception.
final class Waits {
    private Waits() {}

    /// Suspends the current coroutine.
    ///
    /// @param waiting is asked to note that `self` waits
    /// @return the outcome it was woken with, or [Scheduler#TIMEOUT]
    /// @throws CancelledException if it was cancelled; `waiting` has forgotten it
    static int suspend(Scheduler scheduler, Task self, Waiting waiting, long deadlineMs) {
        int outcome = Trace.on
                ? recordedSuspend(scheduler, self, waiting, deadlineMs)
                : scheduler.suspend(waiting, deadlineMs);
        if (outcome == Scheduler.CANCELLED) {
            throw ErrorMessages.cancellation(self, waiting);
        }
        return outcome;
    }

    private static int recordedSuspend(Scheduler scheduler, Task self, Waiting waiting, long deadlineMs) {
        Object token = scheduler.telling().parks(self, waiting);
        int outcome = scheduler.suspend(waiting, deadlineMs);
        if (token != null) {
            scheduler.ask(() -> {
                scheduler.telling().parked(self, token);
                return null;
            });
        }
        return outcome;
    }
}
