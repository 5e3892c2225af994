package org.jmill.test;

import java.util.List;

/// What the [Linearizer] says of the calls of one key. Calls are named by their index.
sealed interface Verdict {
    /// How many states it has gone through.
    long states();

    /// There is an order that explains them.
    ///
    /// @param order the calls in this order; those that had no answer and no effect are left out
    record Fit(long states, List<Integer> order) implements Verdict {}

    /// There is none.
    ///
    /// @param call the first to return that has no place in any order
    /// @param order the longest order: of all that had returned before, and what had to happen for that
    /// @param state what the object was then, as text
    /// @param possible what the call could have given in one or the other order, as text, as far as that is of use
    /// @param hadPlace whether the call had a place in some other order, where one that returned earlier had none
    record Misfit(long states, int call, List<Integer> order, String state, List<String> possible, boolean hadPlace)
            implements Verdict {}

    /// The limit was reached.
    record Open(long states) implements Verdict {}
}
