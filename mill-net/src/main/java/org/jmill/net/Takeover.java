package org.jmill.net;

import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.SelectableChannel;
import org.jmill.MillPanic;
import org.jspecify.annotations.Nullable;

/// How a channel becomes that of a socket or listener: wholly, or not at all.
final class Takeover {
    /// What is to be made of the channel.
    @FunctionalInterface
    interface Making<S extends @Nullable Object> {
        S make() throws IOException;
    }

    private Takeover() {}

    /// Of a channel that was made here: nobody else would close it, so that is done if this fails.
    static <S extends @Nullable Object> S own(Channel channel, Making<S> making) throws IOException {
        try {
            return making.make();
        } catch (Throwable t) {
            closeAfter(t, channel);
            throw t;
        }
    }

    /// Of a channel that was made elsewhere, and becomes non-blocking: if this fails, it is the caller's
    /// as it was, open if it was and blocking if it was.
    ///
    /// @param kind of the socket, for messages
    static <S extends @Nullable Object> S attach(SelectableChannel channel, String kind, Making<S> making)
            throws IOException {
        String what = "attach " + kind;
        if (channel == null) {
            throw new MillPanic(what + ": channel is null");
        }
        boolean blocking = channel.isBlocking();
        try {
            return making.make();
        } catch (IOException e) {
            giveBackAfter(e, channel, blocking);
            throw told(what, channel, e);
        } catch (Throwable t) {
            giveBackAfter(t, channel, blocking);
            throw t;
        }
    }

    private static void giveBackAfter(Throwable cause, SelectableChannel channel, boolean blocking) {
        try {
            if (channel.isOpen()) {
                channel.configureBlocking(blocking);
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static IOException told(String what, SelectableChannel channel, IOException cause) {
        if (channel.isOpen()) {
            return Failures.socket(what, cause);
        }
        IOException closed = Failures.closed(what + ": channel is closed");
        closed.initCause(cause);
        return closed;
    }

    /// Closes a channel because of a failure, which stays the first one.
    ///
    /// @param channel the channel; null: there is none yet
    static void closeAfter(Throwable cause, @Nullable Channel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
