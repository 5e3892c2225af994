package org.jmill;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jmill.sched.Scheduler;
import org.jmill.world.Reason;
import org.jmill.world.Verb;
import org.jspecify.annotations.Nullable;

/// One subscription to a [Publication]: a coroutine that receives what a subscriber asks for, and hands it over.
/// Numbers in comments are those of the rules of Reactive Streams.
///
/// Invariants:
/// - I1 The subscriber's methods, `onSubscribe` apart, are called by the coroutine alone, one after the other; but if
/// the mill has ended before it began, by the thread that finds this out.
/// - I2 While the coroutine waits for demand, `asleep` is set before it looks at `demand` for the last time; and who
/// adds to `demand` looks at `asleep` afterwards. So one of the two sees the other.
final class Delivery<T extends @Nullable Object> implements Flow.Subscription {
    // OPEN -> CANCELLED  by the subscriber
    // OPEN -> REFUSED    it asks for less than one value
    // OPEN -> ENDED      it was told of the end
    private enum State {
        OPEN,
        CANCELLED,
        REFUSED,
        ENDED
    }

    private final MillRuntime mill;
    private final Publication<T> publication;
    private final Chan<T> channel;
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private final AtomicLong demand = new AtomicLong(); // Long.MAX_VALUE: without limit, 3.17
    private volatile Flow.Subscriber<? super T> subscriber; // null = it is not needed any more, 3.13
    private volatile Signal asleep; // null = the coroutine does not wait for demand

    // The mill's thread only.
    private Routine coroutine; // null = not yet
    private boolean handsOver; // The subscriber's code runs.

    Delivery(MillRuntime mill, Publication<T> publication, Flow.Subscriber<? super T> subscriber) {
        this.mill = mill;
        this.publication = publication;
        this.channel = publication.channel();
        this.subscriber = subscriber;
    }

    // ---- what the subscriber wants; any thread

    @Override
    public void request(long n) {
        if (n <= 0) { // 3.9
            if (state.compareAndSet(State.OPEN, State.REFUSED)) {
                mill.scheduler.mailbox().post(this::interrupt);
            }
            return;
        }
        demand.accumulateAndGet(n, (before, more) -> before > Long.MAX_VALUE - more ? Long.MAX_VALUE : before + more);
        wake();
    }

    @Override
    public void cancel() {
        if (state.compareAndSet(State.OPEN, State.CANCELLED)) {
            mill.scheduler.mailbox().post(this::interrupt);
        }
    }

    /// Has the coroutine look again, if it waits for demand.
    void wake() {
        Signal signal = asleep;
        if (signal != null) {
            signal.raise();
        }
    }

    /// Cuts the coroutine's own wait; the subscriber's code is left to come to its end.
    private void interrupt() {
        if (coroutine != null && !handsOver) {
            mill.scheduler.cancel(coroutine, Reason.CALL, "its subscriber");
        }
    }

    // ---- the coroutine

    /// On the mill's thread; or, in a letter that was read too late, on any.
    void begin() {
        Scheduler scheduler = mill.scheduler;
        if (scheduler.owner() == null) {
            refuse();
        } else if (state.get() == State.CANCELLED) {
            subscriber = null;
        } else {
            coroutine = mill.newRoutine("publisher of " + channel.title(), this::deliver);
            publication.add(this);
            scheduler.spawnLater(coroutine);
        }
    }

    /// The mill has ended, and nobody of it will tell the subscriber.
    void refuse() {
        Flow.Subscriber<? super T> told = subscriber;
        subscriber = null;
        if (state.getAndSet(State.ENDED) == State.CANCELLED) {
            return;
        }
        try {
            told.onError(
                    new IllegalStateException("subscribe " + channel.title() + ": the mill of the channel has ended"));
        } catch (RuntimeException e) { // 2.13; whoever reads letters has no use for it.
            System.getLogger("org.jmill").log(System.Logger.Level.WARNING, "subscribe: onError of " + told, e);
        }
    }

    private void deliver() {
        try {
            handOverAll();
        } finally {
            state.set(State.ENDED);
            subscriber = null;
            publication.remove(this);
        }
    }

    private void handOverAll() {
        boolean more = true;
        while (more) {
            Received<T> received;
            try {
                awaitDemand();
                received = state.get() == State.OPEN ? channel.receiveOrDone() : new Received.Empty<>();
            } catch (CancelledException | MillPanic e) { // The wait was cut, or the channel is closed.
                received = new Received.Failed<>(e);
            }
            handsOver = true;
            more = handOver(received);
            handsOver = false;
        }
    }

    /// Waits until the subscriber asks for a value, or the end of the channel can be told, or nothing is wanted.
    private void awaitDemand() {
        while (hasNothingToDo()) {
            Signal signal = new Signal(mill, Verb.SIGNAL);
            asleep = signal; // I2
            if (hasNothingToDo()) {
                signal.await();
            }
            asleep = null;
        }
    }

    private boolean hasNothingToDo() {
        return demand.get() == 0 && !channel.isDrained() && state.get() == State.OPEN;
    }

    /// @return whether to go on
    private boolean handOver(Received<T> received) {
        switch (received) {
            case Received.Value<T>(T value)
            when value != null -> {
                demand.getAndUpdate(n -> n == Long.MAX_VALUE ? n : n - 1);
                subscriber.onNext(value); // Though it has cancelled meanwhile: the value is lost otherwise, 2.8.
                return true;
            }
            case Received.Value<T> nothing ->
                end(channel.panic(
                        "publisher",
                        "value is null, which Reactive Streams cannot carry; send a value that stands for it"));
            case Received.Done<T> done -> end(null);
            case Received.Failed<T>(Throwable failure) -> end(failure);
            case Received.Empty<T> empty -> end(null);
        }
        return false;
    }

    /// Tells the subscriber of the end, unless it has cancelled.
    ///
    /// @param failure null = the channel is done
    private void end(@Nullable Throwable failure) {
        State before = state.getAndSet(State.ENDED);
        Flow.Subscriber<? super T> told = subscriber;
        subscriber = null;
        if (channel.isDrained()) {
            publication.channelEnded();
        }
        if (before == State.REFUSED) {
            told.onError(new IllegalArgumentException("request " + channel.title()
                    + ": a subscriber asks for less than one value, against rule 3.9 of Reactive Streams"));
        } else if (before == State.OPEN && failure == null) {
            told.onComplete();
        } else if (before == State.OPEN) {
            told.onError(failure);
        }
    }
}
