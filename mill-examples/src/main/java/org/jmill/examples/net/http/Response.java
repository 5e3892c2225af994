package org.jmill.examples.net.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
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

    private final Codec codec;
    private final boolean headOnly;
    private final FullHttpResponse response =
            new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.buffer(0));

    /// @param version of the request
    Response(Codec codec, HttpVersion version, boolean keepAlive, boolean headOnly) {
        this.codec = codec;
        this.headOnly = headOnly;
        HttpUtil.setKeepAlive(response.headers(), version, keepAlive);
    }

    static String date(long seconds) {
        return DATE.format(Instant.ofEpochSecond(seconds));
    }

    Response field(CharSequence name, Object value) {
        response.headers().set(name, value);
        return this;
    }

    /// Writes the head; -1: a response that has no body. Else the body is to follow on the socket.
    void head(HttpResponseStatus status, long length, long deadlineMs) throws IOException {
        if (length >= 0) {
            field(HttpHeaderNames.CONTENT_LENGTH, length);
        }
        field(HttpHeaderNames.SERVER, "jmill")
                .field(HttpHeaderNames.DATE, date(Instant.now().getEpochSecond()));
        codec.send(response.setStatus(status), deadlineMs);
    }

    /// Writes head and body.
    void text(HttpResponseStatus status, String type, String body, long deadlineMs) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (!headOnly) {
            response.content().writeBytes(bytes);
        }
        field(HttpHeaderNames.CONTENT_TYPE, type).head(status, bytes.length, deadlineMs);
    }

    /// Tells a client that it may send its body.
    void proceed(long deadlineMs) throws IOException {
        codec.send(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE), deadlineMs);
    }

    /// Writes what goes before a file's bytes, as far as they are wanted; else all of another answer.
    ///
    /// @return which of the bytes are to follow; null: none
    Range begin(Request request, Folder.Page page, long deadlineMs) throws IOException {
        String tag = page.tag();
        long size = page.size();
        field(HttpHeaderNames.LAST_MODIFIED, date(page.modifiedS()))
                .field(HttpHeaderNames.ETAG, tag)
                .field(HttpHeaderNames.ACCEPT_RANGES, "bytes");
        HttpResponseStatus unwanted = Conditions.check(request.fields(), tag, page.modifiedS());
        if (unwanted != null) {
            if (unwanted.equals(HttpResponseStatus.NOT_MODIFIED)) {
                head(unwanted, -1, deadlineMs);
            } else {
                status(unwanted, deadlineMs);
            }
            return null;
        }
        boolean same = !headOnly && Conditions.isRangeOfSame(request.fields(), tag, page.modifiedS());
        Range range = same ? Range.of(request.fields().get(HttpHeaderNames.RANGE), size) : null;
        if (range != null && range.length() == 0) {
            field(HttpHeaderNames.CONTENT_RANGE, "bytes */" + size)
                    .status(HttpResponseStatus.REQUESTED_RANGE_NOT_SATISFIABLE, deadlineMs);
            return null;
        }
        field(HttpHeaderNames.CONTENT_TYPE, page.type());
        Range part = range != null ? range : new Range(0, size);
        if (range != null) {
            long last = part.start() + part.length() - 1;
            field(HttpHeaderNames.CONTENT_RANGE, "bytes " + part.start() + "-" + last + "/" + size);
        }
        head(range == null ? HttpResponseStatus.OK : HttpResponseStatus.PARTIAL_CONTENT, part.length(), deadlineMs);
        return headOnly ? null : part;
    }

    /// Writes a short answer that says no more than its status.
    void status(HttpResponseStatus status, long deadlineMs) throws IOException {
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
