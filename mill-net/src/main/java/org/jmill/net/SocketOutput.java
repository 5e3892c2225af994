package org.jmill.net;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jmill.Mill;

/// A socket's sending half as an `OutputStream`: [StreamSocket#outputStream(Duration)].
final class SocketOutput extends OutputStream {
    private final StreamSocket socket;
    private final Duration timeoutPerWrite;

    SocketOutput(StreamSocket socket, Duration timeoutPerWrite) {
        this.socket = socket;
        this.timeoutPerWrite = timeoutPerWrite;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        socket.send(ByteBuffer.wrap(from, offset, length), Mill.after(timeoutPerWrite));
    }

    @Override
    public void flush() throws IOException {
        socket.flush(Mill.after(timeoutPerWrite));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
