package org.jmill;

import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The end of a channel from which one receives. Only [Chan] implements it, where the full contract stands: a method
/// that takes or gives a `Source` says by that type that nobody sends there.
///
/// {@snippet file="org/jmill/snippets/SourceSnippet.java" region="example"}
///
/// It is a view of the channel, not a wall around it: whoever casts it has the channel.
///
/// Source: none in libmill; Go's `<-chan T`.
///
/// @param <T> the type of the values
/// @since 0.1.0
public sealed interface Source<T extends @Nullable Object> extends Iterable<T> permits Chan {
    /// Receives a value; suspends until there is one: [Chan#receive()].
    ///
    /// @return the value, or the terminal one
    /// @throws MillPanic if the channel is closed
    /// @throws CancelledException if the coroutine is cancelled; no value was taken
    T receive();

    /// Receives a value unless the deadline passes first: [Chan#receive(long)].
    ///
    /// @param deadlineMs as of [Mill#now]; negative: none; past: no wait beyond the next poll
    /// @return the value, or the terminal one
    /// @throws DeadlineException if the deadline has passed; no value was taken then
    /// @throws MillPanic if the channel is closed
    /// @throws CancelledException if the coroutine is cancelled; no value was taken
    T receive(long deadlineMs);

    /// Does the same as [#receive(long)], with a deadline that lies so far ahead.
    ///
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#receive(long)]
    /// @throws DeadlineException as for [#receive(long)]
    /// @throws CancelledException as for [#receive(long)]
    /// @throws MillPanic if the timeout is null, or as for [#receive(long)]
    default T receive(Duration timeout) {
        return receive(Mill.after(timeout));
    }

    /// Receives a value, and tells it from the end of the channel: [Chan#receiveOrDone()].
    ///
    /// @return a [Received.Value], a [Received.Done] or a [Received.Failed]
    /// @throws MillPanic if the channel is closed
    /// @throws CancelledException if the coroutine is cancelled; no value was taken
    Received<T> receiveOrDone();

    /// Receives as [#receiveOrDone()] does, unless the deadline passes first: [Chan#receiveOrDone(long)].
    ///
    /// @param deadlineMs as for [#receive(long)]
    /// @return as of [#receiveOrDone()]
    /// @throws DeadlineException if the deadline has passed; no value was taken then
    /// @throws MillPanic if the channel is closed
    /// @throws CancelledException if the coroutine is cancelled; no value was taken
    Received<T> receiveOrDone(long deadlineMs);

    /// Does the same as [#receiveOrDone(long)], with a deadline that lies so far ahead.
    ///
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#receiveOrDone(long)]
    /// @throws DeadlineException as for [#receiveOrDone(long)]
    /// @throws CancelledException as for [#receiveOrDone(long)]
    /// @throws MillPanic if the timeout is null, or as for [#receiveOrDone(long)]
    default Received<T> receiveOrDone(Duration timeout) {
        return receiveOrDone(Mill.after(timeout));
    }

    /// Receives a value if there is one now: [Chan#tryReceive].
    ///
    /// @return what there is, or [Received.Empty]
    /// @throws MillPanic if the channel is closed
    Received<T> tryReceive();

    /// Iterates over the values received until the channel is done: [Chan#iterator].
    ///
    /// @return an iterator for the calling coroutine
    @Override
    Iterator<T> iterator();

    /// Gives a stream of the values received until the channel is done: [Chan#stream].
    ///
    /// @return a sequential stream, whose terminal operation suspends while there is no value
    Stream<T> stream();

    /// Gives a publisher of the values received: [Chan#publisher].
    ///
    /// @return the same publisher each time
    /// @throws MillPanic if the channel is closed
    Flow.Publisher<T> publisher();

    /// Counts the values that lie in the buffer: [Chan#size].
    ///
    /// @return 0 to [#capacity]
    /// @throws MillPanic if the channel is closed
    int size();

    /// Tells how many values it holds without a receiver: [Chan#capacity].
    ///
    /// @return the capacity it was made with
    /// @throws MillPanic if the channel is closed
    int capacity();

    /// Tells whether nothing more can be sent; values may still lie in the buffer: [Chan#isDone].
    ///
    /// @return whether it is done, or has failed
    /// @throws MillPanic if the channel is closed
    boolean isDone();
}
