package org.jmill.test.net;

import java.io.IOException;
import java.nio.channels.SelectableChannel;

/// What a simulated channel cannot do: wait by itself.
final class Blocking {
    private Blocking() {}

    /// A call has nothing to give, and would wait.
    ///
    /// @throws IOException if the channel is in blocking mode
    static void refuse(String verb, SelectableChannel channel) throws IOException {
        if (channel.isBlocking()) {
            throw new IOException(verb + " " + channel
                    + ": a simulated channel does not wait in blocking mode; call configureBlocking(false)");
        }
    }
}
