package org.jmill.examples.net.http;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jmill.net.BufferFullException;
import org.jmill.net.StreamSocket;

/// What stands before the body of a request or a response: a first line and fields.
///
/// @param start the first line
/// @param fields by their names in lower case; those that came twice are joined by commas
record Head(String start, Map<String, String> fields) {
    private static final int BYTES_MAX = 32_768;

    /// Receives a head, up to the empty line.
    ///
    /// @throws java.io.EOFException if the stream ends before
    /// @throws ProtocolException if it is too long or not a head
    static Head receive(StreamSocket socket, long deadlineMs) throws IOException {
        Lines lines = new Lines(socket, deadlineMs);
        String start = lines.next();
        Map<String, String> fields = new HashMap<>();
        String line;
        while (!(line = lines.next()).isEmpty()) {
            int colon = line.indexOf(':');
            // A blank before the colon, or at the start of a line, was a way to smuggle requests.
            if (colon < 1 || !line.substring(0, colon).matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
                throw new ProtocolException("bad header line");
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            fields.merge(name, line.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
        }
        return new Head(start, fields);
    }

    /// The value of a field, or null.
    String field(String name) {
        return fields.get(name);
    }

    /// Whether a field has this among its values, as `Connection: keep-alive, close` has `close`.
    boolean has(String name, String value) {
        String list = fields.getOrDefault(name, "");
        return ("," + list.toLowerCase(Locale.ROOT).replace(" ", "") + ",").contains("," + value + ",");
    }

    /// How long the body is; -1 if that is not told.
    ///
    /// @throws ProtocolException if it is not a number
    long contentLength() throws ProtocolException {
        String text = field("content-length");
        if (text == null) {
            return -1;
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw new ProtocolException("bad Content-Length");
        }
        return Long.parseLong(text);
    }

    /// Lines of a head; all of them together have a limit.
    private static final class Lines {
        private final StreamSocket socket;
        private final long deadlineMs;
        private final byte[] buffer = new byte[8192];
        private int left = BYTES_MAX;

        Lines(StreamSocket socket, long deadlineMs) {
            this.socket = socket;
            this.deadlineMs = deadlineMs;
        }

        String next() throws IOException {
            try {
                int length = socket.recvUntil(buffer, Math.min(left, buffer.length), "\n", deadlineMs);
                left -= length;
                int end = length > 1 && buffer[length - 2] == '\r' ? length - 2 : length - 1;
                return new String(buffer, 0, end, StandardCharsets.ISO_8859_1);
            } catch (BufferFullException e) {
                throw (IOException) new ProtocolException("header is too long").initCause(e);
            }
        }
    }
}
