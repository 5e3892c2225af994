package org.jmill.test.net;

import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.net.MillNet.ipaddrstr;
import static org.jmill.net.MillNet.iplocal;
import static org.jmill.net.MillNet.ipremote;
import static org.jmill.net.MillNet.tcpaccept;
import static org.jmill.net.MillNet.tcpclose;
import static org.jmill.net.MillNet.tcpconnect;
import static org.jmill.net.MillNet.tcpflush;
import static org.jmill.net.MillNet.tcplisten;
import static org.jmill.net.MillNet.tcprecv;
import static org.jmill.net.MillNet.tcprecvsome;
import static org.jmill.net.MillNet.tcpsend;
import static org.jmill.net.MillNet.udplisten;
import static org.jmill.net.MillNet.udprecv;
import static org.jmill.net.MillNet.udpsend;
import static org.jmill.net.MillNet.unixaccept;
import static org.jmill.net.MillNet.unixconnect;
import static org.jmill.net.MillNet.unixlisten;
import static org.jmill.net.MillNet.unixpair;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jmill.Body;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.TestMill;
import org.jmill.harness.Variants;
import org.jmill.net.Datagram;
import org.jmill.net.IpAddr;
import org.jmill.net.MillNet;
import org.jmill.net.TcpListener;
import org.jmill.net.TcpSocket;
import org.jmill.net.UdpSocket;
import org.jmill.net.UnixListener;
import org.jmill.net.UnixSocket;
import org.junit.jupiter.api.Test;

/// The verbs of `org.jmill.net` between the hosts of a network in memory; what they do on one host, its own tests say.
class NetVerbsTest {
    private static final int PORT = 5555;

    private final FileSystem disk = Jimfs.newFileSystem(Configuration.unix());
    private final WiredWorld world = new WiredWorld(disk);
    private final Net net = world.net;
    private final Host a = net.add("a");
    private final Host b = net.add("b");

    private void run(Engine engine, Body<? extends Exception> main) throws Exception {
        TestMill.realTime(engine).with(o -> o.world(world)).run(main);
    }

    private static long in(int ms) {
        return now() + ms;
    }

    /// Echoes on a host, to each who connects.
    private Coroutine echo(Host host) {
        return world.go(host, () -> {
            TcpListener listener = tcplisten(iplocal(null, PORT, 0), 10);
            while (true) {
                TcpSocket s = tcpaccept(listener, -1);
                go("session", () -> {
                    try (s) {
                        byte[] buffer = new byte[10_000];
                        for (int n = tcprecvsome(s, buffer, buffer.length, -1);
                                n >= 0;
                                n = tcprecvsome(s, buffer, buffer.length, -1)) {
                            tcpsend(s, buffer, n, -1);
                            tcpflush(s, -1);
                        }
                    } catch (SocketException e) {
                        // Its client was cut off, or has reset it.
                    }
                });
            }
        });
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @EveryEngine
    void echoTakesTwoRoundTripsOfVirtualTime(Engine engine) throws Exception {
        net.conditions().latency(100, 100);
        run(engine, () -> {
            Coroutine server = echo(b);
            world.go(a, () -> {
                        long start = now();
                        try (TcpSocket s = tcpconnect("b", PORT, in(1_000))) {
                            assertEquals(start + 200, now());
                            assertEquals("10.0.0.2", s.localAddr().literal());
                            tcpsend(s, new byte[] {1, 2, 3}, 3, -1);
                            tcpflush(s, -1);
                            byte[] back = new byte[3];
                            tcprecv(s, back, 3, in(1_000));
                            assertArrayEquals(new byte[] {1, 2, 3}, back);
                            assertEquals(start + 400, now());
                        }
                    })
                    .join();
            server.cancel();
        });
    }

    @EveryEngine
    void megabyteGoesThroughSmallBuffersAndABadWire(Engine engine) throws Exception {
        world.decider.drawing(7);
        net.conditions().latency(1, 20);
        net.conditions().loss(0.01);
        net.conditions().splits(0.2);
        net.conditions().buffers(5_000);
        run(engine, () -> {
            Coroutine server = echo(b);
            byte[] all = random(1_000_000);
            byte[] back = new byte[all.length];
            world.go(a, () -> {
                        try (TcpSocket s = tcpconnect("b", PORT, -1)) {
                            Coroutine sender = go("sender", () -> {
                                tcpsend(s, all, all.length, -1);
                                tcpflush(s, -1);
                            });
                            tcprecv(s, back, back.length, -1);
                            sender.join();
                        }
                    })
                    .join();
            assertArrayEquals(all, back);
            assertTrue(net.dropped() > 0);
            server.cancel();
        });
    }

    @Test
    void sameSeedAsksTheSameOnAllEngines() throws Exception {
        List<List<String>> logs = new ArrayList<>();
        for (Engine engine : Variants.ENGINES) {
            NetVerbsTest test = new NetVerbsTest();
            test.megabyteGoesThroughSmallBuffersAndABadWire(engine);
            List<String> log = test.world.decider.asked;
            log.add("at " + test.world.agenda.nowNs() + ", dropped " + test.net.dropped());
            logs.add(log);
        }
        assertTrue(logs.getFirst().size() > 100);
        assertEquals(logs.get(0), logs.get(1));
        assertEquals(logs.get(0), logs.get(2));
    }

    @EveryEngine
    void halfCloseAndRefusalAndReset(Engine engine) throws Exception {
        run(engine, () -> {
            Coroutine server = echo(b);
            world.go(a, () -> {
                        try (TcpSocket s = tcpconnect("b", PORT, -1)) {
                            tcpsend(s, new byte[] {1}, 1, -1);
                            s.shutdown(MillNet.SHUT_WR);
                            byte[] back = new byte[2];
                            assertEquals(1, tcprecvsome(s, back, 2, -1));
                            assertEquals(-1, tcprecvsome(s, back, 2, -1));
                        }
                        IpAddr nobody = ipremote("b", PORT + 1, 0, -1);
                        ConnectException refused = assertThrows(ConnectException.class, () -> tcpconnect(nobody, -1));
                        assertEquals("connect tcp 10.0.0.3:5556: connection refused", refused.getMessage());
                        net.conditions().resets(1);
                        world.decider.answer("connection reset", 1);
                        try (TcpSocket s = tcpconnect("b", PORT, -1)) {
                            tcpsend(s, new byte[] {1}, 1, -1);
                            tcpflush(s, -1);
                            SocketException reset =
                                    assertThrows(SocketException.class, () -> tcprecv(s, new byte[1], 1, -1));
                            assertTrue(reset.getMessage().endsWith(": connection reset"), reset.getMessage());
                        }
                        net.conditions().resets(0);
                    })
                    .join();
            server.cancel();
        });
    }

    @EveryEngine
    void addressesAreThoseOfTheHostAndItsNames(Engine engine) throws Exception {
        run(
                engine,
                () -> world.go(a, () -> {
                            assertEquals("10.0.0.2", ipaddrstr(iplocal("eth0", 0, MillNet.IPV4)));
                            assertEquals("fd00::2", ipaddrstr(iplocal("eth0", 0, MillNet.IPV6)));
                            assertEquals("127.0.0.1", ipaddrstr(iplocal("lo", 0, 0)));
                            assertEquals("10.0.0.3", ipaddrstr(ipremote("b", 1, 0, -1)));
                            net.name("service", List.of(b.address(), a.address()));
                            assertEquals(2, ipremote("service", 1, 0, -1).all().size());
                            assertThrows(UnknownHostException.class, () -> ipremote("nobody", 1, 0, -1));
                            assertThrows(
                                    NoRouteToHostException.class,
                                    () -> tcpconnect(ipremote("192.0.2.1", 1, 0, -1), -1));
                            assertThrows(BindException.class, () -> tcplisten(iplocal("10.0.0.3", 0, 0), 1));
                        })
                        .join());
    }

    @EveryEngine
    void deadlinesPassAndTheBacklogFills(Engine engine) throws Exception {
        run(engine, () -> {
            world.go(b, () -> {
                        TcpListener listener = tcplisten(iplocal(null, PORT, 0), 1);
                        long start = now();
                        assertThrows(SocketTimeoutException.class, () -> tcpaccept(listener, in(70)));
                        assertEquals(start + 70, now());
                        IpAddr self = iplocal("10.0.0.3", PORT, 0);
                        for (int i = 0; i < 2; i++) {
                            tcpconnect(self, in(10));
                        }
                        assertThrows(SocketTimeoutException.class, () -> tcpconnect(self, in(100)));
                        Coroutine patient = go("patient", () -> tcpclose(tcpconnect(self, in(5_000))));
                        tcpclose(tcpaccept(listener, -1));
                        patient.join();
                    })
                    .join();
        });
    }

    @EveryEngine
    void partitionSilencesAndHeals(Engine engine) throws Exception {
        run(engine, () -> {
            Coroutine server = echo(b);
            world.go(a, () -> {
                        TcpSocket s = tcpconnect("b", PORT, -1);
                        net.partition(List.of("a"), 0);
                        tcpsend(s, new byte[] {7}, 1, -1);
                        tcpflush(s, -1);
                        byte[] back = new byte[1];
                        assertThrows(SocketTimeoutException.class, () -> tcprecv(s, back, 1, in(60_000)));
                        assertThrows(SocketTimeoutException.class, () -> tcpconnect("b", PORT, in(1_000)));
                        net.heal();
                        assertEquals(1, tcprecv(s, back, 1, in(100)));
                        net.partition(List.of("a"), 0);
                        long start = now();
                        SocketException silent =
                                assertThrows(SocketException.class, () -> tcprecv(s, back, 1, -1)); // By keepalive.
                        assertTrue(silent.getMessage().endsWith(": connection timed out"), silent.getMessage());
                        assertEquals(150_000, now() - start);
                        tcpclose(s);
                        net.heal();
                    })
                    .join();
            server.cancel();
        });
    }

    @EveryEngine
    void crashedServerIsFoundOutWhenItRunsAgain(Engine engine) throws Exception {
        run(engine, () -> {
            Coroutine server = echo(b);
            world.go(a, () -> {
                        TcpSocket s = tcpconnect("b", PORT, -1);
                        msleep(in(1)); // All others wait.
                        b.crash();
                        Coroutine reader = go("reader", () -> {
                            SocketException e =
                                    assertThrows(SocketException.class, () -> tcprecv(s, new byte[1], 1, -1));
                            assertTrue(e.getMessage().endsWith(": connection reset"), e.getMessage());
                        });
                        msleep(in(5_000));
                        assertFalse(reader.isDone());
                        b.restart();
                        tcpsend(s, new byte[1], 1, -1);
                        tcpflush(s, -1);
                        reader.join();
                        assertThrows(ConnectException.class, () -> tcpconnect("b", PORT, -1));
                    })
                    .join();
            server.cancel();
        });
    }

    @EveryEngine
    void datagramsAreLostAndDoubledAndCut(Engine engine) throws Exception {
        net.conditions().loss(0.5);
        net.conditions().duplicates(0.5);
        run(engine, () -> {
            Coroutine receiver = world.go(b, () -> {
                UdpSocket s = udplisten(iplocal(null, PORT, 0));
                byte[] buffer = new byte[2];
                for (int i = 0; i < 2; i++) {
                    Datagram d = udprecv(s, buffer, 2, -1);
                    assertEquals(List.of(2, 3), List.of(d.length(), d.size()));
                }
                assertThrows(SocketTimeoutException.class, () -> udprecv(s, buffer, 2, in(100)));
            });
            world.go(a, () -> {
                        UdpSocket s = udplisten(iplocal(null, 0, 0));
                        IpAddr to = ipremote("b", PORT, 0, -1);
                        world.decider.answer("datagram lost", 1).answer("datagram duplicated", 0, 1);
                        udpsend(s, to, new byte[3], 3);
                        udpsend(s, to, new byte[3], 3);
                    })
                    .join();
            receiver.join();
            assertEquals(List.of(1L, 1L, 2L), List.of(net.dropped(), net.duplicated(), net.delivered()));
        });
    }

    @EveryEngine
    void unixSocketsLieOnTheDiskOfTheirHost(Engine engine) throws Exception {
        Files.createDirectory(disk.getPath("/tmp"));
        Files.createDirectory(disk.getPath("/run"));
        run(engine, () -> {
            UnixListener listener = unixlisten("/run/app.sock", 1);
            assertTrue(Files.exists(disk.getPath("/run/app.sock")));
            assertThrows(BindException.class, () -> unixlisten("/run/app.sock", 1));
            try (UnixSocket client = unixconnect("/run/app.sock", -1);
                    UnixSocket server = unixaccept(listener, -1)) {
                client.send(new byte[] {1, 2}, 2, -1);
                client.flush(-1);
                assertEquals(2, server.recv(new byte[2], 2, -1));
            }
            world.go(a, () -> assertThrows(ConnectException.class, () -> unixconnect("/run/app.sock", -1)))
                    .join(); // That of another host.
            listener.close();
            assertFalse(Files.exists(disk.getPath("/run/app.sock")));
            assertThrows(ConnectException.class, () -> unixconnect("/run/app.sock", -1));
            UnixSocket[] pair = unixpair();
            pair[0].close();
            assertEquals(-1, pair[1].recvSome(new byte[1], 1, -1));
        });
    }

    @EveryEngine
    void channelsOfOtherWorldsAreRefused(Engine engine) throws Exception {
        run(engine, () -> {
            try (ServerSocketChannel real = ServerSocketChannel.open();
                    ServerSocketChannel other = new WiredWorld().sockets().openServerSocketChannel()) {
                for (ServerSocketChannel channel : List.of(real, other)) {
                    channel.configureBlocking(false);
                    assertThrows(MillPanic.class, () -> Mill.fdwait(channel, Mill.FDW_IN, 0));
                    IOException e = assertThrows(IOException.class, () -> new Readiness(net).await(channel, 1, null));
                    assertTrue(e.getMessage().startsWith("a channel of "), e.getMessage());
                }
            }
        });
    }
}
