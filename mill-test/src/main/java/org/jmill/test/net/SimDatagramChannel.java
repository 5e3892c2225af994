package org.jmill.test.net;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.PortUnreachableException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.nio.channels.NotYetConnectedException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// A socket of datagrams: the JDK's contract.
final class SimDatagramChannel extends DatagramChannel implements Watch.Watched, Host.Mortal {
    private static final int BYTES_MAX_4 = 65_507;
    private static final int BYTES_MAX_6 = 65_527;
    private static final int BUFFER_BYTES = 212_992; // As Linux has it.
    private static final int OVERHEAD_BYTES = 256; // What the system needs for each, besides.

    /// What has come.
    private record Datagram(byte[] bytes, InetSocketAddress from) {}

    private final SimProvider provider;
    private final Host host;
    private final ProtocolFamily family;
    private final Options options = new Options(Options.OF_UDP, BUFFER_BYTES);
    private final Watch watch = new Watch(this);
    private final ArrayDeque<Datagram> inbox = new ArrayDeque<>();
    private int inboxBytes;
    private Ports.Bound bound; // null: not bound.
    private InetSocketAddress peer; // null: not connected.
    private boolean gone; // Its host has crashed since.
    private boolean unreachable; // Nobody was at the peer's port, and this was not told yet.

    SimDatagramChannel(SimProvider provider, Host host, ProtocolFamily family) {
        super(provider);
        this.provider = provider;
        this.host = host;
        this.family = family;
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
        return !inbox.isEmpty() || unreachable;
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    // ---- sending
    // -----------------------------------------------------------------------------------------------

    @Override
    public int send(ByteBuffer source, SocketAddress target) throws IOException {
        checkOpen();
        InetSocketAddress to = Addresses.toReach(target, family);
        if (to.getPort() == 0) {
            throw new SocketException("Can't send to port 0");
        }
        if (peer != null && !peer.equals(to)) {
            throw new AlreadyConnectedException();
        }
        return out(source, to);
    }

    private int out(ByteBuffer source, InetSocketAddress to) throws IOException {
        int length = source.remaining();
        if (length > (to.getAddress() instanceof Inet4Address ? BYTES_MAX_4 : BYTES_MAX_6)) {
            throw new SocketException("Message too long");
        }
        if (bound == null) {
            bind(null);
        }
        Host targetHost = host.route(to.getAddress());
        InetAddress from = host.source(bound.at().getAddress(), to.getAddress());
        byte[] bytes = new byte[length];
        source.get(bytes);
        Datagram datagram =
                new Datagram(bytes, new InetSocketAddress(from, bound.at().getPort()));
        net().wire().sendDatagram(host, targetHost, () -> arrive(targetHost, to, datagram));
        return length;
    }

    private void arrive(Host targetHost, InetSocketAddress to, Datagram datagram) {
        List<SimDatagramChannel> there = targetHost.udp().find(to, SimDatagramChannel.class);
        if (there.isEmpty() && peer == null) {
            return; // Who is not connected is not told.
        }
        if (there.isEmpty()) {
            net().wire().sendDatagram(targetHost, host, () -> unreachable(to));
        } else {
            there.get(Math.floorMod(Host.share(datagram.from), there.size())).take(datagram);
        }
    }

    private void unreachable(InetSocketAddress to) {
        if (to.equals(peer)) {
            unreachable = true;
            watch.stir();
        }
    }

    private void take(Datagram datagram) {
        int bytes = datagram.bytes.length + OVERHEAD_BYTES;
        if (peer != null && !peer.equals(datagram.from)) {
            return;
        }
        if (inboxBytes + bytes > Math.max(options.receiveBytes(), OVERHEAD_BYTES + BYTES_MAX_6)) {
            net().countDropped();
            return;
        }
        inbox.add(datagram);
        inboxBytes += bytes;
        watch.stir();
    }

    // ---- receiving
    // ---------------------------------------------------------------------------------------------

    @Override
    public SocketAddress receive(ByteBuffer target) throws IOException {
        if (target.isReadOnly()) {
            throw new IllegalArgumentException("Read-only buffer");
        }
        checkOpen();
        if (bound == null) {
            bind(null);
        }
        if (unreachable) {
            unreachable = false;
            throw new PortUnreachableException();
        }
        Datagram first = inbox.poll();
        if (first == null) {
            Blocking.refuse("receive", this);
            return null;
        }
        inboxBytes -= first.bytes.length + OVERHEAD_BYTES;
        target.put(first.bytes, 0, Math.min(first.bytes.length, target.remaining()));
        return first.from;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        checkConnected();
        int before = target.position();
        return receive(target) == null ? 0 : target.position() - before;
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, targets.length);
        ByteBuffer whole = ByteBuffer.allocate(BYTES_MAX_6);
        long total = read(whole);
        whole.flip();
        for (int i = offset; i < offset + length; i++) {
            int n = Math.min(whole.remaining(), targets[i].remaining());
            targets[i].put(whole.slice(whole.position(), n));
            whole.position(whole.position() + n);
        }
        return total - whole.remaining();
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        checkConnected();
        if (unreachable) {
            unreachable = false;
            throw new PortUnreachableException();
        }
        return out(source, peer);
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, sources.length);
        long total = 0;
        for (int i = offset; i < offset + length; i++) {
            total += sources[i].remaining();
        }
        ByteBuffer whole = ByteBuffer.allocate((int) Math.min(total, BYTES_MAX_6 + 1));
        for (int i = offset; i < offset + length && whole.hasRemaining(); i++) {
            ByteBuffer part = sources[i].duplicate();
            whole.put(part.limit(part.position() + Math.min(part.remaining(), whole.remaining())));
        }
        write(whole.flip());
        for (int i = offset; i < offset + length; i++) {
            sources[i].position(sources[i].limit());
        }
        return total;
    }

    // ---- addresses and options
    // -----------------------------------------------------------------------------------

    @Override
    public DatagramChannel bind(SocketAddress address) throws IOException {
        checkOpen();
        if (bound != null) {
            throw new AlreadyBoundException();
        }
        InetSocketAddress at = Addresses.toBind(address, family);
        host.checkOwn(at.getAddress());
        boolean shared = options.sharesPort() || options.reusesAddress();
        bound = host.udp().bind(at.getAddress(), at.getPort(), shared, this);
        host.sockets().add(this);
        return this;
    }

    @Override
    public DatagramChannel connect(SocketAddress remote) throws IOException {
        checkOpen();
        if (peer != null) {
            throw new AlreadyConnectedException();
        }
        InetSocketAddress to = Addresses.toReach(remote, family);
        if (to.getPort() == 0) {
            throw new SocketException("Can't connect to port 0");
        }
        host.route(to.getAddress());
        if (bound == null) {
            bind(null);
        }
        if (bound.at().getAddress().isAnyLocalAddress()) { // From now on it has the address that its peer sees.
            InetAddress source = host.source(bound.at().getAddress(), to.getAddress());
            host.udp().release(bound);
            bound = host.udp().bind(source, bound.at().getPort(), bound.shared(), this);
        }
        peer = to;
        inbox.clear();
        inboxBytes = 0;
        return this;
    }

    @Override
    public DatagramChannel disconnect() throws IOException {
        peer = null;
        unreachable = false;
        return this;
    }

    @Override
    public boolean isConnected() {
        return peer != null;
    }

    @Override
    public SocketAddress getRemoteAddress() throws IOException {
        checkOpen();
        return peer;
    }

    @Override
    public SocketAddress getLocalAddress() throws IOException {
        checkOpen();
        return bound == null ? null : bound.at();
    }

    @Override
    public <T> DatagramChannel setOption(SocketOption<T> name, T value) throws IOException {
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
    public DatagramSocket socket() {
        throw new UnsupportedOperationException("socket: a simulated channel has none");
    }

    @Override
    public MembershipKey join(InetAddress group, NetworkInterface on) {
        throw new UnsupportedOperationException("join: a simulated network has no groups");
    }

    @Override
    public MembershipKey join(InetAddress group, NetworkInterface on, InetAddress source) {
        return join(group, on);
    }

    // ---- ending
    // ------------------------------------------------------------------------------------------------

    @Override
    protected void implCloseSelectableChannel() {
        if (bound != null) {
            host.udp().release(bound);
            host.sockets().remove(this);
        }
        inbox.clear();
        watch.stir();
    }

    @Override
    protected void implConfigureBlocking(boolean block) {}

    @Override
    public void vanish() {
        gone = true;
        bound = null;
        inbox.clear();
        inboxBytes = 0;
    }

    private void checkOpen() throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        host.checkSurvived(gone);
    }

    private void checkConnected() throws IOException {
        checkOpen();
        if (peer == null) {
            throw new NotYetConnectedException();
        }
    }

    @Override
    public String toString() {
        String state =
                !isOpen() ? "closed" : bound == null ? "unbound" : bound.at().toString();
        return "DatagramChannel[" + state + (peer == null ? "" : " remote=" + peer) + "]";
    }
}
