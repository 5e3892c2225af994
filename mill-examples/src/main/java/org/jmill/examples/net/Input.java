package org.jmill.examples.net;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jmill.net.StreamSocket;

/// Takes apart what comes as lines and bytes, through a buffer of its own. Before it waits for
/// more, it flushes: so the answers to requests that came together go out together.
public final class Input {
    private final StreamSocket socket;
    private final ByteBuffer buffer; // Between position and limit: received, not taken.

    /// @param lineMax the longest line, in bytes
    public Input(StreamSocket socket, int lineMax) {
        this.socket = socket;
        this.buffer = ByteBuffer.allocate(lineMax).flip();
    }

    /// Waits for more; false at the end of the stream.
    private boolean fill(long deadlineMs) throws IOException {
        flushUnlessThereAre(1, deadlineMs);
        buffer.compact();
        try {
            return socket.recvSome(buffer, deadlineMs) >= 0;
        } finally {
            buffer.flip();
        }
    }

    /// Flushes before a wait, that is, unless so many bytes have been received ahead.
    private void flushUnlessThereAre(int length, long deadlineMs) throws IOException {
        if (socket.available() < length) {
            socket.flush(deadlineMs);
        }
    }

    /// Takes a line, without its end, LF or CR LF.
    ///
    /// @return its bytes as characters, or null if the stream has ended before it
    /// @throws ProtocolException if it is too long
    /// @throws EOFException if the stream ends in the middle of it
    public String line(long deadlineMs) throws IOException {
        int seen = 0;
        while (true) {
            for (; seen < buffer.remaining(); seen++) {
                if (buffer.get(buffer.position() + seen) == '\n') {
                    return take(seen);
                }
            }
            if (seen == buffer.capacity()) {
                throw new ProtocolException("line is longer than " + seen + " bytes");
            }
            if (!fill(deadlineMs)) {
                if (seen > 0) {
                    throw new EOFException("stream ended in the middle of a line");
                }
                return null;
            }
        }
    }

    private String take(int length) {
        byte[] line = new byte[length];
        buffer.get(line).get();
        boolean cr = length > 0 && line[length - 1] == '\r';
        return new String(line, 0, cr ? length - 1 : length, StandardCharsets.ISO_8859_1);
    }

    /// Takes what is there, at least a byte.
    ///
    /// @return how many bytes, or -1 at the end of the stream
    public int some(byte[] target, int length, long deadlineMs) throws IOException {
        if (!buffer.hasRemaining()) {
            flushUnlessThereAre(1, deadlineMs);
            return socket.recvSome(target, length, deadlineMs);
        }
        int n = Math.min(length, buffer.remaining());
        buffer.get(target, 0, n);
        return n;
    }

    /// Takes exactly so many bytes.
    ///
    /// @throws EOFException if the stream ends before
    public byte[] bytes(int length, long deadlineMs) throws IOException {
        byte[] bytes = new byte[length];
        int n = Math.min(length, buffer.remaining());
        buffer.get(bytes, 0, n);
        if (n < length) {
            flushUnlessThereAre(length - n, deadlineMs);
            socket.recv(ByteBuffer.wrap(bytes, n, length - n), deadlineMs);
        }
        return bytes;
    }
}
