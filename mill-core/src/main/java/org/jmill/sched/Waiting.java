package org.jmill.sched;

import org.jmill.world.Verb;

/// What a coroutine waits for. Implemented by whoever can wake it.
public interface Waiting {
    /// Notes that the coroutine waits, so that it will be woken; [#abandon] takes it back. Does nothing where
    /// the caller has done so before it suspended.
    default void enlist(Task task) {}

    /// Removes every trace of the coroutine's wait, since it will not be woken from there: its
    /// deadline has passed or it was cancelled. May be called although [#enlist] has not got to its end.
    /// Leaves the deadline itself to the scheduler.
    void abandon(Task task);

    /// Whether a cancellation ends the wait; else nothing but who is to wake it does.
    default boolean canBeCut() {
        return true;
    }

    /// Whether a coroutine that waits here was suspended by itself until another one goes on with it: the end of a
    /// scope or a stretch of code of its own does not wake it; it hears of that when it goes on.
    default boolean standsStill() {
        return false;
    }

    /// In which call the coroutine waits.
    Verb verb();

    /// What that call is about: a channel, a coroutine, or what `toString` tells of it; null for nothing.
    default Object object(Task task) {
        return null;
    }

    /// What the coroutine waits for, in the words of a dump: `chr(<3>)`.
    default String describe(Task task) {
        return verb().of(object(task));
    }

    /// Whom a cancellation of the coroutine that waits here is to reach instead, because the wait goes on until that
    /// one has ended.
    ///
    /// @return null (the default) if the scheduler is to abandon the wait and wake the coroutine
    default Task passesCancellationTo(Task task) {
        return null;
    }
}
