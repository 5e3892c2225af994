package org.jmill.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// The records of a TLS connection on their way between the engine and the transport below: what was read and not
/// yet decrypted, what was encrypted and not yet written. Nothing here waits.
///
/// Invariant I1: `netIn`, `netOut` and `plain` are null, or hold at least one byte from position to
/// limit.
final class TlsRecords {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Transport below;
    private final SSLEngine engine;
    private ByteBuffer netIn; // Received, not yet decrypted.
    private ByteBuffer netOut; // Encrypted, not yet written.
    private ByteBuffer plain; // Decrypted during the handshake, not yet read.

    /// @param ahead what was read already; null: nothing
    TlsRecords(Transport below, SSLEngine engine, @Nullable ByteBuffer ahead) {
        this.below = below;
        this.engine = engine;
        this.netIn = ahead;
    }

    boolean hasInput() {
        return netIn != null;
    }

    boolean hasOutput() {
        return netOut != null || below.holdsOutput();
    }

    boolean hasPlain() {
        return plain != null;
    }

    // ---- in
    // ------------------------------------------------------------------------------------------

    /// Reads behind what is there; into a larger buffer if there is no room.
    int fill() throws IOException {
        ByteBuffer buffer = netIn == null ? BufferPool.ofStreams().take() : netIn.compact();
        int room = below.hasRecords() ? BufferPool.STREAM_BYTES : 1;
        if (buffer.remaining() < room) {
            int size = engine.getSession().getPacketBufferSize();
            if (buffer.position() >= size) {
                buffer.flip();
                throw new SSLException("record is too large");
            }
            ByteBuffer larger = ByteBuffer.allocateDirect(size + room - 1).put(buffer.flip());
            BufferPool.ofStreams().give(buffer);
            buffer = larger;
        }
        try {
            return below.read(buffer);
        } finally {
            netIn = keepOrGive(buffer.flip());
        }
    }

    /// Decrypts one record.
    SSLEngineResult unwrap(ByteBuffer target) throws IOException {
        try {
            return engine.unwrap(netIn, target);
        } finally {
            netIn = keepOrGive(netIn);
        }
    }

    /// Processes one record. Returns false if more must be read first: also if the engine has done nothing, for it
    /// would do so again.
    boolean unwrapHandshake() throws IOException {
        if (netIn == null && engine.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP) {
            return false;
        }
        BufferPool pool = BufferPool.ofStreams();
        ByteBuffer target = plain == null ? pool.take() : plain.compact();
        SSLEngineResult result;
        try {
            result = engine.unwrap(netIn == null ? NOTHING : netIn, target);
        } finally {
            plain = keepOrGive(target.flip());
            netIn = keepOrGive(netIn);
        }
        return switch (result.getStatus()) {
            case OK ->
                result.bytesConsumed() > 0
                        || result.bytesProduced() > 0
                        || result.getHandshakeStatus() != HandshakeStatus.NEED_UNWRAP;
            case BUFFER_UNDERFLOW -> false;
            case BUFFER_OVERFLOW -> throw new SSLException("record is too large");
            case CLOSED -> throw new SSLException("peer closed the connection");
        };
    }

    /// Hands out what the handshake has decrypted.
    int readPlain(ByteBuffer target) {
        int n = Math.min(plain.remaining(), target.remaining());
        target.put(target.position(), plain, plain.position(), n);
        target.position(target.position() + n);
        plain.position(plain.position() + n);
        plain = keepOrGive(plain);
        return n;
    }

    // ---- out
    // -----------------------------------------------------------------------------------------

    /// Has the engine say what it has to say of itself. Returns false if there is no room for it.
    boolean wrapNothing() throws IOException {
        if (netOut != null
                && netOut.capacity() - netOut.remaining() < engine.getSession().getPacketBufferSize()) {
            return push() && wrapNothing();
        }
        return wrap(NOTHING).bytesProduced() > 0;
    }

    /// Encrypts one record behind what is there.
    SSLEngineResult wrap(ByteBuffer source) throws IOException {
        int size = engine.getSession().getPacketBufferSize();
        ByteBuffer buffer = netOut != null ? netOut.compact() : bufferFor(size);
        try {
            SSLEngineResult result = engine.wrap(source, buffer);
            if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
                throw new SSLException("record is too large");
            }
            return result;
        } finally {
            netOut = keepOrGive(buffer.flip());
        }
    }

    private static ByteBuffer bufferFor(int size) {
        return size <= BufferPool.STREAM_BYTES ? BufferPool.ofStreams().take() : ByteBuffer.allocateDirect(size);
    }

    /// Writes what was encrypted; returns whether that was all.
    boolean push() throws IOException {
        if (netOut != null) {
            try {
                below.write(netOut);
            } finally {
                netOut = keepOrGive(netOut);
            }
        } else if (below.holdsOutput()) {
            below.write(NOTHING);
        }
        return !hasOutput();
    }

    void release() {
        netIn = give(netIn);
        netOut = give(netOut);
        plain = give(plain);
    }

    /// The buffer if something is in it; else gives it back. I1.
    private static ByteBuffer keepOrGive(ByteBuffer buffer) {
        return buffer != null && buffer.hasRemaining() ? buffer : give(buffer);
    }

    private static ByteBuffer give(ByteBuffer buffer) {
        if (buffer != null) {
            BufferPool.ofStreams().give(buffer);
        }
        return null;
    }
}
