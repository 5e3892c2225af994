package org.jmill;

import org.jspecify.annotations.Nullable;

/// What a receive found: a value, the end of the channel, its failure, or nothing yet. The four are never
/// confused, since `null` is a value like any other.
///
/// ```java
/// switch (ch.tryReceive()) {
///     case Received.Value<String>(String line) -> use(line);
///     case Received.Done<String>(String last) -> finish();
///     case Received.Failed<String>(Throwable failure) -> report(failure);
///     case Received.Empty<String>() -> later();
/// }
/// ```
///
/// Immutable; any thread may read it.
///
/// Source: none in libmill; Go's `v, ok := <-ch`, which has no last value.
///
/// @param <T> the type of the channel's values
/// @since 0.1.0
public sealed interface Received<T extends @Nullable Object> {
    /// A value that somebody sent.
    ///
    /// @param <T> the type of the channel's values
    /// @param value the value, may be null
    record Value<T extends @Nullable Object>(T value) implements Received<T> {}

    /// The channel is done and empty.
    ///
    /// @param <T> the type of the channel's values
    /// @param last the terminal value given to `chdone`, null if none was
    record Done<T extends @Nullable Object>(@Nullable T last) implements Received<T> {}

    /// The channel has failed and is empty.
    ///
    /// @param <T> the type of the channel's values
    /// @param failure what was given to [Chan#fail], never null
    record Failed<T extends @Nullable Object>(Throwable failure) implements Received<T> {}

    /// There is nothing now. Only [Chan#tryReceive] gives it.
    ///
    /// @param <T> the type of the channel's values
    record Empty<T extends @Nullable Object>() implements Received<T> {}
}
