package org.jmill;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Blocking Java code for [Mill#blocking(BlockingOperation)], and main for
/// [Mill#call(MillOptions,BlockingOperation)]. It is a `Callable` that says precisely what it
/// throws, so that code which throws nothing checked needs no `throws`.
///
/// @param <T> the type of the result
/// @param <X> what it may throw; inferred as `RuntimeException` for code that throws nothing
///   checked
/// @since 0.1.0
@FunctionalInterface
public interface BlockingOperation<T extends @Nullable Object, X extends Exception> extends Callable<T> {
    /// Runs the code and returns its result.
    ///
    /// @return the result, may be null
    /// @throws X as the code likes
    @Override
    T call() throws X;
}
