package org.jmill.net;

import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.jmill.net.AddressRace.STAGGER_MS;
import static org.jmill.net.TestNet.in;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jmill.CancelledException;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.harness.EveryEngine;
import org.junit.jupiter.api.Tag;

/// Connecting to a name that has several addresses (RFC 8305). In real time: the system connects.
@Tag("network")
class AddressRaceTest {
    private static final int MANY = 40;

    /// An address that takes no more connections and does not refuse them either.
    private static final class Silent implements AutoCloseable {
        private final TcpListener listener;
        private final List<TcpSocket> queued = new ArrayList<>();

        Silent() throws IOException {
            listener = TcpListener.listen(
                    TestNet.loopback(0), ListenOptions.defaults().backlog(1));
            try {
                while (queued.size() < 50) {
                    queued.add(TcpSocket.connect(listener.addr(), in(50)));
                }
                throw new AssertionError("the backlog is never full");
            } catch (SocketTimeoutException e) {
                // Full.
            }
        }

        IpAddr addr() {
            return listener.addr();
        }

        @Override
        public void close() throws IOException {
            for (TcpSocket s : queued) {
                s.close();
            }
            listener.close();
        }
    }

    private static IpAddr refused() throws IOException {
        try (TcpListener l = TestNet.listen()) {
            return l.addr();
        }
    }

    private static void won(SocketChannel channel, IpAddr by) throws IOException {
        assertEquals(by.socketAddress(), channel.getRemoteAddress());
        Connector.drop(channel);
    }

    @EveryEngine
    void nextAddressStartsAtOnceWhenOneFails(Engine engine) {
        TestNet.run(engine, () -> {
            Descriptors.warmUp();
            int before = Descriptors.count();
            try (TcpListener good = TestNet.listen()) {
                List<IpAddr> addresses = new ArrayList<>();
                for (int i = 0; i < MANY; i++) {
                    addresses.add(refused());
                }
                addresses.add(good.addr());
                long start = now();
                won(AddressRace.run(addresses, SocketOptions.defaults(), in((int) (MANY * STAGGER_MS))), good.addr());
                assertTrue(now() - start < MANY * STAGGER_MS, "waited for each");
            }
            Descriptors.assertBackAt(before);
        });
    }

    @EveryEngine
    void nextAddressStartsAfterTheStaggerWhileOneIsSilent(Engine engine) {
        TestNet.run(engine, () -> {
            Descriptors.warmUp();
            int before = Descriptors.count();
            try (Silent silent = new Silent();
                    TcpListener good = TestNet.listen()) {
                long start = now();
                won(
                        AddressRace.run(List.of(silent.addr(), good.addr()), SocketOptions.defaults(), in(5000)),
                        good.addr());
                long took = now() - start;
                assertTrue(took >= STAGGER_MS, "took " + took);
            }
            Descriptors.assertBackAt(before);
        });
    }

    @EveryEngine
    void allRefusedTellsOfEach(Engine engine) {
        TestNet.run(engine, () -> {
            IpAddr a = refused();
            IpAddr b = refused();
            ConnectException e = assertThrows(
                    ConnectException.class, () -> AddressRace.run(List.of(a, b), SocketOptions.defaults(), in(5000)));
            assertTrue(e.getMessage().contains(a.toString()), e.getMessage());
            assertTrue(e.getSuppressed()[0].getMessage().contains(b.toString()));
        });
    }

    @EveryEngine
    void attemptThatBreaksDoesSoForWhoConnects(Engine engine) {
        TestNet.run(engine, () -> {
            List<IpAddr> addresses = Arrays.asList(null, refused()); // Nothing better breaks it.
            assertThrows(
                    NullPointerException.class, () -> AddressRace.run(addresses, SocketOptions.defaults(), in(5000)));
        });
    }

    @EveryEngine
    void deadlineHoldsForTheWholeRace(Engine engine) {
        TestNet.run(engine, () -> {
            Descriptors.warmUp();
            int before = Descriptors.count();
            try (Silent one = new Silent();
                    Silent two = new Silent()) {
                long start = now();
                Failing.timesOut(
                        () -> AddressRace.run(List.of(one.addr(), two.addr()), SocketOptions.defaults(), in(400)));
                long took = now() - start;
                assertTrue(took >= 400, "took " + took);
            }
            Descriptors.assertBackAt(before);
        });
    }

    @EveryEngine
    void cancelledRaceLeavesNothingOpen(Engine engine) {
        TestNet.run(engine, () -> {
            Descriptors.warmUp();
            int before = Descriptors.count();
            try (Silent one = new Silent();
                    Silent two = new Silent()) {
                Coroutine racer = go(() -> {
                    assertThrows(
                            CancelledException.class,
                            () -> AddressRace.run(List.of(one.addr(), two.addr()), SocketOptions.defaults(), -1));
                });
                Mill.msleep(in(300)); // Both are tried by now.
                racer.cancel();
                racer.join();
            }
            Descriptors.assertBackAt(before);
        });
    }

    @EveryEngine
    void nameIsConnectedToThroughAllItsAddresses(Engine engine) {
        TestNet.run(engine, () -> {
            try (TcpListener l = TestNet.listen()) { // IPv4 only, while localhost may be ::1 too.
                TcpSocket s = MillNet.tcpconnect("localhost", l.port(), in(5000));
                assertEquals(l.addr(), s.addr());
                s.close();
            }
        });
    }
}
