package org.jmill.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.Channel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jmill.Engine;
import org.jmill.harness.EveryEngine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Channels that do not become a socket's: who has them then.
@Tag("network")
class TakeoverTest {
    private static Refusing refusing() {
        return new Refusing(() -> {});
    }

    @Test
    void connectionMadeHereIsClosedIfItCannotBeSetUp() throws Exception {
        SocketChannel plain = refusing();
        assertThrows(SocketException.class, () -> TcpSocket.of(plain, SocketOptions.defaults()));
        assertFalse(plain.isOpen());
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        SocketChannel tls = refusing();
        assertThrows(SocketException.class, () -> TlsSocket.of(tls, SocketOptions.defaults(), engine));
        assertFalse(tls.isOpen());
    }

    @Test
    void whatClosingFailsWithIsSuppressed() {
        IOException first = new IOException("first");
        IOException second = new IOException("second");
        Closing channel = new Closing(second);
        IOException thrown = assertThrows(
                IOException.class,
                () -> Takeover.own(channel, () -> {
                    throw first;
                }));
        assertEquals(first, thrown);
        assertEquals(second, thrown.getSuppressed()[0]);
    }

    private record Closing(IOException failure) implements Channel {
        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() throws IOException {
            throw failure;
        }
    }

    @EveryEngine
    void channelThatCannotBeAttachedIsTheCallersAsItWas(Engine engine) {
        TestNet.run(engine, () -> {
            for (boolean blocking : new boolean[] {true, false}) {
                SocketChannel channel = refusing();
                channel.configureBlocking(blocking);
                SocketException e = assertThrows(SocketException.class, () -> TcpSocket.attach(channel));
                assertTrue(channel.isOpen());
                assertEquals(blocking, channel.isBlocking());
                assertEquals("attach tcp: invalid argument", e.getMessage());
                channel.close();
            }
        });
    }

    @EveryEngine
    void channelThatIsNoneOfTheKindIsTheCallersAsItWas(Engine engine) {
        TestNet.run(engine, () -> {
            try (SocketChannel unconnected = SocketChannel.open();
                    ServerSocketChannel unbound = ServerSocketChannel.open();
                    DatagramChannel open = DatagramChannel.open()) {
                Failing.panics(() -> TcpSocket.attach(unconnected));
                Failing.panics(() -> UnixSocket.attach(unconnected));
                Failing.panics(() -> TcpListener.attach(unbound));
                Failing.panics(() -> UnixListener.attach(unbound));
                Failing.panics(() -> UdpSocket.attach(open));
                assertTrue(unconnected.isBlocking() && unbound.isBlocking() && open.isBlocking());
            }
        });
    }

    private interface Attaching {
        Closeable attach() throws IOException;
    }

    private static void assertClosed(String what, Attaching attaching) {
        ClosedChannelException e = assertThrows(ClosedChannelException.class, attaching::attach);
        assertEquals("attach " + what + ": channel is closed", e.getMessage());
    }

    @EveryEngine
    void channelThatIsClosedIsNotAttached(Engine engine) {
        TestNet.run(engine, () -> {
            SocketChannel tcp = SocketChannel.open();
            SocketChannel unix = SocketChannel.open(StandardProtocolFamily.UNIX);
            ServerSocketChannel listening = ServerSocketChannel.open();
            DatagramChannel udp = DatagramChannel.open();
            for (Closeable channel : new Closeable[] {tcp, unix, listening, udp}) {
                channel.close();
            }
            assertClosed("tcp", () -> TcpSocket.attach(tcp));
            assertClosed("unix", () -> UnixSocket.attach(unix));
            assertClosed("tcp", () -> TcpListener.attach(listening));
            assertClosed("unix", () -> UnixListener.attach(listening));
            assertClosed("udp", () -> UdpSocket.attach(udp));
        });
    }

    @EveryEngine
    void channelThatAnotherThreadClosesIsNotAttached(Engine engine) {
        TestNet.run(engine, () -> {
            SocketChannel[] channel = new SocketChannel[1];
            channel[0] = new Refusing(() -> {
                try {
                    channel[0].close();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertClosed("tcp", () -> TcpSocket.attach(channel[0]));
        });
    }
}
