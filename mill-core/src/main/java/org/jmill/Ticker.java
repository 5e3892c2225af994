package org.jmill;

import org.jmill.sched.Alarm;
import org.jmill.sched.Scheduler;
import org.jmill.sched.Task;
import org.jmill.sched.Timer;

/// Sends the time on a channel, at a fixed rate or once, without a coroutine of its own: [Mill#ticker(long)],
/// [Mill#timer(long)].
final class Ticker implements Alarm {
    private final Scheduler scheduler;
    private final Chan<Long> chan;
    private final Timer timer = new Timer(this);
    private final Scope scope; // It ends with this one; null = with the mill.
    private final long periodMs; // Negative: once.
    private long dueMs;

    private Ticker(MillRuntime mill, Scope scope, long dueMs, long periodMs) {
        this.scheduler = mill.scheduler;
        this.scope = scope;
        this.chan = new Chan<>(mill, Long.class, 1);
        this.dueMs = dueMs;
        this.periodMs = periodMs;
    }

    /// Begins to tick; ends with the enclosing scope.
    ///
    /// @param dueMs when it ticks first; negative: never
    /// @param periodMs negative: once
    static Ticker begin(MillRuntime mill, Task self, long dueMs, long periodMs) {
        Scope scope = Scope.enclosing(self);
        Ticker ticker = new Ticker(mill, scope, dueMs, periodMs);
        if (scope != null) {
            scope.keep(ticker);
        }
        if (dueMs >= 0) {
            mill.scheduler.arm(ticker.timer, dueMs);
        }
        return ticker;
    }

    /// A time so far ahead, or the last one.
    static long later(long nowMs, long aheadMs) {
        return aheadMs > Long.MAX_VALUE - nowMs ? Long.MAX_VALUE : nowMs + aheadMs;
    }

    @Override
    public void ring(long nowMs) {
        boolean hasTicked = chan.tick(dueMs); // Else somebody has ended it, or closed it.
        if (!hasTicked || periodMs < 0) {
            end();
            return;
        }
        dueMs += ((nowMs - dueMs) / periodMs + 1) * periodMs; // Those that have been missed are merged into this one.
        if (dueMs >= 0) { // Else time itself has come to its end.
            scheduler.arm(timer, dueMs);
        }
    }

    Chan<Long> chan() {
        return chan;
    }

    /// Ends it, with its scope or before.
    void end() {
        scheduler.disarm(timer);
        chan.feedEnd();
        if (scope != null) {
            scope.forget(this);
        }
    }
}
