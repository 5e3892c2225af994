package org.jmill.net;

import static org.jmill.net.TestNet.bytes;
import static org.jmill.net.TestNet.in;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.harness.EveryEngine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.function.Executable;

/// Channels that are closed, by their socket or by whoever else has them: that is told in one way.
@Tag("network")
class ClosedChannelTest {
    private static void assertTold(String message, Executable call) {
        assertEquals(message, assertThrows(ClosedChannelException.class, call).getMessage());
    }

    @EveryEngine
    void receiverIsToldAlsoIfItsLastReadTookAllThereWas(Engine engine) {
        TestNet.run(engine, () -> {
            try (TestNet.Pair p = TestNet.Pair.open()) {
                TcpSocket s = p.server();
                p.client().send(bytes("all"), 3, in(1000));
                p.client().flush(in(1000));
                assertEquals(3, s.recv(new byte[3], 3, in(1000)));
                Mill.fdclean(s.transport.channel());
                s.transport.channel().close();
                ClosedChannelException e =
                        assertThrows(ClosedChannelException.class, () -> s.recvSome(new byte[1], 1, in(1000)));
                assertTrue(e.getMessage().startsWith("recvSome tcp "), e.getMessage());
                assertTrue(e.getMessage().endsWith(": socket was closed"), e.getMessage());
            }
        });
    }

    @EveryEngine
    void shutdownIsToldOfEitherDirection(Engine engine) {
        TestNet.run(engine, () -> {
            for (int how = StreamSocket.SHUT_RD; how <= StreamSocket.SHUT_RDWR; how++) {
                try (TestNet.Pair p = TestNet.Pair.open()) {
                    TcpSocket s = p.server();
                    s.transport.channel().close();
                    int direction = how;
                    assertTold("shutdown " + s + ": socket was closed", () -> s.shutdown(direction));
                }
            }
        });
    }

    @EveryEngine
    void addressOfThisEndIsToldOnlyWhileTheSocketIsOpen(Engine engine) {
        TestNet.run(engine, () -> {
            TestNet.Pair p = TestNet.Pair.open();
            TcpSocket s = p.server();
            assertEquals(s.localAddr(), p.client().addr());
            p.close();
            assertTold("localAddr " + s + ": socket is closed", s::localAddr);
            try (TestNet.Pair other = TestNet.Pair.open()) {
                TcpSocket o = other.server();
                o.transport.channel().close();
                assertTold("localAddr " + o + ": socket was closed", o::localAddr);
            }
        });
    }

    @EveryEngine
    void datagramsAreNeitherSentNorReceived(Engine engine) {
        TestNet.run(engine, () -> {
            DatagramChannel channel =
                    DatagramChannel.open().bind(TestNet.loopback(0).socketAddress());
            UdpSocket s = UdpSocket.attach(channel);
            channel.close();
            assertTold("recv " + s + ": socket was closed", () -> s.recv(new byte[1], 1, in(1000)));
            assertTold(
                    "send " + s + " to " + s.addr() + ", 1 bytes: socket was closed",
                    () -> s.send(s.addr(), new byte[1], 1, in(1000)));
            s.close();
        });
    }
}
