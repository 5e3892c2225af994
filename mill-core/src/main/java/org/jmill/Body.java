package org.jmill;

/// What a coroutine runs.
///
/// @param <X> what it may throw; inferred as `RuntimeException` for code that throws nothing
///   checked
@FunctionalInterface
public interface Body<X extends Exception> {
    /// Runs the code.
    ///
    /// @throws X as the code likes
    void run() throws X;
}
