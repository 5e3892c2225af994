package org.jmill.net;

/// One end of a connection in memory: a stream between two coroutines of one mill, without a descriptor or a
/// call of the system. What it can do is told by [StreamSocket]. It is for tests, and for code that wants a
/// socket where there is a coroutine: TLS runs on it too, see [TlsSocket#over].
///
/// {@snippet file="org/jmill/net/snippets/TlsOverSnippet.java" region="memory"}
///
/// Each direction holds 17 KB that were sent and not yet received; who sends more waits. Both ends belong to one
/// mill. A close loses nothing: the peer receives what was sent, and then the end of the stream.
///
/// Source: none; Go's `net.Pipe`, which has no buffer.
///
/// @since 0.1.0
public final class MemorySocket extends StreamSocket {
    private MemorySocket(MemoryPipe in, MemoryPipe out) {
        super(new MemoryTransport(in, out), 0); // A close loses nothing.
    }

    /// Makes two sockets that are connected to each other. Does not wait.
    ///
    /// @return an array of two
    public static MemorySocket[] pair() {
        MemoryPipe there = new MemoryPipe();
        MemoryPipe back = new MemoryPipe();
        return new MemorySocket[] {new MemorySocket(there, back), new MemorySocket(back, there)};
    }

    @Override
    String label() {
        return "memory pair";
    }
}
