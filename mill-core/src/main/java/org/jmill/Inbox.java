package org.jmill;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jmill.sched.Scheduler;
import org.jmill.world.World;
import org.jspecify.annotations.Nullable;

/// The one way in for other threads: they [#offer(Object)] and [#put] values, coroutines receive them from
/// [#chan].
///
/// {@snippet file="org/jmill/snippets/InboxSnippet.java" region="example"}
///
/// All methods may be called by any thread, but those that may block, [#put] and [#offer(Object,Duration)], not by
/// the mill's. An open inbox keeps its mill waiting: close it when no more values will come. Values of one thread
/// arrive in the order in which it gave them. What a thread did before it gave a value is visible to the coroutine
/// that receives it.
///
/// Success means that the value waits for the mill, not that a coroutine will receive it: main may
/// end before.
///
/// Source: none; libmill has no threads.
///
/// @param <T> the type of the values
/// @since 0.1.0
public final class Inbox<T extends @Nullable Object> implements AutoCloseable {
    // Invariants:
    // I1 `state` is twice the number of values accepted so far, plus 1 once the inbox is closed; nothing
    //    is accepted after that. One that the ended mill refuses is counted for a moment.
    // I2 accepted - taken is at most the capacity.
    // I3 Each accepted value is posted exactly once, by the thread that had it accepted.

    private static final long CLOSED = 1;
    private static final long ONE = 2;
    private static final long NO_LIMIT = Long.MAX_VALUE; // Nanoseconds: 292 years.
    private static final String MILL_ENDED = ": its mill has ended";

    private final Scheduler scheduler;
    private final Chan<T> channel;
    private final Intake<T> intake; // Who gives the values, and is told of room; null = whoever has the inbox.
    private final int capacity;
    private final AtomicLong state = new AtomicLong(); // I1
    private volatile long taken; // Written by the mill's thread: values that have left the channel.
    private final Queue<Thread> putters = new ConcurrentLinkedQueue<>(); // They wait for room.
    private volatile boolean millEnded;

    // The mill's thread only.
    private long fed;
    private boolean closeSeen;
    private Throwable failure; // null = it was closed, if it was
    private boolean ended;

    Inbox(MillRuntime mill, int capacity, Intake<T> intake) {
        this.scheduler = mill.scheduler;
        this.capacity = capacity;
        this.intake = intake;
        this.channel = new Chan<>(mill, null, capacity);
        channel.feedFrom(this);
        scheduler.inboxes(1);
    }

    /// Gives the channel from which the mill's coroutines receive. It is done, with `null` as
    /// terminal value, when the inbox is closed and everything in it was handed over. Coroutines
    /// cannot send to it, nor end it. Any thread may ask for it, but what it gives belongs to the
    /// mill's. If the inbox is ended by [#fail], it fails instead.
    ///
    /// @return the same channel each time
    public Chan<T> chan() {
        return channel;
    }

    /// Gives a value if there is room. Never waits. Any thread may call it, the mill's too.
    ///
    /// @param value the value, may be null
    /// @return false if the inbox is full; the value was not given then
    /// @throws IllegalStateException if the inbox is closed or its mill has ended; the value was
    ///   not given
    public boolean offer(T value) {
        if (!reserve("offer")) {
            return false;
        }
        post(value, "offer");
        return true;
    }

    /// Gives a value; blocks the calling thread until there is room. Any thread may call it but the
    /// mill's.
    ///
    /// @param value the value, may be null
    /// @throws MillPanic if the mill's thread calls it, which would wait for itself
    /// @throws IllegalStateException if the inbox is closed or its mill has ended, also while
    ///   waiting; the value was not given
    /// @throws InterruptedException if the thread is interrupted while it waits; the value was not
    ///   given
    public void put(T value) throws InterruptedException {
        give(value, "put", NO_LIMIT);
    }

    /// Gives a value; blocks the calling thread until there is room, but no longer than `timeout`. Any thread may
    /// call it but the mill's.
    ///
    /// @param value the value, may be null
    /// @param timeout how long to wait at most, by the system's clock; zero or negative: not at all
    /// @return false if the time has passed and the inbox is full; the value was not given then
    /// @throws MillPanic if the mill's thread calls it, which would wait for itself; or if the timeout is null
    /// @throws IllegalStateException as for [#put]
    /// @throws InterruptedException as for [#put]
    public boolean offer(T value, Duration timeout) throws InterruptedException {
        if (timeout == null) {
            throw new MillPanic("offer " + this + ": timeout is null; use put to wait without one");
        }
        long limitNs = TimeUnit.NANOSECONDS.convert(timeout); // The longest there is, if it is longer.
        return give(value, "offer", limitNs);
    }

    private boolean give(T value, String verb, long limitNs) throws InterruptedException {
        if (scheduler.isOnThread()) {
            throw new MillPanic(verb + " " + this
                    + ": the mill's own thread would wait for itself; use a channel, or offer without a timeout");
        }
        long startNs = nanoTime();
        while (!reserve(verb)) {
            if (limitNs <= 0 || !awaitRoom(startNs, limitNs)) {
                return false;
            }
        }
        post(value, verb);
        return true;
    }

    private boolean reserve(String verb) {
        while (true) {
            long s = state.get();
            if ((s & CLOSED) != 0) {
                throw new IllegalStateException(verb + " " + this + (millEnded ? MILL_ENDED : ": inbox is closed"));
            }
            if (s / ONE - taken >= capacity) {
                return false;
            }
            if (state.compareAndSet(s, s + ONE)) {
                return true;
            }
        }
    }

    /// No lock is held: the mill's thread must not wait for one.
    ///
    /// @return whether to try again; false if the time has passed
    private boolean awaitRoom(long startNs, long limitNs) throws InterruptedException {
        Thread self = Thread.currentThread();
        putters.add(self);
        try {
            while (isFull() && !isClosed()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (limitNs == NO_LIMIT) {
                    LockSupport.park(this);
                } else {
                    long leftNs = limitNs - (nanoTime() - startNs);
                    if (leftNs <= 0) {
                        return false;
                    }
                    LockSupport.parkNanos(this, leftNs);
                }
            }
            return true;
        } finally {
            putters.remove(self);
        }
    }

    /// The time of a thread that is not the mill's.
    private static long nanoTime() {
        return World.real().nanoTime();
    }

    private boolean isFull() {
        return state.get() / ONE - taken >= capacity;
    }

    private void post(T value, String verb) {
        if (!scheduler.mailbox().post(() -> feed(value))) {
            state.getAndAdd(-ONE); // Reserved before the end.
            throw new IllegalStateException(verb + " " + this + MILL_ENDED);
        }
    }

    /// Ends the inbox: nothing more is accepted; what was accepted is still received. Threads that
    /// wait in [#put] or [#offer(Object,Duration)] throw. Closing it again does nothing. Never waits. Any
    /// thread may call it.
    @Override
    public void close() {
        shut(null);
    }

    /// Ends the inbox in failure: as [#close] does, but its channel then [fails][Chan#fail] where it would be done.
    /// What was accepted is received before. Does nothing if the inbox is closed already. Never waits. Any
    /// thread may call it.
    ///
    /// @param why what went wrong
    /// @throws MillPanic if that is null
    public void fail(Throwable why) {
        if (why == null) {
            throw new MillPanic("fail " + this + ": failure is null; use close where nothing went wrong");
        }
        shut(why);
    }

    private void shut(Throwable why) {
        long before = state.getAndUpdate(s -> s | CLOSED);
        if ((before & CLOSED) == 0) {
            releasePutters();
            scheduler.mailbox().post(() -> seeClose(why));
        }
    }

    /// Tells whether it was closed, or its mill has ended. Any thread may call it.
    ///
    /// @return whether nothing more is accepted
    public boolean isClosed() {
        return (state.get() & CLOSED) != 0;
    }

    /// Counts the values that were given and not yet received. Any thread may call it; the result
    /// is out of date at once.
    ///
    /// @return about 0 to [#capacity()]
    public int size() {
        long gone = taken; // Read first, so that the difference is never negative.
        return (int) (state.get() / ONE - gone);
    }

    /// Tells how many values it holds. Any thread may call it.
    ///
    /// @return the capacity it was made with
    public int capacity() {
        return capacity;
    }

    /// Gives `inbox <3> 2/16`, with the name of its channel, if that has one. Any thread may call it.
    @Override
    public String toString() {
        return "inbox " + channel.title() + " " + size() + "/" + capacity;
    }

    // ---- the mill's side

    private void feed(T value) {
        fed++;
        if (channel.isClosed()) {
            taken(); // Nobody can receive it any more.
        } else {
            channel.feed(value);
        }
        endIfDrained();
    }

    private void seeClose(Throwable why) {
        closeSeen = true;
        failure = why;
        channel.mill.forget(this);
        endIfDrained();
    }

    /// A value accepted before the close may be posted after it: the end comes when all are here.
    private void endIfDrained() {
        if (closeSeen && !ended && fed == state.get() / ONE) {
            ended = true;
            scheduler.inboxes(-1);
            if (failure == null) {
                channel.feedEnd();
            } else {
                channel.feedFailure(failure);
            }
        }
    }

    /// A value has left the channel.
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // One writer.
    void taken() {
        taken = taken + 1;
        if (!putters.isEmpty()) {
            releasePutters();
        }
        if (intake != null) {
            intake.taken();
        }
    }

    /// Nobody can receive from the channel any more.
    void channelClosed() {
        if (intake != null) {
            intake.cancel();
        }
    }

    /// Why a coroutine may not send on the channel, nor end it.
    ///
    /// @param use what to use instead of an inbox's channel
    String ownership(String use) {
        return intake == null
                ? "channel belongs to an inbox; use its " + use
                : "channel belongs to a publisher; close it to have no more from there";
    }

    /// The mill has ended: nobody will make room.
    void millEnded() {
        millEnded = !isClosed();
        state.getAndUpdate(s -> s | CLOSED);
        releasePutters();
        channelClosed();
    }

    /// Whoever began to wait after what it waits for was written sees that by itself.
    private void releasePutters() {
        for (Thread putter : putters) {
            LockSupport.unpark(putter);
        }
    }
}
