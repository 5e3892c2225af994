package org.jmill.world;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import org.jspecify.annotations.Nullable;

/// Waits for descriptors, for the time, and for other threads: what one mill waits with, for one run.
///
/// At most one coroutine waits for each direction of a channel; jmill sees to that. All methods but [#wakeUp] are
/// called on the mill's thread.
///
/// Source: libmill's `poller.c`.
///
/// @since 0.1.0
public interface Poller {
    /// Ready for reading or accepting.
    int IN = 1;

    /// Ready for writing, or connected.
    int OUT = 2;

    /// Closed or in error.
    int ERR = 4;

    /// A channel that is looked out for, and the coroutines that wait for its two directions.
    interface Interest {
        /// Tells which channel it is.
        ///
        /// @return the channel
        SelectableChannel channel();

        /// Tells for what a coroutine waits here.
        ///
        /// @param waiter who waits
        /// @return [#IN], [#OUT], both, or 0 if it does not
        int events(Subject waiter);

        /// Forgets a coroutine that waits here: its deadline has passed, or it was cancelled. It is not told of.
        ///
        /// @param waiter who waits no longer
        void abandon(Subject waiter);
    }

    /// Who is told that a coroutine can go on.
    @FunctionalInterface
    interface Ready {
        /// Ends the wait of a coroutine. Its interest has forgotten it before.
        ///
        /// @param waiter one that waits
        /// @param events [#IN], [#OUT], both, or [#ERR]
        void ready(Subject waiter, int events);
    }

    /// Notes that a coroutine is about to wait for a channel.
    ///
    /// @param channel in non-blocking mode, and open when this is called; its `blockingLock` is held
    /// @param events [#IN], [#OUT] or both; nobody else waits for the same
    /// @param waiter who waits
    /// @return where it waits: the same for all who wait for this channel
    /// @throws IOException if the channel cannot be registered
    Interest await(SelectableChannel channel, int events, Subject waiter) throws IOException;

    /// Finds out who waits.
    ///
    /// @param channel for what
    /// @param events for which directions of it
    /// @return who waits for one of them, or null
    @Nullable
    Subject waiter(SelectableChannel channel, int events);

    /// Counts who waits.
    ///
    /// @return how many coroutines do
    int waiters();

    /// Forgets a channel, which is about to be closed, and tells of those who wait for it with [#ERR].
    ///
    /// @param channel any one
    /// @param ready whom to tell
    void forget(SelectableChannel channel, Ready ready);

    /// Says that the calling thread is about to call [#poll] with a wait, so that a [#wakeUp] from now on reaches it.
    void aboutToWait();

    /// Asks that each wait from now on be spent where the JDK does not put somebody else in the place of the one whom
    /// it calls back when the mill's thread is interrupted. A `Selector` or a channel in which that thread blocks
    /// does so; a poller that blocks in none has nothing to do.
    ///
    /// It is called when such an interrupt may be under way, and may be called more than once.
    default void waitElsewhere() {}

    /// Tells of the descriptors that are ready, in the order the system reports them.
    ///
    /// @param timeoutNs how long to wait for the first one, or for [#wakeUp], in nanoseconds of the world's clock;
    ///   0: do not wait; negative: without limit. It may return sooner, but must not look at the time by itself: it
    ///   is asked again
    /// @param ready whom to tell
    void poll(long timeoutNs, Ready ready);

    /// Tells whether anything can come from outside to those who wait without a deadline. Asked when nobody is ready
    /// and nothing but what is outside could end a wait; where it cannot either, that is a deadlock.
    ///
    /// @return true, but for worlds that know all that is to come
    default boolean mayWake() {
        return true;
    }

    /// Ends the wait of [#poll], now or, if it does not wait, the next time it does. Any thread may call it.
    void wakeUp();

    /// Tells what it costs to wait asleep and be woken: so long may a wait begin with polls that do not wait.
    ///
    /// @return nanoseconds of real time; 0 where time is simulated
    long sleepCostNs();

    /// Gives everything back. No one waits any more.
    void close();
}
