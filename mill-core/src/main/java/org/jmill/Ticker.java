package org.jmill;

import org.jmill.sched.Alarm;
import org.jmill.sched.Scheduler;
import org.jmill.sched.Task;
import org.jmill.sched.Timer;

/// Sends the time on a channel, at a fixed rate or once, without a coroutine of its own: [Mill#ticker], [Mill#timer].
final class Ticker implements Alarm {
    private final Scheduler scheduler;
    private final Chan<Long> chan;
    private final Timer timer = new Timer(this);
    private final long periodMs; // Negative: once.
    private long dueMs;

    private Ticker(MillRuntime mill, long dueMs, long periodMs) {
        this.scheduler = mill.scheduler;
        this.chan = new Chan<>(mill, Long.class, 1);
        this.dueMs = dueMs;
        this.periodMs = periodMs;
    }

    /// Begins to tick; ends with the enclosing scope.
    ///
    /// @param dueMs when it ticks first; negative: never
    /// @param periodMs negative: once
    static Chan<Long> begin(MillRuntime mill, Task self, long dueMs, long periodMs) {
        Ticker ticker = new Ticker(mill, dueMs, periodMs);
        Scope scope = Scope.enclosing(self);
        if (scope != null) {
            scope.atEnd(ticker::end);
        }
        if (dueMs >= 0) {
            mill.scheduler.arm(ticker.timer, dueMs);
        }
        return ticker.chan;
    }

    /// A time so far ahead, or the last one.
    static long later(long nowMs, long aheadMs) {
        return aheadMs > Long.MAX_VALUE - nowMs ? Long.MAX_VALUE : nowMs + aheadMs;
    }

    @Override
    public void ring(long nowMs) {
        if (!chan.tick(dueMs)) {
            return; // Somebody has ended it, or closed it.
        }
        if (periodMs < 0) {
            chan.feedEnd();
            return;
        }
        dueMs += ((nowMs - dueMs) / periodMs + 1) * periodMs; // Those that have been missed are merged into this one.
        if (dueMs >= 0) { // Else time itself has come to its end.
            scheduler.arm(timer, dueMs);
        }
    }

    private void end() {
        scheduler.disarm(timer);
        chan.feedEnd();
    }
}
