package org.jmill.test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An operation on a queue where what was put in first comes out first; and the model of such a queue.
///
/// {@snippet file="org/jmill/test/snippets/HistorySnippet.java" region="queue"}
///
/// Source: none.
///
/// @param <V> what is in the queue
/// @since 0.1.0
public sealed interface Fifo<V extends @Nullable Object> {
    /// Gives the model of a queue that is empty at the beginning and never full.
    ///
    /// @param <V> what is in the queue
    /// @return the model
    static <V extends @Nullable Object> Model<List<V>, Fifo<V>, V> model() {
        return Model.of(List.of(), Fifo::outcome);
    }

    /// Makes a [Put].
    ///
    /// @param <V> what is in the queue
    /// @param value what is to be put in
    /// @return the operation
    static <V extends @Nullable Object> Fifo<V> put(V value) {
        return new Put<>(value);
    }

    /// Makes a [Take].
    ///
    /// @param <V> what is in the queue
    /// @return the operation
    static <V extends @Nullable Object> Fifo<V> take() {
        return new Take<>();
    }

    private static <V extends @Nullable Object> Outcome<List<V>, V> outcome(List<V> queue, Fifo<V> op) {
        return switch (op) {
            case Put<V> put -> {
                List<V> more = new ArrayList<>(queue);
                more.add(put.value);
                yield Outcome.any(Collections.unmodifiableList(more));
            }
            case Take<V> take ->
                queue.isEmpty() ? Outcome.of(queue, null) : Outcome.of(withoutFirst(queue), queue.getFirst());
        };
    }

    /// A copy: a list of a list of a list would be as deep as the history is long.
    private static <V extends @Nullable Object> List<V> withoutFirst(List<V> queue) {
        return Collections.unmodifiableList(new ArrayList<>(queue.subList(1, queue.size())));
    }

    /// Puts a value in at the end. Its result is not looked at.
    ///
    /// @param <V> what is in the queue
    /// @param value the value
    record Put<V extends @Nullable Object>(V value) implements Fifo<V> {
        @Override
        public String toString() {
            return "put(" + value + ")";
        }
    }

    /// Takes the first value out. That is its result; null if there was none.
    ///
    /// @param <V> what is in the queue
    record Take<V extends @Nullable Object>() implements Fifo<V> {
        @Override
        public String toString() {
            return "take()";
        }
    }
}
