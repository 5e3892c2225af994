package org.jmill;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The end of a channel to which one sends. Only [Chan] implements it, where the full contract stands: a method that
/// takes or gives a `Sink` says by that type that nobody receives there. For an example see [Source].
///
/// Source: none in libmill; Go's `chan<- T`.
///
/// @param <T> the type of the values
/// @since 0.1.0
public sealed interface Sink<T extends @Nullable Object> permits Chan {
    /// Sends a value; suspends until it fits into the buffer or a receiver takes it: [Chan#send(Object)].
    ///
    /// @param value the value, may be null
    /// @throws MillPanic if the channel has ended, is closed or an inbox's, or the value has the wrong class
    /// @throws CancelledException if the coroutine is cancelled; the value was not sent
    void send(T value);

    /// Sends a value unless the deadline passes first: [Chan#send(Object,long)].
    ///
    /// @param value the value, may be null
    /// @param deadlineMs as of [Mill#now]; negative: none; past: no wait beyond the next poll
    /// @return false if the deadline has passed; the value was not sent then
    /// @throws MillPanic as for [#send(Object)]
    /// @throws CancelledException as for [#send(Object)]
    boolean send(T value, long deadlineMs);

    /// Does the same as [#send(Object,long)], with a deadline that lies so far ahead.
    ///
    /// @param value as for [#send(Object,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#send(Object,long)]
    /// @throws CancelledException as for [#send(Object,long)]
    /// @throws MillPanic if the timeout is null, or as for [#send(Object,long)]
    default boolean send(T value, Duration timeout) {
        return send(value, Mill.after(timeout));
    }

    /// Sends a value if that is possible at once: [Chan#trySend].
    ///
    /// @param value the value, may be null
    /// @return false if there is neither room nor a receiver; the value was not sent then
    /// @throws MillPanic as for [#send(Object)]
    boolean trySend(T value);

    /// Ends the channel without a terminal value: [Chan#done()].
    ///
    /// @throws MillPanic as for [#done(Object)]
    void done();

    /// Ends the channel with a terminal value: [Chan#done(Object)].
    ///
    /// @param value the terminal value, may be null
    /// @throws MillPanic if the channel has ended already, is closed, has senders waiting or is an inbox's, or the
    ///   value has the wrong class
    void done(T value);

    /// Ends the channel in failure: [Chan#fail].
    ///
    /// @param failure what went wrong
    /// @throws MillPanic if the failure is null, or as for [#done(Object)]
    void fail(Throwable failure);

    /// Tells whether nothing more can be sent: [Chan#isDone].
    ///
    /// @return whether it is done, or has failed
    /// @throws MillPanic if the channel is closed
    boolean isDone();
}
