package org.jmill.test;

import org.jmill.Mill;
import org.jmill.test.sim.SimWorld;
import org.jspecify.annotations.Nullable;

/// A variable that coroutines of a test share, so that a search with [Sharing#DECLARED] knows of it. Elsewhere it is a
/// plain variable.
///
/// {@snippet file="org/jmill/test/snippets/Sums.java" region="declared"}
///
/// Belongs to one mill, and is used on its thread.
///
/// Source: none; loom and Shuttle have such types for everything that is shared.
///
/// @param <T> what it holds
/// @since 0.1.0
public final class Shared<T extends @Nullable Object> {
    private T value;

    /// Makes one.
    ///
    /// @param value what it holds at first, may be null
    public Shared(T value) {
        this.value = value;
    }

    /// Reads it.
    ///
    /// @return what it holds
    public T get() {
        touch();
        return value;
    }

    /// Writes it.
    ///
    /// @param newValue what it holds from now on, may be null
    public void set(T newValue) {
        touch();
        value = newValue;
    }

    private void touch() {
        if (Mill.world() instanceof SimWorld sim) {
            sim.touch(this);
        }
    }

    /// Gives what it holds as text.
    @Override
    public String toString() {
        return String.valueOf(value);
    }
}
