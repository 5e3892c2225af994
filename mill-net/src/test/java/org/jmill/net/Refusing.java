package org.jmill.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;

/// A connection whose system takes no option: a real one does so only on other systems, where the
/// peer has reset it.
final class Refusing extends SocketChannel {
    private static final SocketAddress PEER = new InetSocketAddress("127.0.0.1", 7);

    private final Runnable before;

    /// @param before what happens just before the option is refused
    Refusing(Runnable before) {
        super(SelectorProvider.provider());
        this.before = before;
    }

    @Override
    public <T> SocketChannel setOption(SocketOption<T> name, T value) throws IOException {
        before.run();
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        throw new SocketException("Invalid argument");
    }

    @Override
    public SocketAddress getRemoteAddress() {
        return PEER;
    }

    @Override
    public SocketAddress getLocalAddress() {
        return PEER;
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isConnectionPending() {
        return false;
    }

    @Override
    protected void implCloseSelectableChannel() {}

    @Override
    protected void implConfigureBlocking(boolean block) {}

    // Nobody comes so far.

    @Override
    public SocketChannel bind(SocketAddress local) {
        throw new AssertionError("bind");
    }

    @Override
    public <T> T getOption(SocketOption<T> name) {
        throw new AssertionError("getOption");
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return Set.of(StandardSocketOptions.TCP_NODELAY);
    }

    @Override
    public SocketChannel shutdownInput() {
        throw new AssertionError("shutdownInput");
    }

    @Override
    public SocketChannel shutdownOutput() {
        throw new AssertionError("shutdownOutput");
    }

    @Override
    public Socket socket() {
        throw new AssertionError("socket");
    }

    @Override
    public boolean connect(SocketAddress remote) {
        throw new AssertionError("connect");
    }

    @Override
    public boolean finishConnect() {
        throw new AssertionError("finishConnect");
    }

    @Override
    public int read(ByteBuffer target) {
        throw new AssertionError("read");
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw new AssertionError("read");
    }

    @Override
    public int write(ByteBuffer source) {
        throw new AssertionError("write");
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw new AssertionError("write");
    }
}
