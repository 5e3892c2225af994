package org.jmill.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// What a byte stream runs over: a plain channel, or TLS on one. No method waits but [#establish];
/// [StreamSocket] does the waiting.
interface Transport {
    /// The channel to wait for, to clean and to close.
    SocketChannel channel();

    /// Reads what is there.
    ///
    /// @return how many bytes; 0 if it would block, -1 at the end of the stream
    int read(ByteBuffer target) throws IOException;

    /// Whether bytes come in records. A read then needs room for a whole one, and what is left of one is no longer
    /// in the channel.
    boolean hasRecords();

    /// Writes what the system takes.
    ///
    /// @return how many bytes of the source it has accepted; 0 if it would block
    int write(ByteBuffer source) throws IOException;

    /// Whether bytes it has accepted wait in a buffer of its own; another [#write] moves them on.
    boolean holdsOutput();

    /// Makes ready for the first byte: the handshake of TLS. At once if that was done.
    ///
    /// @param socket who waits
    /// @param verb what it does, for messages
    void establish(StreamSocket socket, String verb, long deadlineMs) throws IOException;

    /// Says that nothing more will be read.
    void shutdownInput() throws IOException;

    /// Has the end of the stream follow what was written. It is out when [#holdsOutput] says so and
    /// [#finishOutput] was called.
    void endOutput() throws IOException;

    /// Ends the channel's output, after [#endOutput].
    void finishOutput() throws IOException;

    /// Whether the peer may be about to send what nobody asked for, so that the channel must not be
    /// closed at once. Asked after the last write.
    boolean expectsMore();

    /// Gives its buffers back. Nothing is read or written any more.
    void release();
}
