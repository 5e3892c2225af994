package org.jmill.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.Objects;

/// Characters of a stream of bytes. As a character has a byte at least, no more bytes are asked for than characters are
/// wanted: what comes behind them stays in the stream. `java.io.InputStreamReader` reads ahead, and holds a monitor
/// meanwhile.
///
/// Invariants:
/// - I1 `bytes` holds, up to its position, the beginning of a character whose rest has not come.
/// - I2 `ready` holds what was decoded and not wanted yet: the second half of a pair of surrogates, mostly.
final class TextReader extends Reader {
    private static final int BYTES = 2 * 1024; // At once.
    private static final int LEFT_OVER_MAX = 16; // Longer than any character.

    private final InputStream from;
    private final CharsetDecoder decoder;
    private final ByteBuffer bytes = ByteBuffer.allocate(BYTES + LEFT_OVER_MAX); // I1
    private final CharBuffer ready; // I2
    private boolean ended;

    TextReader(InputStream from, Charset charset) {
        this.from = from;
        this.decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        int charsMax = (int) Math.ceil(bytes.capacity() * (double) decoder.maxCharsPerByte());
        this.ready = CharBuffer.allocate(charsMax + LEFT_OVER_MAX).flip();
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        while (!ready.hasRemaining()) {
            if (ended) {
                return -1;
            }
            fill(length);
        }
        int n = Math.min(length, ready.remaining());
        ready.get(into, offset, n);
        return n;
    }

    /// Reads once, and decodes what is whole.
    private void fill(int wanted) throws IOException {
        int room = Math.min(wanted, BYTES);
        int n = from.read(bytes.array(), bytes.position(), room);
        bytes.position(bytes.position() + Math.max(n, 0)).flip();
        ready.clear();
        decoder.decode(bytes, ready, n < 0);
        if (n < 0) {
            decoder.flush(ready);
            ended = true;
        }
        bytes.compact();
        ready.flip();
    }

    // What the superclass would do under its lock.

    @Override
    public long skip(long count) throws IOException {
        if (count < 0) {
            throw new IllegalArgumentException("skip reader: count is negative: " + count);
        }
        char[] thrownAway = new char[(int) Math.min(count, BYTES)];
        long done = 0;
        while (done < count) {
            int n = read(thrownAway, 0, (int) Math.min(count - done, thrownAway.length));
            if (n < 0) {
                break;
            }
            done += n;
        }
        return done;
    }

    @Override
    public boolean ready() throws IOException {
        return ready.hasRemaining() || !ended && from.available() > 0;
    }

    @Override
    public void close() throws IOException {
        from.close();
    }
}
