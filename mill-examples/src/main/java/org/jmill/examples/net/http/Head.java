package org.jmill.examples.net.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jmill.examples.net.Input;

/// What stands before the body of a request or a response: a first line and fields.
///
/// @param start the first line
/// @param fields by their names in lower case; those that came twice are joined by commas
record Head(String start, Map<String, String> fields) {
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /// The longest line.
    static final int LINE_MAX = 8192;

    private static final int BYTES_MAX = 32_768;

    /// Receives a head, up to the empty line.
    ///
    /// @return null if the stream ends before its first byte
    /// @throws EOFException if it ends in the middle
    /// @throws ProtocolException if that is too long or not a head
    static Head receive(Input input, long deadlineMs) throws IOException {
        String start = input.line(deadlineMs);
        if (start == null) {
            return null;
        }
        Map<String, String> fields = new HashMap<>();
        int left = BYTES_MAX - start.length();
        while (true) {
            String line = input.line(deadlineMs);
            if (line == null) {
                throw new EOFException("stream ended in the middle of a header");
            }
            if (line.isEmpty()) {
                return new Head(start, fields);
            }
            left -= line.length();
            if (left < 0) {
                throw new ProtocolException("header is longer than " + BYTES_MAX + " bytes");
            }
            add(fields, line);
        }
    }

    private static void add(Map<String, String> fields, String line) throws ProtocolException {
        int colon = line.indexOf(':');
        // A blank before the colon, or at the start of a line, was a way to smuggle requests.
        if (colon < 1 || !NAME.matcher(line.substring(0, colon)).matches()) {
            throw new ProtocolException("bad header line");
        }
        String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
        fields.merge(name, line.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
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
}
