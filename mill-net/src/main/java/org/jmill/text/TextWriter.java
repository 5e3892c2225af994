package org.jmill.text;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.util.Objects;

/// Characters into a stream of bytes, which collects them: nothing is kept here but half a character.
/// `java.io.OutputStreamWriter` has a buffer of its own, and holds a monitor while it writes.
final class TextWriter extends Writer {
    private static final int CHARS = 2 * 1024; // Encoded at once.
    private static final char NONE = 0; // No surrogate.

    private final OutputStream to;
    private final CharsetEncoder encoder;
    private ByteBuffer bytes; // Made when first needed.
    private char half = NONE; // The first of two surrogates; NONE: there is none.

    TextWriter(OutputStream to, Charset charset) {
        this.to = to;
        this.encoder = charset.newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
    }

    @Override
    public void write(char[] from, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, from.length);
        write(CharBuffer.wrap(from, offset, length));
    }

    // What the superclass would do under its lock.

    @Override
    public void write(int c) throws IOException {
        write(CharBuffer.wrap(new char[] {(char) c}));
    }

    @Override
    public void write(String from, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, from.length());
        write(CharBuffer.wrap(from, offset, offset + length));
    }

    private void write(CharBuffer from) throws IOException {
        int end = from.limit();
        while (from.position() < end) {
            from.limit(Math.min(end, from.position() + CHARS));
            writePiece(from);
            from.limit(end);
        }
    }

    private void writePiece(CharBuffer piece) throws IOException {
        CharBuffer chars = piece;
        if (half != NONE) {
            chars = CharBuffer.allocate(1 + piece.remaining())
                    .put(half)
                    .put(piece)
                    .flip();
            half = NONE;
        }
        encode(chars, false);
        if (chars.hasRemaining()) {
            half = chars.get();
        }
        piece.position(piece.limit());
    }

    private void encode(CharBuffer chars, boolean last) throws IOException {
        if (bytes == null) {
            bytes = ByteBuffer.allocate((int) Math.ceil((CHARS + 1) * (double) encoder.maxBytesPerChar()) + CHARS);
        }
        bytes.clear();
        encoder.encode(chars, bytes, last);
        if (last) {
            encoder.flush(bytes);
        }
        if (bytes.position() > 0) {
            to.write(bytes.array(), 0, bytes.position());
        }
    }

    @Override
    public void flush() throws IOException {
        to.flush();
    }

    /// What is left of half a character is a `?`, as with the JDK.
    @Override
    public void close() throws IOException {
        CharBuffer rest = half == NONE ? CharBuffer.allocate(0) : CharBuffer.wrap(new char[] {half});
        half = NONE;
        try (to) {
            encode(rest, true);
        } finally {
            encoder.reset();
        }
    }
}
