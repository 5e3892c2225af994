package org.jmill.test.net;

import static org.jmill.test.net.Wired.at;
import static org.jmill.test.net.Wired.bytes;
import static org.jmill.test.net.Wired.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What channels of connections do; compared with what the JDK's do over a kernel.
class StreamsTest {
    private final Wired wired = new Wired();

    private static void assertFails(Class<? extends IOException> type, String message, Call call) {
        IOException e = assertThrows(type, call::run);
        assertEquals(type, e.getClass());
        assertEquals(message, e.getMessage());
    }

    private interface Call {
        void run() throws IOException;
    }

    // ---- opening
    // ---------------------------------------------------------------------------------------------

    @Test
    void connectTakesARoundTripAndAcceptHalfAnotherOne() throws IOException {
        wired.net.conditions().latency(10, 10);
        ServerSocketChannel listener = wired.listen(wired.b);
        SocketChannel client = wired.connect(wired.a, wired.b.address());
        wired.pass(19);
        assertFalse(client.finishConnect());
        wired.pass(1);
        assertTrue(client.finishConnect());
        assertNull(listener.accept());
        wired.pass(10);
        SocketChannel server = listener.accept();
        assertEquals(client.getLocalAddress(), server.getRemoteAddress());
        assertEquals(client.getRemoteAddress(), server.getLocalAddress());
        assertEquals(at(wired.b.address()), client.getRemoteAddress());
        assertEquals(wired.a.address(), ((InetSocketAddress) client.getLocalAddress()).getAddress());
    }

    @Test
    void connectWhereNobodyListensIsRefusedAndClosesTheChannel() throws IOException {
        SocketChannel client = wired.connect(wired.a, wired.b.address());
        assertFails(ConnectException.class, "Connection refused", client::finishConnect);
        assertFalse(client.isOpen());
    }

    @Test
    void loopbackOfEachHostIsItsOwn() throws IOException {
        wired.on(wired.b);
        ServerSocketChannel listener = wired.net.provider().openServerSocketChannel();
        listener.bind(at(Addresses.LOOPBACK_4));
        assertTrue(wired.connect(wired.b, Addresses.LOOPBACK_4).finishConnect());
        for (InetAddress to : List.of(Addresses.LOOPBACK_4, wired.b.address())) {
            SocketChannel other = wired.connect(wired.a, to);
            assertThrows(ConnectException.class, other::finishConnect);
        }
    }

    @Test
    void addressOfNoHostIsUnreachable() throws IOException {
        SocketChannel client = wired.open(wired.a);
        assertFails(
                SocketException.class,
                "Network is unreachable",
                () -> client.connect(at(InetAddress.getByName("192.0.2.1"))));
    }

    @Test
    void portsAndAddressesAreBoundAsWithAKernel() throws IOException {
        ServerSocketChannel listener = wired.listen(wired.a);
        ServerSocketChannel second = wired.net.provider().openServerSocketChannel();
        assertFails(BindException.class, "Address already in use", () -> second.bind(at(wired.a.address())));
        assertFails(BindException.class, "Cannot assign requested address", () -> second.bind(at(wired.b.address())));
        listener.close();
        second.bind(at(wired.a.address()));
        wired.listen(wired.b);
        ServerSocketChannel third = wired.net.provider().openServerSocketChannel(java.net.StandardProtocolFamily.INET);
        assertThrows(UnsupportedAddressTypeException.class, () -> third.bind(at(Addresses.LOOPBACK_6)));
    }

    @Test
    void sharedPortTakesConnectionsInTurns() throws IOException {
        ServerSocketChannel[] listeners = new ServerSocketChannel[2];
        for (int i = 0; i < 2; i++) {
            listeners[i] = wired.on(wired.b).net.provider().openServerSocketChannel();
            listeners[i].configureBlocking(false);
            listeners[i].setOption(StandardSocketOptions.SO_REUSEPORT, true).bind(at(Addresses.ANY_6));
        }
        wired.connect(wired.a, wired.b.address());
        wired.connect(wired.a, wired.b.address());
        for (ServerSocketChannel listener : listeners) {
            assertTrue(listener.accept() != null && listener.accept() == null);
        }
    }

    @Test
    void oneMoreThanTheBacklogWaitsAndTheNextOneKnocksAgain() throws IOException {
        ServerSocketChannel listener = wired.listen(wired.b, 1);
        assertTrue(wired.connect(wired.a, wired.b.address()).finishConnect());
        assertTrue(wired.connect(wired.a, wired.b.address()).finishConnect());
        SocketChannel third = wired.connect(wired.a, wired.b.address());
        SocketChannel fourth = wired.connect(wired.a, wired.b.address());
        wired.pass(1_100);
        assertFalse(third.finishConnect());
        assertTrue(listener.accept() != null);
        wired.pass(2_000);
        assertTrue(third.finishConnect());
        wired.pass(200_000);
        assertFails(ConnectException.class, "Connection timed out", fourth::finishConnect);
    }

    @Test
    void listenerThatIsClosedResetsWhoWaits() throws IOException {
        ServerSocketChannel listener = wired.listen(wired.b);
        SocketChannel client = wired.connect(wired.a, wired.b.address());
        assertTrue(client.finishConnect());
        listener.close();
        assertFails(SocketException.class, "Connection reset", () -> read(client));
    }

    @Test
    void connectThatIsClosedMeanwhileLeavesNothing() throws IOException {
        wired.net.conditions().latency(10, 10);
        ServerSocketChannel listener = wired.listen(wired.b);
        SocketChannel client = wired.connect(wired.a, wired.b.address());
        wired.pass(5);
        client.close();
        wired.pass(200_000);
        assertNull(listener.accept());
        assertTrue(wired.a.ends().isEmpty() && wired.b.ends().isEmpty());
        assertEquals(Long.MAX_VALUE, wired.agenda.nextNs());
    }

    // ---- bytes
    // ---------------------------------------------------------------------------------------------------

    @Test
    void bytesArriveInOrderAndThenTheEnd() throws IOException {
        Wired.Pair p = wired.pair();
        p.client.write(bytes("one "));
        p.client.write(bytes("two"));
        p.client.shutdownOutput();
        assertEquals("one two", read(p.server));
        assertEquals("END", read(p.server));
        assertEquals(2, p.server.write(bytes("ok"))); // The other half goes on.
        assertEquals("ok", read(p.client));
        assertThrows(ClosedChannelException.class, () -> p.client.write(bytes("x")));
        p.server.close();
        assertEquals("END", read(p.client));
    }

    @Test
    void slowReaderFillsTheBuffersAndMakesRoomAgain() throws IOException {
        wired.net.conditions().buffers(10);
        Wired.Pair p = wired.pair();
        ByteBuffer source = bytes("0123456789".repeat(3));
        assertEquals(20, p.client.write(source));
        assertEquals(0, p.client.write(source));
        assertEquals("0123456789".repeat(2), read(p.server));
        assertEquals(10, p.client.write(source));
        assertEquals("0123456789", read(p.server));
    }

    @Test
    void streamIsTheSameWhateverTheWireDoes() throws IOException {
        for (int seed = 0; seed < 50; seed++) {
            Wired w = new Wired();
            w.net.conditions().buffers(100);
            Wired.Pair p = w.pair();
            w.decider.drawing(seed);
            w.net.conditions().latency(0, 30);
            w.net.conditions().loss(0.2);
            w.net.conditions().splits(0.5);
            w.net.conditions().bandwidth(seed % 2 * 1_000);
            Random random = new Random(seed);
            byte[] all = new byte[5_000];
            random.nextBytes(all);
            ByteBuffer source = ByteBuffer.wrap(all);
            ByteBuffer target = ByteBuffer.allocate(all.length + 1);
            for (int i = 0; target.position() < all.length; i++) {
                assertTrue(i < 1_000_000, "it stands still");
                p.client.write(source);
                if (random.nextInt(30) == 0) {
                    w.net.partition(List.of("a"), random.nextInt(300));
                    w.net.partitionOneWay(List.of("b"), List.of("a"), random.nextInt(300) + 1);
                }
                if (random.nextInt(100) == 0) {
                    w.net.heal();
                }
                w.pass(random.nextInt(40));
                p.server.read(target);
            }
            assertEquals(ByteBuffer.wrap(all), target.flip());
            assertTrue(w.net.dropped() > 0);
        }
    }

    @Test
    void nothingIsAskedWhereThereIsNoChoice() throws IOException {
        wired.net.conditions().latency(5, 5);
        Wired.Pair p = wired.pair();
        p.client.write(bytes("abc"));
        wired.pass(5);
        assertEquals("abc", read(p.server));
        assertEquals(List.of(), wired.decider.asked);
        wired.net.conditions().latency(5, 6);
        p.client.write(bytes("abc"));
        assertEquals(List.of("latency"), wired.decider.asked);
    }

    @Test
    void writesAndReadsAreSplitAtDrawnPlaces() throws IOException {
        Wired.Pair p = wired.pair();
        wired.net.conditions().splits(0.1);
        wired.decider.answer("short write", 1, 3);
        assertEquals(3, p.client.write(bytes("0123456789")));
        wired.decider.answer("short read", 1, 2);
        assertEquals("01", read(p.server));
        assertEquals("2", read(p.server));
    }

    @Test
    void bandwidthMakesBytesLate() throws IOException {
        Wired.Pair p = wired.pair();
        wired.net.conditions().bandwidth(1_000);
        p.client.write(bytes("x".repeat(100)));
        p.client.write(bytes("y".repeat(100)));
        wired.pass(100);
        assertEquals("x".repeat(100), read(p.server));
        wired.pass(99);
        assertEquals("", read(p.server));
        wired.pass(1);
        assertEquals("y".repeat(100), read(p.server));
    }

    // ---- breaking
    // ------------------------------------------------------------------------------------------------

    @Test
    void closeWithUnreadBytesResets() throws IOException {
        Wired.Pair p = wired.pair();
        p.server.write(bytes("last"));
        p.client.write(bytes("unread"));
        p.server.close();
        assertEquals("last", read(p.client));
        assertFails(SocketException.class, "Connection reset", () -> read(p.client));
        assertFails(IOException.class, "Broken pipe", () -> p.client.write(bytes("x")));
        assertFails(SocketException.class, "Connection reset", () -> read(p.client));
    }

    @Test
    void resetIsFirstToldToWhoWrites() throws IOException {
        Wired.Pair p = wired.pair();
        p.server.setOption(StandardSocketOptions.SO_LINGER, 0);
        p.server.write(bytes("abc"));
        p.server.close();
        assertFails(IOException.class, "Connection reset by peer", () -> p.client.write(bytes("x")));
        assertFails(IOException.class, "Broken pipe", () -> p.client.write(bytes("x")));
        assertEquals("abc", read(p.client));
        assertEquals("END", read(p.client));
    }

    @Test
    void writeToAClosedPeerBreaksThePipe() throws IOException {
        Wired.Pair p = wired.pair();
        p.server.close();
        assertEquals(1, p.client.write(bytes("x")));
        assertFails(IOException.class, "Broken pipe", () -> p.client.write(bytes("x")));
        assertEquals("END", read(p.client));
    }

    @Test
    void resetDestroysWhatIsStillUnderWay() throws IOException {
        wired.net.conditions().latency(10, 10);
        Wired.Pair p = wired.pair();
        p.client.write(bytes("unread"));
        wired.pass(10);
        p.server.write(bytes("farewell"));
        p.server.close();
        wired.pass(100);
        assertFails(SocketException.class, "Connection reset", () -> read(p.client));
    }

    @Test
    void networkResetsBothEnds() throws IOException {
        Wired.Pair p = wired.pair();
        wired.net.conditions().resets(0.5);
        wired.decider.answer("connection reset", 1);
        p.client.write(bytes("lost"));
        assertFails(SocketException.class, "Connection reset", () -> read(p.client));
        assertFails(SocketException.class, "Connection reset", () -> read(p.server));
        assertEquals(1, wired.net.resets());
    }

    @Test
    void closedEndsAreForgotten() throws IOException {
        Wired.Pair p = wired.pair();
        p.client.close();
        p.server.close();
        p.listener.close();
        assertTrue(wired.a.ends().isEmpty() && wired.b.ends().isEmpty());
        assertTrue(wired.a.sockets().isEmpty() && wired.b.sockets().isEmpty());
        wired.listen(wired.b);
    }

    @Test
    void blockingModeNeverWaits() throws IOException {
        Wired.Pair p = wired.pair();
        p.client.configureBlocking(true);
        IOException e = assertThrows(IOException.class, () -> read(p.client));
        assertTrue(e.getMessage().contains("configureBlocking(false)"), e.getMessage());
        p.server.write(bytes("x"));
        assertEquals("x", read(p.client));
    }
}
