package org.jmill.examples.simulated;

import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jmill.net.TcpSocket;
import org.jmill.test.Sim;

/// A connection to a web server, which may be read slowly.
final class HttpClient implements Closeable {
    static final int PORT = 8080;
    private static final long PATIENCE_MS = 20_000;
    private static final int HEAD_MAX = 4_096;
    private static final int PIECE_BYTES = 4_096;
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final Pattern STATUS = Pattern.compile("HTTP/1.1 (\\d\\d\\d) .*", Pattern.DOTALL);
    private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: (\\d+)\r\n", Pattern.CASE_INSENSITIVE);

    private final TcpSocket socket;
    private final int pauseMs;

    /// @param length what was announced
    record Answer(int status, int length, byte[] body) {}

    /// @param pauseMs at most so long between two pieces of an answer
    HttpClient(String host, int pauseMs) throws IOException {
        this.socket = TcpSocket.connect(host, PORT, now() + PATIENCE_MS);
        this.pauseMs = pauseMs;
    }

    /// Asks for something; [#answer] takes what comes of it.
    void ask(String method, String path) throws IOException {
        byte[] bytes = (method + " " + path + " HTTP/1.1\r\nHost: web\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        socket.send(bytes, bytes.length, now() + PATIENCE_MS);
        socket.flush(now() + PATIENCE_MS);
    }

    /// Takes an answer.
    ///
    /// @param hasBody whether the question was one for a body
    /// @throws EOFException if it is less than was announced
    Answer answer(boolean hasBody) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(HEAD_MAX);
        socket.recvUntil(bytes, END_OF_HEAD, now() + PATIENCE_MS);
        String head = new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
        Matcher status = STATUS.matcher(head);
        Matcher length = LENGTH.matcher(head);
        if (!status.matches() || !length.find()) {
            throw new ProtocolException(head);
        }
        byte[] body = new byte[Integer.parseInt(length.group(1))];
        for (int got = 0; hasBody && got < body.length; ) {
            int room = Math.min(PIECE_BYTES, body.length - got);
            int n = socket.recvSome(ByteBuffer.wrap(body, got, room), now() + PATIENCE_MS);
            if (n < 0) {
                throw new EOFException("an answer ends after " + got + " of " + body.length + " bytes");
            }
            got += n;
            msleep(pauseMs == 0 ? 0 : now() + Sim.pick(pauseMs));
        }
        return new Answer(Integer.parseInt(status.group(1)), body.length, body);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
