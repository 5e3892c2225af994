package org.jmill.net;

import static org.jmill.Mill.go;
import static org.jmill.net.MillNet.SHUT_WR;
import static org.jmill.net.MillNet.tcpaccept;
import static org.jmill.net.MillNet.tcpaddr;
import static org.jmill.net.MillNet.tcpclose;
import static org.jmill.net.MillNet.tcpconnect;
import static org.jmill.net.MillNet.tcpflush;
import static org.jmill.net.MillNet.tcplisten;
import static org.jmill.net.MillNet.tcpport;
import static org.jmill.net.MillNet.tcprecv;
import static org.jmill.net.MillNet.tcprecvsome;
import static org.jmill.net.MillNet.tcprecvuntil;
import static org.jmill.net.MillNet.tcpsend;
import static org.jmill.net.MillNet.tcpshutdown;
import static org.jmill.net.TestNet.assertPattern;
import static org.jmill.net.TestNet.bytes;
import static org.jmill.net.TestNet.in;
import static org.jmill.net.TestNet.loopback;
import static org.jmill.net.TestNet.pattern;
import static org.jmill.net.TestNet.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.harness.EveryEngine;
import org.jmill.net.TestNet.Pair;
import org.junit.jupiter.api.Tag;

/// What a TCP connection does while all goes well. In real time, that of the system's TCP.
@Tag("network")
class TcpTest {
    @EveryEngine
    void listenerServesTheDialogueOfTheTutorial(Engine engine) {
        TestNet.run(engine, () -> {
            TcpListener listener = tcplisten(loopback(0), 10);
            go(() -> {
                TcpSocket s = tcpaccept(listener, -1);
                tcpsend(s, bytes("What's your name?\r\n"), 19, -1);
                tcpflush(s, -1);
                byte[] name = new byte[256];
                int n = tcprecvuntil(s, name, name.length, "\r\n", -1);
                byte[] reply = bytes("Hello, " + text(name, n - 1) + "!\n");
                tcpsend(s, reply, reply.length, -1);
                tcpclose(s);
            });
            TcpSocket c = tcpconnect(loopback(tcpport(listener)), in(1000));
            byte[] buf = new byte[256];
            int n = tcprecvuntil(c, buf, 256, "\n", in(1000));
            assertEquals("What's your name?\r\n", text(buf, n));
            tcpsend(c, bytes("Bartholomaeus\r"), 14, -1);
            tcpflush(c, in(1000));
            n = tcprecvuntil(c, buf, 256, "\n", in(1000));
            assertEquals("Hello, Bartholomaeus!\n", text(buf, n));
            assertEquals(-1, tcprecvsome(c, buf, 256, in(1000)));
            tcpclose(c);
            tcpclose(listener);
        });
    }

    @EveryEngine
    void sentBytesStayInTheBufferUntilTheFlush(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair p = Pair.open()) {
                byte[] buf = new byte[3];
                p.client().send(bytes("abc"), 3, -1);
                Failing.timesOut(() -> p.server().recv(buf, 3, in(20)));
                p.client().flush(-1);
                assertEquals(3, p.server().recv(buf, 3, in(1000)));
                assertEquals("abc", text(buf, 3));
            }
        });
    }

    @EveryEngine
    void megabytesGoThroughInBothDirectionsAtOnce(Engine engine) {
        TestNet.runFast(engine, () -> {
            try (Pair p = Pair.open()) {
                int size = 3_000_001;
                Chan<Integer> done = Chan.make(2);
                for (TcpSocket s : new TcpSocket[] {p.client(), p.server()}) {
                    go(() -> {
                        s.send(pattern(size), size, -1);
                        s.flush(-1);
                        done.send(1);
                    });
                    go(() -> {
                        byte[] all = new byte[size];
                        assertEquals(size, s.recv(all, size, -1));
                        assertPattern(all);
                        done.send(1);
                    });
                }
                for (int i = 0; i < 4; i++) {
                    done.receive();
                }
            }
        });
    }

    @EveryEngine
    void directBuffersGoThroughWithoutACopy(Engine engine) {
        TestNet.runFast(engine, () -> {
            try (Pair p = Pair.open()) {
                int size = 1_000_003;
                ByteBuffer out =
                        ByteBuffer.allocateDirect(size).put(pattern(size)).flip();
                go(() -> {
                    assertEquals(size, tcpsend(p.client(), out, -1));
                    tcpflush(p.client(), -1);
                });
                ByteBuffer all = ByteBuffer.allocateDirect(size);
                assertEquals(size, tcprecv(p.server(), all, -1));
                byte[] copy = new byte[size];
                all.flip().get(copy);
                assertPattern(copy);
            }
        });
    }

    @EveryEngine
    void recvSomeGivesWhatIsThere(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair p = Pair.open()) {
                p.client().send(bytes("hello"), 5, -1);
                p.client().flush(-1);
                byte[] buf = new byte[100];
                assertEquals(5, tcprecvsome(p.server(), buf, 100, in(1000)));
                assertEquals("hello", text(buf, 5));
                Failing.timesOut(() -> tcprecvsome(p.server(), buf, 100, in(10)));
                p.client().send(bytes("abcdef"), 6, -1);
                p.client().flush(-1);
                assertEquals(4, tcprecvsome(p.server(), buf, 4, in(1000)));
                assertEquals(2, tcprecvsome(p.server(), buf, 4, 0));
                assertEquals(0, tcprecvsome(p.server(), buf, 0, 0));
            }
        });
    }

    @EveryEngine
    void availableTellsWhatWasReceivedAhead(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair p = Pair.open()) {
                assertEquals(0, p.server().available());
                p.client().send(bytes("one\ntwo\nthr"), 11, -1);
                p.client().flush(in(1000));
                Mill.msleep(in(20));
                assertEquals(0, p.server().available(), "the system has them");
                byte[] buf = new byte[20];
                tcprecvuntil(p.server(), buf, 20, "\n", in(1000));
                assertEquals(7, p.server().available());
                tcprecvuntil(p.server(), buf, 20, "\n", 0);
                assertEquals(3, p.server().available());
                tcprecvsome(p.server(), buf, 2, 0);
                assertEquals(1, p.server().available());
                p.client().send(bytes("ee"), 2, -1);
                p.client().flush(in(1000));
                tcprecv(p.server(), buf, 3, in(1000));
                assertEquals("ree", text(buf, 3));
                assertEquals(0, p.server().available());
                p.client().send(bytes("xyz"), 3, -1);
                p.client().flush(in(1000));
                tcprecv(p.server(), buf, 1, in(1000));
                p.server().close();
                assertEquals(0, p.server().available());
            }
        });
    }

    @EveryEngine
    void recvUntilStopsAfterAnyOfTheDelimiters(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair p = Pair.open()) {
                p.client().send(bytes("one;two,three\u00ff"), 14, -1);
                p.client().flush(-1);
                byte[] buf = new byte[100];
                assertEquals(4, tcprecvuntil(p.server(), buf, 100, ",;", in(1000)));
                assertEquals("one;", text(buf, 4));
                assertEquals(4, tcprecvuntil(p.server(), buf, 100, ",;", in(1000)));
                assertEquals("two,", text(buf, 4));
                assertEquals(6, tcprecvuntil(p.server(), buf, 100, "\u00ff", in(1000)));
            }
        });
    }

    @EveryEngine
    void recvUntilFindsALongDelimiterAcrossReads(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair p = Pair.open()) {
                go(() -> {
                    for (String part : new String[] {"a\r\n\r", "\r\n\r", "\nrest"}) {
                        p.client().send(bytes(part), part.length(), -1);
                        p.client().flush(-1);
                        org.jmill.Mill.msleep(in(10));
                    }
                });
                byte[] buf = new byte[100];
                int n = tcprecvuntil(p.server(), buf, 100, bytes("\r\n\r\n"), in(1000));
                assertEquals("a\r\n\r\r\n\r\n", text(buf, n));
                assertEquals(4, tcprecv(p.server(), buf, 4, in(1000)));
                assertEquals("rest", text(buf, 4));
            }
        });
    }

    @EveryEngine
    void halfClosedPeerStillGetsTheReply(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair p = Pair.open()) {
                p.client().send(bytes("question"), 8, -1);
                tcpshutdown(p.client(), SHUT_WR);
                byte[] buf = new byte[100];
                assertEquals(8, tcprecvsome(p.server(), buf, 100, in(1000)));
                assertEquals(-1, tcprecvsome(p.server(), buf, 100, in(1000)));
                p.server().send(bytes("answer"), 6, -1);
                p.server().close();
                assertEquals(6, tcprecv(p.client(), buf, 6, in(1000)));
                assertEquals("answer", text(buf, 6));
            }
        });
    }

    @EveryEngine
    void closeFlushesWhatIsBuffered(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair p = Pair.open()) {
                p.client().send(bytes("last words"), 10, -1);
                tcpclose(p.client());
                byte[] buf = new byte[10];
                tcprecv(p.server(), buf, 10, in(1000));
                assertEquals("last words", text(buf, 10));
            }
        });
    }

    @EveryEngine
    void addressesOfBothEndsAgree(Engine engine) {
        TestNet.run(engine, () -> {
            try (TcpListener l = TestNet.listen();
                    TcpSocket c = tcpconnect(l.addr(), in(1000));
                    TcpSocket s = tcpaccept(l, in(1000))) {
                assertNotEquals(0, tcpport(l));
                assertEquals(tcpport(l), tcpport(c));
                assertEquals(l.addr(), tcpaddr(c));
                assertEquals(c.localAddr(), tcpaddr(s));
                assertEquals("tcp " + c.localAddr() + "->" + l.addr(), c.toString());
                assertEquals("tcp " + l.addr(), l.toString());
            }
        });
    }

    @NeedsKernel("channels that the test opens by itself")
    @EveryEngine
    void channelsAreAttachedAndDetached(Engine engine) {
        TestNet.run(engine, () -> {
            ServerSocketChannel server = ServerSocketChannel.open();
            server.bind(loopback(0).socketAddress());
            TcpListener l = MillNet.tcpattach(server);
            SocketChannel plain = SocketChannel.open(l.addr().socketAddress());
            TcpSocket c = MillNet.tcpattach(plain);
            TcpSocket s = tcpaccept(l, in(1000));
            c.send(bytes("abcd"), 4, -1);
            assertTrue(Failing.panics(() -> MillNet.tcpdetach(c)).contains("4 bytes"));
            c.flush(-1);
            byte[] buf = new byte[4];
            s.recv(buf, 2, in(1000));
            assertTrue(Failing.panics(() -> MillNet.tcpdetach(s)).contains("2 bytes"));
            assertEquals(plain, MillNet.tcpdetach(c));
            assertTrue(plain.isOpen());
            TcpSocket again = MillNet.tcpattach(plain);
            again.send(bytes("ef"), 2, -1);
            again.close();
            s.recv(buf, 4, in(1000));
            assertEquals("cdef", text(buf, 4));
            s.close();
            assertEquals(server, MillNet.tcpdetach(l));
            assertTrue(server.isOpen());
            server.close();
        });
    }

    @EveryEngine
    void twoListenersShareOnePort(Engine engine) {
        TestNet.run(engine, () -> {
            ListenOptions shared = ListenOptions.defaults().reusePort(true);
            try (TcpListener a = tcplisten(loopback(0), shared);
                    TcpListener b = tcplisten(a.addr(), shared)) {
                assertEquals(a.port(), b.port());
                Chan<String> served = Chan.make(200);
                List<Coroutine> acceptors = new ArrayList<>();
                for (TcpListener l : new TcpListener[] {a, b}) {
                    acceptors.add(go(() -> {
                        while (true) {
                            l.accept(-1).close();
                            served.send(l == a ? "a" : "b");
                        }
                    }));
                }
                boolean seenA = false;
                boolean seenB = false;
                for (int i = 0; i < 200; i++) {
                    tcpconnect(a.addr(), in(1000)).close();
                    String who = served.receive(in(1000));
                    seenA |= who.equals("a");
                    seenB |= who.equals("b");
                }
                assertTrue(seenA && seenB);
                acceptors.forEach(Coroutine::cancel);
            }
        });
    }

    @EveryEngine
    void ipv6WildcardTakesBothFamilies(Engine engine) {
        assumeTrue(hasIpv6(), "no IPv6 loopback here");
        TestNet.run(engine, () -> {
            try (TcpListener l = tcplisten(MillNet.iplocal(null, 0, MillNet.IPADDR_IPV6), 10)) {
                for (String host : new String[] {"127.0.0.1", "::1"}) {
                    TcpSocket c = tcpconnect(MillNet.iplocal(host, l.port(), 0), in(1000));
                    TcpSocket s = tcpaccept(l, in(1000));
                    assertEquals(host, MillNet.ipaddrstr(c.addr()));
                    assertTrue(c.toString().endsWith(c.addr().toString()), c.toString());
                    s.close();
                    c.close();
                }
            }
        });
    }

    private static boolean hasIpv6() {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
            return server.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /// The JDK would let 50 wait. A client that comes when they are as many as may has to try again after a second.
    @EveryEngine
    void asManyConnectionsWaitAsTheSystemAllows(Engine engine) {
        int waiting = 100;
        TestNet.run(engine, () -> {
            try (TcpListener l = TcpListener.listen(TestNet.loopback(0))) {
                List<TcpSocket> connected = new ArrayList<>();
                for (int i = 0; i < waiting; i++) {
                    connected.add(TcpSocket.connect(l.addr(), in(500)));
                }
                for (TcpSocket each : connected) {
                    l.accept(in(500)).close();
                    each.close();
                }
            }
        });
    }

    @NeedsKernel("one network for several mills, and a client outside of them")
    @EveryEngine
    void severalMillsShareOnePort(Engine engine) throws Exception {
        ListenOptions shared = ListenOptions.defaults().reusePort(true);
        AtomicInteger port = new AtomicInteger();
        ConcurrentHashMap<Integer, Integer> served = new ConcurrentHashMap<>();
        CountDownLatch listening = new CountDownLatch(2);
        CountDownLatch enough = new CountDownLatch(1);
        List<Thread> mills = new ArrayList<>();
        for (int number = 0; number < 2; number++) {
            int mill = number;
            mills.add(Thread.ofPlatform()
                    .start(() -> TestNet.run(engine, () -> {
                        TcpListener l;
                        synchronized (port) { // The first one chooses.
                            l = tcplisten(loopback(port.get()), shared);
                            port.set(l.port());
                        }
                        listening.countDown();
                        go(() -> {
                            while (true) {
                                l.accept(-1).close();
                                served.merge(mill, 1, Integer::sum);
                            }
                        });
                        Mill.blocking(() -> enough.await(20, TimeUnit.SECONDS));
                    })));
        }
        assertTrue(listening.await(20, TimeUnit.SECONDS));
        for (int i = 0; i < 2000 && served.size() < 2; i++) {
            SocketChannel.open(new InetSocketAddress("127.0.0.1", port.get())).close();
        }
        enough.countDown();
        for (Thread mill : mills) {
            mill.join();
        }
        assertEquals(2, served.size(), "mills that served");
    }
}
