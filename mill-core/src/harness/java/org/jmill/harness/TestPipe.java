package org.jmill.harness;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;

/// A pipe whose two ends do not block, to wait for.
public final class TestPipe implements AutoCloseable {
    public final Pipe.SourceChannel source;
    public final Pipe.SinkChannel sink;

    private TestPipe(Pipe pipe) throws IOException {
        source = pipe.source();
        sink = pipe.sink();
        source.configureBlocking(false);
        sink.configureBlocking(false);
    }

    public static TestPipe open() throws IOException {
        return new TestPipe(Pipe.open());
    }

    /// Makes the source ready for reading.
    public void write() throws IOException {
        sink.write(ByteBuffer.allocate(1));
    }

    /// Takes one byte out.
    ///
    /// @return whether there was one
    public boolean read() throws IOException {
        return source.read(ByteBuffer.allocate(1)) == 1;
    }

    /// Writes until the sink is no longer ready.
    public void fill() throws IOException {
        ByteBuffer block = ByteBuffer.allocate(4096);
        while (sink.write(block.clear()) > 0) {}
    }

    /// Reads until nothing is left.
    public void drain() throws IOException {
        ByteBuffer block = ByteBuffer.allocate(4096);
        while (source.read(block.clear()) > 0) {}
    }

    @Override
    public void close() throws IOException {
        source.close();
        sink.close();
    }
}
