package org.jmill.net;

import java.io.IOException;
import java.nio.channels.Channel;

/// How a channel becomes that of a socket or listener: wholly, or not at all.
final class Takeover {
    /// What is to be made of the channel.
    @FunctionalInterface
    interface Making<S> {
        S make() throws IOException;
    }

    private Takeover() {}

    /// Of a channel that was made here: nobody else would close it, so that is done if this fails.
    static <S> S own(Channel channel, Making<S> making) throws IOException {
        try {
            return making.make();
        } catch (Throwable t) {
            closeAfter(t, channel);
            throw t;
        }
    }

    private static void closeAfter(Throwable cause, Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
