package org.jmill.sched;

/// How often the poller is asked while coroutines are ready: after as many turns as libmill takes, or sooner where
/// these take long. A hundred turns of a hundred system calls each would keep timers and sockets waiting for 40 ms.
final class Pace {
    private static final long AIM_NS = 1_000_000; // Between two looks.

    private final boolean adapts;
    private int lookAfter = Scheduler.POLL_EVERY;
    private long lastNs;

    /// @param adapts false: always the same number, as libmill's order wants it
    Pace(boolean adapts, long nowNs) {
        this.adapts = adapts;
        this.lastNs = nowNs;
    }

    /// Decides after how many turns to look again.
    ///
    /// @param turns how many there were since the last look
    /// @param waited whether this look may have waited, so that its time says nothing
    int lookAfter(int turns, boolean waited, long nowNs) {
        long tookNs = nowNs - lastNs;
        lastNs = nowNs;
        if (adapts && !waited) {
            if (tookNs > AIM_NS) {
                lookAfter = (int) Math.max(1, Math.min(lookAfter, turns * AIM_NS / tookNs));
            } else if (tookNs < AIM_NS / 2) {
                lookAfter = Math.min(2 * lookAfter, Scheduler.POLL_EVERY);
            }
        }
        return lookAfter;
    }
}
