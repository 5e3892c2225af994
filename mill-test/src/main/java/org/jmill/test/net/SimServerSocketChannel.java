package org.jmill.test.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Set;

/// A socket that listens: the JDK's contract over [Listening].
final class SimServerSocketChannel extends ServerSocketChannel implements Watch.Watched, Host.Mortal {
    private static final int BACKLOG = 50; // What the JDK takes where none is given.

    private final SimProvider provider;
    private final Host host;
    private final ProtocolFamily family;
    private final Options options;
    private final Watch watch = new Watch(this);
    private SocketAddress local; // null: it is not bound.
    private Listening listening; // null: it is not bound.
    private Ports.Bound bound; // null: it is not bound, or to a path.
    private boolean gone; // Its host has crashed since.

    SimServerSocketChannel(SimProvider provider, Host host, ProtocolFamily family) {
        super(provider);
        this.provider = provider;
        this.host = host;
        this.family = family;
        this.options = new Options(
                isUnix() ? Options.OF_UNIX_LISTENER : Options.OF_TCP_LISTENER,
                provider.net().conditions().bufferBytes);
    }

    private boolean isUnix() {
        return family == StandardProtocolFamily.UNIX;
    }

    @Override
    public Net net() {
        return provider.net();
    }

    @Override
    public Watch watch() {
        return watch;
    }

    @Override
    public boolean isReadable() {
        return listening != null && listening.isReadable();
    }

    @Override
    public boolean isWritable() {
        return false;
    }

    @Override
    public ServerSocketChannel bind(SocketAddress address, int backlog) throws IOException {
        checkOpen();
        if (listening != null) {
            throw new AlreadyBoundException();
        }
        Listening made = new Listening(backlog < 1 ? BACKLOG : backlog, options, watch);
        if (isUnix()) {
            local = bindToPath(address, made);
        } else {
            InetSocketAddress at = Addresses.toBind(address, family);
            host.checkOwn(at.getAddress());
            bound = host.tcp().bind(at.getAddress(), at.getPort(), options.sharesPort(), made);
            local = bound.at();
        }
        listening = made;
        host.sockets().add(this);
        return this;
    }

    private SocketAddress bindToPath(SocketAddress address, Listening made) throws IOException {
        if (address == null) {
            throw new UnsupportedOperationException("bind: a simulated unix socket is given its path");
        }
        if (!(address instanceof UnixDomainSocketAddress path)) {
            throw new UnsupportedAddressTypeException();
        }
        host.unix().bind(path, made);
        return path;
    }

    @Override
    public SocketChannel accept() throws IOException {
        checkOpen();
        if (listening == null) {
            throw new NotYetBoundException();
        }
        StreamEnd end = listening.accept();
        if (end == null) {
            Blocking.refuse("accept", this);
            return null;
        }
        return new SimSocketChannel(provider, family, end);
    }

    @Override
    public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) throws IOException {
        checkOpen();
        options.set(name, value);
        return this;
    }

    @Override
    public <T> T getOption(SocketOption<T> name) throws IOException {
        checkOpen();
        return options.get(name);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return options.supported();
    }

    @Override
    public ServerSocket socket() {
        throw new UnsupportedOperationException("socket: a simulated channel has none");
    }

    @Override
    public SocketAddress getLocalAddress() throws IOException {
        checkOpen();
        return local;
    }

    @Override
    protected void implCloseSelectableChannel() {
        if (listening != null) {
            listening.close();
            host.unix().release(listening);
            if (bound != null) {
                host.tcp().release(bound);
            }
            host.sockets().remove(this);
        }
        watch.stir();
    }

    @Override
    protected void implConfigureBlocking(boolean block) {}

    @Override
    public void vanish() {
        gone = true;
        listening.vanish();
        bound = null;
    }

    private void checkOpen() throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        host.checkSurvived(gone);
    }

    @Override
    public String toString() {
        String state = !isOpen() ? "closed" : local == null ? "unbound" : local.toString();
        return "ServerSocketChannel[" + state + "]";
    }
}
