package org.jmill.harness;

/// A clock that stands still unless a test, or the [SimulatedPoller] that holds it, moves it.
public final class VirtualClock {
    public static final long START_MS = 100_000_000_000L; // Durations are far below.

    private static final long NS_PER_MS = 1_000_000;

    // Written by the mill's thread; volatile because on some engines each coroutine is a thread.
    private volatile long nowNs = START_MS * NS_PER_MS;

    long nowNs() {
        return nowNs;
    }

    /// Moves the time forward.
    public void advance(long ms) {
        advanceNs(Math.multiplyExact(ms, NS_PER_MS));
    }

    /// Moves the time forward by less than a millisecond, or more.
    public void advanceNs(long ns) {
        if (ns < 0) {
            throw new IllegalArgumentException("advance: time runs forward only: " + ns);
        }
        nowNs = Math.addExact(nowNs, ns);
    }
}
