package org.jmill.examples.net.kv;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.jmill.net.StreamSocket;

/// Writes replies (RESP2) into the buffer of a socket.
final class Replies {
    private final StreamSocket socket;

    Replies(StreamSocket socket) {
        this.socket = socket;
    }

    private void put(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        socket.send(bytes, bytes.length, -1);
    }

    void simple(String text) throws IOException {
        put("+" + text + "\r\n");
    }

    void error(String text) throws IOException {
        put("-" + text.replaceAll("[\r\n]", " ") + "\r\n");
    }

    void number(long value) throws IOException {
        put(":" + value + "\r\n");
    }

    /// A string, or null.
    void bulk(byte[] value) throws IOException {
        if (value == null) {
            put("$-1\r\n");
        } else {
            put("$" + value.length + "\r\n");
            socket.send(value, value.length, -1);
            put("\r\n");
        }
    }

    void array(Collection<byte[]> values) throws IOException {
        put("*" + values.size() + "\r\n");
        for (byte[] value : values) {
            bulk(value);
        }
    }
}
