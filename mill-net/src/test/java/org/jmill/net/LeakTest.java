package org.jmill.net;

import static org.jmill.Mill.go;
import static org.jmill.net.TestNet.in;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.harness.EveryEngine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Nothing stays open. In real time: the system counts the descriptors.
@Tag("network")
class LeakTest {
    private static final int CONNECTIONS = 10_000;

    @NeedsKernel("a client on a thread of its own")
    @EveryEngine
    void tenThousandConnectionsOpenedAndDroppedLeaveNoDescriptor(Engine engine) {
        TestNet.runFast(engine, () -> {
            Descriptors.warmUp();
            try (TcpListener warm = TestNet.listen()) {
                dropRudely(warm.addr().socketAddress()); // The JDK opens pollers of its own.
            }
            Mill.msleep(in(5));
            int before = Descriptors.count();
            TcpListener listener = TestNet.listen();
            var server = go(() -> {
                while (true) {
                    TcpSocket s = listener.accept(-1);
                    go(() -> serve(s));
                }
            });
            InetSocketAddress address = listener.addr().socketAddress();
            for (int i = 0; i < CONNECTIONS; i++) {
                switch (i % 4) {
                    case 0 -> TcpSocket.connect(listener.addr(), in(5000)).close();
                    case 1 -> dialogue(listener.addr());
                    case 2 -> dropRudely(address);
                    default -> dropWhileServed(listener.addr());
                }
            }
            server.cancel();
            listener.close();
            Descriptors.assertBackAt(before);
        });
    }

    private static void serve(TcpSocket s) throws IOException {
        try (s) {
            byte[] one = new byte[1];
            while (s.recvSome(one, 1, in(5000)) > 0) {
                s.send(one, 1, in(5000));
                s.flush(in(5000));
            }
        } catch (IOException e) {
            // The client is gone.
        }
    }

    private static void dialogue(IpAddr address) throws IOException {
        try (TcpSocket c = TcpSocket.connect(address, in(5000))) {
            byte[] one = new byte[1];
            c.send(one, 1, in(5000));
            c.flush(in(5000));
            c.recv(one, 1, in(5000));
        }
    }

    private static void dropRudely(InetSocketAddress address) throws IOException {
        try (SocketChannel c = SocketChannel.open(address)) {
            c.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        Mill.yield();
    }

    private static void dropWhileServed(IpAddr address) throws IOException {
        try (TcpSocket c = TcpSocket.connect(address, in(5000))) {
            c.send(new byte[1], 1, in(5000));
            c.flush(in(5000));
        }
    }

    @EveryEngine
    void failedOpeningsLeaveNoDescriptor(Engine engine) {
        TestNet.run(engine, () -> {
            Descriptors.warmUp();
            UnixSocket.pair()[0].close(); // Classes loaded.
            try (TcpListener taken = TestNet.listen();
                    UdpSocket udp = UdpSocket.listen(TestNet.loopback(0))) {
                Mill.msleep(in(20));
                int before = Descriptors.count();
                for (int i = 0; i < 20; i++) {
                    fails(() -> TcpListener.listen(taken.addr(), ListenOptions.defaults()));
                    fails(() -> UdpSocket.listen(udp.addr()));
                    fails(() -> UnixListener.listen("/nosuch/directory/socket", 1));
                    fails(() -> UnixSocket.connect("/nosuch/directory/socket", 0));
                    fails(() -> TcpSocket.connect(TestNet.loopback(1), in(1000)));
                }
                Descriptors.assertBackAt(before);
            }
        });
    }

    @Test
    void connectOutsideAMillIsRefusedBeforeAnythingIsOpen() throws Exception {
        InetSocketAddress nowhere = new InetSocketAddress("127.0.0.1", 1);
        Failing.panics(() -> TcpSocket.connect(IpAddr.of(nowhere), 0)); // Classes loaded.
        int before = Descriptors.count();
        String panic = Failing.panics(() -> TcpSocket.connect(IpAddr.of(nowhere), 0));
        assertTrue(panic.contains("runs no mill"), panic);
        assertEquals(before, Descriptors.count());
    }

    private interface Opening {
        Object open() throws IOException;
    }

    private static void fails(Opening opening) {
        try {
            opening.open();
        } catch (IOException e) {
            return;
        }
        throw new AssertionError("it was opened");
    }
}
