package org.jmill.examples.net.kv;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jmill.examples.net.Input;
import org.jmill.net.StreamSocket;

/// Takes requests apart: arrays of strings (`*2 $3 GET $1 k`), or words on a line, as one types
/// them.
final class Requests {
    private static final int LINE_MAX = 65_536;
    private static final int WORDS_MAX = 1024 * 1024;
    private static final int BYTES_MAX = 64 * 1024 * 1024; // Of a request; the peer may lie.

    private final Input input;

    Requests(StreamSocket socket) {
        this.input = new Input(socket, LINE_MAX);
    }

    /// The next one, not empty; null at the end of the stream.
    ///
    /// @throws ProtocolException if it is none; the connection is useless then
    List<byte[]> next() throws IOException {
        while (true) {
            String line = input.line(-1);
            if (line == null) {
                return null;
            }
            List<byte[]> words = line.startsWith("*") ? array(length(line, WORDS_MAX)) : typed(line);
            if (!words.isEmpty()) {
                return words;
            }
        }
    }

    private static List<byte[]> typed(String line) {
        return Arrays.stream(line.split(" "))
                .filter(word -> !word.isEmpty())
                .map(word -> word.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
    }

    private List<byte[]> array(int count) throws IOException {
        byte[][] words = new byte[Math.min(count, 16)][];
        int left = BYTES_MAX;
        for (int i = 0; i < count; i++) {
            String line = input.line(-1);
            if (line == null) {
                throw new EOFException("stream ended in the middle of a request");
            }
            if (!line.startsWith("$")) {
                throw new ProtocolException("Protocol error: expected '$'");
            }
            if (i == words.length) {
                words = Arrays.copyOf(words, Math.min(count, 2 * i));
            }
            int length = length(line, left);
            left -= length;
            words[i] = input.bytes(length, -1);
            byte[] end = input.bytes(2, -1);
            if (end[0] != '\r' || end[1] != '\n') {
                throw new ProtocolException("Protocol error: expected CR LF");
            }
        }
        return Arrays.asList(words);
    }

    private static int length(String line, int max) throws ProtocolException {
        try {
            int length = Integer.parseInt(line, 1, line.length(), 10);
            if (length <= max && (length >= 0 || line.equals("*-1"))) {
                return Math.max(0, length);
            }
        } catch (NumberFormatException e) {
            // Falls through.
        }
        throw new ProtocolException("Protocol error: invalid length");
    }
}
