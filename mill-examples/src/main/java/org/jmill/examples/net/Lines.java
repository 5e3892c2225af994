package org.jmill.examples.net;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jmill.net.BufferFullException;
import org.jmill.net.StreamSocket;

/// Takes lines from a socket, for the coroutine that only receives: it never flushes, as the other
/// direction belongs to an [Outbox].
public final class Lines {
    private final StreamSocket socket;
    private final Patience patience;
    private final ByteBuffer line;

    /// @param lineMax the longest line, in bytes, its end included
    /// @param patience asked before each wait
    public Lines(StreamSocket socket, int lineMax, Patience patience) {
        this.socket = socket;
        this.patience = patience;
        this.line = ByteBuffer.allocate(lineMax);
    }

    /// Takes a line, without its end, LF or CR LF.
    ///
    /// @return its bytes as characters, or null if the stream has ended before it
    /// @throws ProtocolException if it is too long
    /// @throws EOFException if the stream ends in the middle of it
    /// @throws SocketTimeoutException if nothing has moved for too long
    public String next() throws IOException {
        line.clear();
        try {
            receive();
        } catch (BufferFullException e) {
            throw new ProtocolException("line is longer than " + line.capacity() + " bytes");
        } catch (EOFException e) {
            if (line.position() == 0) {
                return null;
            }
            throw e;
        }
        patience.moved();
        int length = line.position() - 1;
        boolean cr = length > 0 && line.get(length - 1) == '\r';
        return new String(line.array(), 0, cr ? length - 1 : length, StandardCharsets.ISO_8859_1);
    }

    private void receive() throws IOException {
        while (true) {
            int before = line.position();
            try {
                socket.recvUntil(line, "\n", patience.deadline());
                return;
            } catch (SocketTimeoutException e) {
                if (line.position() > before) {
                    patience.moved();
                }
                patience.unlessMoved(e);
            }
        }
    }
}
