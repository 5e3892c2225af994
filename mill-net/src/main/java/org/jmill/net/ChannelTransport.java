package org.jmill.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jmill.Mill;

/// The bytes of the stream are those of the channel: tcp and unix.
final class ChannelTransport implements Transport {
    private static final String BROKEN_PIPE = "Broken pipe";

    private final SocketChannel channel;
    private boolean written; // Whether a byte has gone to the peer.
    private boolean inputEnded; // By a shutdown here.
    private IOException breach; // What a write met, so that an end is none; null: nothing, or a peer that had ended.
    private boolean awaited; // Somebody is in #await for bytes of the peer's.

    ChannelTransport(SocketChannel channel) {
        this.channel = channel;
    }

    /// Of a channel to which others may have written.
    static ChannelTransport ofUsed(SocketChannel channel) {
        ChannelTransport transport = new ChannelTransport(channel);
        transport.written = true;
        return transport;
    }

    @Override
    public SocketChannel channel() {
        return channel;
    }

    @Override
    public boolean waitsForChannel() {
        return true;
    }

    @Override
    public int await(int events, long deadlineMs) {
        if (events != Mill.FDW_IN) {
            return Mill.fdwait(channel, events, deadlineMs);
        }
        if (inputEnded) {
            return Mill.FDW_IN;
        }
        awaited = true;
        try {
            return Mill.fdwait(channel, events, deadlineMs);
        } finally {
            awaited = false;
        }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (inputEnded) {
            return -1;
        }
        int n = channel.read(target);
        if (n < 0 && breach != null) {
            throw new IOException(breach.getMessage(), breach);
        }
        return n;
    }

    @Override
    public boolean hasRecords() {
        return false;
    }

    /// The system tells of a reset once: to a write, if that comes first, and a read then finds an end, as if the peer
    /// had ended its half. Only a broken pipe says that it really had.
    @Override
    public int write(ByteBuffer source) throws IOException {
        try {
            int n = channel.write(source);
            written |= n > 0;
            return n;
        } catch (IOException e) {
            if (breach == null && !BROKEN_PIPE.equals(e.getMessage())) {
                breach = e;
            }
            throw e;
        }
    }

    @Override
    public boolean holdsOutput() {
        return false;
    }

    @Override
    public void establish(StreamSocket socket, String verb, long deadlineMs) {}

    /// TCP does not tell the peer, which may send on: a channel whose input is shut down cannot be read any more, and
    /// what comes would destroy what was written last (see [Lingering]). So the channel is told only where the peer
    /// is to know, or a coroutine is to be woken.
    @Override
    public void shutdownInput(boolean readerWaits) throws IOException {
        inputEnded = true;
        if (awaited || readerWaits || !(channel.getLocalAddress() instanceof InetSocketAddress)) {
            channel.shutdownInput();
        }
    }

    @Override
    public boolean endOutput() {
        return true;
    }

    @Override
    public void finishOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public boolean expectsMore() {
        return written;
    }

    @Override
    public boolean pushFarewell() {
        return true;
    }

    @Override
    public void clean() {
        Mill.fdclean(channel);
    }

    @Override
    public void release() {}

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
