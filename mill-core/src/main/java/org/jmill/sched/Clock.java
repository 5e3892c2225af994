package org.jmill.sched;

/// Monotonic milliseconds. A test hands in one that it moves itself.
@FunctionalInterface
public interface Clock {
    /// Milliseconds since an origin that lies long before the start of the program, so that a time
    /// a while ago is not negative by accident (negative deadlines mean "none").
    long nowMs();

    /// The clock of the JVM.
    static Clock system() {
        return SystemClock.INSTANCE;
    }
}
