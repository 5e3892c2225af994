package org.jmill.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/// One direction of a pair in memory: bytes that one end has written and the other has not read.
///
/// Invariants:
/// - I1 `bytes` is null, or holds at least one byte, from its position to its limit.
/// - I2 whoever makes a read or a write possible rings the bell of who may wait for it.
final class MemoryPipe {
    /// Who still uses it.
    ///
    /// | from | to | cause |
    /// |---|---|---|
    /// | OPEN | ENDED | the writer has ended its output: what is there can still be read |
    /// | OPEN, ENDED | UNREAD | the reader is gone, and nobody will want a byte |
    private enum Life {
        OPEN,
        ENDED,
        UNREAD
    }

    final Bell readable = new Bell();
    final Bell writable = new Bell();
    private Life life = Life.OPEN;
    private ByteBuffer bytes; // I1

    /// @return how many bytes; 0: none yet; -1: there will be none
    int read(ByteBuffer target) {
        if (bytes == null) {
            return life == Life.OPEN ? 0 : -1;
        }
        int n = Math.min(bytes.remaining(), target.remaining());
        target.put(target.position(), bytes, bytes.position(), n);
        target.position(target.position() + n);
        bytes.position(bytes.position() + n);
        if (!bytes.hasRemaining()) {
            drop();
        }
        writable.ring(); // I2
        return n;
    }

    /// @return how many bytes it has room for
    /// @throws IOException if nobody will read them
    int write(ByteBuffer source) throws IOException {
        if (life == Life.UNREAD) {
            throw new IOException("broken pipe");
        }
        if (!source.hasRemaining()) {
            return 0;
        }
        ByteBuffer buffer = bytes == null ? BufferPool.ofStreams().take() : bytes.compact();
        int n = Math.min(buffer.remaining(), source.remaining());
        buffer.put(buffer.position(), source, source.position(), n);
        source.position(source.position() + n);
        bytes = buffer.position(buffer.position() + n).flip();
        readable.ring(); // I2
        return n;
    }

    boolean isReadable() {
        return bytes != null || life != Life.OPEN;
    }

    boolean isWritable() {
        return life == Life.UNREAD || bytes == null || bytes.remaining() < bytes.capacity();
    }

    /// The writer is done.
    void end() {
        if (life == Life.OPEN) {
            life = Life.ENDED;
        }
        readable.ring();
    }

    /// The reader is gone.
    void abandon() {
        life = Life.UNREAD;
        if (bytes != null) {
            drop();
        }
        writable.ring();
    }

    private void drop() {
        BufferPool.ofStreams().give(bytes);
        bytes = null;
    }
}
