package org.jmill.world;

import org.jspecify.annotations.Nullable;

/// Is told what happens in one mill, while it happens. Its methods are called on the mill's thread; they must not wait,
/// nor call a verb of jmill. What they throw ends the mill.
///
/// Coroutines and channels are told apart by identity; their numbers and names can be asked for.
///
/// Source: libmill's `gotrace`, which prints.
///
/// @since 0.1.0
public interface Observer {
    /// A coroutine was started.
    ///
    /// @param parent who has started it; null for main
    /// @param child who was started
    default void spawned(@Nullable Subject parent, Subject child) {}

    /// A coroutine runs from now on.
    ///
    /// @param coroutine the one that runs
    default void became(Subject coroutine) {}

    /// A coroutine waits from now on.
    ///
    /// @param coroutine who waits
    /// @param verb in which call
    /// @param object what for: a [Subject] for a channel or a coroutine, the channel of a descriptor, else what
    ///   `toString` tells of it; null for none
    default void waits(Subject coroutine, Verb verb, @Nullable Object object) {}

    /// A coroutine need not wait any longer, and is ready.
    ///
    /// @param coroutine who was woken
    /// @param waker by whom; null: by something outside, or the time
    default void woken(Subject coroutine, @Nullable Subject waker) {}

    /// A coroutine has ended.
    ///
    /// @param coroutine who has
    /// @param thrown what left its body; null for nothing
    default void ended(Subject coroutine, @Nullable Throwable thrown) {}

    /// A coroutine does something, or is about to wait for it.
    ///
    /// @param coroutine who
    /// @param verb what
    /// @param object with what, as for [#waits]
    default void does(Subject coroutine, Verb verb, Object object) {}
}
