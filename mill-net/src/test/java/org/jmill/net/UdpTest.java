package org.jmill.net;

import static org.jmill.Mill.go;
import static org.jmill.net.MillNet.udpclose;
import static org.jmill.net.MillNet.udplisten;
import static org.jmill.net.MillNet.udpport;
import static org.jmill.net.MillNet.udprecv;
import static org.jmill.net.MillNet.udpsend;
import static org.jmill.net.TestNet.assertPattern;
import static org.jmill.net.TestNet.bytes;
import static org.jmill.net.TestNet.in;
import static org.jmill.net.TestNet.loopback;
import static org.jmill.net.TestNet.pattern;
import static org.jmill.net.TestNet.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.BindException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.harness.EveryEngine;
import org.junit.jupiter.api.Tag;

/// Datagrams, their sizes, and what goes wrong with them.
@Tag("network")
class UdpTest {
    @EveryEngine
    void datagramTellsItsSender(Engine engine) {
        TestNet.run(engine, () -> {
            UdpSocket a = udplisten(loopback(0));
            UdpSocket b = udplisten(loopback(0));
            byte[] buf = new byte[100];
            go(() -> udpsend(a, b.addr(), bytes("ABC"), 3));
            Datagram d = udprecv(b, buf, 100, in(1000));
            assertEquals(new Datagram(a.addr(), 3, 3), d);
            assertEquals(udpport(a), d.addr().port());
            assertEquals("ABC", text(buf, 3));
            assertFalse(d.truncated());
            udpsend(b, d.addr(), bytes("reply"), 5);
            assertEquals(5, udprecv(a, buf, 100, in(1000)).length());
            udpclose(a);
            udpclose(b);
        });
    }

    @EveryEngine
    void sizesFromNoneToTheMaximumArriveWhole(Engine engine) {
        TestNet.run(engine, () -> {
            try (UdpSocket a = udplisten(loopback(0));
                    UdpSocket b = udplisten(loopback(0))) {
                byte[] buf = new byte[70_000];
                for (int size : new int[] {0, 1, 1472, 65_507}) {
                    udpsend(a, b.addr(), pattern(size), size);
                    assertEquals(new Datagram(a.addr(), size, size), udprecv(b, buf, buf.length, in(1000)));
                    assertPattern(Arrays.copyOf(buf, size));
                }
                for (int size : new int[] {65_508, 70_000}) {
                    SocketException e = assertThrows(SocketException.class, () -> udpsend(a, b.addr(), buf, size));
                    assertTrue(e.getMessage().contains("message too long"), e.getMessage());
                }
                Failing.timesOut(() -> udprecv(b, buf, buf.length, in(20)));
            }
        });
    }

    @EveryEngine
    void datagramLongerThanTheBufferIsReportedAsTruncated(Engine engine) {
        TestNet.run(engine, () -> {
            try (UdpSocket a = udplisten(loopback(0));
                    UdpSocket b = udplisten(loopback(0))) {
                ByteBuffer out = ByteBuffer.wrap(bytes("0123456789"));
                assertTrue(udpsend(a, b.addr(), out, 0));
                assertFalse(out.hasRemaining());
                byte[] buf = new byte[4];
                Datagram d = udprecv(b, buf, 4, in(1000));
                assertEquals(new Datagram(a.addr(), 4, 10), d);
                assertTrue(d.truncated());
                assertEquals("0123", text(buf, 4));
            }
        });
    }

    @EveryEngine
    void deadlineZeroLooksOnce(Engine engine) {
        TestNet.run(engine, () -> {
            try (UdpSocket a = udplisten(loopback(0))) {
                byte[] buf = new byte[4];
                Failing.timesOut(() -> udprecv(a, buf, 4, 0));
                udpsend(a, a.addr(), buf, 2);
                assertEquals(2, udprecv(a, buf, 4, in(1000)).size());
            }
        });
    }

    @EveryEngine
    void portThatIsTakenIsNamed(Engine engine) {
        TestNet.run(engine, () -> {
            try (UdpSocket a = udplisten(loopback(0))) {
                BindException e = assertThrows(BindException.class, () -> udplisten(a.addr()));
                assertTrue(e.getMessage().contains(a.addr().toString()), e.getMessage());
            }
        });
    }

    @EveryEngine
    void closeWakesTheReceiver(Engine engine) {
        TestNet.run(engine, () -> {
            UdpSocket a = udplisten(loopback(0));
            var receiver = go(() -> {
                byte[] buf = new byte[4];
                assertThrows(AsynchronousCloseException.class, () -> udprecv(a, buf, 4, -1));
                assertThrows(ClosedChannelException.class, () -> udprecv(a, buf, 4, -1));
            });
            Mill.yield();
            a.close();
            a.close();
            receiver.join();
        });
    }

    @EveryEngine
    void secondReceiverPanics(Engine engine) {
        TestNet.run(engine, () -> {
            try (UdpSocket a = udplisten(loopback(0))) {
                var first = go("first", () -> udprecv(a, new byte[4], 4, -1));
                String message = Failing.panics(() -> udprecv(a, new byte[4], 4, -1));
                assertTrue(message.contains(first.toString()), message);
                assertTrue(message.contains(Mill.self().toString()), message);
                first.cancel();
            }
        });
    }

    @EveryEngine
    void addressOfAnotherFamilyIsNoWay(Engine engine) {
        TestNet.run(engine, () -> {
            try (UdpSocket four = udplisten(loopback(0))) {
                IpAddr six = IpAddr.local("::1", 9, 0);
                NoRouteToHostException e =
                        assertThrows(NoRouteToHostException.class, () -> udpsend(four, six, new byte[3], 3));
                String expected = "send " + four + " to [::1]:9, 3 bytes: socket is of another address family";
                assertEquals(expected, e.getMessage());
                assertThrows(NoRouteToHostException.class, () -> udpsend(four, six, new byte[0], 0));
                udpsend(four, four.addr(), bytes("on"), 2);
                assertEquals(2, udprecv(four, new byte[4], 4, in(1000)).size());
            }
        });
    }

    @EveryEngine
    void longestDatagramOfIpv6IsTwentyBytesLonger(Engine engine) throws Exception {
        assumeTrue(NetworkInterface.getByInetAddress(InetAddress.getByName("::1")) != null, "this machine has no ::1");
        TestNet.run(engine, () -> {
            try (UdpSocket a = udplisten(IpAddr.local("::1", 0, IpAddr.IPV6))) {
                byte[] buf = new byte[65_527];
                udpsend(a, a.addr(), pattern(65_527), 65_527);
                assertEquals(65_527, udprecv(a, buf, buf.length, in(1000)).length());
                assertPattern(buf);
                byte[] tooLong = new byte[65_528];
                SocketException e = assertThrows(SocketException.class, () -> udpsend(a, a.addr(), tooLong, 65_528));
                assertTrue(e.getMessage().endsWith("message too long"), e.getMessage());
            }
        });
    }

    @EveryEngine
    void readOnlyBufferIsRefusedAndNothingIsTaken(Engine engine) {
        TestNet.run(engine, () -> {
            try (UdpSocket a = udplisten(loopback(0))) {
                udpsend(a, a.addr(), bytes("ABC"), 3);
                ByteBuffer readOnly = ByteBuffer.allocate(10).asReadOnlyBuffer();
                String message = Failing.panics(() -> udprecv(a, readOnly, in(1000)));
                assertEquals("recv " + a + ": buffer is read-only", message);
                byte[] buf = new byte[10];
                assertEquals(3, udprecv(a, buf, 10, in(1000)).length());
                assertEquals("ABC", text(buf, 3));
            }
        });
    }
}
