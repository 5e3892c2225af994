package org.jmill.net;

import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.jmill.net.MillNet.IPADDR_IPV4;
import static org.jmill.net.MillNet.IPADDR_IPV6;
import static org.jmill.net.MillNet.IPADDR_PREF_IPV4;
import static org.jmill.net.MillNet.IPADDR_PREF_IPV6;
import static org.jmill.net.MillNet.ipaddrstr;
import static org.jmill.net.MillNet.iplocal;
import static org.jmill.net.MillNet.ipremote;
import static org.jmill.net.TestNet.in;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jmill.CancelledException;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.VirtualWorld;
import org.jmill.world.World;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Addresses from literals, interfaces and names.
@Tag("network")
class NamesTest {
    @Test
    void wildcardsFollowTheMode() throws Exception {
        for (int mode : new int[] {0, IPADDR_IPV4, IPADDR_PREF_IPV4}) {
            assertEquals("0.0.0.0:5555", iplocal(null, 5555, mode).toString());
        }
        for (int mode : new int[] {IPADDR_IPV6, IPADDR_PREF_IPV6}) {
            assertEquals("[::]:5555", iplocal(null, 5555, mode).toString());
        }
    }

    @Test
    void literalsAreWrittenShort() throws Exception {
        for (String literal : List.of("::", "::1", "1::", "fe80::1:0:0:1", "1:2:3:4:5:6:7:8")) {
            assertEquals(literal, ipaddrstr(iplocal(literal, 1, 0)));
        }
        assertEquals("2001:db8::1", ipaddrstr(iplocal("2001:0db8:0:0:0:0:0:1", 1, 0)));
        assertEquals("1:0:2::1", ipaddrstr(iplocal("1:0:2:0:0:0:0:1", 1, 0)));
        assertEquals("127.0.0.1", ipaddrstr(iplocal("127.0.0.1", 1, 0)));
    }

    @Test
    void literalsAreNotLookedUp() throws Exception {
        assertEquals("192.0.2.7:80", ipremote("192.0.2.7", 80, 0, -1).toString());
        assertEquals("[::1]:80", ipremote("::1", 80, IPADDR_PREF_IPV4, -1).toString());
        assertThrows(UnknownHostException.class, () -> ipremote("::1", 80, IPADDR_IPV4, -1));
        assertThrows(UnknownHostException.class, () -> ipremote("127.0.0.1", 80, IPADDR_IPV6, -1));
    }

    @Test
    void scopeThatIsUnknownIsNamed() throws Exception {
        UnknownHostException e = assertThrows(UnknownHostException.class, () -> ipremote("fe80::1%nosuch0", 80, 0, -1));
        assertEquals("ipremote fe80::1%nosuch0: no such interface: nosuch0", e.getMessage());
        e = assertThrows(UnknownHostException.class, () -> iplocal("fe80::1%nosuch0", 80, 0));
        assertEquals("iplocal fe80::1%nosuch0: no such interface: nosuch0", e.getMessage());
        e = assertThrows(UnknownHostException.class, () -> iplocal("fe80::1%1", 80, IPADDR_IPV4));
        assertTrue(e.getMessage().contains("neither an IPv4 address"), e.getMessage());
    }

    @NeedsKernel("the JDK's resolver")
    @EveryEngine
    void nameThatIsNoWholeLiteralIsWhatTheJdkMakesOfIt(Engine engine) {
        TestNet.run(engine, () -> {
            for (String name : List.of("1", "127.1", "")) {
                assertEquals(
                        InetAddress.getByName(name),
                        ipremote(name, 80, IPADDR_IPV4, in(5000)).address());
            }
        });
    }

    @Test
    void interfaceNamesAreAddresses() throws Exception {
        NetworkInterface loopback = NetworkInterface.networkInterfaces()
                .filter(NamesTest::isLoopback)
                .findFirst()
                .orElseThrow();
        assertEquals("127.0.0.1:7", iplocal(loopback.getName(), 7, 0).toString());
        UnknownHostException e = assertThrows(UnknownHostException.class, () -> iplocal("nosuch0", 7, 0));
        assertTrue(e.getMessage().contains("nosuch0"), e.getMessage());
    }

    private static boolean isLoopback(NetworkInterface i) {
        try {
            return i.isLoopback();
        } catch (java.net.SocketException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void portsAndModesOutOfRangePanic() {
        assertTrue(Failing.panics(() -> iplocal(null, -1, 0)).contains("-1"));
        assertTrue(Failing.panics(() -> iplocal(null, 65_536, 0)).contains("65536"));
        assertTrue(Failing.panics(() -> ipremote("::1", 1, 5, -1)).contains("5"));
        assertTrue(Failing.panics(() -> ipremote(null, 1, 0, -1)).contains("null"));
    }

    @Test
    void familiesTakeTurnsWithThePreferredFirst() throws Exception {
        List<InetAddress> all = Stream.of("192.0.2.1", "192.0.2.2", "192.0.2.3", "2001:db8::1")
                .map(InetAddress::ofLiteral)
                .toList();
        assertEquals(List.of(all.get(3), all.get(0), all.get(1), all.get(2)), Names.ordered(all, IPADDR_PREF_IPV6));
        assertEquals(List.of(all.get(0), all.get(3), all.get(1), all.get(2)), Names.ordered(all, 0));
        assertEquals(all.subList(3, 4), Names.ordered(all, IPADDR_IPV6));
        assertEquals(all.subList(0, 3), Names.ordered(all, IPADDR_IPV4));
    }

    @Test
    void addressesAreEqualByAddressAndPort() throws Exception {
        assertEquals(iplocal("127.0.0.1", 1, 0), iplocal("127.0.0.1", 1, IPADDR_IPV4));
        assertNotEquals(iplocal("127.0.0.1", 1, 0), iplocal("127.0.0.1", 2, 0));
        assertEquals(iplocal("127.0.0.1", 2, 0), iplocal("127.0.0.1", 1, 0).withPort(2));
    }

    @EveryEngine
    void localhostIsResolved(Engine engine) {
        TestNet.run(engine, () -> {
            IpAddr four = ipremote("localhost", 80, IPADDR_IPV4, in(5000));
            assertEquals("127.0.0.1:80", four.toString());
            assertEquals("localhost", four.name());
        });
    }

    @EveryEngine
    void nameThatCannotBeResolvedIsNamed(Engine engine) {
        TestNet.run(engine, () -> {
            UnknownHostException e =
                    assertThrows(UnknownHostException.class, () -> ipremote("nosuch.invalid", 80, 0, in(10_000)));
            assertTrue(e.getMessage().contains("nosuch.invalid"), e.getMessage());
        });
    }

    @EveryEngine
    void slowResolverHoldsUpOnlyWhoAsks(Engine engine) {
        CountDownLatch never = new CountDownLatch(1);
        TestNet.run(engine, ResolvingWorld.silent(new VirtualWorld(), never), () -> {
            long start = now();
            Failing.timesOut(() -> ipremote("slow.example", 80, 0, start + 20));
            assertEquals(start + 20, now());
            Coroutine asker = go(() -> ipremote("slow.example", 80, 0, -1));
            for (int i = 0; i < 5; i++) {
                Mill.msleep(now() + 1);
            }
            assertFalse(asker.isDone());
            asker.cancel();
            never.countDown();
        });
    }

    @EveryEngine
    void cancelledCoroutineDoesNotWaitForTheResolver(Engine engine) {
        CountDownLatch never = new CountDownLatch(1);
        TestNet.run(engine, ResolvingWorld.silent(never), () -> {
            boolean[] cancelled = {false};
            Coroutine asker = go(() -> {
                try {
                    ipremote("slow.example", 80, 0, -1);
                } catch (CancelledException e) {
                    cancelled[0] = true;
                    throw e;
                }
            });
            asker.cancel();
            asker.join();
            assertTrue(cancelled[0]);
            never.countDown();
        });
    }

    @EveryEngine
    void resolverThatBreaksDoesSoForWhoAsks(Engine engine) {
        for (Throwable broken : new Throwable[] {new IllegalStateException(), new StackOverflowError()}) {
            World world = new ResolvingWorld(name -> {
                throw NamesTest.<RuntimeException>sneak(broken);
            });
            TestNet.run(engine, world, () -> {
                assertSame(broken, assertThrows(broken.getClass(), () -> ipremote("broken.example", 80, 0, -1)));
            });
        }
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> X sneak(Throwable thrown) throws X {
        throw (X) thrown;
    }

    @EveryEngine
    void nameWithoutAnAddressOfTheFamilyIsUnknown(Engine engine) {
        World world = new ResolvingWorld(name -> List.of(InetAddress.ofLiteral("192.0.2.1")));
        TestNet.run(engine, world, () -> {
            IpAddr found = ipremote("four.example", 80, IPADDR_PREF_IPV6, -1);
            assertFalse(found.isIpv6());
            assertThrows(UnknownHostException.class, () -> ipremote("four.example", 80, IPADDR_IPV6, -1));
        });
    }
}
