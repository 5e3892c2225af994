package org.jmill.examples.net.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Netty's decoder of requests, and stricter where that one reads what others may read differently. Two
/// servers in a row that do not agree where a request ends let a client smuggle one past the first of them.
///
/// Netty itself refuses a bare LF, blanks before a colon, control characters in fields, two lengths, and a
/// length beside a transfer coding. Added here: a request line has two blanks, both of them spaces, and its
/// version in capitals (RFC 9112, sections 3 and 2.3), no line of a head begins with a blank (section 5.2), and
/// two lengths are refused in HTTP/1.0, too, of which Netty takes the first.
final class StrictRequests extends HttpRequestDecoder {
    private static final int VERSION_LENGTH = "HTTP/1.1".length();

    private boolean begun; // A head has begun.
    private boolean inBody;
    private int lengths; // Fields of this name in the head.

    StrictRequests(int lineBytes, int headerBytes) {
        super(new HttpDecoderConfig().setMaxInitialLineLength(lineBytes).setMaxHeaderSize(headerBytes));
    }

    /// Whether a part of a request has come, and not all of it.
    boolean isMidway() {
        return begun || inBody || actualReadableBytes() > 0;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> messages) throws Exception {
        if (!inBody) {
            checkHead(bytes);
        }
        int before = messages.size();
        super.decode(context, bytes, messages);
        if (messages.size() > before) {
            Object last = messages.getLast();
            inBody = !(last instanceof LastHttpContent);
            begun = false;
            lengths = 0;
        }
    }

    /// Looks at the lines that are there whole: each is seen once, since Netty's decoder takes all of them.
    private void checkHead(ByteBuf bytes) {
        int start = bytes.readerIndex();
        for (int end; (end = bytes.indexOf(start, bytes.writerIndex(), (byte) '\n')) >= 0; start = end + 1) {
            boolean empty = end <= start + 1; // CR LF; Netty refuses an LF alone.
            if (empty && begun) {
                return; // What follows is the body, or another request.
            }
            if (!empty && !begun) {
                checkRequestLine(bytes, start, end - 1);
                begun = true;
            } else if (!empty) {
                checkField(bytes, start, end);
            }
        }
    }

    private static void checkRequestLine(ByteBuf bytes, int start, int end) {
        int spaces = 0;
        for (int i = start; i < end; i++) {
            byte b = bytes.getByte(i);
            boolean space = b == ' ' && i > start && bytes.getByte(i - 1) != ' ';
            if (!space && (b <= ' ' || b == 0x7f)) { // Negative: not of ASCII.
                throw new CorruptedFrameException("bad character in the request line");
            }
            spaces += space ? 1 : 0;
        }
        int version = end - VERSION_LENGTH;
        if (spaces != 2
                || version < start
                || !bytes.toString(version, 5, StandardCharsets.US_ASCII).equals("HTTP/")) {
            throw new CorruptedFrameException("bad request line");
        }
    }

    private void checkField(ByteBuf bytes, int start, int end) {
        byte first = bytes.getByte(start);
        if (first == ' ' || first == '\t') {
            throw new CorruptedFrameException("line begins with a blank");
        }
        int length = HttpHeaderNames.CONTENT_LENGTH.length();
        boolean same = (first | ' ') == 'c'
                && end - start > length
                && HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(
                        bytes.getCharSequence(start, length, StandardCharsets.ISO_8859_1));
        lengths += same ? 1 : 0;
        if (lengths > 1) {
            throw new CorruptedFrameException("more than one length");
        }
    }
}
