package org.jmill.engine;

/// Code with a stack of its own, made by [StrandEngine#strand] and run by [StrandEngine#transfer].
public interface Strand {
    /// The thread that code on this strand sees as `Thread.currentThread()`.
    Thread thread();

    /// The frames of this strand, innermost first, without those of the strands beneath it. Called
    /// on the mill's thread only. Empty before the strand first runs and after its end.
    StackTraceElement[] stackTrace();

    /// Interrupts the Java call in which this strand is blocked, where an engine can tell that it
    /// is; otherwise does nothing.
    void interrupt();

    /// Whether the code has ended, where an engine that was not told whom to run next
    /// ([StrandEngine#finish]) comes back to the strand that hosted it.
    default boolean hasEnded() {
        return false;
    }
}
