package org.jmill.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// What a byte stream runs over: a channel, a pipe in memory, or TLS on any other transport. No method waits but
/// [#await] and [#establish], which only [StreamSocket] and its halves call.
interface Transport {
    /// The channel at the bottom; null: there is none, but memory.
    SocketChannel channel();

    /// Whether there is nothing to wait for but the channel. To wait for that directly saves the frames of
    /// [#await], which an idle connection would keep.
    boolean waitsForChannel();

    /// Waits until a read or a write that would have blocked may do something.
    ///
    /// @param events `FDW_IN` or `FDW_OUT`
    /// @return as `fdwait`: 0 if the deadline has passed; with `FDW_ERR` if [#clean] was called
    int await(int events, long deadlineMs);

    /// Reads what is there.
    ///
    /// @return how many bytes; 0 if it would block, -1 at the end of the stream
    int read(ByteBuffer target) throws IOException;

    /// Whether bytes come in records. A read then needs room for a whole one, and what is left of one is no longer
    /// in the channel.
    boolean hasRecords();

    /// Writes what the system takes.
    ///
    /// @param source may be empty: then what the transport holds moves on
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
    ///
    /// @param awaited whether a coroutine waits to read, perhaps for the channel itself: it is to be woken
    void shutdownInput(boolean awaited) throws IOException;

    /// Has the end of the stream follow what was written. It is out when [#holdsOutput] says so and
    /// [#finishOutput] was called.
    ///
    /// @return false if that cannot be said yet, since something is held: to be called again when that is out
    boolean endOutput() throws IOException;

    /// Ends the output at the bottom, after [#endOutput].
    void finishOutput() throws IOException;

    /// Whether the peer may be about to send what nobody asked for, and a close at once would then destroy what
    /// was written last. Asked after the last write.
    boolean expectsMore();

    /// Moves on what the peer is to be told of a failure.
    ///
    /// @return whether all of it is out, or none of it can
    boolean pushFarewell() throws IOException;

    /// Wakes who waits: the transport is about to be closed or given up.
    void clean();

    /// Gives its buffers back. Nothing is read or written any more.
    void release();

    /// Whether the bottom is open.
    boolean isOpen();

    /// Closes the bottom at once.
    void close() throws IOException;
}
