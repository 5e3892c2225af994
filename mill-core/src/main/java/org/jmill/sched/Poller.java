package org.jmill.sched;

import java.nio.channels.SelectableChannel;

/// Waits for descriptors. The default is [SelectorPoller]; a test hands in a simulated one.
///
/// All methods but [#wakeUp] are called on the mill's thread.
public interface Poller {
    /// Ready for reading or accepting.
    int IN = 1;

    /// Ready for writing, or connected.
    int OUT = 2;

    /// Closed or in error.
    int ERR = 4;

    /// Who is told that a coroutine can go on.
    interface Waker {
        /// Makes a coroutine ready.
        ///
        /// @param outcome what its suspension returns, 0 or more
        void wake(Task task, int outcome);
    }

    /// Says that the calling thread is about to call [#poll] with a wait, so that a [#wakeUp] from
    /// now on reaches it.
    void aboutToWait();

    /// Serves the descriptors that are ready, in the order the system reports them.
    ///
    /// @param timeoutMs how long to wait for the first one, or for [#wakeUp]; 0: do not wait,
    ///   negative: without limit
    void poll(long timeoutMs, Waker waker);

    /// Ends the wait of [#poll], now or, if it does not wait, the next time it does. Any thread.
    void wakeUp();

    /// What it costs to wait asleep and be woken, in nanoseconds: so long may a wait begin with polls that do not
    /// wait. 0 where time is simulated.
    long sleepCostNs();

    /// How many coroutines wait for a descriptor.
    int waiters();

    /// The coroutine that waits for one of these directions of a channel, or null.
    Task waiter(SelectableChannel channel, int events);

    /// Makes a coroutine a waiter of a channel; it is then to be suspended. Nobody may wait for the
    /// same direction.
    ///
    /// @throws java.io.IOException if the channel cannot be registered
    Waiting await(SelectableChannel channel, int events, Task task) throws java.io.IOException;

    /// Forgets a channel, which is about to be closed. Whoever waits for it is woken with [#ERR].
    void clean(SelectableChannel channel, Waker waker);

    /// Gives everything back. No one waits any more.
    void close();
}
