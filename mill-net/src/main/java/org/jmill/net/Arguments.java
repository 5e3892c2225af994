package org.jmill.net;

import java.nio.ByteBuffer;
import org.jmill.MillPanic;
import org.jspecify.annotations.Nullable;

/// What sockets want of the buffers that they are given. Whatever is not so is misuse.
final class Arguments {
    private Arguments() {}

    /// The first `length` bytes of an array.
    ///
    /// @param verb what is to be done
    /// @param socket with what; its text is asked for only in a panic
    static void check(String verb, Object socket, byte[] array, int length) {
        if (array == null) {
            throw new MillPanic(verb + " " + socket + ": buffer is null");
        }
        if (length < 0 || length > array.length) {
            String why = "length " + length + " is not within the buffer's " + array.length + " bytes";
            throw new MillPanic(verb + " " + socket + ": " + why);
        }
    }

    /// Something that must be there; is returned.
    static <T extends @Nullable Object> T notNull(String verb, Object socket, String ifNull, T given) {
        if (given == null) {
            throw new MillPanic(verb + " " + socket + ": " + ifNull);
        }
        return given;
    }

    /// A buffer to send from; is returned.
    static ByteBuffer buffer(String verb, Object socket, ByteBuffer buffer) {
        return notNull(verb, socket, "buffer is null", buffer);
    }

    /// A buffer to receive into; is returned.
    static ByteBuffer writable(String verb, Object socket, ByteBuffer buffer) {
        if (buffer(verb, socket, buffer).isReadOnly()) {
            throw new MillPanic(verb + " " + socket + ": buffer is read-only");
        }
        return buffer;
    }
}
