package org.jmill.test.net;

import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;

/// Opens the sockets of a network, on the host on which the caller runs.
final class SimProvider extends SelectorProvider {
    private final Net net;

    SimProvider(Net net) {
        this.net = net;
    }

    Net net() {
        return net;
    }

    @Override
    public SocketChannel openSocketChannel() {
        return openSocketChannel(StandardProtocolFamily.INET6);
    }

    @Override
    public SocketChannel openSocketChannel(ProtocolFamily family) {
        return new SimSocketChannel(this, net.here(), Addresses.checked(family));
    }

    @Override
    public ServerSocketChannel openServerSocketChannel() {
        return openServerSocketChannel(StandardProtocolFamily.INET6);
    }

    @Override
    public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) {
        return new SimServerSocketChannel(this, net.here(), Addresses.checked(family));
    }

    @Override
    public DatagramChannel openDatagramChannel() {
        return openDatagramChannel(StandardProtocolFamily.INET6);
    }

    @Override
    public DatagramChannel openDatagramChannel(ProtocolFamily family) {
        if (Addresses.checked(family) == StandardProtocolFamily.UNIX) {
            throw new UnsupportedOperationException("Protocol family not supported");
        }
        return new SimDatagramChannel(this, net.here(), family);
    }

    /// There is no selector: a mill's poller answers for readiness, see [Readiness].
    @Override
    public AbstractSelector openSelector() {
        throw new UnsupportedOperationException("open selector: a simulated network has none; wait with fdwait");
    }

    @Override
    public Pipe openPipe() {
        throw new UnsupportedOperationException("open pipe: a simulated network has none; use a pair of unix sockets");
    }

    @Override
    public String toString() {
        return "simulated network";
    }
}
