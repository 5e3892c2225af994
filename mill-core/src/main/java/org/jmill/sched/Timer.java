package org.jmill.sched;

/// A point of time at which an alarm rings. Made at its first use and kept for the next ones.
public final class Timer {
    final Alarm alarm;

    // Scheduler thread only, written by Timers; index -1 = not armed.
    long deadlineMs;
    long sequence;
    int index = -1;

    /// Makes one that is not armed.
    public Timer(Alarm alarm) {
        this.alarm = alarm;
    }

    /// Whether it is armed, and rings before a point of time or then.
    public boolean isArmedBefore(long otherMs) {
        return index >= 0 && deadlineMs <= otherMs;
    }
}
