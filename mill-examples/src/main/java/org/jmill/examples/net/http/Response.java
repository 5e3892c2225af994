package org.jmill.examples.net.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jmill.Mill;
import org.jmill.net.StreamSocket;

/// Writes the answer to a request.
final class Response {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final int LINGER_MS = 1000;
    private static final int LINGER_BYTES = 4 * 1024 * 1024;

    private final StreamSocket socket;
    private final boolean keepAlive;
    private final boolean headOnly;
    private final StringBuilder fields = new StringBuilder();

    Response(StreamSocket socket, boolean keepAlive, boolean headOnly) {
        this.socket = socket;
        this.keepAlive = keepAlive;
        this.headOnly = headOnly;
    }

    static String date(long seconds) {
        return DATE.format(Instant.ofEpochSecond(seconds));
    }

    Response field(String name, Object value) {
        fields.append(name).append(": ").append(value).append("\r\n");
        return this;
    }

    /// Writes the head; -1: a response that has no body.
    void head(String status, long length, long deadlineMs) throws IOException {
        if (length >= 0) {
            field("Content-Length", length);
        }
        field("Date", date(Instant.now().getEpochSecond()));
        field("Connection", keepAlive ? "keep-alive" : "close");
        byte[] bytes = ("HTTP/1.1 " + status + "\r\nServer: jmill\r\n" + fields + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        socket.send(bytes, bytes.length, deadlineMs);
    }

    /// Writes head and body.
    void text(String status, String type, String body, long deadlineMs) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        field("Content-Type", type).head(status, bytes.length, deadlineMs);
        if (!headOnly) {
            socket.send(bytes, bytes.length, deadlineMs);
        }
    }

    /// Writes a short answer that says no more than its status.
    void status(String status, long deadlineMs) throws IOException {
        text(status, "text/plain; charset=utf-8", status + "\n", deadlineMs);
    }

    /// Ends a connection on which the client may still be sending: it is let finish, within limits.
    /// To close at once would reset the connection, and the answer would be lost on its way.
    static void hangUp(StreamSocket socket) throws IOException {
        socket.shutdown(StreamSocket.SHUT_WR);
        byte[] ignored = new byte[8192];
        long deadline = Mill.now() + LINGER_MS;
        int left = LINGER_BYTES;
        int n = 0;
        try {
            while (n >= 0 && left > 0) {
                left -= n;
                n = socket.recvSome(ignored, ignored.length, deadline);
            }
        } catch (SocketTimeoutException e) {
            // It has had its time.
        }
    }
}
