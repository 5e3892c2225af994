package org.jmill.world;

/// Why a coroutine, or all of a scope, is cancelled.
///
/// Source: none in libmill; Go's `context.Cause`.
///
/// @since 0.1.0
public enum Reason {
    /// Somebody asked for it: `Coroutine.cancel`, `Scope.cancel`, `Coro.close`.
    CALL,
    /// Another child of the scope, its body, or another coroutine of the mill has failed.
    SIBLING,
    /// The deadline of an enclosing `within` or `shield` has passed.
    DEADLINE,
    /// The scope was asked to stop, and its grace has passed.
    STOPPED,
    /// All but the daemons of the scope have ended.
    SCOPE_END,
    /// Somebody abandoned its scope, and so its result will never be there: `Scope.abandon`.
    ABANDONED,
    /// Main has ended.
    MAIN_END,
    /// The thread that called `Mill.run` was interrupted.
    INTERRUPT
}
