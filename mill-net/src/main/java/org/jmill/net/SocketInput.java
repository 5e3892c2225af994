package org.jmill.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import org.jmill.Mill;

/// A socket's receiving half as an `InputStream`: [StreamSocket#inputStream(Duration)].
final class SocketInput extends InputStream {
    private final StreamSocket socket;
    private final Duration timeoutPerRead;

    SocketInput(StreamSocket socket, Duration timeoutPerRead) {
        this.socket = socket;
        this.timeoutPerRead = timeoutPerRead;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        return length == 0 ? 0 : socket.recvSome(ByteBuffer.wrap(into, offset, length), Mill.after(timeoutPerRead));
    }

    @Override
    public int available() throws IOException {
        socket.checkOpen("available");
        return socket.available();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
