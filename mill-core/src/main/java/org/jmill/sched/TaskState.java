package org.jmill.sched;

/// Where a coroutine stands.
///
/// | from | to | cause |
/// |---|---|---|
/// | FRESH | RUNNING | `go`: the child runs at once |
/// | RUNNING | READY | it yielded, or spawned a child |
/// | RUNNING | WAITING | it suspended; or the switch to it failed, see [Setback] |
/// | RUNNING | FRESH | its start failed, see [Setback] |
/// | RUNNING | BLOCKED | it blocked in a Java call (VIRTUAL engine only) |
/// | RUNNING | DONE | its body has ended |
/// | WAITING | READY | it was woken, timed out or was cancelled |
/// | WAITING | RUNNING | it was switched to directly (Coro) |
/// | BLOCKED | READY | its Java call can go on |
/// | READY | RUNNING | it was at the head of the ready list |
/// | any but RUNNING, BLOCKED | DONE | it was abandoned, see [Abandonment] |
public enum TaskState {
    /// Made, but never run.
    FRESH,
    /// In the ready list.
    READY,
    /// The one that runs.
    RUNNING,
    /// Waits for something that jmill knows of.
    WAITING,
    /// Blocked in a Java call.
    BLOCKED,
    /// Ended.
    DONE
}
