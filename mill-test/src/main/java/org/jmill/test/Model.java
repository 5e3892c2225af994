package org.jmill.test;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Tells what an object does that is used by one at a time: the measure for a [History].
///
/// {@snippet file="org/jmill/test/snippets/HistorySnippet.java" region="model"}
///
/// The methods are pure: they change nothing, and give the same for the same. Any thread may call them, if the model
/// allows that.
///
/// Source: none.
///
/// @param <S> the object's state: a value that does not change, with `equals` and `hashCode`; may be null
/// @param <O> the operations, with `equals` and `hashCode`
/// @param <R> the results
/// @since 0.1.0
public interface Model<S extends @Nullable Object, O extends @Nullable Object, R extends @Nullable Object> {
    /// The key of an object without parts.
    Object WHOLE = "";

    /// Makes a model of a function, for an object that has one outcome for each operation.
    ///
    /// @param <S> the state
    /// @param <O> the operations
    /// @param <R> the results
    /// @param start the state in which it begins
    /// @param code gives what comes of an operation in a state; null if it is not possible there
    /// @return the model
    static <S extends @Nullable Object, O extends @Nullable Object, R extends @Nullable Object> Model<S, O, R> of(
            S start, BiFunction<? super S, ? super O, @Nullable Outcome<S, R>> code) {
        return of(start, op -> WHOLE, code);
    }

    /// Makes a model of a function, for an object that consists of parts which know nothing of each other.
    ///
    /// @param <S> the state
    /// @param <O> the operations
    /// @param <R> the results
    /// @param start the state in which each part begins
    /// @param key gives the part that an operation is about
    /// @param code gives what comes of an operation in a state of its part; null if it is not possible there
    /// @return the model
    static <S extends @Nullable Object, O extends @Nullable Object, R extends @Nullable Object> Model<S, O, R> of(
            S start, Function<? super O, ?> key, BiFunction<? super S, ? super O, @Nullable Outcome<S, R>> code) {
        return new FunctionModel<>(start, key, code);
    }

    /// Gives the state in which the object begins, or each part of it.
    ///
    /// @return may be null
    S start();

    /// Tells what can come of an operation.
    ///
    /// @param state the state, of the part that the operation is about
    /// @param op the operation
    /// @return more than one, if the object is free to do this or that; none, if the operation is not possible in
    ///   this state, as it would have to wait for another one
    List<Outcome<S, R>> outcomes(S state, O op);

    /// Tells which part of the object an operation is about. Parts know nothing of each other: each is looked at by
    /// itself, which takes a fraction of the time.
    ///
    /// @param op the operation
    /// @return with `equals` and `hashCode`; [#WHOLE] unless the model says otherwise
    default Object key(O op) {
        return WHOLE;
    }

    /// Tells whether an operation only looks: whatever the state, it leaves it as it is. Saying so is not necessary,
    /// but where many look at the same time, the search is shorter.
    ///
    /// @param op the operation
    /// @return false unless the model says otherwise
    default boolean isRead(O op) {
        return false;
    }
}
