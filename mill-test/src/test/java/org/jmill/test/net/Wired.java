package org.jmill.test.net;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jmill.test.sim.Agenda;

/// Two hosts, `a` and `b`, and no mill: channels are called by hand, and time passes when the test says so.
final class Wired {
    static final int PORT = 5555;

    final Agenda agenda = new Agenda();
    final StubDecider decider = new StubDecider();
    final Net net = new Net(agenda, decider, () -> this.here);
    final Host a = net.add("a");
    final Host b = net.add("b");
    private Host here = a;

    /// The host on which sockets are opened from now on.
    Wired on(Host host) {
        here = host;
        return this;
    }

    /// Lets so much time pass, and everything happen that happens in it.
    void pass(long ms) {
        long until = agenda.nowNs() + ms * 1_000_000;
        while (agenda.nextNs() <= until) {
            agenda.advanceTo(agenda.nextNs());
            agenda.runDue();
        }
        agenda.advanceTo(until);
    }

    static InetSocketAddress at(InetAddress address) {
        return new InetSocketAddress(address, PORT);
    }

    ServerSocketChannel listen(Host host) throws IOException {
        return listen(host, 0);
    }

    ServerSocketChannel listen(Host host, int backlog) throws IOException {
        ServerSocketChannel listener = on(host).net.provider().openServerSocketChannel(StandardProtocolFamily.INET);
        listener.configureBlocking(false);
        return listener.bind(at(Addresses.ANY_4), backlog);
    }

    SocketChannel open(Host host) throws IOException {
        SocketChannel channel = on(host).net.provider().openSocketChannel(StandardProtocolFamily.INET);
        channel.configureBlocking(false);
        return channel;
    }

    /// Begins to connect.
    SocketChannel connect(Host from, InetAddress to) throws IOException {
        SocketChannel channel = open(from);
        channel.connect(at(to));
        return channel;
    }

    DatagramChannel datagrams(Host host) throws IOException {
        DatagramChannel channel = on(host).net.provider().openDatagramChannel(StandardProtocolFamily.INET);
        channel.configureBlocking(false);
        return channel.bind(at(host.address()));
    }

    /// Two ends of one connection, of which `b` has accepted one.
    final class Pair {
        final ServerSocketChannel listener;
        final SocketChannel client;
        final SocketChannel server;

        Pair() throws IOException {
            listener = listen(b);
            client = connect(a, b.address());
            pass(1_000);
            assertTrue(client.finishConnect());
            server = listener.accept();
            server.configureBlocking(false);
        }
    }

    Pair pair() throws IOException {
        return new Pair();
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// What can be read now; "END" where the stream has ended.
    static String read(SocketChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1_000);
        int n = channel.read(buffer);
        return n < 0 ? "END" : new String(buffer.array(), 0, n, StandardCharsets.ISO_8859_1);
    }

    /// The next datagram; null: none is there.
    static String receive(DatagramChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1_000);
        return channel.receive(buffer) == null
                ? null
                : new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
    }
}
