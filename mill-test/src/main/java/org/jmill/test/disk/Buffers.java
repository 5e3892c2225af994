package org.jmill.test.disk;

import java.nio.ByteBuffer;
import java.util.Objects;

/// Several buffers as one.
final class Buffers {
    private Buffers() {}

    static int remaining(ByteBuffer[] buffers, int first, int count) {
        Objects.checkFromIndexSize(first, count, buffers.length);
        long all = 0;
        for (int i = first; i < first + count; i++) {
            all += buffers[i].remaining();
        }
        return Math.toIntExact(all);
    }

    /// Fills them from one.
    static void scatter(ByteBuffer from, ByteBuffer[] into, int first, int count) {
        for (int i = first; i < first + count; i++) {
            int n = Math.min(from.remaining(), into[i].remaining());
            into[i].put(from.slice().limit(n));
            from.position(from.position() + n);
        }
    }

    /// Copies what remains of them; they stay as they are.
    static ByteBuffer gather(ByteBuffer[] from, int first, int count) {
        ByteBuffer whole = ByteBuffer.allocate(remaining(from, first, count));
        for (int i = first; i < first + count; i++) {
            whole.put(from[i].duplicate());
        }
        return whole.flip();
    }

    /// Takes so many bytes as read.
    static void skip(int length, ByteBuffer[] buffers, int first, int count) {
        int rest = length;
        for (int i = first; i < first + count; i++) {
            int n = Math.min(rest, buffers[i].remaining());
            buffers[i].position(buffers[i].position() + n);
            rest -= n;
        }
    }
}
