package org.jmill.net;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Lines in what was received ahead: a buffer that holds bytes from its position to its limit.
///
/// To make a text of bytes that lie outside the heap they must be copied to an array. There is a spare one for the
/// threads that hash to it; whoever finds it in use makes another. So a line costs nothing but its `String`.
final class LineBuffer {
    private static final int SPARE_BYTES = 8 * 1024; // Longer lines are rare.
    private static final int SPARES = 8; // A power of two.
    private static final AtomicReferenceArray<byte[]> SPARE = new AtomicReferenceArray<>(SPARES);

    private LineBuffer() {}

    /// Looks for the end of the line.
    ///
    /// @param buffer null: empty
    /// @param looked how many bytes were looked at before
    /// @param lineBytesMax where to stop: a line with as many bytes may have two more at its end
    /// @return how many bytes are before the `\n`; -1 if there is none
    static int endOfLine(@Nullable ByteBuffer buffer, int looked, int lineBytesMax) {
        if (buffer == null) {
            return -1;
        }
        int start = buffer.position();
        int end = start + Math.min(buffer.remaining(), lineBytesMax + 2);
        for (int i = start + looked; i < end; i++) {
            if (buffer.get(i) == '\n') {
                return i - start;
            }
        }
        return -1;
    }

    /// How many of the first bytes are text: a `\r` at their end is not.
    static int lengthOfText(ByteBuffer buffer, int length) {
        return length > 0 && buffer.get(buffer.position() + length - 1) == '\r' ? length - 1 : length;
    }

    /// The first bytes as text. The position stays.
    static String decode(ByteBuffer buffer, int length, Charset charset) {
        if (buffer.hasArray()) {
            return new String(buffer.array(), buffer.arrayOffset() + buffer.position(), length, charset);
        }
        int slot = (int) Thread.currentThread().threadId() & (SPARES - 1);
        byte[] spare = length > SPARE_BYTES ? null : SPARE.getAndSet(slot, null);
        byte[] bytes = spare != null ? spare : new byte[Math.max(length, SPARE_BYTES)];
        buffer.get(buffer.position(), bytes, 0, length);
        String text = new String(bytes, 0, length, charset);
        if (bytes.length == SPARE_BYTES) {
            SPARE.set(slot, bytes);
        }
        return text;
    }

    /// Makes room behind what is in the buffer: moves that to the front, or to a buffer twice as large.
    ///
    /// @param least how many bytes more there must be room for
    /// @return the buffer, or another one: then this one has gone to where it came from
    static ByteBuffer withRoom(ByteBuffer buffer, int least) {
        int held = buffer.remaining();
        if (buffer.capacity() - buffer.limit() >= least) {
            return buffer;
        }
        // To move as much as half of it each time would cost too much where little comes at a time.
        if (buffer.capacity() - held >= Math.max(least, buffer.capacity() / 2)) {
            return buffer.compact().flip();
        }
        ByteBuffer larger =
                ByteBuffer.allocate(2 * buffer.capacity() + least).put(buffer).flip();
        BufferPool.ofStreams().give(buffer);
        return larger;
    }
}
