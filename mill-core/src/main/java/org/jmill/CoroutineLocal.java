package org.jmill;

import java.util.IdentityHashMap;
import java.util.function.Supplier;

/// A variable of which each coroutine has its own copy. Where one value is enough, [Mill#cls] is
/// simpler.
///
/// {@snippet file="org/jmill/snippets/CoroutineLocalSnippet.java" region="example"}
///
/// A coroutine does not inherit the values of the one that started it; the body of a [Coro] or a
/// [Generator] has values of its own, too. They are let go when the coroutine ends.
///
/// May be made by any thread (usually into a static field); its methods but [#toString] are called on a
/// mill's thread and throw [MillPanic] elsewhere. They never suspend.
///
/// Source: libmill `cls` and `setcls`, of which there is one; Go has none.
///
/// @param <T> the type of the value
public final class CoroutineLocal<T> {
    private final Supplier<? extends T> initial;

    private CoroutineLocal(Supplier<? extends T> initial) {
        this.initial = initial;
    }

    /// Makes a variable that starts as null. Any thread may call it.
    ///
    /// @param <T> the type of the value
    /// @return a variable without values
    public static <T> CoroutineLocal<T> create() {
        return new CoroutineLocal<>(() -> null);
    }

    /// Makes a variable whose first value is asked of `initial`, once a coroutine, at its first
    /// `get`. Any thread may call it.
    ///
    /// @param <T> the type of the value
    /// @param initial gives the first value, may give null; runs in the coroutine that asks
    /// @return a variable without values
    /// @throws MillPanic if the supplier is null
    public static <T> CoroutineLocal<T> withInitial(Supplier<? extends T> initial) {
        if (initial == null) {
            throw new MillPanic("withInitial: supplier is null; use create() for null");
        }
        return new CoroutineLocal<>(initial);
    }

    /// Gets the calling coroutine's value.
    ///
    /// @return the value that was set, or else the initial one
    @SuppressWarnings("unchecked")
    public T get() {
        Values values = values("get");
        if (values.map.containsKey(this)) {
            return (T) values.map.get(this);
        }
        T first = initial.get();
        values.map.put(this, first);
        return first;
    }

    /// Sets the calling coroutine's value.
    ///
    /// @param value may be null
    public void set(T value) {
        values("set").map.put(this, value);
    }

    /// Forgets the calling coroutine's value: the next `get` starts afresh.
    public void remove() {
        values("remove").map.remove(this);
    }

    /// Gives `coroutine local 1b28cdfa`, which tells one from another, and no value: each coroutine has its own. Any
    /// thread may call it.
    @Override
    public String toString() {
        return "coroutine local " + Integer.toHexString(System.identityHashCode(this));
    }

    private static Values values(String verb) {
        MillRuntime mill = MillRuntime.current(verb);
        return ((Routine) mill.scheduler.enterQuietly()).locals();
    }

    /// The values of one coroutine.
    static final class Values {
        private final IdentityHashMap<CoroutineLocal<?>, Object> map = new IdentityHashMap<>(4);
    }
}
