package org.jmill.test;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What comes of an operation, in a [Model]: the state that it leaves behind, and its result.
///
/// Source: none.
///
/// @param <S> the state
/// @param <R> the result
/// @param next the state that it leaves behind
/// @param result its result; null where any will do
/// @param isAny whether the result is not looked at
/// @since 0.1.0
public record Outcome<S extends @Nullable Object, R extends @Nullable Object>(S next, R result, boolean isAny) {
    /// Makes an outcome with a result.
    ///
    /// @param <S> the state
    /// @param <R> the result
    /// @param next the state that the operation leaves behind
    /// @param result what it gives; compared by `equals`
    /// @return the outcome
    public static <S extends @Nullable Object, R extends @Nullable Object> Outcome<S, R> of(S next, R result) {
        return new Outcome<>(next, result, false);
    }

    /// Makes an outcome whose result is not looked at, such as "ok".
    ///
    /// @param <S> the state
    /// @param <R> the result
    /// @param next the state that the operation leaves behind
    /// @return the outcome
    public static <S extends @Nullable Object, R extends @Nullable Object> Outcome<S, R> any(S next) {
        return new Outcome<>(next, null, true);
    }

    /// Tells whether this can be what came of an operation.
    ///
    /// @param seen what the operation has given
    /// @return whether it may give that
    public boolean allows(Object seen) {
        return isAny || Objects.equals(result, seen);
    }
}
