package org.jmill.net;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/// A bounded stack of direct buffers. A socket takes one when it has something to put in and gives
/// it back when it is empty, so that an idle connection holds none.
///
/// A pool belongs to the threads that hash to it, so that mills hardly ever meet in one. Whoever does finds another
/// one inside for a few instructions, and does not wait for it: on VIRTUAL a coroutine that waits for a lock lets
/// others run, in the middle of a verb that need not wait. It does without the pool. (A pool a coroutine would
/// be useless, a thread local is one a coroutine on two of the engines.)
///
/// Invariants:
/// - I1 The buffers in `free` below `count` are cleared, and nobody else holds them.
/// - I2 Only the thread that has set `inside` touches `free` and `count`, until it clears that.
final class BufferPool {
    /// Room for the largest TLS record (16 KB and its envelope).
    static final int STREAM_BYTES = 17 * 1024;

    /// A direct buffer of the caller with as much room, or as many bytes, is not copied: below that, a
    /// system call more costs more than the copy.
    static final int COPY_BYTES_MAX = 8 * 1024;

    /// Room for the largest datagram.
    static final int DATAGRAM_BYTES = 64 * 1024;

    private static final int POOLS = 8; // A power of two.
    private static final int TRIES = 100; // Some microseconds.
    private static final BufferPool[] STREAM = pools(STREAM_BYTES, 64);
    private static final BufferPool[] DATAGRAM = pools(DATAGRAM_BYTES, 8);

    private final int size;
    private final ByteBuffer[] free; // I2
    private int count; // I2
    final AtomicBoolean inside = new AtomicBoolean();

    BufferPool(int size, int countMax) {
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
        ByteBuffer buffer = null;
        if (enter()) {
            if (count > 0) {
                buffer = free[--count];
                free[count] = null;
            }
            inside.set(false);
        }
        return buffer != null ? buffer : ByteBuffer.allocateDirect(size);
    }

    /// Gives a buffer back; what is in it is lost. One too many is left to the garbage collector.
    void give(ByteBuffer buffer) {
        buffer.clear();
        if (enter()) {
            if (count < free.length && buffer.capacity() == size) {
                free[count++] = buffer;
            }
            inside.set(false);
        }
    }

    /// @return false if another thread is inside for longer than it takes, since it does not run now
    private boolean enter() {
        for (int i = 0; i < TRIES; i++) {
            if (inside.compareAndSet(false, true)) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }
}
