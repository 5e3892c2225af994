package org.jmill.examples.net.http;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a client wants.
///
/// @param method in capitals
/// @param path decoded; without the query
/// @param keepAlive whether more requests may come on this connection
record Request(String method, String path, Head head, boolean keepAlive) {
    private static final Pattern LINE = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+) (\\S+) HTTP/1\\.([01])");
    private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://[^/?#]*");

    /// Reads the head of a request.
    ///
    /// @throws ProtocolException if it is not one: the answer is 400
    static Request of(Head head) throws ProtocolException {
        Matcher line = LINE.matcher(head.start());
        if (!line.matches()) {
            throw new ProtocolException("bad request line");
        }
        boolean newer = line.group(3).equals("1");
        if (newer && head.field("host") == null
                || head.field("host") != null && head.field("host").contains(",")) {
            throw new ProtocolException("not one Host");
        }
        if (head.field("transfer-encoding") != null && head.field("content-length") != null) {
            throw new ProtocolException("both Transfer-Encoding and Content-Length");
        }
        head.contentLength();
        boolean keepAlive = newer ? !head.has("connection", "close") : head.has("connection", "keep-alive");
        return new Request(line.group(1), path(line.group(2)), head, keepAlive);
    }

    private static String path(String target) throws ProtocolException {
        String path = ABSOLUTE.matcher(target).replaceFirst("").split("[?#]", 2)[0];
        if (path.isEmpty() && !target.startsWith("?")) {
            path = "/";
        }
        if (!path.startsWith("/")) {
            throw new ProtocolException("bad path");
        }
        return path.indexOf('%') < 0 ? path : decoded(path);
    }

    private static String decoded(String path) throws ProtocolException {
        byte[] bytes = path.getBytes(StandardCharsets.ISO_8859_1);
        int length = 0;
        try {
            for (int i = 0; i < bytes.length; i++) {
                byte b = bytes[i];
                if (b == '%') {
                    b = (byte) Integer.parseInt(path, i + 1, i + 3, 16);
                    i += 2;
                }
                bytes[length++] = b;
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (NumberFormatException | IndexOutOfBoundsException | CharacterCodingException e) {
            throw new ProtocolException("bad escape in the path");
        }
    }
}
