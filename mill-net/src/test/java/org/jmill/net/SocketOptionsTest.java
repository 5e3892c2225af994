package org.jmill.net;

import static org.jmill.Mill.go;
import static org.jmill.net.TestNet.in;
import static org.jmill.net.TestNet.loopback;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.harness.EveryEngine;
import org.jmill.net.TestNet.Pair;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the options ask for is what the system says of the socket, whichever way it came about.
@Tag("network")
class SocketOptionsTest {
    private static final SocketOptions OTHERS = SocketOptions.defaults()
            .keepAlive(70, 20, 3)
            .noDelay(false)
            .trafficClass(0x28)
            .sendBuffer(30_000)
            .receiveBuffer(20_000);

    @TempDir
    static Path dir;

    private static void assertOption(SocketOption<?> option, Object expected, StreamSocket... sockets)
            throws IOException {
        for (StreamSocket s : sockets) {
            assertEquals(expected, s.transport.channel().getOption(option), option + " of " + s);
        }
    }

    private static boolean hasTimes(StreamSocket s) {
        return s.transport.channel().supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE);
    }

    private static void assertAsByDefault(StreamSocket... sockets) throws IOException {
        assertOption(StandardSocketOptions.SO_KEEPALIVE, true, sockets);
        assertOption(StandardSocketOptions.TCP_NODELAY, true, sockets);
        if (hasTimes(sockets[0])) {
            assertOption(ExtendedSocketOptions.TCP_KEEPIDLE, 15, sockets);
            assertOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 15, sockets);
            assertOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 9, sockets);
        }
    }

    private static void assertAsAskedFor(StreamSocket... sockets) throws IOException {
        assertOption(StandardSocketOptions.SO_KEEPALIVE, true, sockets);
        assertOption(StandardSocketOptions.TCP_NODELAY, false, sockets);
        assertOption(StandardSocketOptions.IP_TOS, 0x28, sockets);
        if (hasTimes(sockets[0])) {
            assertOption(ExtendedSocketOptions.TCP_KEEPIDLE, 70, sockets);
            assertOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 20, sockets);
            assertOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 3, sockets);
        }
        for (StreamSocket s : sockets) {
            assertBuffersAsAskedFor(s);
        }
    }

    @EveryEngine
    void keepaliveIsOnByDefaultWithGosTimes(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair p = Pair.open()) {
                assertAsByDefault(p.client(), p.server());
            }
        });
    }

    @EveryEngine
    void tcpIsAsAskedForAtBothEnds(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair p = Pair.open(OTHERS)) {
                assertAsAskedFor(p.client(), p.server());
            }
        });
    }

    @EveryEngine
    void tlsIsAsAskedForAtBothEnds(Engine engine) {
        TestNet.run(engine, () -> {
            LocalhostFiles files = LocalhostFiles.in(dir);
            ListenOptions listening = ListenOptions.defaults().socket(OTHERS);
            try (TlsListener l = TlsListener.listen(loopback(0), files.serving(), listening)) {
                Coroutine server = go(() -> {
                    try (TlsSocket s = l.accept(in(5000))) {
                        s.handshake(in(5000));
                        assertAsAskedFor(s);
                    }
                });
                try (TlsSocket c = MillNet.sslconnect(l.addr(), "localhost", files.trusting(), OTHERS, in(5000))) {
                    assertAsAskedFor(c);
                }
                server.join();
            }
            try (TlsListener l = TlsListener.listen(loopback(0), files.serving())) {
                Coroutine server = go(() -> {
                    try (TlsSocket s = l.accept(in(5000))) {
                        s.handshake(in(5000));
                        assertAsByDefault(s);
                    }
                });
                try (TlsSocket c = TlsSocket.connect(l.addr(), "localhost", files.trusting(), in(5000))) {
                    assertAsByDefault(c);
                }
                server.join();
            }
        });
    }

    /// What has no meaning on a UNIX socket is not left out in silence.
    private static final SocketOptions OF_UNIX =
            SocketOptions.defaults().sendBuffer(30_000).receiveBuffer(20_000).lingerMs(0);

    private static void assertBuffersAsAskedFor(StreamSocket s) throws IOException {
        int send = s.transport.channel().getOption(StandardSocketOptions.SO_SNDBUF);
        int receive = s.transport.channel().getOption(StandardSocketOptions.SO_RCVBUF);
        assertTrue(send >= 30_000 && send <= 60_000, s + " has " + send); // Linux doubles it, for its book-keeping.
        assertTrue(receive >= 20_000 && receive <= 40_000, s + " has " + receive);
    }

    @EveryEngine
    void unixIsAsAskedForAtBothEndsAndInAPair(Engine engine) {
        TestNet.run(engine, () -> {
            String path = dir.resolve(engine + ".sock").toString();
            try (UnixListener l =
                            UnixListener.listen(path, ListenOptions.defaults().socket(OF_UNIX));
                    UnixSocket c = UnixSocket.connect(path, OF_UNIX, in(5000));
                    UnixSocket s = l.accept(in(5000))) {
                UnixSocket[] pair = UnixSocket.pair(OF_UNIX);
                for (UnixSocket each : List.of(c, s, pair[0], pair[1])) {
                    assertBuffersAsAskedFor(each);
                    assertEquals(0, each.lingerMs());
                }
                pair[0].close();
                pair[1].close();
            }
        });
    }

    @EveryEngine
    void unixRefusesWhatOnlyIpHas(Engine engine) {
        TestNet.run(engine, () -> {
            String path = dir.resolve("refused.sock").toString();
            SocketOptions o = SocketOptions.defaults();
            Map<String, SocketOptions> ofIp = Map.of(
                    "keepAlive", o.keepAlive(true).sendBuffer(30_000),
                    "keepAlive ", o.keepAlive(1, 1, 1),
                    "noDelay", o.noDelay(true),
                    "trafficClass", o.trafficClass(8));
            for (var each : ofIp.entrySet()) {
                String why = ": a UNIX socket has no " + each.getKey().strip() + "; give options without it";
                ListenOptions listening = ListenOptions.defaults().socket(each.getValue());
                assertEquals(
                        "connect unix " + path + why,
                        Failing.panics(() -> MillNet.unixconnect(path, each.getValue(), in(1000))));
                assertEquals("listen unix " + path + why, Failing.panics(() -> MillNet.unixlisten(path, listening)));
                assertEquals("pair unix" + why, Failing.panics(() -> UnixSocket.pair(each.getValue())));
            }
            assertEquals(
                    "listen unix " + path + ": a UNIX socket has no reusePort; give options without it",
                    Failing.panics(() ->
                            MillNet.unixlisten(path, ListenOptions.defaults().reusePort(true))));
            assertEquals("pair unix: options are null", Failing.panics(() -> UnixSocket.pair(null)));
            assertFalse(Files.exists(Path.of(path)));
        });
    }

    @EveryEngine
    void keepaliveCanBeSwitchedOff(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair p = Pair.open(SocketOptions.defaults().keepAlive(false))) {
                assertOption(StandardSocketOptions.SO_KEEPALIVE, false, p.client(), p.server());
            }
        });
    }

    @EveryEngine
    void eachAddressOfARaceHasTheOptions(Engine engine) {
        TestNet.run(engine, () -> {
            try (TcpListener l = TestNet.listen();
                    SocketChannel won = AddressRace.run(List.of(l.addr(), l.addr()), OTHERS, in(5000))) {
                assertEquals(0x28, won.getOption(StandardSocketOptions.IP_TOS));
                Mill.fdclean(won);
            }
        });
    }

    @EveryEngine
    void lingerOfZeroResetsThePeer(Engine engine) {
        TestNet.run(engine, () -> {
            Pair p = Pair.open(SocketOptions.defaults().lingerMs(0));
            p.server().send(new byte[1], 1, -1);
            p.server().close();
            assertFalse(p.server().transport.channel().isOpen());
            p.client().recv(new byte[1], 1, in(1000));
            assertThrows(SocketException.class, () -> p.client().recvSome(new byte[1], 1, in(1000)));
            p.client().close();
        });
    }

    @Test
    void valuesOutOfRangeAreAPanic() {
        SocketOptions o = SocketOptions.defaults();
        assertEquals(
                "socket options: keepalive's idle time in seconds is not between 1 and 32767: 0",
                Failing.panics(() -> o.keepAlive(0, 1, 1)));
        Failing.panics(() -> o.keepAlive(1, 32_768, 1));
        Failing.panics(() -> o.keepAlive(1, 1, 128));
        Failing.panics(() -> o.sendBuffer(-1));
        Failing.panics(() -> o.receiveBuffer(-1));
        Failing.panics(() -> o.trafficClass(256));
        Failing.panics(() -> o.lingerMs(-1));
        assertEquals(
                "listen: socket options are null",
                Failing.panics(() -> ListenOptions.defaults().socket(null)));
    }

    /// The system does by chance what is done here on purpose.
    @NeedsKernel("a channel that the test opens by itself")
    @EveryEngine
    void connectToItselfIsRefused(Engine engine) {
        TestNet.run(engine, () -> {
            int port;
            try (TcpListener l = TestNet.listen()) {
                port = l.port();
            }
            try (SocketChannel self = SocketChannel.open()) {
                self.bind(loopback(port).socketAddress());
                self.configureBlocking(false);
                ConnectException e = assertThrows(
                        ConnectException.class, () -> Connector.connect(self, loopback(port), "test", in(5000)));
                assertTrue(e.getMessage().contains("itself"), e.getMessage());
                Mill.fdclean(self);
            }
        });
    }
}
