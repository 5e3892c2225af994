package org.jmill.examples.net.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import org.jmill.Mill;
import org.jmill.examples.net.Input;

/// Receives the body of a response, however its end is told: by a length, by chunks, or by the end
/// of the connection.
final class Body {
    private final Input input;
    private final int patienceMs;
    private final Sink sink;
    private final byte[] buffer = new byte[16_384];

    /// Takes bytes as they come.
    interface Sink {
        /// @param bytes reused afterwards
        void take(byte[] bytes, int length) throws IOException;
    }

    /// @param patienceMs how long the peer may be silent
    Body(Input input, int patienceMs, Sink sink) {
        this.input = input;
        this.patienceMs = patienceMs;
        this.sink = sink;
    }

    /// Receives all of it.
    ///
    /// @throws EOFException if it is cut off
    void receive(Head head) throws IOException {
        if (head.has("transfer-encoding", "chunked")) {
            chunks();
        } else if (head.contentLength() >= 0) {
            exactly(head.contentLength());
        } else {
            some(Long.MAX_VALUE);
        }
    }

    private void chunks() throws IOException {
        long size;
        while ((size = chunkSize(line())) > 0) {
            exactly(size);
            if (!line().isEmpty()) {
                throw new ProtocolException("bad end of a chunk");
            }
        }
        while (!line().isEmpty()) {
            // A trailer.
        }
    }

    private static long chunkSize(String line) throws ProtocolException {
        String digits = line.split(";", 2)[0].strip();
        if (!digits.matches("[0-9A-Fa-f]{1,15}")) {
            throw new ProtocolException("bad length of a chunk");
        }
        return Long.parseLong(digits, 16);
    }

    private String line() throws IOException {
        String line = input.line(Mill.now() + patienceMs);
        if (line == null) {
            throw new EOFException("body is cut off between two chunks");
        }
        return line;
    }

    private void exactly(long length) throws IOException {
        long missing = length - some(length);
        if (missing > 0) {
            throw new EOFException("body is cut off: " + missing + " of " + length + " bytes are missing");
        }
    }

    /// Receives so many bytes, or those that come before the end.
    private long some(long length) throws IOException {
        long left = length;
        while (left > 0) {
            int room = (int) Math.min(left, buffer.length);
            int n = input.some(buffer, room, Mill.now() + patienceMs);
            if (n < 0) {
                break;
            }
            sink.take(buffer, n);
            left -= n;
        }
        return length - left;
    }
}
