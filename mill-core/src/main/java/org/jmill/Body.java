package org.jmill;

/// The code of a coroutine, for [Mill#run(Body)] and [Mill#go(Body)].
///
/// @param <X> what it may throw; inferred as `RuntimeException` for code that throws nothing
///   checked
/// @since 0.1.0
@FunctionalInterface
public interface Body<X extends Exception> {
    /// Runs the code, on the mill's thread.
    ///
    /// @throws X as the code likes
    void run() throws X;
}
