package org.jmill.net;

import static org.jmill.Mill.go;
import static org.jmill.net.TestNet.in;
import static org.jmill.net.TestNet.loopback;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.harness.EveryEngine;
import org.jmill.world.World;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/// All sockets come by the world's door.
@Tag("network")
class SocketWorldTest {
    @TempDir
    Path directory;

    /// A door that is closed, and writes down what was asked for.
    private static final class Closed extends SelectorProvider implements World {
        final List<String> asked = new ArrayList<>();

        private IOException refuse(String kind, ProtocolFamily family) {
            asked.add(kind + " " + family);
            return new IOException("closed door");
        }

        @Override
        public SelectorProvider sockets() {
            return this;
        }

        @Override
        public SocketChannel openSocketChannel(ProtocolFamily family) throws IOException {
            throw refuse("socket", family);
        }

        @Override
        public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) throws IOException {
            throw refuse("listener", family);
        }

        @Override
        public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
            throw refuse("datagram", family);
        }

        @Override
        public DatagramChannel openDatagramChannel() {
            throw new AssertionError("without a family");
        }

        @Override
        public SocketChannel openSocketChannel() {
            throw new AssertionError("without a family");
        }

        @Override
        public ServerSocketChannel openServerSocketChannel() {
            throw new AssertionError("without a family");
        }

        @Override
        public Pipe openPipe() {
            throw new AssertionError("a pipe");
        }

        @Override
        public AbstractSelector openSelector() {
            throw new AssertionError("a selector, which is the poller's");
        }
    }

    @EveryEngine
    void noSocketComesByAnotherDoor(Engine engine) {
        Closed world = new Closed();
        String path = directory.resolve("socket").toString();
        TestNet.run(engine, world, () -> {
            List<Executable> ways = List.of(
                    () -> TestNet.listen(),
                    () -> TcpSocket.connect(IpAddr.local("::1", 9, 0), in(5000)),
                    () -> UdpSocket.listen(loopback(0)),
                    () -> UnixListener.listen(path),
                    () -> UnixSocket.connect(path, in(5000)),
                    () -> UnixSocket.pair());
            for (Executable way : ways) {
                IOException e = assertThrows(IOException.class, way);
                assertTrue(e.getMessage().contains("closed door"), e.getMessage());
            }
        });
        List<String> all = List.of(
                "listener INET", "socket INET6", "datagram INET", "listener UNIX", "socket UNIX", "listener UNIX");
        assertEquals(all, world.asked);
    }

    @EveryEngine
    void hostOfATableIsConnectedTo(Engine engine) {
        World world = new ResolvingWorld(host -> List.of(InetAddress.ofLiteral("127.0.0.1")));
        TestNet.run(engine, world, () -> {
            try (TcpListener listener = TestNet.listen()) {
                IpAddr db = IpAddr.remote("db.test", listener.addr().port(), 0, in(5000));
                TcpSocket.connect(db, in(5000)).close();
                listener.accept(in(5000)).close();
            }
        });
    }

    @NeedsKernel("the real world")
    @EveryEngine
    void listenerOpenedOutsideOfAMillIsTheRealWorlds(Engine engine) throws IOException {
        try (TcpListener listener = TestNet.listen()) {
            TestNet.run(engine, () -> {
                go(() -> TcpSocket.connect(listener.addr(), in(5000)).close());
                listener.accept(in(5000)).close();
                Mill.fdclean(listener.detach());
            });
        }
    }
}
