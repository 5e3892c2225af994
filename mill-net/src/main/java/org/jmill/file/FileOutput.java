package org.jmill.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jmill.Mill;

/// A file as an `OutputStream`: [MillFile#outputStream(Duration)].
final class FileOutput extends OutputStream {
    private final MillFile file;
    private final Duration timeoutPerWrite;

    FileOutput(MillFile file, Duration timeoutPerWrite) {
        this.file = file;
        this.timeoutPerWrite = timeoutPerWrite;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        file.write(ByteBuffer.wrap(from, offset, length), Mill.after(timeoutPerWrite));
    }

    @Override
    public void flush() throws IOException {
        file.flush(Mill.after(timeoutPerWrite));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
