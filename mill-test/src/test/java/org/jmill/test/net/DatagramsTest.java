package org.jmill.test.net;

import static org.jmill.test.net.Wired.at;
import static org.jmill.test.net.Wired.bytes;
import static org.jmill.test.net.Wired.receive;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Datagrams may be lost, come twice, late or in part.
class DatagramsTest {
    private final Wired wired = new Wired();
    private DatagramChannel a;
    private DatagramChannel b;

    @BeforeEach
    void open() throws IOException {
        a = wired.datagrams(wired.a);
        b = wired.datagrams(wired.b);
    }

    private void send(String text) throws IOException {
        assertEquals(text.length(), a.send(bytes(text), b.getLocalAddress()));
    }

    @Test
    void datagramHasItsSenderAndItsBounds() throws IOException {
        send("one");
        send("");
        send("three");
        ByteBuffer small = ByteBuffer.allocate(2);
        assertEquals(a.getLocalAddress(), b.receive(small));
        assertEquals(2, small.position()); // The rest is lost.
        assertEquals("", receive(b));
        assertEquals("three", receive(b));
        assertNull(receive(b));
    }

    @Test
    void lostAndDoubledOnesAreCounted() throws IOException {
        wired.net.conditions().loss(0.1);
        wired.net.conditions().duplicates(0.1);
        wired.decider.answer("datagram lost", 1, 0).answer("datagram duplicated", 0, 1);
        send("lost");
        send("twice");
        assertEquals("twice", receive(b));
        assertEquals("twice", receive(b));
        assertNull(receive(b));
        assertEquals(List.of(1L, 1L, 2L), List.of(wired.net.dropped(), wired.net.duplicated(), wired.net.delivered()));
    }

    @Test
    void lateOneIsOvertaken() throws IOException {
        wired.net.conditions().reorders(0.1);
        wired.decider.answer("datagram late", 1, 0).answer("how late", 2_000_000);
        send("first");
        send("second");
        wired.pass(2);
        assertEquals("second", receive(b));
        assertEquals("first", receive(b));
    }

    @Test
    void fullInboxLosesWhatComes() throws IOException {
        int sent = 0;
        for (; wired.net.dropped() == 0; sent++) {
            send("x".repeat(1_000));
        }
        for (int i = 1; i < sent; i++) {
            assertEquals(1_000, receive(b).length());
        }
        assertNull(receive(b));
    }

    @Test
    void whatCannotBeSentIsTold() throws IOException {
        ByteBuffer tooLong = ByteBuffer.allocate(65_508);
        String message = assertThrows(SocketException.class, () -> a.send(tooLong, b.getLocalAddress()))
                .getMessage();
        assertEquals("Message too long", message);
        message = assertThrows(SocketException.class, () -> a.send(bytes("x"), new InetSocketAddress("192.0.2.1", 1)))
                .getMessage();
        assertEquals("Network is unreachable", message);
        assertEquals(1, a.send(bytes("x"), new InetSocketAddress(wired.b.address(), 1))); // Nobody is there.
    }

    @Test
    void connectedOneHearsItsPeerOnlyAndThatNobodyIsThere() throws IOException {
        DatagramChannel c = wired.on(wired.a).net.provider().openDatagramChannel();
        c.configureBlocking(false);
        c.connect(at(wired.b.address()));
        c.write(bytes("hello"));
        assertEquals("hello", receive(b));
        a.send(bytes("stranger"), c.getLocalAddress());
        assertNull(receive(c));
        b.close();
        c.write(bytes("x"));
        assertThrows(PortUnreachableException.class, () -> receive(c));
        assertNull(receive(c));
    }
}
