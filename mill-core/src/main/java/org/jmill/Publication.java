package org.jmill;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Flow;
import org.jmill.sched.Scheduler;
import org.jspecify.annotations.Nullable;

/// The publisher of a channel: [Chan#publisher].
final class Publication<T extends @Nullable Object> implements Flow.Publisher<T> {
    private final MillRuntime mill;
    private final Chan<T> channel;

    // The mill's thread only.
    private final Set<Delivery<T>> deliveries = new LinkedHashSet<>(); // Those under way.
    private boolean keepsAwake; // Anybody may subscribe, and so take up what a coroutine waits to send.

    Publication(MillRuntime mill, Chan<T> channel, boolean isOpen) {
        this.mill = mill;
        this.channel = channel;
        this.keepsAwake = isOpen;
        if (isOpen) {
            mill.scheduler.inboxes(1);
        }
    }

    /// Any thread may call it.
    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        if (subscriber == null) {
            throw new NullPointerException("subscribe " + channel.title() + ": subscriber is null");
        }
        Delivery<T> delivery = new Delivery<>(mill, this, subscriber);
        subscriber.onSubscribe(delivery);
        Scheduler scheduler = mill.scheduler;
        if (scheduler.isOnThread()) {
            delivery.begin(); // A letter could come too late for a mill that is about to find itself in a deadlock.
        } else if (!scheduler.mailbox().post(delivery::begin)) {
            delivery.refuse();
        }
    }

    Chan<T> channel() {
        return channel;
    }

    void add(Delivery<T> delivery) {
        deliveries.add(delivery);
    }

    void remove(Delivery<T> delivery) {
        deliveries.remove(delivery);
    }

    /// The channel has ended, or a subscriber has found it empty since: those who ask for nothing are to look, too.
    void channelEnded() {
        if (keepsAwake) {
            keepsAwake = false;
            mill.scheduler.inboxes(-1);
        }
        deliveries.forEach(Delivery::wake);
    }
}
