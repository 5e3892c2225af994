package org.jmill.examples.simulated;

import static org.jmill.Mill.now;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jmill.net.TcpSocket;

/// A connection on which lines go both ways.
final class LineClient implements Closeable {
    static final int PORT = 5555;
    private static final long PATIENCE_MS = 3_000;
    private static final int LINE_MAX = 4_096;

    private final TcpSocket socket;
    private final ByteBuffer line = ByteBuffer.allocate(LINE_MAX);

    LineClient(String host) throws IOException {
        socket = TcpSocket.connect(host, PORT, now() + PATIENCE_MS);
    }

    /// Sends a line.
    void say(String text) throws IOException {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        socket.send(bytes, bytes.length, now() + PATIENCE_MS);
        socket.flush(now() + PATIENCE_MS);
    }

    /// Takes a line, however long that may take.
    ///
    /// @throws EOFException at the end, also in the midst of a line
    String hear() throws IOException {
        line.clear();
        socket.recvUntil(line, "\n", -1);
        return new String(line.array(), 0, line.position() - 1, StandardCharsets.UTF_8);
    }

    /// Waits for a line that does not come: who only says something does not learn otherwise that nobody hears it.
    ///
    /// @throws IOException if the connection breaks before that time
    void listenUntil(long deadlineMs) throws IOException {
        try {
            line.clear();
            socket.recvUntil(line, "\n", deadlineMs);
        } catch (SocketTimeoutException e) {
            return; // It holds.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
