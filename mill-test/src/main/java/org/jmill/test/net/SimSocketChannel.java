package org.jmill.test.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NoConnectionPendingException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Objects;
import java.util.Set;

/// A socket of a connection: the JDK's contract over a [StreamEnd].
final class SimSocketChannel extends SocketChannel implements Watch.Watched, Host.Mortal {
    static final UnixDomainSocketAddress UNNAMED = UnixDomainSocketAddress.of("");

    private final SimProvider provider;
    private final Host host;
    private final ProtocolFamily family;
    private final Options options;
    private final Watch watch = new Watch(this);
    private Ports.Bound bound; // null: not bound, or accepted, or of a unix socket.
    private StreamEnd end; // null: not connected, and no connection is pending.
    private boolean gone; // It was bound, and its host has crashed since.
    private boolean connected; // The program knows that it is.
    private boolean inputShut;
    private boolean outputShut;

    SimSocketChannel(SimProvider provider, Host host, ProtocolFamily family) {
        super(provider);
        this.provider = provider;
        this.host = host;
        this.family = family;
        this.options = new Options(
                isUnix() ? Options.OF_UNIX : Options.OF_TCP, provider.net().conditions().bufferBytes);
    }

    /// One that was accepted.
    SimSocketChannel(SimProvider provider, ProtocolFamily family, StreamEnd accepted) {
        super(provider);
        this.provider = provider;
        this.host = accepted.host;
        this.family = family;
        this.options = accepted.options;
        this.end = accepted;
        this.connected = true;
        accepted.watchedBy(watch);
    }

    private boolean isUnix() {
        return family == StandardProtocolFamily.UNIX;
    }

    // ---- for the poller
    // ------------------------------------------------------------------------------------------

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
        return end == null || end.isReadable();
    }

    @Override
    public boolean isWritable() {
        return end == null || end.isWritable();
    }

    // ---- options and addresses
    // -----------------------------------------------------------------------------------

    @Override
    public <T> SocketChannel setOption(SocketOption<T> name, T value) throws IOException {
        checkOpen();
        options.set(name, value);
        watch.stir(); // There may be more room.
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
    public Socket socket() {
        throw new UnsupportedOperationException("socket: a simulated channel has none");
    }

    @Override
    public SocketAddress getLocalAddress() throws IOException {
        checkOpen();
        return local();
    }

    private SocketAddress local() {
        if (end != null) {
            return end.local;
        }
        return isUnix() ? UNNAMED : bound == null ? null : bound.at();
    }

    @Override
    public SocketAddress getRemoteAddress() throws IOException {
        checkOpen();
        return end == null ? null : end.remote;
    }

    @Override
    public SocketChannel bind(SocketAddress local) throws IOException {
        checkOpen();
        if (isUnix()) {
            throw new UnsupportedOperationException("bind: a simulated unix socket that connects has no path");
        }
        if (end != null && !connected) {
            throw new ConnectionPendingException();
        }
        if (bound != null || end != null) {
            throw new AlreadyBoundException();
        }
        InetSocketAddress at = Addresses.toBind(local, family);
        host.checkOwn(at.getAddress());
        bind(at.getAddress(), at.getPort());
        return this;
    }

    private void bind(InetAddress address, int port) throws IOException {
        bound = host.tcp().bind(address, port, options.sharesPort(), this);
        host.sockets().add(this);
    }

    // ---- connecting
    // ----------------------------------------------------------------------------------------------

    @Override
    public boolean isConnected() {
        return connected;
    }

    @Override
    public boolean isConnectionPending() {
        return end != null && !connected;
    }

    @Override
    public boolean connect(SocketAddress remote) throws IOException {
        checkOpen();
        if (connected) {
            throw new AlreadyConnectedException();
        }
        if (end != null) {
            throw new ConnectionPendingException();
        }
        try {
            begin(remote);
        } catch (IOException e) {
            close(); // As the JDK does.
            throw e;
        }
        return isUnix() || isBlocking() ? finishConnect() : false;
    }

    private void begin(SocketAddress remote) throws IOException {
        if (isUnix()) {
            connectWithinHost(remote);
            return;
        }
        InetSocketAddress to = Addresses.toReach(remote, family);
        Host target = host.route(to.getAddress());
        if (bound == null) {
            bind(host.source(Addresses.toBind(null, family).getAddress(), to.getAddress()), 0);
        }
        InetAddress source = host.source(bound.at().getAddress(), to.getAddress());
        Wire wire = net().wire();
        InetSocketAddress from = new InetSocketAddress(source, bound.at().getPort());
        end = StreamEnd.active(wire, new Line(wire, host, target), options, from, to);
        end.watchedBy(watch);
        Handshake.begin(wire, end, to);
    }

    private void connectWithinHost(SocketAddress remote) throws IOException {
        if (!(Objects.requireNonNull(remote) instanceof UnixDomainSocketAddress path)) {
            throw new UnsupportedAddressTypeException();
        }
        Listening listening = host.unix().find(path);
        if (listening.isFull()) {
            throw new SocketException("Resource temporarily unavailable");
        }
        end = StreamEnd.withinHost(net().wire(), host, options, UNNAMED, path, listening);
        end.watchedBy(watch);
    }

    @Override
    public boolean finishConnect() throws IOException {
        checkOpen();
        if (connected) {
            return true;
        }
        if (end == null) {
            throw new NoConnectionPendingException();
        }
        Cause why = end.whyNotConnected();
        if (why != null) {
            close();
            throw why.ofConnect();
        }
        connected = end.state() != StreamEnd.State.CONNECTING;
        if (!connected) {
            Blocking.refuse("connect", this);
        }
        return connected;
    }

    // ---- reading and writing
    // ----------------------------------------------------------------------------------------

    @Override
    public int read(ByteBuffer target) throws IOException {
        Objects.requireNonNull(target);
        if (target.isReadOnly()) {
            throw new IllegalArgumentException("Read-only buffer");
        }
        checkConnected();
        if (inputShut) {
            return -1;
        }
        int n = end.read(target);
        if (n == 0 && target.hasRemaining()) {
            Blocking.refuse("read", this);
        }
        return n;
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, targets.length);
        long total = 0;
        for (int i = offset; i < offset + length; i++) {
            boolean more = targets[i].hasRemaining();
            int n = more && total > 0 && !end.isReadable() ? 0 : read(targets[i]);
            if (n < 0) {
                return total == 0 ? -1 : total;
            }
            total += n;
            if (targets[i].hasRemaining()) {
                return total;
            }
        }
        return total;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        Objects.requireNonNull(source);
        checkConnected();
        if (outputShut) {
            throw new ClosedChannelException();
        }
        int n = end.write(source);
        if (n == 0 && source.hasRemaining()) {
            Blocking.refuse("write", this);
        }
        return n;
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, sources.length);
        long total = 0;
        for (int i = offset; i < offset + length; i++) {
            total += total > 0 && !end.isWritable() ? 0 : write(sources[i]);
            if (sources[i].hasRemaining()) {
                return total;
            }
        }
        return total;
    }

    // ---- ending
    // ------------------------------------------------------------------------------------------------

    @Override
    public SocketChannel shutdownInput() throws IOException {
        checkConnected();
        if (!inputShut) {
            inputShut = true;
            end.shutdownInput();
        }
        return this;
    }

    @Override
    public SocketChannel shutdownOutput() throws IOException {
        checkConnected();
        if (!outputShut) {
            outputShut = true;
            end.shutdownOutput();
        }
        return this;
    }

    @Override
    protected void implCloseSelectableChannel() {
        if (end != null) {
            end.close();
        }
        if (bound != null) {
            host.tcp().release(bound);
            host.sockets().remove(this);
        }
        watch.stir();
    }

    @Override
    protected void implConfigureBlocking(boolean block) {}

    /// Its port is forgotten with all others, and its end is told by itself.
    @Override
    public void vanish() {
        gone = true;
        bound = null;
    }

    private void checkOpen() throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        host.checkSurvived(gone);
    }

    private void checkConnected() throws IOException {
        checkOpen();
        if (!connected) {
            throw new NotYetConnectedException();
        }
    }

    @Override
    public String toString() {
        if (!isOpen()) {
            return "SocketChannel[closed]";
        }
        String state = connected ? "connected" : end != null ? "connection-pending" : "unconnected";
        return "SocketChannel[" + state + (inputShut ? " ishut" : "") + (outputShut ? " oshut" : "")
                + (local() == null ? "" : " local=" + local()) + (end == null ? "" : " remote=" + end.remote) + "]";
    }
}
