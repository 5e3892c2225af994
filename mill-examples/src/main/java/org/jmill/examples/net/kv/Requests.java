package org.jmill.examples.net.kv;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jmill.net.StreamSocket;

/// Takes requests apart: arrays of strings (`*2 $3 GET $1 k`), or words on a line, as one types
/// them. What a client announces is believed when it has come: memory grows with the bytes.
///
/// Before it waits for more, it flushes the replies: so those to requests that came together go out
/// together.
final class Requests {
    private static final int BUFFER_BYTES = 8192;
    private static final int LINE_MAX = 65_536;
    private static final int WORDS_MAX = 1024 * 1024;
    private static final int PIECE_BYTES = 16_384; // As much of a word is made room for before it comes.

    private final StreamSocket socket;
    private final Traffic traffic;
    private final Replies replies;
    private final Words words = new Words();
    private byte[] buffer = new byte[BUFFER_BYTES];
    private ByteBuffer view = ByteBuffer.wrap(buffer);
    private int from; // Between from and to: received, not taken.
    private int to;
    private int lineFrom; // The last line taken, without its end.
    private int lineTo;

    Requests(StreamSocket socket, Traffic traffic, Replies replies) {
        this.socket = socket;
        this.traffic = traffic;
        this.replies = replies;
    }

    /// The next one; null at the end of the stream. It is the same object each time.
    ///
    /// @throws ProtocolException if it is none; the connection is useless then
    Words next() throws IOException {
        words.clear();
        traffic.giveBack();
        while (words.size() == 0) {
            shrink();
            if (!line(true)) {
                return null;
            }
            if (lineFrom < lineTo && buffer[lineFrom] == '*') {
                array(length(WORDS_MAX, "multibulk"));
            } else {
                typed();
            }
        }
        return words;
    }

    private void typed() throws ProtocolException {
        int at = lineFrom;
        while (at < lineTo) {
            int end = at;
            while (end < lineTo && buffer[end] != ' ') {
                end++;
            }
            if (end > at) {
                traffic.takeRequest(Words.WORD_BYTES + end - at);
                words.add(Arrays.copyOfRange(buffer, at, end));
            }
            at = end + 1;
        }
    }

    private void array(long count) throws IOException {
        for (long i = 0; i < count; i++) {
            if (!line(false)) {
                throw new EOFException("stream ended in the middle of a request");
            }
            if (lineFrom == lineTo || buffer[lineFrom] != '$') {
                String got = lineFrom == lineTo ? " " : String.valueOf((char) (buffer[lineFrom] & 0xff));
                throw new ProtocolException("Protocol error: expected '$', got '" + got + "'");
            }
            int length = (int) length(traffic.bytesMax(), "bulk");
            if (length < 0) {
                throw new ProtocolException("Protocol error: invalid bulk length");
            }
            words.add(word(length));
        }
    }

    /// The number in the last line, behind its first byte.
    private long length(int max, String what) throws ProtocolException {
        try {
            long length = Words.number(buffer, lineFrom + 1, lineTo);
            if (length <= max) {
                return length;
            }
        } catch (Refusal e) {
            // Falls through.
        }
        throw new ProtocolException("Protocol error: invalid " + what + " length");
    }

    private byte[] word(int length) throws IOException {
        byte[] word;
        if (length <= to - from) {
            traffic.takeRequest(Words.WORD_BYTES + length);
            word = Arrays.copyOfRange(buffer, from, from + length);
            from += length;
        } else {
            word = large(length);
        }
        while (to - from < 2) {
            if (!fill(false)) {
                throw new EOFException("stream ended in the middle of a request");
            }
        }
        if (buffer[from] != '\r' || buffer[from + 1] != '\n') {
            throw new ProtocolException("Protocol error: expected CR LF");
        }
        from += 2;
        return word;
    }

    /// A word of which not all is there.
    private byte[] large(int length) throws IOException {
        int got = to - from;
        int room = Math.min(length, Math.max(got, PIECE_BYTES));
        traffic.takeRequest(Words.WORD_BYTES + room);
        byte[] word = new byte[room];
        System.arraycopy(buffer, from, word, 0, got);
        from = 0;
        to = 0;
        while (got < length) {
            if (got == word.length) {
                room = (int) Math.min(length, 2L * got);
                traffic.takeRequest(room - got);
                word = Arrays.copyOf(word, room);
            }
            int n = receive(ByteBuffer.wrap(word, got, word.length - got), false);
            if (n < 0) {
                throw new EOFException("stream ended in the middle of a request");
            }
            got += n;
        }
        return word;
    }

    /// Takes a line; false at the end of the stream.
    ///
    /// @param first whether a request begins with it, for which one may have to wait
    private boolean line(boolean first) throws IOException {
        int seen = 0;
        while (true) {
            int end = indexOfLf(buffer, from + seen, to);
            if (end < to) {
                lineFrom = from;
                lineTo = end > from && buffer[end - 1] == '\r' ? end - 1 : end;
                from = end + 1;
                return true;
            }
            seen = to - from;
            if (seen >= LINE_MAX) {
                throw new ProtocolException("Protocol error: too big inline request");
            }
            if (!fill(first && seen == 0)) {
                if (seen > 0) {
                    throw new EOFException("stream ended in the middle of a request");
                }
                return false;
            }
        }
    }

    private static int indexOfLf(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    /// Waits for more; false at the end of the stream.
    private boolean fill(boolean idle) throws IOException {
        if (from == to) {
            from = 0;
            to = 0;
        } else if (to == buffer.length && from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
        } else if (to == buffer.length) {
            traffic.takeRoom(to);
            resize(2 * to);
        }
        int n = receive(view.limit(buffer.length).position(to), idle);
        to += Math.max(n, 0);
        return n >= 0;
    }

    private int receive(ByteBuffer target, boolean idle) throws IOException {
        if (socket.available() == 0) {
            replies.flush();
        }
        return socket.recvSome(target, idle ? traffic.idle() : traffic.soon());
    }

    /// Gives up the room that a long line has taken.
    private void shrink() {
        if (buffer.length > BUFFER_BYTES && to - from <= BUFFER_BYTES) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
            resize(BUFFER_BYTES);
            traffic.giveRoomBack();
        }
    }

    private void resize(int bytes) {
        buffer = Arrays.copyOf(buffer, bytes);
        view = ByteBuffer.wrap(buffer);
    }
}
