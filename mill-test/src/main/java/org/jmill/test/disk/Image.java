package org.jmill.test.disk;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// The bytes of a file that are on the disk for good.
final class Image {
    private static final byte[] EMPTY = {};

    private byte[] bytes = EMPTY; // 0 from `size` on.
    private int size;

    /// Writes the first bytes of an array; what lies between the end and the offset is 0.
    ///
    /// @param length 0: nothing is done
    void write(long offset, byte[] from, int length) {
        if (length == 0) {
            return;
        }
        int end = Math.toIntExact(offset + length);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, (int) Math.min(2L * bytes.length, Integer.MAX_VALUE - 8)));
        }
        System.arraycopy(from, 0, bytes, (int) offset, length);
        size = Math.max(size, end);
    }

    /// Cuts off what lies behind.
    void cut(long newSize) {
        if (newSize < size) {
            Arrays.fill(bytes, (int) newSize, size, (byte) 0);
            size = (int) newSize;
        }
    }

    ByteBuffer view() {
        return ByteBuffer.wrap(bytes, 0, size).asReadOnlyBuffer();
    }
}
