package org.jmill.test;

/// An operation on a number; and the model of it.
///
/// {@snippet file="org/jmill/test/snippets/HistorySnippet.java" region="counter"}
///
/// Source: none.
///
/// @since 0.1.0
public sealed interface Counter {
    /// Gives the model of a number that is 0 at the beginning.
    ///
    /// @return the model
    static Model<Long, Counter, Long> model() {
        return Model.of(0L, (value, op) -> {
            long sum = value + (op instanceof Add(long by) ? by : 0);
            return Outcome.of(sum, sum);
        });
    }

    /// Makes an [Add].
    ///
    /// @param by how much is to be added; may be negative
    /// @return the operation
    static Counter add(long by) {
        return new Add(by);
    }

    /// Makes a [Get].
    ///
    /// @return the operation
    static Counter get() {
        return new Get();
    }

    /// Adds to the number. Its result is the sum.
    ///
    /// @param by how much
    record Add(long by) implements Counter {
        @Override
        public String toString() {
            return "add(" + by + ")";
        }
    }

    /// Asks for the number, which is its result.
    record Get() implements Counter {
        @Override
        public String toString() {
            return "get()";
        }
    }
}
