package org.jmill.examples.net.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/// What a client wants, once it is sure that it may want that: what RFC 9110 and RFC 9112 forbid and a codec
/// lets pass is refused here.
///
/// @param path decoded; without the query; `*` for the server as a whole
/// @param length of the body; -1: it comes in chunks
/// @param keepAlive whether more requests may come on this connection
record Request(
        HttpMethod method, String path, HttpHeaders fields, HttpVersion version, long length, boolean keepAlive) {
    private static final Pattern ABSOLUTE = Pattern.compile("^(?i)https?://[^/?#@]+");
    private static final Pattern HOST =
            Pattern.compile("(\\[[0-9A-Fa-f:.]+\\]|([A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)(:[0-9]{0,5})?");

    private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    /// Those of RFC 9110 and RFC 5789, so that whoever uses them is told that they exist, but not here.
    private static final List<HttpMethod> KNOWN = List.of(
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.OPTIONS,
            HttpMethod.POST,
            HttpMethod.PUT,
            HttpMethod.DELETE,
            HttpMethod.PATCH,
            HttpMethod.TRACE,
            HttpMethod.CONNECT);

    /// Reads the head of a request.
    static Request of(HttpRequest head) throws Refusal {
        if (head.decoderResult().isFailure()) {
            throw new Refusal(statusOf(head.decoderResult().cause()));
        }
        HttpVersion version = head.protocolVersion();
        check(version.majorVersion() == 1, HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED);
        HttpHeaders fields = head.headers();
        boolean old = version.minorVersion() == 0;
        List<String> hosts = fields.getAll(HttpHeaderNames.HOST);
        check(hosts.size() == 1 || hosts.isEmpty() && old, HttpResponseStatus.BAD_REQUEST);
        check(hosts.isEmpty() || HOST.matcher(hosts.getFirst()).matches(), HttpResponseStatus.BAD_REQUEST);
        long length = length(fields);
        check(KNOWN.contains(head.method()), HttpResponseStatus.NOT_IMPLEMENTED);
        String path = head.method().equals(HttpMethod.CONNECT) ? "*" : path(head.method(), head.uri());
        // After chunks, nothing: however a codec reads their edges, no request can hide behind them.
        boolean keepAlive = HttpUtil.isKeepAlive(head) && length >= 0;
        return new Request(head.method(), path, fields, version, length, keepAlive);
    }

    private static void check(boolean condition, HttpResponseStatus otherwise) throws Refusal {
        if (!condition) {
            throw new Refusal(otherwise);
        }
    }

    /// Why a codec has refused it.
    private static HttpResponseStatus statusOf(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException _ -> HttpResponseStatus.REQUEST_URI_TOO_LONG;
            case TooLongHttpHeaderException _ -> HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
            default -> HttpResponseStatus.BAD_REQUEST;
        };
    }

    private static long length(HttpHeaders fields) throws Refusal {
        List<String> codings = fields.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        List<String> lengths = fields.getAll(HttpHeaderNames.CONTENT_LENGTH);
        check(lengths.size() <= 1 && (codings.isEmpty() || lengths.isEmpty()), HttpResponseStatus.BAD_REQUEST);
        if (!codings.isEmpty()) {
            String coding = String.join(",", codings);
            if (!HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(coding)) {
                // Without chunks at the end, where the body ends is not known (RFC 9112, section 6.3).
                boolean known = coding.matches("(?i)[^,;]+,[ \t]*chunked") && !coding.matches("(?i)chunked,.*");
                throw new Refusal(known ? HttpResponseStatus.NOT_IMPLEMENTED : HttpResponseStatus.BAD_REQUEST);
            }
            return -1;
        }
        return lengths.isEmpty() ? 0 : Long.parseLong(lengths.getFirst());
    }

    /// Whether the client may wait for a word before it sends the body.
    boolean mayHoldBackItsBody() {
        return length != 0 && version.minorVersion() > 0 && fields.contains(HttpHeaderNames.EXPECT);
    }

    /// Whether that word is 100.
    boolean expectsContinue() {
        return mayHoldBackItsBody() && !expectsMore();
    }

    /// Whether it expects something else, of which nothing is known (RFC 9110, section 10.1.1).
    boolean expectsMore() {
        List<String> expectations = fields.getAll(HttpHeaderNames.EXPECT);
        return version.minorVersion() > 0
                && !expectations.stream().allMatch(HttpHeaderValues.CONTINUE::contentEqualsIgnoreCase);
    }

    private static String path(HttpMethod method, String target) throws Refusal {
        if (target.equals("*") && method.equals(HttpMethod.OPTIONS)) {
            return target;
        }
        String path = ABSOLUTE.matcher(target).replaceFirst("");
        boolean absolute = path.length() < target.length();
        check(path.indexOf('#') < 0, HttpResponseStatus.BAD_REQUEST);
        path = path.split("\\?", 2)[0];
        if (path.isEmpty() && absolute) {
            return "/";
        }
        check(path.startsWith("/"), HttpResponseStatus.BAD_REQUEST);
        return path.indexOf('%') < 0 ? path : decoded(path);
    }

    private static String decoded(String path) throws Refusal {
        check(!BAD_ESCAPE.matcher(path).find(), HttpResponseStatus.BAD_REQUEST);
        byte[] bytes = path.getBytes(StandardCharsets.ISO_8859_1);
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            boolean escape = bytes[i] == '%';
            bytes[length++] = escape ? (byte) HexFormat.fromHexDigits(path, i + 1, i + 3) : bytes[i];
            i += escape ? 2 : 0;
        }
        try {
            ByteBuffer decoded = ByteBuffer.wrap(bytes, 0, length);
            return StandardCharsets.UTF_8.newDecoder().decode(decoded).toString();
        } catch (CharacterCodingException e) {
            throw new Refusal(HttpResponseStatus.BAD_REQUEST);
        }
    }
}
