package org.jmill.examples.net.kv;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jmill.net.StreamSocket;

/// Writes replies (RESP2) into the buffer of a socket.
///
/// What a reply refers to stays in memory until the client has taken it, even if it is overwritten
/// in the store meanwhile: so a large one is charged.
final class Replies {
    private static final byte[] OK = "+OK\r\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] NULL = "$-1\r\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final int SMALL_BYTES = 4096; // Goes out in one piece.
    private static final int ERROR_MAX = 200; // An error quotes what it is about.

    private final StreamSocket socket;
    private final Traffic traffic;
    private boolean ended;

    /// @param traffic the connection's
    Replies(StreamSocket socket, Traffic traffic) {
        this.socket = socket;
        this.traffic = traffic;
    }

    private void put(byte[] bytes) throws IOException {
        socket.send(bytes, bytes.length, traffic.soon());
    }

    private void put(String text) throws IOException {
        put(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void ok() throws IOException {
        put(OK);
    }

    void simple(String text) throws IOException {
        put("+" + text + "\r\n");
    }

    void error(String text) throws IOException {
        String line = text.length() > ERROR_MAX ? text.substring(0, ERROR_MAX) : text;
        put("-" + line.replace('\r', ' ').replace('\n', ' ') + "\r\n");
    }

    void number(long value) throws IOException {
        put(":" + value + "\r\n");
    }

    /// A string, or null.
    ///
    /// @throws Refusal if it is too large
    void bulk(byte[] value) throws IOException {
        int length = value == null ? 0 : value.length;
        traffic.takeReply(length);
        send(value);
        traffic.giveReplyBack(length);
    }

    private void send(byte[] value) throws IOException {
        if (value == null) {
            put(NULL);
            return;
        }
        byte[] head = ("$" + value.length + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        if (value.length > SMALL_BYTES) {
            put(head);
            sendLarge(value);
            put("\r\n");
        } else {
            byte[] whole = new byte[head.length + value.length + 2];
            System.arraycopy(head, 0, whole, 0, head.length);
            System.arraycopy(value, 0, whole, head.length, value.length);
            whole[whole.length - 2] = '\r';
            whole[whole.length - 1] = '\n';
            put(whole);
        }
    }

    /// In pieces, so that the deadline is for each.
    private void sendLarge(byte[] value) throws IOException {
        for (int from = 0; from < value.length; from += SMALL_BYTES) {
            int length = Math.min(SMALL_BYTES, value.length - from);
            socket.send(ByteBuffer.wrap(value, from, length), traffic.soon());
        }
    }

    /// @param values may contain null
    /// @throws Refusal if they are too large
    void array(List<byte[]> values) throws IOException {
        long bytes = 0;
        for (byte[] value : values) {
            bytes += Words.bytesOf(value);
        }
        traffic.takeReply(bytes);
        put("*" + values.size() + "\r\n");
        for (byte[] value : values) {
            send(value);
        }
        traffic.giveReplyBack(bytes);
    }

    /// @param names their characters are bytes
    /// @throws Refusal if they are too large
    void names(List<String> names) throws IOException {
        long bytes = 0;
        for (String name : names) {
            bytes += Words.WORD_BYTES + name.length();
        }
        traffic.takeReply(bytes);
        put("*" + names.size() + "\r\n");
        for (String name : names) {
            send(name.getBytes(StandardCharsets.ISO_8859_1));
        }
        traffic.giveReplyBack(bytes);
    }

    void flush() throws IOException {
        socket.flush(traffic.soon());
    }

    /// No more requests are to be taken from this client.
    void end() {
        ended = true;
    }

    boolean hasEnded() {
        return ended;
    }
}
