package org.jmill;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import org.jmill.sched.Scheduler;
import org.jspecify.annotations.Nullable;

/// A channel's subscription to a publisher: brings its values in by an [Inbox], and asks for more as they are taken.
///
/// Its signals may come on any thread, and from several at once if the publisher breaks the rules; numbers in comments
/// are those of the rules of Reactive Streams.
///
/// Invariants:
/// - I1 What was asked for is never more than the room for it: `capacity`, and one for each value that was taken.
/// - I2 The publisher is told nothing more once `upstream` is ENDED, but for the one `cancel` that comes of it.
final class Intake<T extends @Nullable Object> implements Flow.Subscriber<T> {
    /// In the place of a subscription: nothing is wanted of it any more.
    private static final Flow.Subscription ENDED = new Flow.Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    };

    private final Scheduler scheduler;
    private final Inbox<T> inbox;
    private final AtomicReference<Flow.Subscription> upstream = new AtomicReference<>(); // null = not yet subscribed

    // The mill's thread only.
    private long taken; // Since it was last asked for more.
    private boolean asks; // A letter is under way that does so.

    private Intake(MillRuntime mill, int capacity) {
        this.scheduler = mill.scheduler;
        this.inbox = mill.newInbox(capacity, this);
    }

    /// Subscribes to a publisher.
    static <T extends @Nullable Object> Chan<T> open(Flow.Publisher<? extends T> publisher, int capacity) {
        MillRuntime mill = MillRuntime.current("of");
        mill.scheduler.enterQuietly();
        if (publisher == null) {
            throw new MillPanic("of channel: publisher is null; give it the one to subscribe to");
        }
        if (capacity < 1 || capacity > Chan.CAPACITY_MAX) {
            throw new IllegalArgumentException(
                    "of channel: capacity is not between 1 and " + Chan.CAPACITY_MAX + ": " + capacity);
        }
        Intake<T> intake = new Intake<>(mill, capacity);
        try {
            publisher.subscribe(intake);
        } catch (Throwable t) {
            intake.cancel();
            throw t;
        }
        return intake.inbox.chan();
    }

    // ---- what the publisher tells

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        checkNotNull(subscription, "onSubscribe", "subscription");
        if (!upstream.compareAndSet(null, subscription)) {
            subscription.cancel(); // 2.5, or the channel is closed already
            return;
        }
        request(subscription, inbox.capacity());
    }

    @Override
    public void onNext(T value) {
        checkNotNull(value, "onNext", "value");
        if (upstream.get() == ENDED) {
            return; // 2.8: it may not have heard of that yet.
        }
        boolean fits;
        try {
            fits = inbox.offer(value);
        } catch (IllegalStateException e) { // The same, just now.
            return;
        }
        if (!fits) {
            giveUp(breach("onNext", "1.1", "gives more values than it was asked for"));
        }
    }

    @Override
    public void onError(Throwable failure) {
        checkNotNull(failure, "onError", "failure");
        upstream.set(ENDED);
        inbox.fail(failure);
    }

    @Override
    public void onComplete() {
        upstream.set(ENDED);
        inbox.close();
    }

    private void checkNotNull(Object given, String verb, String what) {
        if (given == null) {
            IllegalStateException breach = breach(verb, "2.13", "gives null for a " + what);
            giveUp(breach);
            throw new NullPointerException(breach.getMessage());
        }
    }

    private IllegalStateException breach(String verb, String rule, String what) {
        return new IllegalStateException(verb + " " + inbox.chan().title() + ": publisher breaks rule " + rule
                + " of Reactive Streams: it " + what);
    }

    // ---- what it is told

    /// A value has left the channel. The publisher's code is not called from the midst of a receive, but by a letter,
    /// which asks for all that were taken since.
    void taken() {
        taken++;
        if (!asks && upstream.get() != ENDED) {
            asks = true;
            scheduler.mailbox().post(this::askForMore);
        }
    }

    private void askForMore() {
        long room = taken;
        taken = 0;
        asks = false;
        Flow.Subscription subscription = upstream.get();
        if (subscription != null) {
            request(subscription, room);
        }
    }

    /// What it throws (3.16) is for those who receive.
    private void request(Flow.Subscription subscription, long n) {
        try {
            subscription.request(n);
        } catch (Throwable t) {
            giveUp(t);
        }
    }

    /// Nobody wants more values.
    void cancel() {
        cancelUpstream();
        inbox.close();
    }

    /// Nobody can rely on more values.
    private void giveUp(Throwable failure) {
        inbox.fail(failure);
        cancelUpstream();
    }

    private void cancelUpstream() {
        Flow.Subscription subscription = upstream.getAndSet(ENDED);
        if (subscription != null) {
            try {
                subscription.cancel();
            } catch (RuntimeException e) { // 3.15
                System.getLogger("org.jmill").log(System.Logger.Level.WARNING, "cancel: publisher of " + inbox, e);
            }
        }
    }
}
