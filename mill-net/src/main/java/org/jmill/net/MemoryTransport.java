package org.jmill.net;

import static org.jmill.Mill.FDW_ERR;
import static org.jmill.Mill.FDW_IN;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;

/// One end of a pair in memory: it reads from one pipe and writes to another.
final class MemoryTransport implements Transport {
    private final MemoryPipe in;
    private final MemoryPipe out;
    private boolean open = true;
    private int cleaned; // How often; who waits compares.

    MemoryTransport(MemoryPipe in, MemoryPipe out) {
        this.in = in;
        this.out = out;
    }

    @Override
    public SocketChannel channel() {
        return null;
    }

    @Override
    public boolean waitsForChannel() {
        return false;
    }

    @Override
    public int await(int events, long deadlineMs) {
        int before = cleaned;
        boolean reading = events == FDW_IN;
        while (!(reading ? in.isReadable() : out.isWritable())) {
            if (!(reading ? in.readable : out.writable).await(deadlineMs)) {
                return 0;
            }
            if (cleaned != before) {
                return events | FDW_ERR;
            }
        }
        return events;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        checkOpen();
        return in.read(target);
    }

    @Override
    public boolean hasRecords() {
        return false;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        checkOpen();
        return out.write(source);
    }

    private void checkOpen() throws IOException {
        if (!open) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public boolean holdsOutput() {
        return false;
    }

    @Override
    public void establish(StreamSocket socket, String verb, long deadlineMs) {}

    @Override
    public void shutdownInput(boolean awaited) {
        in.abandon();
        in.readable.ring();
    }

    @Override
    public boolean endOutput() {
        return true;
    }

    @Override
    public void finishOutput() {
        out.end();
    }

    /// What was written stays there until it is read.
    @Override
    public boolean expectsMore() {
        return false;
    }

    @Override
    public boolean pushFarewell() {
        return true;
    }

    @Override
    public void clean() {
        cleaned++;
        in.readable.ring();
        out.writable.ring();
    }

    @Override
    public void release() {}

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
        out.end();
        in.abandon();
    }
}
