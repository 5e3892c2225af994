package org.jmill.sched;

/// What is to happen at a point of time: the wait of a coroutine ends, a group is cancelled, a ticker ticks. Rings
/// in a poll, where nobody else may run: it wakes and cancels, and runs no code of the user's.
public interface Alarm {
    /// The time has come.
    ///
    /// @param nowMs the time, which may be later
    void ring(long nowMs);
}
