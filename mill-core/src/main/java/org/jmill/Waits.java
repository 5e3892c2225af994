package org.jmill;

import org.jmill.sched.Scheduler;
import org.jmill.sched.Task;
import org.jmill.sched.Waiting;
import org.jmill.trace.Trace;

/// The suspension that all verbs share: it traces the wait, and turns a cancellation into its
/// exception.
final class Waits {
    private Waits() {}

    /// Suspends the current coroutine.
    ///
    /// @param waiting is asked to note that `self` waits
    /// @return the outcome it was woken with, or [Scheduler#TIMEOUT]
    /// @throws CancelledException if it was cancelled; `waiting` has forgotten it
    static int suspend(Scheduler scheduler, Task self, Waiting waiting, long deadlineMs) {
        return suspend(scheduler, self, waiting, waiting, deadlineMs);
    }

    /// Suspends the current coroutine after [Scheduler#prepareToSuspend].
    ///
    /// @param waiting has noted that `self` waits
    /// @return as of [#suspend]
    /// @throws CancelledException as of [#suspend]
    static int suspendPrepared(Scheduler scheduler, Task self, Waiting waiting) {
        return suspend(scheduler, self, waiting, null, -1);
    }

    private static int suspend(Scheduler scheduler, Task self, Waiting waiting, Waiting toBeAsked, long deadlineMs) {
        int outcome = Trace.on
                ? tracedSuspend(scheduler, self, waiting, toBeAsked, deadlineMs)
                : scheduler.suspend(toBeAsked, deadlineMs);
        if (outcome == Scheduler.CANCELLED) {
            throw ErrorMessages.cancellation(self, waiting);
        }
        return outcome;
    }

    private static int tracedSuspend(
            Scheduler scheduler, Task self, Waiting waiting, Waiting toBeAsked, long deadlineMs) {
        String waitedFor = waiting.describe(self);
        Object token = Trace.parkStart();
        int outcome = scheduler.suspend(toBeAsked, deadlineMs);
        Trace.parked(self.id(), waitedFor, token);
        return outcome;
    }
}
