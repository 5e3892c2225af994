package org.jmill.examples.raft;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A change of what a node must not forget, as it stands in the file.
sealed interface Change {
    /// A term has begun, or a vote was given in it.
    ///
    /// @param vote who has it; empty: nobody
    record Ballot(long term, String vote) implements Change {}

    /// An entry is written at an index; what the log had there, and behind it, is gone.
    record Written(long index, Entry entry) implements Change {}

    /// Its bytes: a letter, two numbers, a text.
    default byte[] bytes() {
        return switch (this) {
            case Ballot ballot -> bytes('B', ballot.term(), 0, ballot.vote());
            case Written written ->
                bytes(
                        'W',
                        written.index(),
                        written.entry().term(),
                        written.entry().command());
        };
    }

    private static byte[] bytes(char kind, long first, long second, String text) {
        byte[] tail = text.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(1 + 2 * Long.BYTES + tail.length)
                .put((byte) kind)
                .putLong(first)
                .putLong(second)
                .put(tail)
                .array();
    }

    /// What [#bytes] has made.
    ///
    /// @return null if it is nothing of the kind
    static Change of(ByteBuffer bytes) {
        if (bytes.remaining() < 1 + 2 * Long.BYTES) {
            return null;
        }
        byte kind = bytes.get();
        long first = bytes.getLong();
        long second = bytes.getLong();
        String text = StandardCharsets.ISO_8859_1.decode(bytes).toString();
        return switch (kind) {
            case 'B' -> new Ballot(first, text);
            case 'W' -> new Written(first, new Entry(second, text));
            default -> null;
        };
    }
}
