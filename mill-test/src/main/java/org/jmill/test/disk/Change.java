package org.jmill.test.disk;

/// A change of a file's bytes that is not yet on the disk.
sealed interface Change {
    /// Bytes at an offset.
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Written(long offset, byte[] bytes) implements Change {
        @Override
        public void applyTo(Image image) {
            image.write(offset, bytes, bytes.length);
        }

        @Override
        public int length() {
            return bytes.length;
        }
    }

    /// The end of a file that was cut off.
    record Cut(long size) implements Change {
        @Override
        public void applyTo(Image image) {
            image.cut(size);
        }

        @Override
        public int length() {
            return 0;
        }
    }

    /// Brings it to the disk.
    void applyTo(Image image);

    /// How many bytes it holds.
    int length();
}
