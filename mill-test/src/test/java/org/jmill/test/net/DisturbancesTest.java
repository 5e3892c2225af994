package org.jmill.test.net;

import static org.jmill.test.net.Wired.at;
import static org.jmill.test.net.Wired.bytes;
import static org.jmill.test.net.Wired.read;
import static org.jmill.test.net.Wired.receive;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import jdk.net.ExtendedSocketOptions;
import org.jmill.MillPanic;
import org.junit.jupiter.api.Test;

/// Partitions, clogs and crashes.
class DisturbancesTest {
    private final Wired wired = new Wired();

    @Test
    void partitionHoldsBytesUntilItEnds() throws IOException {
        Wired.Pair p = wired.pair();
        wired.net.partition(List.of("a"), 100);
        p.client.write(bytes("late"));
        wired.pass(99);
        assertEquals("", read(p.server));
        wired.pass(1);
        assertEquals("late", read(p.server));
        assertEquals(1, wired.net.dropped());
    }

    @Test
    void partitionOneWayLetsTheOtherWayThrough() throws IOException {
        Wired.Pair p = wired.pair();
        wired.net.partitionOneWay(List.of("a"), List.of("b"), 0);
        p.client.write(bytes("late"));
        p.server.write(bytes("now"));
        assertEquals("now", read(p.client));
        wired.pass(10_000);
        assertEquals("", read(p.server));
        wired.net.heal();
        assertEquals("late", read(p.server));
    }

    @Test
    void connectionAttemptInAPartitionTimesOut() throws IOException {
        wired.listen(wired.b);
        wired.net.partition(List.of("b"), 0);
        SocketChannel client = wired.connect(wired.a, wired.b.address());
        wired.pass(126_000);
        assertFalse(client.finishConnect());
        wired.pass(1_000);
        ConnectException e = assertThrows(ConnectException.class, client::finishConnect);
        assertEquals("Connection timed out", e.getMessage());
    }

    @Test
    void connectionAttemptSurvivesAShortPartition() throws IOException {
        wired.listen(wired.b);
        wired.net.partition(List.of("b"), 5_000);
        SocketChannel client = wired.connect(wired.a, wired.b.address());
        wired.pass(5_000);
        assertTrue(client.finishConnect());
        wired.pass(1_000_000);
        assertEquals(1, client.write(bytes("x")));
    }

    @Test
    void keepaliveFindsOutThatThePeerIsSilent() throws IOException {
        Wired.Pair p = wired.pair();
        p.server.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        p.server.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 15);
        p.server.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 15);
        wired.net.partition(List.of("a"), 149_000);
        wired.pass(149_000);
        assertEquals("", read(p.server));
        wired.pass(10_000);
        assertEquals("", read(p.server));
        wired.net.partition(List.of("a"), 0);
        wired.pass(150_000);
        IOException e = assertThrows(IOException.class, () -> read(p.server));
        assertEquals("Connection timed out", e.getMessage());
        assertEquals("", read(p.client)); // It sends nothing, and keeps nothing alive.
    }

    @Test
    void unansweredBytesAreGivenUp() throws IOException {
        Wired.Pair p = wired.pair();
        wired.net.partition(List.of("a"), 0);
        p.client.write(bytes("x"));
        wired.pass(923_000);
        assertEquals(1, p.client.write(bytes("x")));
        wired.pass(1_000);
        IOException e = assertThrows(IOException.class, () -> p.client.write(bytes("x")));
        assertEquals("Connection timed out", e.getMessage());
    }

    @Test
    void clogHoldsDatagramsThatAPartitionLoses() throws IOException {
        DatagramChannel a = wired.datagrams(wired.a);
        DatagramChannel b = wired.datagrams(wired.b);
        wired.net.clog(List.of("a"), 100);
        a.send(bytes("held"), b.getLocalAddress());
        wired.pass(99);
        assertNull(receive(b));
        wired.pass(1);
        assertEquals("held", receive(b));
        wired.net.partition(List.of("a"), 100);
        a.send(bytes("lost"), b.getLocalAddress());
        wired.pass(1_000);
        assertNull(receive(b));
        assertEquals(1, wired.net.dropped());
    }

    @Test
    void hostsOnTheSameSideReachEachOther() throws IOException {
        Host c = wired.net.add("c");
        Wired.Pair p = wired.pair();
        wired.net.partition(List.of("a", "b"), 0);
        p.client.write(bytes("x"));
        assertEquals("x", read(p.server));
        SocketChannel outside = wired.connect(c, wired.b.address());
        assertFalse(outside.finishConnect());
        wired.net.heal();
        assertTrue(outside.finishConnect());
    }

    @Test
    void swizzleClogsEachForATimeOfItsOwn() throws IOException {
        Wired.Pair p = wired.pair();
        wired.decider.answer("clogged at", 10, 20).answer("clogged until", 60, 90);
        wired.net.swizzle(List.of("a", "b"), 100);
        p.client.write(bytes("1"));
        assertEquals("1", read(p.server));
        wired.pass(15);
        p.client.write(bytes("2"));
        wired.pass(74);
        assertEquals("", read(p.server));
        wired.pass(1);
        assertEquals("2", read(p.server));
    }

    @Test
    void healEndsASwizzleThatIsToCome() throws IOException {
        Wired.Pair p = wired.pair();
        wired.decider.answer("clogged at", 10).answer("clogged until", 60);
        wired.net.swizzle(List.of("a"), 100);
        wired.net.heal();
        wired.pass(20);
        p.client.write(bytes("x"));
        assertEquals("x", read(p.server));
    }

    @Test
    void hostsAreDrawnForInTheOrderInWhichTheyWereAdded() {
        Host c = wired.net.add("c");
        wired.decider.answer("clogged at", 10, 20).answer("clogged until", 60, 60);
        wired.net.swizzle(List.of("b", "a"), 100); // A set may have another order each time.
        wired.pass(15);
        assertTrue(wired.net.links().blocks(wired.a, c));
        assertFalse(wired.net.links().blocks(wired.b, c));
        wired.pass(5);
        assertTrue(wired.net.links().blocks(wired.b, c));
    }

    @Test
    void crashIsSilentAndTheRestartedHostResetsWhoSends() throws IOException {
        Wired.Pair p = wired.pair();
        wired.b.crash();
        assertEquals("", read(p.client));
        assertEquals(1, p.client.write(bytes("x")));
        wired.pass(10_000);
        assertEquals("", read(p.client));
        wired.b.restart();
        SocketException e = assertThrows(SocketException.class, () -> read(p.client));
        assertEquals("Connection reset", e.getMessage());
        assertThrows(IOException.class, () -> read(p.server));
        wired.listen(wired.b); // Its port is free.
        assertTrue(wired.connect(wired.a, wired.b.address()).finishConnect());
    }

    @Test
    void keepaliveFindsOutThatThePeerHasCrashed() throws IOException {
        Wired.Pair p = wired.pair();
        p.client.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        p.client.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 15);
        wired.b.crash();
        wired.b.restart();
        wired.pass(14_000);
        assertEquals("", read(p.client));
        wired.pass(1_000);
        assertThrows(SocketException.class, () -> read(p.client));
    }

    @Test
    void hostThatIsDownAnswersNoConnect() throws IOException {
        wired.listen(wired.b);
        wired.b.crash();
        SocketChannel client = wired.connect(wired.a, wired.b.address());
        wired.pass(1_000);
        assertFalse(client.finishConnect());
        wired.b.restart();
        assertThrows(ConnectException.class, client::finishConnect); // Nobody listens there any more.
    }

    @Test
    void socketOfACrashedHostIsOfNoUse() throws IOException {
        DatagramChannel b = wired.datagrams(wired.b);
        wired.b.crash();
        wired.b.restart();
        assertThrows(SocketException.class, () -> b.send(bytes("x"), at(wired.a.address())));
        b.close();
        wired.datagrams(wired.b);
    }

    @Test
    void calmEndsAllFaults() throws IOException {
        Wired.Pair p = wired.pair();
        wired.net.conditions().loss(1);
        wired.net.conditions().resets(1);
        wired.net.conditions().splits(1);
        wired.net.partition(List.of("a"), 0);
        wired.net.calm();
        p.client.write(bytes("abc"));
        assertEquals("abc", read(p.server));
        assertEquals(List.of(), wired.decider.asked);
    }

    @Test
    void badInputIsRefused() {
        String unknown = assertThrows(MillPanic.class, () -> wired.net.partition(List.of("x"), 1))
                .getMessage();
        assertEquals("partition x: no such host; there are [a, b]", unknown);
        assertThrows(MillPanic.class, () -> wired.net.conditions().latency(2, 1));
        assertThrows(MillPanic.class, () -> wired.net.conditions().loss(1.1));
        assertThrows(MillPanic.class, () -> wired.net.conditions().loss(Double.NaN));
        assertThrows(MillPanic.class, () -> wired.net.conditions().buffers(0));
        assertThrows(MillPanic.class, () -> wired.net.swizzle(List.of("a"), 0));
        assertThrows(MillPanic.class, () -> wired.net.add("a"));
    }
}
