package org.jmill;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;

/// A pipe whose two ends do not block, to wait for.
final class TestPipe implements AutoCloseable {
    final Pipe.SourceChannel source;
    final Pipe.SinkChannel sink;

    private TestPipe(Pipe pipe) throws IOException {
        source = pipe.source();
        sink = pipe.sink();
        source.configureBlocking(false);
        sink.configureBlocking(false);
    }

    static TestPipe open() throws IOException {
        return new TestPipe(Pipe.open());
    }

    /// Makes the source ready for reading.
    void write() throws IOException {
        sink.write(ByteBuffer.allocate(1));
    }

    /// Takes one byte out.
    ///
    /// @return whether there was one
    boolean read() throws IOException {
        return source.read(ByteBuffer.allocate(1)) == 1;
    }

    /// Writes until the sink is no longer ready.
    void fill() throws IOException {
        ByteBuffer block = ByteBuffer.allocate(4096);
        while (sink.write(block.clear()) > 0) {}
    }

    /// Reads until nothing is left.
    void drain() throws IOException {
        ByteBuffer block = ByteBuffer.allocate(4096);
        while (source.read(block.clear()) > 0) {}
    }

    @Override
    public void close() throws IOException {
        source.close();
        sink.close();
    }
}
