package org.jmill.net;

import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.jmill.net.MillNet.tcpaccept;
import static org.jmill.net.MillNet.tcpclose;
import static org.jmill.net.MillNet.tcpconnect;
import static org.jmill.net.MillNet.tcpflush;
import static org.jmill.net.MillNet.tcplisten;
import static org.jmill.net.MillNet.tcprecv;
import static org.jmill.net.MillNet.tcprecvsome;
import static org.jmill.net.MillNet.tcprecvuntil;
import static org.jmill.net.MillNet.tcpsend;
import static org.jmill.net.TestNet.assertPattern;
import static org.jmill.net.TestNet.bytes;
import static org.jmill.net.TestNet.in;
import static org.jmill.net.TestNet.pattern;
import static org.jmill.net.TestNet.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.harness.EveryEngine;
import org.jmill.net.TestNet.Pair;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What goes wrong with TCP, what is told of it, and that nothing is lost or repeated. In real time: the
/// system's buffers, its resets and refusals are asked.
@Tag("network")
class TcpFailureTest {
    private static final int MEGABYTES = 8_000_000; // More than the system's buffers hold.

    /// Ends the connection with a reset instead of an end of stream.
    private static void reset(TcpSocket s) throws IOException {
        s.transport.channel().setOption(StandardSocketOptions.SO_LINGER, 0);
        s.close();
    }

    // ---- connecting and listening
    // ----------------------------------------------------------------

    @EveryEngine
    void refusedConnectionNamesTheAddress(Engine engine) {
        TestNet.run(engine, () -> {
            Descriptors.warmUp();
            int before = Descriptors.count();
            TcpListener gone = TestNet.listen();
            gone.close();
            ConnectException e = assertThrows(ConnectException.class, () -> tcpconnect(gone.addr(), in(1000)));
            assertEquals("connect tcp " + gone.addr() + ": connection refused", e.getMessage());
            Descriptors.assertBackAt(before);
        });
    }

    @EveryEngine
    void unresolvableNameIsNotConnectedTo(Engine engine) {
        TestNet.run(
                engine,
                () -> assertThrows(UnknownHostException.class, () -> tcpconnect("nosuch.invalid", 80, in(10_000))));
    }

    @Test
    void unreachableHostsAndNetworksAreOneException() {
        for (IOException cause : new IOException[] {
            new NoRouteToHostException("No route to host"),
            new SocketException("Network is unreachable"),
            new ConnectException("Network is unreachable")
        }) {
            IOException e = Failures.connect("connect tcp 192.0.2.1:80", cause);
            assertInstanceOf(NoRouteToHostException.class, e);
            assertEquals(cause, e.getCause());
            assertTrue(e.getMessage().startsWith("connect tcp 192.0.2.1:80: n"), e.getMessage());
        }
    }

    @EveryEngine
    void takenPortIsNamed(Engine engine) {
        TestNet.run(engine, () -> {
            Descriptors.warmUp();
            try (TcpListener l = TestNet.listen()) {
                int before = Descriptors.count();
                BindException e = assertThrows(BindException.class, () -> tcplisten(l.addr(), 10));
                assertEquals("listen tcp " + l.addr() + ": address already in use", e.getMessage());
                Descriptors.assertBackAt(before);
            }
        });
    }

    @EveryEngine
    void addressOfAnotherMachineCannotBeListenedAt(Engine engine) {
        TestNet.run(engine, () -> {
            IpAddr foreign = MillNet.iplocal("192.0.2.99", 0, 0);
            assertThrows(BindException.class, () -> tcplisten(foreign, 10));
        });
    }

    @EveryEngine
    void acceptTimesOutAndCanBeRepeated(Engine engine) {
        TestNet.run(engine, () -> {
            try (TcpListener l = TestNet.listen()) {
                long start = now();
                SocketTimeoutException e = Failing.timesOut(() -> tcpaccept(l, in(30)));
                assertEquals("accept tcp " + l.addr() + ": deadline passed", e.getMessage());
                assertTrue(now() - start >= 30);
                Failing.timesOut(() -> tcpaccept(l, 0));
                TcpSocket c = tcpconnect(l.addr(), in(1000));
                tcpaccept(l, in(1000)).close();
                c.close();
            }
        });
    }

    @EveryEngine
    void acceptWithDeadlineZeroTakesWhoWaits(Engine engine) {
        TestNet.run(engine, () -> {
            try (TcpListener l = TestNet.listen();
                    TcpSocket c = tcpconnect(l.addr(), in(1000));
                    TcpSocket s = tcpaccept(l, 0)) {
                assertEquals(c.localAddr(), s.addr());
            }
        });
    }

    @EveryEngine
    void listenerClosedWhileAcceptedOnWakesTheAcceptor(Engine engine) {
        TestNet.run(engine, () -> {
            TcpListener l = TestNet.listen();
            Coroutine acceptor = go(() -> {
                assertThrows(AsynchronousCloseException.class, () -> tcpaccept(l, -1));
                ClosedChannelException e = assertThrows(ClosedChannelException.class, () -> tcpaccept(l, -1));
                assertFalse(e instanceof AsynchronousCloseException);
            });
            Mill.yield();
            tcpclose(l);
            acceptor.join();
            tcpclose(l);
            assertFalse(l.isOpen());
        });
    }

    @EveryEngine
    void acceptSurvivesAbortedConnections(Engine engine) {
        TestNet.run(engine, () -> {
            try (TcpListener l = TestNet.listen()) {
                for (int i = 0; i < 5; i++) {
                    reset(tcpconnect(l.addr(), in(1000)));
                }
                TcpSocket good = tcpconnect(l.addr(), in(1000));
                TcpSocket s;
                do {
                    s = tcpaccept(l, in(1000));
                } while (!s.addr().equals(good.localAddr()));
                s.close();
                good.close();
            }
        });
    }

    // ---- receiving
    // -------------------------------------------------------------------------------

    @EveryEngine
    void endInTheMiddleOfAnExactReceiveGivesWhatCame(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair p = Pair.open()) {
                tcpsend(p.client(), bytes("half"), 4, -1);
                tcpclose(p.client());
                byte[] buf = new byte[10];
                EOFException e = Failing.ends(() -> tcprecv(p.server(), buf, 10, in(1000)));
                assertTrue(e.getMessage().endsWith("stream ended after 4 of 10 bytes"), e.getMessage());
                assertEquals(4, ((PartialTransfer) e).bytesTransferred());
                assertArrayEquals(bytes("half"), ((PartialTransfer) e).bytes());
                assertEquals("half", text(buf, 4));
                Failing.ends(() -> tcprecv(p.server(), buf, 1, in(1000)));
                assertEquals(-1, tcprecvsome(p.server(), buf, 10, in(1000)));
            }
        });
    }

    @EveryEngine
    void receiveThatTimesOutGoesOnWhereItWas(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair p = Pair.open()) {
                tcpsend(p.client(), bytes("abc"), 3, -1);
                tcpflush(p.client(), -1);
                ByteBuffer target = ByteBuffer.allocate(6);
                SocketTimeoutException e = Failing.timesOut(() -> tcprecv(p.server(), target, in(30)));
                assertEquals(3, e.bytesTransferred);
                assertArrayEquals(bytes("abc"), ((PartialTransfer) e).bytes());
                assertEquals(3, target.position());
                tcpsend(p.client(), bytes("def"), 3, -1);
                tcpflush(p.client(), -1);
                assertEquals(3, tcprecv(p.server(), target, in(1000)));
                assertEquals("abcdef", text(target.array(), 6));
            }
        });
    }

    @EveryEngine
    void delimiterThatNeverComesFillsTheBufferAndLosesNothing(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair p = Pair.open()) {
                tcpsend(p.client(), bytes("0123456789\n"), 11, -1);
                tcpflush(p.client(), -1);
                byte[] buf = new byte[4];
                BufferFullException e =
                        assertThrows(BufferFullException.class, () -> tcprecvuntil(p.server(), buf, 4, "\n", in(1000)));
                assertEquals("0123", new String(e.bytes()));
                assertEquals("0123", text(buf, 4));
                BufferFullException f = assertThrows(
                        BufferFullException.class, () -> tcprecvuntil(p.server(), buf, 4, bytes("\r\n"), in(1000)));
                assertEquals("4567", new String(f.bytes()));
                assertEquals(3, tcprecvuntil(p.server(), buf, 4, "\n", in(1000)));
                assertEquals("89\n", text(buf, 3));
                tcpsend(p.client(), bytes("tail"), 4, -1);
                tcpclose(p.client());
                byte[] large = new byte[100];
                EOFException end = Failing.ends(() -> tcprecvuntil(p.server(), large, 100, "\n", in(1000)));
                assertEquals("tail", new String(((PartialTransfer) end).bytes()));
            }
        });
    }

    @EveryEngine
    void delimiterAtTheVeryEndOfTheBufferIsFound(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair p = Pair.open()) {
                tcpsend(p.client(), bytes("ab\r\n"), 4, -1);
                tcpflush(p.client(), -1);
                byte[] buf = new byte[4];
                assertEquals(4, tcprecvuntil(p.server(), buf, 4, bytes("\r\n"), in(1000)));
            }
        });
    }

    @EveryEngine
    void resetIsToldApartFromAnEnd(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair p = Pair.open()) {
                tcpsend(p.client(), bytes("abc"), 3, -1);
                tcpflush(p.client(), -1);
                byte[] buf = new byte[10];
                Coroutine receiver = go(() -> {
                    SocketException e =
                            assertThrows(SocketException.class, () -> tcprecv(p.server(), buf, 10, in(1000)));
                    assertTrue(e.getMessage().contains("reset"), e.getMessage());
                    assertTrue(e.getMessage().startsWith("recv tcp 127.0.0.1:"), e.getMessage());
                    assertEquals("abc", new String(((PartialTransfer) e).bytes()));
                });
                Mill.msleep(in(20));
                reset(p.client());
                receiver.join();
            }
        });
    }

    @EveryEngine
    void slowClientIsReceivedFromUntilTheDeadlineOfTheWholeDialogue(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair p = Pair.open()) {
                Coroutine slow = go(() -> {
                    while (true) {
                        tcpsend(p.client(), bytes("x"), 1, -1);
                        tcpflush(p.client(), -1);
                        Mill.msleep(in(20));
                    }
                });
                long start = now();
                byte[] buf = new byte[1000];
                SocketTimeoutException e =
                        Failing.timesOut(() -> tcprecvuntil(p.server(), buf, 1000, "\n", start + 200));
                long took = now() - start;
                assertTrue(took >= 200, "took " + took);
                assertTrue(e.bytesTransferred > 1 && e.bytesTransferred <= 11, e.getMessage());
                slow.cancel();
            }
        });
    }

    // ---- sending
    // ---------------------------------------------------------------------------------

    @EveryEngine
    void sendThatTimesOutIsRepeatedForTheRestOnly(Engine engine) {
        TestNet.runFast(engine, () -> {
            for (boolean direct : new boolean[] {false, true}) {
                try (Pair p = Pair.open()) {
                    ByteBuffer source = direct ? ByteBuffer.allocateDirect(MEGABYTES) : ByteBuffer.allocate(MEGABYTES);
                    source.put(pattern(MEGABYTES)).flip();
                    tcpsend(p.client(), bytes("start"), 5, -1);
                    SocketTimeoutException e = Failing.timesOut(() -> tcpsend(p.client(), source, in(50)));
                    assertTrue(source.hasRemaining());
                    assertEquals(source.position(), e.bytesTransferred);
                    TestNet.stuff(p.client(), source);
                    int before = source.position();
                    SocketTimeoutException again = Failing.timesOut(() -> tcpsend(p.client(), source, 0));
                    assertEquals(source.position() - before, again.bytesTransferred);
                    Coroutine rest = go(() -> {
                        tcpsend(p.client(), source, in(20_000));
                        tcpclose(p.client());
                    });
                    receiveAll(p.server(), "start");
                    rest.join();
                }
            }
        });
    }

    private static void receiveAll(TcpSocket s, String prefix) throws IOException {
        byte[] head = new byte[prefix.length()];
        tcprecv(s, head, head.length, in(20_000));
        assertEquals(prefix, text(head, head.length));
        byte[] all = new byte[MEGABYTES];
        tcprecv(s, all, MEGABYTES, in(20_000));
        assertPattern(all);
        assertEquals(-1, tcprecvsome(s, all, 1, in(20_000)));
    }

    @EveryEngine
    void arraySendThatTimesOutTellsWhereToGoOn(Engine engine) {
        TestNet.runFast(engine, () -> {
            try (Pair p = Pair.open()) {
                byte[] all = pattern(MEGABYTES);
                SocketTimeoutException e = Failing.timesOut(() -> tcpsend(p.client(), all, all.length, in(50)));
                byte[] rest = Arrays.copyOfRange(all, e.bytesTransferred, all.length);
                Coroutine sender = go(() -> {
                    tcpsend(p.client(), rest, rest.length, in(20_000));
                    tcpclose(p.client());
                });
                receiveAll(p.server(), "");
                sender.join();
            }
        });
    }

    @EveryEngine
    void flushThatTimesOutRemembersWhatWentOut(Engine engine) {
        TestNet.runFast(engine, () -> {
            try (Pair p = Pair.open()) {
                byte[] all = pattern(MEGABYTES);
                int sent = 0;
                for (int stuck = 0; stuck < 3; ) { // The system finds room now and then.
                    try {
                        tcpflush(p.client(), in(20));
                        int n = Math.min(16_000, all.length - sent);
                        tcpsend(p.client(), Arrays.copyOfRange(all, sent, sent + n), n, -1);
                        sent += n;
                        stuck = 0;
                    } catch (SocketTimeoutException e) {
                        stuck++;
                    }
                }
                byte[] rest = Arrays.copyOfRange(all, sent, all.length);
                Coroutine sender = go(() -> {
                    tcpflush(p.client(), in(20_000));
                    tcpsend(p.client(), rest, rest.length, in(20_000));
                    tcpclose(p.client());
                });
                receiveAll(p.server(), "");
                sender.join();
            }
        });
    }

    @EveryEngine
    void resetWhileSendingAgainstBackPressureIsReported(Engine engine) {
        TestNet.runFast(engine, () -> {
            try (Pair p = Pair.open()) {
                Coroutine sender = go(() -> {
                    byte[] all = pattern(MEGABYTES);
                    SocketException e =
                            assertThrows(SocketException.class, () -> tcpsend(p.client(), all, all.length, -1));
                    int accepted = ((PartialTransfer) e).bytesTransferred();
                    assertTrue(accepted > 0 && accepted < MEGABYTES, "accepted " + accepted);
                    SocketException again = assertThrows(SocketException.class, () -> tcpflush(p.client(), in(1000)));
                    assertTrue(again.getMessage().startsWith("flush tcp "), again.getMessage());
                });
                Mill.msleep(in(50)); // It is stuck by now.
                reset(p.server());
                sender.join();
            }
        });
    }

    @EveryEngine
    void closeWaitsForAPeerThatStopsReadingNoLongerThanItsDeadline(Engine engine) {
        TestNet.runFast(engine, () -> {
            Pair p = Pair.open();
            TestNet.stuff(p.client(), ByteBuffer.wrap(pattern(MEGABYTES)));
            long start = now();
            Failing.timesOut(() -> MillNet.tcpclose(p.client(), in(100)));
            long took = now() - start;
            assertTrue(took >= 100, "took " + took);
            assertFalse(p.client().isOpen());
            p.client().close();
            p.server().close();
        });
    }

    // ---- closing
    // ---------------------------------------------------------------------------------

    @EveryEngine
    void closeWakesBothWhoReceiveAndWhoSend(Engine engine) {
        TestNet.runFast(engine, () -> {
            try (Pair p = Pair.open()) {
                Coroutine receiver = go(() -> {
                    byte[] buf = new byte[1];
                    AsynchronousCloseException e =
                            assertThrows(AsynchronousCloseException.class, () -> tcprecv(p.client(), buf, 1, -1));
                    assertTrue(e.getMessage().startsWith("recv tcp 127.0.0.1"), e.getMessage());
                    assertThrows(ClosedChannelException.class, () -> tcprecv(p.client(), buf, 1, -1));
                });
                Coroutine sender = go(() -> {
                    byte[] all = pattern(MEGABYTES);
                    AsynchronousCloseException e = assertThrows(
                            AsynchronousCloseException.class, () -> tcpsend(p.client(), all, all.length, -1));
                    assertTrue(((PartialTransfer) e).bytesTransferred() > 0);
                });
                tcpclose(p.client());
                receiver.join();
                sender.join();
            }
        });
    }

    @EveryEngine
    void closedSocketRefusesEveryCall(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair p = Pair.open()) {
                TcpSocket s = p.client();
                String name = s.toString();
                tcpclose(s);
                tcpclose(s);
                byte[] buf = new byte[1];
                assertThrows(ClosedChannelException.class, () -> tcpsend(s, buf, 1, -1));
                assertThrows(ClosedChannelException.class, () -> tcpflush(s, -1));
                assertThrows(ClosedChannelException.class, () -> tcprecv(s, buf, 1, -1));
                assertThrows(ClosedChannelException.class, () -> s.shutdown(MillNet.SHUT_WR));
                assertThrows(ClosedChannelException.class, () -> MillNet.tcpdetach(s));
                assertEquals(name, s.toString());
            }
        });
    }

    @EveryEngine
    void sendAfterShutdownIsRefused(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair p = Pair.open()) {
                p.client().shutdown(MillNet.SHUT_WR);
                assertThrows(ClosedChannelException.class, () -> tcpsend(p.client(), new byte[1], 1, -1));
                p.client().shutdown(MillNet.SHUT_RD);
                assertEquals(-1, tcprecvsome(p.client(), new byte[1], 1, in(1000)));
            }
        });
    }

    // ---- cancelled, and misused
    // ------------------------------------------------------------------

    @EveryEngine
    void everyWaitIsCancelled(Engine engine) {
        TestNet.runFast(engine, () -> {
            Pair q = Pair.open();
            Pair r = Pair.open();
            try (Pair p = Pair.open();
                    TcpListener l = TestNet.listen()) {
                byte[] much = pattern(MEGABYTES);
                TestNet.stuff(q.client(), ByteBuffer.wrap(much));
                int[] cancelled = {0};
                Coroutine[] all = {
                    Cancelling.go(cancelled, () -> tcpaccept(l, -1)),
                    Cancelling.go(cancelled, () -> tcprecv(p.client(), new byte[1], 1, -1)),
                    Cancelling.go(cancelled, () -> tcprecvsome(p.server(), new byte[1], 1, -1)),
                    Cancelling.go(cancelled, () -> tcprecvuntil(q.client(), new byte[1], 1, "\n", -1)),
                    Cancelling.go(cancelled, () -> tcpsend(r.client(), much, much.length, -1)),
                    Cancelling.go(cancelled, () -> tcpflush(q.client(), -1)),
                };
                for (Coroutine c : all) { // Each waits: it ran at once.
                    assertTrue(c.cancel());
                    c.join();
                }
                assertEquals(all.length, cancelled[0]);
                // The socket is as it was: another coroutine may go on.
                Failing.timesOut(() -> tcprecv(p.client(), new byte[1], 1, in(10)));
                Failing.timesOut(() -> q.client().close(0)); // With megabytes unsent.
                TestNet.stuff(r.client(), ByteBuffer.wrap(much));
                Failing.timesOut(() -> r.client().close(0));
            }
        });
    }

    private interface Receiving {
        int into(ByteBuffer target, byte[] array) throws IOException;
    }

    @EveryEngine
    void cancelledReceiveLeavesWhatHadComeToTheNext(Engine engine) {
        TestNet.run(engine, () -> {
            for (int count : new int[] {3, 100_000}) {
                try (Pair p = Pair.open()) {
                    TcpSocket s = p.server();
                    int wanted = count + 1;
                    for (Receiving receiving : new Receiving[] {
                        (target, array) -> tcprecv(s, array, wanted, -1),
                        (target, array) -> tcprecv(s, target, -1),
                        (target, array) -> tcprecvuntil(s, array, wanted, "\n", -1),
                        (target, array) -> tcprecvuntil(s, target, bytes("\r\n"), -1)
                    }) {
                        byte[] sent = new byte[count];
                        Arrays.fill(sent, (byte) 'a');
                        byte[] array = new byte[wanted];
                        ByteBuffer target = ByteBuffer.allocateDirect(wanted);
                        int[] cancelled = {0};
                        Coroutine receiver = Cancelling.go(cancelled, () -> receiving.into(target, array));
                        tcpsend(p.client(), sent, count, in(5000));
                        tcpflush(p.client(), in(5000));
                        for (int i = 0; i < 1000 && array[count - 1] == 0 && target.position() < count; i++) {
                            Mill.msleep(in(5));
                        }
                        receiver.cancel();
                        receiver.join();
                        assertEquals(1, cancelled[0]);
                        assertEquals(0, target.position());
                        assertEquals(count, s.available());
                        byte[] again = new byte[count];
                        assertEquals(count, tcprecv(s, again, count, 0));
                        assertArrayEquals(sent, again);
                        assertEquals(0, s.available());
                        Failing.timesOut(() -> tcprecvsome(s, again, 1, 0));
                    }
                }
            }
        });
    }

    @EveryEngine
    void receiveThatIsCancelledAsTheSocketIsClosedLeavesNothing(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair p = Pair.open()) {
                TcpSocket s = p.server();
                int[] cancelled = {0};
                Coroutine receiver = Cancelling.go(cancelled, () -> tcprecv(s, new byte[4], 4, -1));
                tcpsend(p.client(), bytes("abc"), 3, in(5000));
                tcpflush(p.client(), in(5000));
                Mill.msleep(in(20));
                receiver.cancel();
                s.close(); // Before it learns of that.
                receiver.join();
                assertEquals(1, cancelled[0]);
                assertEquals(0, s.available());
            }
        });
    }

    @EveryEngine
    void callThatNeedNotWaitIsCancelledToo(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair p = Pair.open()) {
                tcpsend(p.client(), bytes("abc"), 3, -1);
                tcpflush(p.client(), -1);
                Mill.msleep(in(10));
                int[] cancelled = {0};
                Coroutine c = Cancelling.go(cancelled, () -> {
                    Mill.self().cancel();
                    tcprecv(p.server(), new byte[1], 1, -1);
                });
                c.join();
                assertEquals(1, cancelled[0]);
                assertEquals(3, tcprecvsome(p.server(), new byte[9], 9, in(100)));
            }
        });
    }

    @EveryEngine
    void secondCoroutineInOneDirectionPanicsAndBothAreNamed(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair p = Pair.open();
                    TcpListener l = TestNet.listen()) {
                Coroutine receiver = go("receiver", () -> tcprecv(p.client(), new byte[1], 1, -1));
                Coroutine acceptor = go("acceptor", () -> tcpaccept(l, -1));
                String me = Mill.self().toString();
                String panic = Failing.panics(() -> tcprecvsome(p.client(), new byte[1], 1, 0));
                assertTrue(panic.contains(receiver.toString()) && panic.contains(me), panic);
                panic = Failing.panics(() -> tcpaccept(l, -1));
                assertTrue(panic.contains(acceptor.toString()) && panic.contains(me), panic);
                assertTrue(panic.endsWith("let one coroutine accept, and start another for each connection"), panic);
                Failing.panics(() -> MillNet.tcpdetach(p.client()));
                tcpsend(p.client(), new byte[1], 1, -1); // The other direction is free.
                receiver.cancel();
                acceptor.cancel();
            }
        });
    }

    @EveryEngine
    void argumentsOutOfRangePanic(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair p = Pair.open()) {
                TcpSocket s = p.client();
                byte[] buf = new byte[4];
                Failing.panics(() -> tcprecv(s, (byte[]) null, 1, 0));
                Failing.panics(() -> tcprecv(s, (ByteBuffer) null, 0));
                Failing.panics(() -> tcprecv(s, buf, 5, 0));
                Failing.panics(() -> tcprecv(s, buf, -1, 0));
                Failing.panics(() -> tcpsend(s, buf, 5, 0));
                Failing.panics(() -> tcpsend(s, (ByteBuffer) null, 0));
                Failing.panics(() -> tcprecvuntil(s, buf, 4, "", 0));
                Failing.panics(() -> tcprecvuntil(s, buf, 4, new byte[0], 0));
                String snowman = Failing.panics(() -> tcprecvuntil(s, buf, 4, "\n\u2603", 0));
                assertEquals("recvUntil " + s + ": delimiter is no byte: U+2603", snowman);
                Failing.panics(() -> tcprecvuntil(s, ByteBuffer.allocate(4), "\u0100", 0));
                Failing.timesOut(() -> tcprecvuntil(s, buf, 4, "\u00ff", 0));
                Failing.panics(() -> s.shutdown(3));
                Failing.panics(() -> tcpsend(null, buf, 4, 0));
                Failing.panics(() -> tcpconnect((IpAddr) null, 0));
                Failing.panics(() -> tcpconnect(TestNet.loopback(0), 0));
                Failing.panics(() -> tcplisten(null, 10));
                Failing.panics(() -> tcplisten(TestNet.loopback(0), -1));
                Failing.panics(() -> MillNet.tcpattach((java.nio.channels.SocketChannel) null));
                assertEquals(0, tcprecv(s, buf, 0, 0));
                assertEquals(0, tcpsend(s, buf, 0, 0));
            }
        });
    }

    @EveryEngine
    void readOnlyBufferIsRefusedAndNothingIsTaken(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair p = Pair.open()) {
                TcpSocket s = p.server();
                tcpsend(p.client(), bytes("first\nsecond"), 12, -1);
                tcpflush(p.client(), -1);
                ByteBuffer readOnly = ByteBuffer.allocate(3).asReadOnlyBuffer();
                for (int ahead = 0; ahead < 2; ahead++) {
                    assertEquals(
                            "recv " + s + ": buffer is read-only",
                            Failing.panics(() -> tcprecv(s, readOnly, in(1000))));
                    assertEquals(
                            "recvSome " + s + ": buffer is read-only",
                            Failing.panics(() -> s.recvSome(readOnly, in(1000))));
                    assertEquals(
                            "recvUntil " + s + ": buffer is read-only",
                            Failing.panics(() -> s.recvUntil(readOnly, "\n", in(1000))));
                    assertEquals(
                            "recvUntil " + s + ": buffer is read-only",
                            Failing.panics(() -> s.recvUntil(readOnly, bytes("\n"), in(1000))));
                    byte[] buf = new byte[6];
                    tcprecv(s, buf, 6, in(1000)); // Which receives the rest ahead.
                    assertEquals(ahead == 0 ? "first\n" : "second", text(buf, 6));
                }
                tcpsend(s, ByteBuffer.wrap(bytes("sent")).asReadOnlyBuffer(), -1);
            }
        });
    }

    @EveryEngine
    void busyReceiverStarvesNobody(Engine engine) {
        TestNet.runFast(engine, () -> {
            try (Pair p = Pair.open()) {
                tcpsend(p.client(), new byte[10_000], 10_000, -1);
                tcpflush(p.client(), -1);
                int[] turns = {0};
                Coroutine other = go(() -> {
                    while (true) {
                        turns[0]++;
                        Mill.yield();
                    }
                });
                byte[] one = new byte[1];
                for (int i = 0; i < 10_000; i++) {
                    tcprecv(p.server(), one, 1, in(1000));
                }
                assertTrue(turns[0] >= 90, turns[0] + " turns");
                other.cancel();
            }
        });
    }

    @Test
    void causeWithoutAWordIsTold() {
        assertEquals(
                "recv x: IOException",
                Failures.socket("recv x", new IOException("")).getMessage());
    }
}
