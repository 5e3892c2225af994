package org.jmill.test;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jmill.MillPanic;
import org.jspecify.annotations.Nullable;

/// A model that is made of functions.
record FunctionModel<S extends @Nullable Object, O extends @Nullable Object, R extends @Nullable Object>(
        S start, Function<? super O, ?> keys, BiFunction<? super S, ? super O, Outcome<S, R>> code)
        implements Model<S, O, R> {
    FunctionModel {
        if (keys == null || code == null) {
            throw new MillPanic("model: " + (keys == null ? "key" : "code") + " is null");
        }
    }

    @Override
    public List<Outcome<S, R>> outcomes(S state, O op) {
        Outcome<S, R> outcome = code.apply(state, op);
        return outcome == null ? List.of() : List.of(outcome);
    }

    @Override
    public Object key(O op) {
        return keys.apply(op);
    }
}
