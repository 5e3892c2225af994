package org.jmill.test.net;

import static org.jmill.test.net.Wired.bytes;
import static org.jmill.test.net.Wired.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.jmill.world.Poller;
import org.jmill.world.Subject;
import org.junit.jupiter.api.Test;

/// Who is told that he can go on, of what, and in which order.
class ReadinessTest {
    private final Wired wired = new Wired();
    private final Readiness readiness = new Readiness(wired.net);
    private final List<String> told = new ArrayList<>();

    /// Somebody who waits.
    private record Waiter(long id) implements Subject {
        @Override
        public String name() {
            return "";
        }

        @Override
        public String label() {
            return "{" + id + "}";
        }
    }

    private static Subject waiter(long id) {
        return new Waiter(id);
    }

    private boolean serve() {
        return readiness.serve((waiter, events) -> told.add(waiter.label() + events));
    }

    @Test
    void whoIsReadyAlreadyIsToldAtOnce() throws IOException {
        Wired.Pair p = wired.pair();
        readiness.await(p.client, Poller.OUT, waiter(1));
        assertTrue(readiness.isAnyReady());
        assertTrue(serve());
        assertFalse(serve());
        assertEquals(List.of("{1}2"), told);
        assertEquals(0, readiness.waiters());
    }

    @Test
    void theyAreToldInTheOrderInWhichSomethingCame() throws IOException {
        List<SocketChannel> clients = new ArrayList<>();
        var listener = wired.listen(wired.b);
        for (int i = 0; i < 3; i++) {
            clients.add(wired.connect(wired.a, wired.b.address()));
            clients.get(i).finishConnect();
        }
        for (int i = 0; i < 3; i++) {
            readiness.await(clients.get(i), Poller.IN, waiter(i));
        }
        assertFalse(serve());
        SocketChannel first = listener.accept();
        SocketChannel second = listener.accept();
        SocketChannel third = listener.accept();
        third.write(bytes("x"));
        first.write(bytes("x"));
        second.close();
        serve();
        assertEquals(List.of("{2}1", "{0}1", "{1}1"), told);
    }

    @Test
    void readerAndWriterOfAChannelWaitByThemselves() throws IOException {
        wired.net.conditions().buffers(1);
        Wired.Pair p = wired.pair();
        p.client.write(bytes("ab"));
        readiness.await(p.client, Poller.OUT, waiter(2));
        Poller.Interest both = readiness.await(p.client, Poller.IN, waiter(1));
        assertSame(p.client, both.channel());
        assertEquals(Poller.IN, both.events(waiter(1)) | both.events(readiness.waiter(p.client, Poller.IN)));
        assertFalse(serve());
        p.server.write(bytes("x"));
        assertEquals("ab", read(p.server));
        serve();
        assertEquals(List.of("{1}1", "{2}2"), told);
    }

    @Test
    void whoHasLeftIsNotTold() throws IOException {
        Wired.Pair p = wired.pair();
        Subject gone = waiter(1);
        Poller.Interest interest = readiness.await(p.client, Poller.IN, gone);
        interest.abandon(gone);
        p.server.write(bytes("x"));
        assertFalse(serve());
        assertEquals(0, readiness.waiters());
        assertNull(readiness.waiter(p.client, Poller.IN));
    }

    @Test
    void channelThatIsForgottenOrClosedTellsOfAnError() throws IOException {
        Wired.Pair p = wired.pair();
        readiness.await(p.client, Poller.IN, waiter(1));
        readiness.forget(p.client, (waiter, events) -> told.add(waiter.label() + events));
        readiness.await(p.server, Poller.IN, waiter(2));
        p.server.close();
        serve();
        assertEquals(List.of("{1}4", "{2}4"), told);
        assertThrows(ClosedChannelException.class, () -> readiness.await(p.server, Poller.IN, waiter(3)));
    }

    @Test
    void crashTellsNobodyOfTheHostThatIsDown() throws IOException {
        Wired.Pair p = wired.pair();
        readiness.await(p.server, Poller.IN, waiter(1));
        wired.b.crash();
        assertFalse(serve());
        wired.b.restart();
        assertFalse(serve());
        assertThrows(IOException.class, () -> p.server.write(ByteBuffer.allocate(1)));
    }

    @Test
    void channelPassesFromOneMillToTheNext() throws IOException {
        Wired.Pair p = wired.pair();
        readiness.await(p.client, Poller.OUT, waiter(1)); // And its mill ends.
        readiness.forget(p.client, (waiter, events) -> {});
        Readiness next = new Readiness(wired.net);
        next.await(p.client, Poller.OUT, waiter(2));
        next.serve((waiter, events) -> told.add(waiter.label() + events));
        assertEquals(List.of("{2}2"), told);
    }

    @Test
    void anotherMillMayNotWaitMeanwhile() throws IOException {
        Wired.Pair p = wired.pair();
        readiness.await(p.client, Poller.IN, waiter(1));
        IOException e =
                assertThrows(IOException.class, () -> new Readiness(wired.net).await(p.client, Poller.OUT, waiter(2)));
        assertEquals("a channel for which another mill waits", e.getMessage());
    }
}
