package org.jmill.net;

import java.nio.ByteBuffer;

/// A bounded stack of direct buffers. A socket takes one when it has something to put in and gives
/// it back when it is empty, so that an idle connection holds none.
///
/// A pool belongs to the threads that hash to it, so that mills hardly ever meet in one; its
/// monitor is held for a few instructions and never across a suspension. (A pool a coroutine would
/// be useless, a thread local is one a coroutine on two of the engines.)
///
/// Invariant I1: the buffers in `free` below `count` are cleared, and nobody else holds them.
final class BufferPool {
    /// Room for the largest TLS record (16 KB and its envelope).
    static final int STREAM_BYTES = 17 * 1024;

    /// A direct buffer of the caller with as much room, or as many bytes, is not copied: below that, a
    /// system call more costs more than the copy.
    static final int COPY_BYTES_MAX = 8 * 1024;

    /// Room for the largest datagram.
    static final int DATAGRAM_BYTES = 64 * 1024;

    private static final int POOLS = 8; // A power of two.
    private static final BufferPool[] STREAM = pools(STREAM_BYTES, 64);
    private static final BufferPool[] DATAGRAM = pools(DATAGRAM_BYTES, 8);

    private final int size;
    private final ByteBuffer[] free; // Guarded by this.
    private int count; // Guarded by this.

    private BufferPool(int size, int countMax) {
        this.size = size;
        this.free = new ByteBuffer[countMax];
    }

    private static BufferPool[] pools(int size, int countMax) {
        BufferPool[] pools = new BufferPool[POOLS];
        for (int i = 0; i < POOLS; i++) {
            pools[i] = new BufferPool(size, countMax);
        }
        return pools;
    }

    /// The pool of the calling thread for streams.
    static BufferPool ofStreams() {
        return STREAM[(int) Thread.currentThread().threadId() & (POOLS - 1)];
    }

    /// The pool of the calling thread for datagrams.
    static BufferPool ofDatagrams() {
        return DATAGRAM[(int) Thread.currentThread().threadId() & (POOLS - 1)];
    }

    /// Takes an empty buffer.
    ByteBuffer take() {
        synchronized (this) {
            if (count > 0) {
                ByteBuffer buffer = free[--count];
                free[count] = null;
                return buffer;
            }
        }
        return ByteBuffer.allocateDirect(size);
    }

    /// Gives a buffer back; what is in it is lost. One too many is left to the garbage collector.
    void give(ByteBuffer buffer) {
        buffer.clear();
        synchronized (this) {
            if (count < free.length && buffer.capacity() == size) {
                free[count++] = buffer;
            }
        }
    }
}
