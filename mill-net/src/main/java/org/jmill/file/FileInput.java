package org.jmill.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import org.jmill.Mill;

/// A file as an `InputStream`: [MillFile#inputStream(Duration)].
final class FileInput extends InputStream {
    private final MillFile file;
    private final Duration timeoutPerRead;

    FileInput(MillFile file, Duration timeoutPerRead) {
        this.file = file;
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
        return length == 0 ? 0 : file.readSome(ByteBuffer.wrap(into, offset, length), Mill.after(timeoutPerRead));
    }

    @Override
    public int available() throws IOException {
        return file.available();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
