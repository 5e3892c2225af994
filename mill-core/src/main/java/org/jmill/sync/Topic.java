package org.jmill.sync;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jmill.Chan;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.ParkingLot;
import org.jmill.Received;
import org.jmill.world.Subject;
import org.jmill.world.Verb;
import org.jspecify.annotations.Nullable;

/// Hands each value to all who have subscribed.
///
/// {@snippet file="org/jmill/snippets/TopicSnippet.java" region="example"}
///
/// Each subscriber has a channel of its own, from which it receives what is published after it has subscribed. One
/// that has no room for a value is slow: what is done then, each says for itself, and it is counted. All
/// subscribers get the values in the same order; so a publisher that waits for a slow subscriber keeps other
/// publishers waiting, too. Those who have room get the value before it waits.
///
/// A subscriber that has had enough [unsubscribes][#unsubscribe]; so does one whose channel is done or closed, but
/// only when the next value is published.
///
/// All methods but [#toString] are called on the mill's thread; once the mill has ended, any thread may call
/// [#slow()] and [#subscribers].
///
/// Source: none in libmill; Kotlin's `SharedFlow`, Rust's `tokio::sync::broadcast`.
///
/// @param <T> the type of the values
/// @since 0.1.0
public final class Topic<T extends @Nullable Object> {
    private final ParkingLot door = new ParkingLot(Verb.PUBLISH, this); // Tickets: who waits to publish.

    // The mill's thread only, but for toString.
    private String name = "";
    private List<Subscription> subscriptions = List.of(); // Replaced, never changed: publishers walk along it.
    private long slow;
    private boolean done;
    private Subject publisher; // Who has his turn; null = nobody, and nobody waits.

    /// Makes a topic without subscribers.
    ///
    /// @throws MillPanic if no mill runs on this thread
    public Topic() {}

    /// Gives it a name, for dumps and messages; channels of later subscribers have it, too.
    ///
    /// @param newName need not be unique; "" for none
    /// @return this topic
    /// @throws MillPanic if the name is null
    public Topic<T> named(String newName) {
        door.enterQuietly();
        name = Naming.checked("topic", newName);
        return this;
    }

    // ---- subscribers

    /// Makes a channel from which all is received that is published from now on. It is done with the topic. Never
    /// suspends.
    ///
    /// @param capacity how many values wait in it, as for [make][Chan#make(int)]; with 0 there is room only while
    ///   somebody waits to receive
    /// @param overflow what becomes of a value for which there is no room
    /// @return the channel, which its subscriber only receives from
    /// @throws IllegalArgumentException if the capacity is out of range
    /// @throws MillPanic if the overflow is null, or the topic is done
    public Chan<T> subscribe(int capacity, Overflow overflow) {
        door.enterQuietly();
        if (overflow == null) {
            throw new MillPanic("subscribe " + this + ": overflow is null; say what becomes of values without room");
        }
        checkOpen("subscribe");
        Chan<T> channel = Chan.make(capacity);
        if (!name.isEmpty()) {
            channel.named(name);
        }
        List<Subscription> more = new ArrayList<>(subscriptions);
        more.add(new Subscription(channel, overflow));
        subscriptions = more;
        return channel;
    }

    /// Ends a subscription. Its channel is done; what lies in it can still be received. A publisher that waits for it
    /// goes on without. Never suspends.
    ///
    /// @param channel what [#subscribe] gave
    /// @return false if it is not, or no longer, that of a subscriber
    public boolean unsubscribe(Chan<T> channel) {
        door.enterQuietly();
        Subscription found = find(channel);
        if (found == null) {
            return false;
        }
        found.leave();
        if (!found.hasGone()) {
            channel.done();
        }
        return true;
    }

    private Subscription find(Chan<T> channel) {
        for (Subscription subscription : subscriptions) {
            if (subscription.channel == channel) {
                return subscription;
            }
        }
        return null;
    }

    // ---- publishers

    /// Hands a value to each subscriber; suspends while another publishes, and where a subscriber with
    /// [Overflow#WAIT] has no room.
    ///
    /// @param value may be null
    /// @throws MillPanic if the topic is done
    /// @throws org.jmill.CancelledException if the coroutine is cancelled; some subscribers may have the value then
    public void publish(T value) {
        publish(value, -1);
    }

    /// Hands a value to each subscriber as [#publish(Object)] does, at most until the deadline: who has no room by
    /// then does not get it.
    ///
    /// @param value may be null
    /// @param deadlineMs as of [now][Mill#now]; negative: none; past: waits for nobody beyond the next poll
    /// @return false if the deadline has passed and somebody does not have the value for that;
    ///   nobody has, if another was publishing all the time
    /// @throws MillPanic as for [#publish(Object)]
    /// @throws org.jmill.CancelledException as for [#publish(Object)]
    public boolean publish(T value, long deadlineMs) {
        Subject self = door.enter(deadlineMs);
        checkOpen("publish");
        if (publisher == null) {
            publisher = self;
        } else if (!door.park(self, deadlineMs)) {
            return false;
        }
        try {
            return hand(value, deadlineMs);
        } finally {
            publisher = (Subject) door.first();
            if (publisher != null) {
                door.unpark();
            }
        }
    }

    /// Does the same as [#publish(Object,long)], with a deadline that lies so far ahead.
    ///
    /// @param value as for [#publish(Object,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#publish(Object,long)]
    /// @throws org.jmill.CancelledException as for [#publish(Object,long)]
    /// @throws MillPanic if the timeout is null, or as for [#publish(Object,long)]
    public boolean publish(T value, Duration timeout) {
        return publish(value, Mill.after(timeout));
    }

    private boolean hand(T value, long deadlineMs) {
        List<Subscription> full = new ArrayList<>(0);
        for (Subscription subscription : subscriptions) {
            if (!subscription.offer(value)) {
                full.add(subscription);
            }
        }
        boolean reached = true;
        for (Subscription subscription : full) {
            reached &= subscription.send(value, deadlineMs);
        }
        door.completed();
        return reached;
    }

    /// Ends the topic: nothing more is published, and the channels of all subscribers are done. Never suspends.
    ///
    /// @throws MillPanic if it is done already, or somebody publishes
    public void done() {
        door.enterQuietly();
        checkOpen("done");
        if (publisher != null) {
            throw new MillPanic("done " + this + ": " + publisher + " publishes; let it finish first");
        }
        done = true;
        List<Subscription> all = subscriptions;
        subscriptions = List.of();
        for (Subscription subscription : all) {
            if (!subscription.hasGone()) {
                subscription.channel.done();
            }
        }
    }

    private void checkOpen(String verb) {
        if (done) {
            throw new MillPanic(verb + " " + this + ": it is done already");
        }
    }

    // ---- what it is

    /// Counts how often a subscriber was slow, that is, had no room for a value.
    ///
    /// @return the sum over all subscribers, those who have left included
    public long slow() {
        door.enterToLook();
        return slow;
    }

    /// Counts how often one subscriber was slow.
    ///
    /// @param channel what [#subscribe] gave
    /// @return how many values found no room in it
    /// @throws MillPanic if it is not, or no longer, that of a subscriber
    public long slow(Chan<T> channel) {
        door.enterQuietly();
        Subscription found = find(channel);
        if (found == null) {
            throw new MillPanic("slow " + this + ": the channel is not that of a subscriber, or no longer");
        }
        return found.slow;
    }

    /// Counts the subscribers.
    ///
    /// @return how many there are, those included whose channels were done or closed since the last value
    public int subscribers() {
        door.enterToLook();
        return subscriptions.size();
    }

    /// Gives `topic news, 3 subscribers`, with `, 7 slow` if there were such, and `, done`. Any thread may call it.
    @Override
    public String toString() {
        int count = subscriptions.size();
        return Naming.of("topic", name) + ", " + count + (count == 1 ? " subscriber" : " subscribers")
                + (slow == 0 ? "" : ", " + slow + " slow") + (done ? ", done" : "");
    }

    /// One who gets all values.
    private final class Subscription {
        private final Chan<T> channel;
        private final Overflow overflow;
        private Chan<Object> left; // Is done when it has left; null = nobody has waited for it yet
        private boolean hasLeft;
        private long slow;

        Subscription(Chan<T> channel, Overflow overflow) {
            this.channel = channel;
            this.overflow = overflow;
        }

        /// Does what needs no wait.
        ///
        /// @return false if the publisher is to wait
        boolean offer(T value) {
            if (hasLeft || hasGone()) {
                leave();
                return true;
            }
            if (channel.trySend(value)) {
                return true;
            }
            slow++;
            Topic.this.slow++;
            switch (overflow) {
                case WAIT -> {
                    return false;
                }
                case DROP_OLDEST -> makeRoom(value);
                case DROP_NEWEST -> {}
                case FAIL -> fail();
            }
            return true;
        }

        /// The subscriber may have its turn between the two calls, and leave.
        private void makeRoom(T value) {
            while (!hasGone() && !(channel.tryReceive() instanceof Received.Empty<T>)) {
                if (hasGone() || channel.trySend(value)) {
                    return;
                }
            }
        }

        private void fail() {
            if (!hasGone()) {
                leave();
                channel.fail(new OverflowException("publish " + Topic.this + ": subscriber " + channel.label()
                        + " had no room for a value; receive faster, or subscribe with more room"));
            }
        }

        /// Waits for room.
        ///
        /// @return false if the deadline has passed
        boolean send(T value, long deadlineMs) {
            if (hasLeft || hasGone()) {
                leave();
                return true;
            }
            if (left == null) {
                left = Chan.make(0);
            }
            return Mill.choose()
                            .out(channel, value)
                            .in(left)
                            .deadline(deadlineMs)
                            .end()
                    >= 0;
        }

        void leave() {
            if (!hasLeft) {
                hasLeft = true;
                List<Subscription> fewer = new ArrayList<>(subscriptions);
                fewer.remove(this);
                subscriptions = fewer;
                if (left != null) {
                    left.done();
                }
            }
        }

        /// Whether its channel was ended, by itself; of a closed one nothing can be asked.
        boolean hasGone() {
            try {
                return channel.isDone();
            } catch (MillPanic closed) {
                return true;
            }
        }
    }
}
