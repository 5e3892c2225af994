package org.jmill.examples.simulated;

import static org.jmill.Mill.now;

import java.io.Closeable;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jmill.net.TcpSocket;

/// A connection to kv: requests may be sent together, and their replies taken one by one.
final class KvClient implements Closeable {
    static final int PORT = 6379;
    private static final long PATIENCE_MS = 3_000;
    private static final int LINE_MAX = 4_096;

    private final TcpSocket socket;
    private final ByteBuffer line = ByteBuffer.allocate(LINE_MAX);

    KvClient(String host) throws IOException {
        socket = TcpSocket.connect(host, PORT, now() + PATIENCE_MS);
    }

    /// Sends a request; it is on its way when the next reply is awaited.
    void send(String... words) throws IOException {
        StringBuilder text = new StringBuilder("*").append(words.length).append("\r\n");
        for (String word : words) {
            text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        socket.send(bytes, bytes.length, now() + PATIENCE_MS);
    }

    /// Takes a reply.
    ///
    /// @return null for none
    /// @throws ProtocolException if it is an error, or no reply
    String reply() throws IOException {
        socket.flush(now() + PATIENCE_MS);
        String head = line();
        String rest = head.substring(1);
        return switch (head.charAt(0)) {
            case '+', ':' -> rest;
            case '$' -> rest.equals("-1") ? null : bulk(Integer.parseInt(rest));
            default -> throw new ProtocolException(head);
        };
    }

    String call(String... words) throws IOException {
        send(words);
        return reply();
    }

    private String bulk(int length) throws IOException {
        String value = line();
        if (value.length() != length) {
            throw new ProtocolException("a value of " + value.length() + " bytes instead of " + length);
        }
        return value;
    }

    private String line() throws IOException {
        line.clear();
        socket.recvUntil(line, "\n", now() + PATIENCE_MS);
        return new String(line.array(), 0, line.position() - 2, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
