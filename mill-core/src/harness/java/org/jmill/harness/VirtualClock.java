package org.jmill.harness;

import org.jmill.sched.Clock;

/// A clock that stands still unless a test, or the [SimulatedPoller] that holds it, moves it.
public final class VirtualClock implements Clock {
    public static final long START_MS = 1_000;

    // Written by the mill's thread; volatile because on some engines each coroutine is a thread.
    private volatile long nowMs = START_MS;

    @Override
    public long nowMs() {
        return nowMs;
    }

    /// Moves the time forward.
    public void advance(long ms) {
        if (ms < 0) {
            throw new IllegalArgumentException("advance: time runs forward only: " + ms);
        }
        nowMs = Math.addExact(nowMs, ms);
    }
}
