package org.jmill.sched;

/// The deadline of one coroutine. Made at its first use and kept for the next ones.
final class Timer {
    final Task task;

    // Scheduler thread only, written by Timers; index -1 = not armed.
    long deadlineMs;
    long sequence;
    int index = -1;

    Timer(Task task) {
        this.task = task;
    }
}
