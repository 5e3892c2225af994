package org.jmill;

import java.lang.invoke.MethodType;
import java.util.Iterator;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jmill.sched.Link;
import org.jmill.sched.Scheduler;
import org.jmill.sched.Task;
import org.jmill.trace.Trace;
import org.jmill.world.ChannelView;
import org.jmill.world.Verb;
import org.jspecify.annotations.Nullable;

/// A channel: carries values from coroutines that send to coroutines that receive, first come,
/// first served on both ends. With capacity 0 a send waits for a receive; with capacity n up to n
/// values wait in the channel.
///
/// {@snippet file="org/jmill/snippets/ChanSnippet.java" region="example"}
///
/// A send that succeeds proves that the value lies in the channel or was handed to a receiver, not
/// that anybody has looked at it. An operation that can complete at once does not wait, but others
/// may run before it returns, as the [Order] of the mill says.
///
/// All methods but [#toString] are called on the mill's thread and throw [MillPanic] elsewhere; see
/// [Inbox] for values from other threads. Once the mill has ended, any thread may call [#size],
/// [#capacity] and [#isDone], and sees all that the mill did; the others throw.
/// Methods that may suspend throw [CancelledException] in a cancelled coroutine.
///
/// An API that hands out one end only says so by its type: [Source] to receive, [Sink] to send.
///
/// Source: libmill `chmake` and its kin (`chan.c`). Unlike libmill, values are references, `null`
/// included; memory is freed by itself, so `close` may be left out. Unlike Go, closing (`done`)
/// carries a last value, and a channel that is closed here is one that nobody may use any more.
///
/// @param <T> the type of the values
/// @since 0.1.0
public final class Chan<T extends @Nullable Object> implements Source<T>, Sink<T>, AutoCloseable, ChannelView {
    // Invariants:
    // I1 Values lie in the buffer only while no receiver waits.
    // I2 Senders wait only while the buffer is full.
    // I3 `room` is `capacity` while coroutines may send, and NO_SENDING once the channel has ended or is closed
    //    (and for an inbox's channel): one comparison tells whether a value fits, one whether none may.
    // I4 A value handed to a blocked receiver never enters the buffer.
    // I5 `last` is a Failure exactly while the channel is FAILED. Nobody else can make one, so no value is taken for
    // it.

    /// The largest capacity: 2<sup>30</sup>.
    public static final int CAPACITY_MAX = 1 << 30;

    private static final Object[] NO_RING = {};
    private static final int RING_MIN = 8;
    private static final int RING_KEPT = 1024; // A larger one goes when the channel is empty.
    private static final int NO_SENDING = -1;

    // The outcomes of a wait.
    private static final int VALUE = 0;
    private static final int TERMINAL = 1;
    private static final int FAILED = 2;

    // OPEN -> DONE           done, or the inbox is closed and empty
    // OPEN -> FAILED         fail, or the inbox has failed and is empty
    // OPEN -> CLOSED         close, with the last reference
    // DONE, FAILED -> CLOSED the same
    private enum Life {
        /// Values come.
        OPEN,
        /// Nothing more is sent; what lies in the buffer is received, then the terminal value.
        DONE,
        /// As DONE, but the failure takes the place of the terminal value.
        FAILED,
        /// Nobody may use it any more.
        CLOSED
    }

    final MillRuntime mill;
    private final Scheduler scheduler;
    private final long id;
    private final int capacity;
    private final Class<?> type; // null = unchecked
    private final String created; // null = not recorded
    final ChannelEnd senders = new ChannelEnd(this, Verb.SEND);
    final ChannelEnd receivers = new ChannelEnd(this, Verb.RECEIVE);

    // The mill's thread only.
    private Object[] ring = NO_RING; // its length is a power of two, or 0
    private int head;
    private int size;
    private int room; // I3
    private int references = 1;
    private Life life = Life.OPEN;
    private Object last; // the terminal value, or the Failure: I5
    private Inbox<T> inbox; // null = values come from coroutines
    private Publication<T> publication; // null = none
    private String name = ""; // any thread may read it

    Chan(MillRuntime mill, Class<T> type, int capacity) {
        this.mill = mill;
        this.scheduler = mill.scheduler;
        this.type = type == null ? null : MethodType.methodType(type).wrap().returnType();
        this.capacity = capacity;
        this.room = capacity;
        this.created = mill.site();
        this.id = mill.channels.register(this);
    }

    /// Makes a channel, with one reference.
    ///
    /// Source: libmill `chmake(T, n)`; Go's `make(chan T, n)`.
    ///
    /// @param <T> the type of the values
    /// @param capacity how many values it holds without a receiver, 0 to [#CAPACITY_MAX]; memory is
    ///   taken as values come
    /// @return an open channel
    /// @throws IllegalArgumentException if the capacity is out of range
    /// @throws MillPanic if no mill runs on this thread
    public static <T extends @Nullable Object> Chan<T> make(int capacity) {
        return make(null, capacity);
    }

    /// Makes a channel that checks the class of every value sent, the terminal one included; `null`
    /// passes.
    ///
    /// Source: libmill `chmake(T, n)`, which compares the sizes of the types only.
    ///
    /// @param <T> the type of the values
    /// @param type the class of the values; a primitive one stands for its wrapper. Null: no check
    /// @param capacity as for [#make(int)]
    /// @return an open channel
    /// @throws IllegalArgumentException if the capacity is out of range
    /// @throws MillPanic if no mill runs on this thread
    public static <T extends @Nullable Object> Chan<T> make(@Nullable Class<T> type, int capacity) {
        MillRuntime mill = MillRuntime.current("chmake");
        if (capacity < 0) {
            throw new IllegalArgumentException("chmake: capacity is negative: " + capacity);
        }
        if (capacity > CAPACITY_MAX) {
            throw new IllegalArgumentException("chmake: capacity is over " + CAPACITY_MAX + ": " + capacity);
        }
        Chan<T> channel = new Chan<>(mill, type, capacity);
        if (Trace.on) {
            mill.scheduler.enterQuietly();
            mill.scheduler.telling().does(Verb.MAKE, channel);
        }
        return channel;
    }

    /// Makes a channel that is done and holds these values: what a method gives where it knows all that it is to send.
    ///
    /// Source: none in libmill.
    ///
    /// @param <T> the type of the values
    /// @param values what is received from it, in this order; each may be null
    /// @return a channel whose capacity is the number of the values, and whose terminal value is `null`
    /// @throws MillPanic if no mill runs on this thread, or there is no array of values
    @SafeVarargs
    public static <T extends @Nullable Object> Chan<T> of(T... values) {
        if (values == null) {
            throw new MillPanic("of channel: values are null; write (T) null for one that is, or no argument for none");
        }
        Chan<T> channel = make(values.length);
        for (T value : values) {
            channel.push(value);
        }
        channel.end(Life.DONE, null);
        return channel;
    }

    /// Makes a channel that has the values of a publisher: subscribes to it, and asks for as many values as there
    /// is room, and for more as they are received. The channel is done when the publisher has completed, and fails
    /// with what it has failed with, behind the values that came before.
    ///
    /// The channel belongs to the publisher: coroutines can neither send nor end it. Who wants no more values
    /// closes it, which cancels the subscription, as the end of the mill does; so it is best opened by `try`.
    ///
    /// ```java
    /// try (Chan<Item> items = Chan.of(publisher, 16)) {
    ///     for (Item item : items) {
    ///         …
    ///     }
    /// }
    /// ```
    ///
    /// The publisher's thread never waits, and may be any, this mill's included. Like an [Inbox], the channel keeps
    /// its mill waiting until it has ended. The publisher's own code, in `subscribe`, runs in the calling
    /// coroutine; in `request` and `cancel` it runs wherever the mill's thread is just then, and must neither
    /// wait nor use verbs.
    ///
    /// A publisher that breaks the rules of Reactive Streams (gives null, or more values than were asked for) has
    /// its subscription cancelled, and the channel fails with an `IllegalStateException` that names the rule.
    ///
    /// Source: none; Reactive Streams, `java.util.concurrent.Flow`.
    ///
    /// @param <T> the type of the values
    /// @param publisher gives the values; what its `subscribe` throws is thrown here
    /// @param capacity how many values it holds, and asks for in advance, 1 to [#CAPACITY_MAX]
    /// @return an open channel
    /// @throws IllegalArgumentException if the capacity is out of range
    /// @throws MillPanic if no mill runs on this thread, or the publisher is null
    public static <T extends @Nullable Object> Chan<T> of(Flow.Publisher<? extends T> publisher, int capacity) {
        return Intake.open(publisher, capacity);
    }

    /// Gives the channel a name, which dumps, traces and messages show behind its number: `<3> jobs`. Never suspends.
    ///
    /// ```java
    /// Chan<String> jobs = Chan.<String>make(3).named("jobs");
    /// ```
    ///
    /// Source: none.
    ///
    /// @param newName what to call it; "" takes the name away
    /// @return this channel
    /// @throws MillPanic if the channel is closed, or the name is null
    public Chan<T> named(String newName) {
        scheduler.enterQuietly();
        checkUsable("named");
        if (newName == null) {
            throw panic("named", "name is null; give \"\" for none");
        }
        name = newName;
        return this;
    }

    // ---- sending

    /// Sends a value; suspends until it fits into the buffer or a receiver takes it.
    ///
    /// Source: libmill `chs`; Go's `ch <- v`.
    ///
    /// @param value the value, may be null
    /// @throws MillPanic if the channel is done, closed or an inbox's, or the value has the wrong
    ///   class
    /// @throws CancelledException if the coroutine is cancelled; the value was not sent
    @Override
    public void send(T value) { // Not by way of the next one: see receive.
        Task self = scheduler.enter();
        if (Trace.on) {
            scheduler.telling().does(Verb.SEND, this);
        }
        checkType("chs", value);
        if (put(value)) {
            scheduler.completed();
        } else {
            self.setValue(value);
            Waits.suspend(scheduler, self, senders, -1);
        }
    }

    /// Sends a value unless the deadline passes first.
    ///
    /// Source: none in libmill, where it takes a `choose` with `out` and `deadline`.
    ///
    /// @param value the value, may be null
    /// @param deadlineMs as of [Mill#now]; negative: none; past: sends only if that needs no wait
    ///   beyond the next poll
    /// @return false if the deadline has passed; the value was not sent then
    /// @throws MillPanic as for [#send(Object)]
    /// @throws CancelledException as for [#send(Object)]
    @Override
    public boolean send(T value, long deadlineMs) {
        Task self = scheduler.enter();
        scheduler.checkDeadline(Verb.SEND, this, deadlineMs);
        if (Trace.on) {
            scheduler.telling().does(Verb.SEND, this);
        }
        checkType("chs", value);
        if (put(value)) {
            scheduler.completed();
            return true;
        }
        self.setValue(value);
        return Waits.suspend(scheduler, self, senders, deadlineMs) >= 0;
    }

    /// Sends a value if that is possible at once; may let others run before it returns, as every operation that
    /// completes does. Never waits for a receiver, and never throws [CancelledException].
    ///
    /// Source: none in libmill, where it takes a `choose` with `out` and `otherwise`.
    ///
    /// @param value the value, may be null
    /// @return false if there is neither room nor a receiver; the value was not sent then
    /// @throws MillPanic as for [#send(Object)]
    @Override
    public boolean trySend(T value) {
        scheduler.enterQuietly();
        if (Trace.on) {
            scheduler.telling().does(Verb.SEND, this);
        }
        checkType("chs", value);
        boolean sent = put(value);
        completed(sent);
        return sent;
    }

    private void completed(boolean something) {
        if (something) {
            scheduler.completed();
        } else {
            scheduler.foundNothing();
        }
    }

    /// Hands a value to the first receiver or puts it into the buffer; false if neither is
    /// possible.
    boolean put(Object value) {
        if (room < 0) {
            throw unsendable("chs");
        }
        Link receiver = receivers.first();
        if (receiver != null) {
            hand(receiver, value, VALUE);
            return true;
        }
        if (size < room) {
            push(value);
            return true;
        }
        return false;
    }

    /// Why nothing may be sent.
    private MillPanic unsendable(String verb) {
        return switch (life) {
            case CLOSED -> closed(verb);
            case DONE -> panic(verb, "channel is done; send before chdone, or send on another channel");
            case FAILED -> panic(verb, hasFailed() + "; send before fail, or send on another channel");
            case OPEN -> panic(verb, inbox.ownership("offer, put and close"));
        };
    }

    /// Whether a send would not wait; panics if nothing may be sent.
    boolean isSendable(String verb) {
        if (room < 0) {
            throw unsendable(verb);
        }
        return !receivers.isEmpty() || size < room;
    }

    /// Panics if a value has not the class that was declared.
    void checkType(String verb, Object value) {
        if (type != null && value != null && !type.isInstance(value)) {
            throw panic(verb, "value is a " + value.getClass().getName() + ", the channel carries " + type.getName());
        }
    }

    // ---- receiving

    /// Receives a value; suspends until there is one. On a channel that is done and empty it
    /// returns the terminal value, for ever; use [#receiveOrDone()] or a for-each to tell it from the
    /// others. On one that has [failed][#fail] it throws the failure itself, whatever its type, for ever.
    ///
    /// Source: libmill `chr`; Go's `<-ch`.
    ///
    /// @return the value, may be null
    /// @throws MillPanic if the channel is closed
    /// @throws CancelledException if the coroutine is cancelled; no value was taken
    @Override
    @SuppressWarnings("unchecked")
    public T receive() { // Not by way of the next one: that took a few percent more where each receive waits.
        Task self = scheduler.enter();
        if (Trace.on) {
            scheduler.telling().does(Verb.RECEIVE, this);
        }
        if (isReceivable("chr")) {
            Object value = take();
            scheduler.completed();
            return (T) value;
        }
        if (Waits.suspend(scheduler, self, receivers, -1) == FAILED) {
            throw failure(self);
        }
        return (T) self.takeValue();
    }

    /// Receives a value unless the deadline passes first.
    ///
    /// Source: none in libmill, where it takes a `choose` with `in` and `deadline`.
    ///
    /// @param deadlineMs as of [Mill#now]; negative: none; past: receives only if that needs no
    ///   wait beyond the next poll
    /// @return as of [#receive()]
    /// @throws DeadlineException if the deadline has passed; no value was taken then
    /// @throws MillPanic if the channel is closed
    /// @throws CancelledException as for [#receive()]
    @Override
    @SuppressWarnings("unchecked")
    public T receive(long deadlineMs) {
        Task self = scheduler.enter();
        scheduler.checkDeadline(Verb.RECEIVE, this, deadlineMs);
        if (Trace.on) {
            scheduler.telling().does(Verb.RECEIVE, this);
        }
        if (isReceivable("chr")) {
            Object value = take();
            scheduler.completed();
            return (T) value;
        }
        int outcome = Waits.suspend(scheduler, self, receivers, deadlineMs);
        if (outcome == Scheduler.TIMEOUT) {
            throw missed();
        }
        if (outcome == FAILED) {
            throw failure(self);
        }
        return (T) self.takeValue();
    }

    /// Receives a value, and tells it from the end of the channel; suspends until there is either.
    ///
    /// Source: none in libmill; Go's `v, ok := <-ch`.
    ///
    /// @return a [Received.Value], a [Received.Done] or a [Received.Failed]
    /// @throws MillPanic if the channel is closed
    /// @throws CancelledException as for [#receive()]
    @Override
    public Received<T> receiveOrDone() {
        return receiveOrDone(-1);
    }

    /// Receives as [#receiveOrDone()] does, unless the deadline passes first.
    ///
    /// Source: none in libmill, where it takes a `choose` with `in` and `deadline`.
    ///
    /// @param deadlineMs as for [#receive(long)]
    /// @return as of [#receiveOrDone()]; never [Received.Empty]
    /// @throws DeadlineException if the deadline has passed; no value was taken then
    /// @throws MillPanic if the channel is closed
    /// @throws CancelledException as for [#receive()]
    @Override
    public Received<T> receiveOrDone(long deadlineMs) {
        Task self = scheduler.enter();
        scheduler.checkDeadline(Verb.RECEIVE, this, deadlineMs);
        if (Trace.on) {
            scheduler.telling().does(Verb.RECEIVE, this);
        }
        if (isReceivable("chr")) {
            Received<T> received = takeReceived();
            scheduler.completed();
            return received;
        }
        int outcome = Waits.suspend(scheduler, self, receivers, deadlineMs);
        if (outcome == Scheduler.TIMEOUT) {
            throw missed();
        }
        return received(outcome != VALUE, self.takeValue());
    }

    /// Receives a value if there is one now; may let others run before it returns, as every operation that completes
    /// does. Never waits for a sender, and never throws [CancelledException].
    ///
    /// Source: none in libmill, where it takes a `choose` with `in` and `otherwise`.
    ///
    /// @return a [Received.Value], a [Received.Done], a [Received.Failed], or [Received.Empty] if there is nothing
    ///   yet
    /// @throws MillPanic if the channel is closed
    @Override
    public Received<T> tryReceive() {
        scheduler.enterQuietly();
        if (Trace.on) {
            scheduler.telling().does(Verb.RECEIVE, this);
        }
        if (room < 0 && life == Life.OPEN) {
            scheduler.takeLetters(); // What was offered before is there now.
        }
        Received<T> received = isReceivable("chr") ? takeReceived() : new Received.Empty<>();
        completed(!(received instanceof Received.Empty));
        return received;
    }

    /// Iterates over the values received until the channel is done; the terminal value is not among
    /// them. `hasNext` suspends until there is a value or the end, and throws as [#receive()]
    /// does, the failure of a channel that has failed, too. It takes the value out of the channel: one that `next`
    /// does not fetch is lost. Several coroutines may iterate, each with an iterator of its own; each value
    /// goes to one of them.
    ///
    /// Source: none in libmill; Go's `for v := range ch`.
    ///
    /// @return an iterator for the calling coroutine
    @Override
    public Iterator<T> iterator() {
        return new Values();
    }

    /// Gives a stream of the values received until the channel is done; the terminal value is not among them. It is
    /// sequential and lazy: its terminal operation runs in the calling coroutine, suspends it while there is no
    /// value, and throws as [#receive()] does. One that stops early (`limit`, `findFirst`) takes no value that it
    /// does not need: all others stay in the channel. (`takeWhile` has to look at the one behind its last.)
    ///
    /// ```java
    /// List<String> three = lines.stream().filter(line -> !line.isBlank()).limit(3).toList();
    /// ```
    ///
    /// Source: none.
    ///
    /// @return a stream, for one coroutine; the channel may have several
    @Override
    public Stream<T> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    /// Gives what [#stream] walks along: it takes each value when it is asked for, and cannot be split.
    ///
    /// Source: none.
    ///
    /// @return one for the calling coroutine
    @Override
    public Spliterator<T> spliterator() {
        return new Rest();
    }

    /// Gives a publisher of the values that are received from this channel: each subscriber has a coroutine, which
    /// receives as many values as the subscriber asks for, and hands them over. Several subscribers share the
    /// values, as several receivers do: each value goes to one of them. To give all to each, have each subscribe to
    /// a channel of its own.
    ///
    /// When the channel is done, a subscriber gets `onComplete`, and when it has failed, `onError` with the
    /// failure, both without having asked; the terminal value is not among the values. When the mill ends before,
    /// or the subscriber's coroutine is cancelled, it gets `onError` with a [CancelledException]; when the channel
    /// is closed, or a value is null, which Reactive Streams forbid, with a [MillPanic]. To subscribe to a mill
    /// that has ended gives `onError` with an `IllegalStateException`.
    ///
    /// Any thread may subscribe, and call the subscription's methods. The methods of a subscriber are called on the
    /// mill's thread, in that coroutine: they must not block it, but may use verbs, and may wait by them. What they
    /// throw leaves the coroutine, as from any other, and so ends the mill.
    ///
    /// A cancelled subscription takes no more values, and loses none: what was received is handed over. A channel
    /// that has been asked for its publisher keeps its mill waiting, as an [Inbox] does, until it has ended:
    /// anybody may subscribe.
    ///
    /// Source: none; Reactive Streams, `java.util.concurrent.Flow`.
    ///
    /// @return the same publisher each time
    /// @throws MillPanic if the channel is closed
    @Override
    public Flow.Publisher<T> publisher() {
        scheduler.enterQuietly();
        checkUsable("publisher");
        if (publication == null) {
            publication = new Publication<>(mill, this, life == Life.OPEN);
        }
        return publication;
    }

    /// Whether a receive would not wait; panics if the channel is closed.
    boolean isReceivable(String verb) {
        if (size > 0 || !senders.isEmpty()) {
            return true;
        }
        return room < 0 && isAtEnd(verb); // I3
    }

    /// Whether the channel has ended; panics if it is closed.
    private boolean isAtEnd(String verb) {
        checkUsable(verb);
        return life != Life.OPEN;
    }

    private void checkUsable(String verb) {
        if (life == Life.CLOSED) {
            throw closed(verb);
        }
    }

    private MillPanic closed(String verb) {
        return panic(verb, "channel is closed");
    }

    /// Whether the next receive gets the terminal value, or the failure.
    boolean isDrained() {
        return size == 0 && life != Life.OPEN;
    }

    /// Takes a value that is there: from the buffer, from the first sender, or the terminal one. Throws the failure
    /// that stands in its place.
    private Object take() {
        Link sender = senders.first();
        if (size > 0) {
            Object value = pop();
            if (sender != null) {
                push(takeFrom(sender));
            } else if (inbox != null) {
                inbox.taken();
            }
            return value;
        }
        return sender == null ? terminal() : takeFrom(sender); // I2
    }

    private Object terminal() {
        if (last instanceof Failure failure) { // I5
            scheduler.completed();
            throw failure.toReader();
        }
        return last;
    }

    /// Takes what is there, for one who tells the three apart.
    ///
    /// @param terminal what [#isDrained] said
    Object take(boolean terminal) {
        return terminal ? last : take();
    }

    private Received<T> takeReceived() {
        boolean terminal = isDrained();
        return received(terminal, take(terminal));
    }

    @SuppressWarnings("unchecked")
    static <T extends @Nullable Object> Received<T> received(boolean terminal, Object value) {
        if (!terminal) {
            return new Received.Value<>((T) value);
        }
        return value instanceof Failure failure
                ? new Received.Failed<>(failure.thrown())
                : new Received.Done<>((T) value);
    }

    /// What a receiver was woken with in place of a value.
    private static RuntimeException failure(Task self) {
        return ((Failure) self.takeValue()).toReader();
    }

    private DeadlineException missed() {
        return new DeadlineException("chr " + title() + ": deadline passed" + site());
    }

    /// Ends the wait of the first receiver with a value.
    private void hand(Link receiver, Object value, int outcome) {
        if (receiver instanceof Clause clause) {
            clause.fire(value, outcome != VALUE);
        } else {
            receivers.poll();
            receiver.setValue(value);
            scheduler.wake((Task) receiver, outcome);
        }
    }

    /// Ends the wait of the first sender; returns its value.
    private Object takeFrom(Link sender) {
        if (sender instanceof Clause clause) {
            Object value = clause.value();
            clause.fire(null, false);
            return value;
        }
        Object value = sender.takeValue();
        senders.poll();
        scheduler.wake((Task) sender, VALUE);
        return value;
    }

    // ---- the buffer

    private void push(Object value) {
        if (size == ring.length) {
            grow();
        }
        ring[(head + size) & (ring.length - 1)] = value;
        size++;
    }

    private Object pop() {
        int i = head;
        Object value = ring[i];
        ring[i] = null;
        head = (i + 1) & (ring.length - 1);
        if (--size == 0 && ring.length > RING_KEPT) {
            ring = NO_RING; // The memory of its fullest moment is not kept for as long as it lives.
            head = 0;
        }
        return value;
    }

    private void grow() {
        int length = ring.length == 0 ? RING_MIN : ring.length * 2;
        Object[] larger = new Object[length];
        int first = Math.min(size, ring.length - head);
        System.arraycopy(ring, head, larger, 0, first);
        System.arraycopy(ring, 0, larger, first, size - first);
        ring = larger;
        head = 0;
    }

    // ---- the end of a channel

    /// Ends the channel without a terminal value: later receives get `null` once the buffer is
    /// empty. The same as [#done(Object)] with `null`.
    ///
    /// Source: libmill `chdone`; Go's `close(ch)`.
    ///
    /// @throws MillPanic as for [#done(Object)]
    @Override
    public void done() {
        done(null);
    }

    /// Ends the channel: nothing more is sent. Wakes all receivers, in the order they queued, with
    /// the terminal value; later receivers drain the buffer first, then get the terminal value for
    /// ever. Never suspends: the terminal value has a place of its own beside the buffer.
    ///
    /// Source: libmill `chdone(ch, T, v)`. In Go, senders that wait panic; here this call does, and
    /// they wait on.
    ///
    /// @param value the terminal value, may be null
    /// @throws MillPanic if the channel is done already, is closed, has senders waiting or is an
    ///   inbox's, or the value has the wrong class
    @Override
    public void done(T value) {
        conclude(value);
        scheduler.stepped();
    }

    /// As [#done(Object)], where a coroutine comes to its end.
    void conclude(T value) {
        scheduler.enterQuietly();
        if (Trace.on) {
            scheduler.telling().does(Verb.DONE, this);
        }
        checkOpenEnd("chdone", "close");
        checkType("chdone", value);
        checkNobodySends("chdone", "done");
        end(Life.DONE, value);
    }

    /// Ends the channel in failure: as [#done(Object)] does, but in place of a terminal value it has what went wrong.
    /// Wakes all receivers; later ones drain the buffer first, then meet the failure, for ever. Never suspends.
    ///
    /// [#receive()], a for-each, [#stream], and a choose's handler and [value][Choose#value] throw the failure
    /// itself: it is caught by its type, though the compiler knows of none that is checked. Its stack is that
    /// of the place where it was made; the reader's is suppressed in it, once for each place, 16 at most, as a
    /// failure may be read by many, and often. [#receiveOrDone()], [#tryReceive] and [Choose#received] give a
    /// [Received.Failed].
    ///
    /// ```java
    /// try {
    ///     copy(file, chunks);
    ///     chunks.done();
    /// } catch (IOException e) {
    ///     chunks.fail(e); // Who reads them is to know that some are missing.
    /// }
    /// ```
    ///
    /// Source: none in libmill or Go, where a value has to carry it.
    ///
    /// @param failure what went wrong
    /// @throws MillPanic if the failure is null, or the channel is done or has failed already, is closed, has
    ///   senders waiting or is an inbox's
    @Override
    public void fail(Throwable failure) {
        scheduler.enterQuietly();
        if (Trace.on) {
            scheduler.telling().does(Verb.FAIL, this);
        }
        checkOpenEnd("fail", "fail");
        if (failure == null) {
            throw panic("fail", "failure is null; use done where nothing went wrong");
        }
        checkNobodySends("fail", "failed");
        end(Life.FAILED, new Failure(failure, this));
        scheduler.stepped();
    }

    /// Panics unless coroutines may end the channel.
    private void checkOpenEnd(String verb, String inboxVerb) {
        checkUsable(verb);
        if (life == Life.DONE) {
            throw panic(verb, "channel is done already");
        }
        if (life == Life.FAILED) {
            throw panic(verb, hasFailed());
        }
        if (inbox != null) {
            throw panic(verb, inbox.ownership(inboxVerb));
        }
    }

    private void checkNobodySends(String verb, String state) {
        if (!senders.isEmpty()) {
            throw panic(
                    verb,
                    "send to a " + state + " channel, " + senders.waiters() + " wait to send; let them finish first");
        }
    }

    private String hasFailed() {
        return "channel has failed already with "
                + ((Failure) last).thrown().getClass().getName();
    }

    private void end(Life ended, Object value) {
        life = ended;
        room = NO_SENDING;
        last = value;
        for (Link link = receivers.first(); link != null; link = receivers.first()) {
            hand(link, value, ended == Life.FAILED ? FAILED : TERMINAL);
        }
        if (publication != null) {
            publication.channelEnded();
        }
    }

    /// Takes one more reference, to be dropped by [#close]. Never suspends.
    ///
    /// Source: libmill `chdup`. Needed only by programs that close their channels.
    ///
    /// @return this channel
    /// @throws MillPanic if it is closed
    public Chan<T> dup() {
        scheduler.enterQuietly();
        if (Trace.on) {
            scheduler.telling().does(Verb.DUP, this);
        }
        checkUsable("chdup");
        references++;
        return this;
    }

    /// Drops a reference. With the last one the channel is closed: values in the buffer are
    /// dropped, and every later operation is a panic. Not needed to free memory. Never suspends.
    ///
    /// Closing does not wake receivers; that is what [#done()] is for. The channel of a publisher has its
    /// subscription cancelled.
    ///
    /// Source: libmill `chclose`. Go's `close` is [#done()].
    ///
    /// @throws MillPanic if it is closed already, or if this is the last reference and someone
    ///   waits
    @Override
    public void close() {
        scheduler.enterQuietly();
        if (Trace.on) {
            scheduler.telling().does(Verb.CLOSE, this);
        }
        if (life == Life.CLOSED) {
            throw panic("chclose", "channel is closed already");
        }
        if (references == 1 && !(senders.isEmpty() && receivers.isEmpty())) {
            throw panic(
                    "chclose",
                    "channel is still in use by "
                            + senders.waiters()
                            + receivers.waiters()
                            + "; drop the last reference when nobody waits");
        }
        if (--references == 0) {
            for (; inbox != null && size > 0; size--) {
                inbox.taken(); // What is dropped makes room.
            }
            life = Life.CLOSED;
            room = NO_SENDING;
            size = 0;
            ring = NO_RING;
            last = null;
            if (inbox != null) {
                inbox.channelClosed();
            }
            if (publication != null) {
                publication.channelEnded();
            }
        }
        scheduler.stepped();
    }

    // ---- what it is

    /// Counts the values that lie in the buffer. Values of senders that wait are not among them.
    ///
    /// Source: none in libmill; Go's `len(ch)`.
    ///
    /// @return 0 to [#capacity()]
    /// @throws MillPanic if the channel is closed
    @Override
    public int size() {
        checkOpen("size");
        return size;
    }

    /// Tells how many values it holds without a receiver.
    ///
    /// Source: none in libmill; Go's `cap(ch)`.
    ///
    /// @return the capacity it was made with
    /// @throws MillPanic if the channel is closed
    @Override
    public int capacity() {
        checkOpen("capacity");
        return capacity;
    }

    /// Tells whether `done` or `fail` was called; values may still lie in the buffer.
    ///
    /// Source: none.
    ///
    /// @return whether nothing more can be sent
    /// @throws MillPanic if the channel is closed
    @Override
    public boolean isDone() {
        checkOpen("isDone");
        return isMarkedDone();
    }

    private void checkOpen(String verb) {
        scheduler.enterToLook();
        checkUsable(verb);
    }

    boolean isClosed() {
        return life == Life.CLOSED;
    }

    boolean isMarkedDone() {
        return life == Life.DONE || life == Life.FAILED;
    }

    int references() {
        return references;
    }

    int buffered() {
        return size;
    }

    int limit() {
        return capacity;
    }

    /// Tells its number. Any thread may call it.
    ///
    /// Source: none; libmill's `goredump` shows it.
    ///
    /// @return 1, 2, … in the order of creation in its mill
    @Override
    public long id() {
        return id;
    }

    /// Tells its name. Any thread may call it.
    ///
    /// Source: none.
    ///
    /// @return what [#named] gave it, or ""
    @Override
    public String name() {
        return name;
    }

    /// Where it was created, or null where that was not recorded.
    String created() {
        return created;
    }

    /// Gives its number as messages and dumps show it: `<3>`. Any thread may call it.
    ///
    /// @return the number in angle brackets
    @Override
    public String label() {
        return "<" + id + ">";
    }

    /// Its number and its name, if it has one: `<3> jobs`. Any thread may call it.
    String title() {
        return name.isEmpty() ? label() : label() + " " + name;
    }

    MillPanic panic(String verb, String cause) {
        return new MillPanic(verb + " " + title() + ": " + cause + site());
    }

    private String site() {
        return created == null ? "" : " (created " + created + ")";
    }

    /// Gives `chan <3> 2/16`, or `chan <3> jobs 2/16`, with ` done`, ` failed` or ` closed`. Any thread may call it;
    /// the numbers may be out of date.
    @Override
    public String toString() {
        String end = life == Life.OPEN ? "" : " " + life.name().toLowerCase(Locale.ROOT);
        return "chan " + title() + " " + size + "/" + capacity + end;
    }

    /// Checks I1 to I3, I5, the buffer, and both queues; for tests.
    void checkInvariants() {
        String what = toString();
        if (size > 0 && !receivers.isEmpty()) {
            throw new AssertionError("I1 " + what);
        }
        if (!senders.isEmpty() && (size < room || life != Life.OPEN)) {
            throw new AssertionError("I2 " + what);
        }
        if (room != (life != Life.OPEN || inbox != null ? NO_SENDING : capacity) || size > capacity) {
            throw new AssertionError("I3 " + what);
        }
        if ((life == Life.FAILED) != (last instanceof Failure)) {
            throw new AssertionError("I5 " + what);
        }
        for (int i = size; i < ring.length; i++) {
            if (ring[(head + i) & (ring.length - 1)] != null) {
                throw new AssertionError("a value stays in a free slot of " + what);
            }
        }
        senders.checkWaiters();
        receivers.checkWaiters();
    }

    // ---- inboxes

    /// Makes this the channel of an inbox.
    void feedFrom(Inbox<T> source) {
        inbox = source;
        room = NO_SENDING;
    }

    /// Takes a value from the inbox; there is room for it.
    void feed(T value) {
        Link receiver = receivers.first();
        if (receiver != null) {
            hand(receiver, value, VALUE);
            inbox.taken();
        } else {
            push(value);
        }
    }

    /// A time has come: hands it in, if it fits.
    ///
    /// @return false if nothing is to be sent any more
    boolean tick(T time) {
        if (room < 0) {
            return false;
        }
        put(time);
        return true;
    }

    /// The inbox is closed and everything in it was fed; or the time has come to its end.
    void feedEnd() {
        if (life == Life.OPEN) {
            end(Life.DONE, null);
        }
    }

    /// As [#feedEnd], in failure.
    void feedFailure(Throwable failure) {
        if (life == Life.OPEN) {
            end(Life.FAILED, new Failure(failure, this));
        }
    }

    /// The values until the channel is done.
    private final class Values implements Iterator<T> {
        private Received<T> ahead; // null = not looked yet

        @Override
        public boolean hasNext() {
            if (ahead == null) {
                ahead = receiveOrDone();
            }
            if (ahead instanceof Received.Failed<T>(Throwable thrown)) {
                throw new Failure(thrown, Chan.this).toReader();
            }
            return ahead instanceof Received.Value<T>;
        }

        @Override
        public T next() {
            if (hasNext() && ahead instanceof Received.Value<T>(T value)) {
                ahead = null;
                return value;
            }
            throw new NoSuchElementException("next " + title() + ": channel is done");
        }
    }

    /// The same for a stream: nothing is taken before it is asked for.
    private final class Rest implements Spliterator<T> {
        @Override
        public boolean tryAdvance(Consumer<? super T> action) {
            return switch (receiveOrDone()) {
                case Received.Value<T>(T value) -> {
                    action.accept(value);
                    yield true;
                }
                case Received.Failed<T>(Throwable thrown) -> throw new Failure(thrown, Chan.this).toReader();
                case Received.Done<T> done -> false;
                case Received.Empty<T> empty -> false; // Not after a wait.
            };
        }

        /// Other threads have no business here.
        @Override
        public Spliterator<T> trySplit() {
            return null;
        }

        @Override
        public long estimateSize() {
            return Long.MAX_VALUE;
        }

        @Override
        public int characteristics() {
            return ORDERED;
        }
    }
}
