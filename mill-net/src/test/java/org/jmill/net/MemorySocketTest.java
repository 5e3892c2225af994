package org.jmill.net;

import static org.jmill.Mill.go;
import static org.jmill.net.TestNet.assertPattern;
import static org.jmill.net.TestNet.bytes;
import static org.jmill.net.TestNet.in;
import static org.jmill.net.TestNet.pattern;
import static org.jmill.net.TestNet.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.SocketException;
import java.nio.channels.AsynchronousCloseException;
import org.jmill.Coroutine;
import org.jmill.DeadlockException;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.harness.EveryEngine;

/// A pair in memory keeps the contract of [StreamSocket]. It touches no network, nor real time.
class MemorySocketTest {
    private static final int MUCH = 1_000_003;

    @EveryEngine
    void bothDirectionsCarryMuchAtOnce(Engine engine) {
        TestNet.runVirtual(engine, () -> {
            MemorySocket[] pair = MemorySocket.pair();
            Coroutine there = go(() -> both(pair[0]));
            both(pair[1]);
            there.join();
        });
    }

    private static void both(MemorySocket s) throws Exception {
        Coroutine sender = go(() -> {
            s.send(pattern(MUCH), MUCH, -1);
            s.shutdown(StreamSocket.SHUT_WR);
        });
        byte[] all = new byte[MUCH];
        s.recv(all, MUCH, -1);
        assertPattern(all);
        assertEquals(-1, s.recvSome(all, 1, -1));
        sender.join();
        s.close();
    }

    @EveryEngine
    void whatWasSentBeforeACloseIsReceivedAfterIt(Engine engine) {
        TestNet.runVirtual(engine, () -> {
            MemorySocket[] pair = MemorySocket.pair();
            pair[0].send(bytes("last words"), 10, -1);
            pair[0].close();
            byte[] buf = new byte[10];
            pair[1].recv(buf, 10, 0);
            assertEquals("last words", text(buf, 10));
            assertEquals(-1, pair[1].recvSome(buf, 1, 0));
        });
    }

    @EveryEngine
    void sendToAPeerThatIsClosedFails(Engine engine) {
        TestNet.runVirtual(engine, () -> {
            MemorySocket[] pair = MemorySocket.pair();
            Coroutine stuck = go(() -> {
                String told = assertThrows(SocketException.class, () -> pair[1].send(pattern(MUCH), MUCH, -1))
                        .getMessage();
                assertEquals("send memory pair: broken pipe", told);
            });
            pair[0].close();
            stuck.join();
            pair[1].close();
        });
    }

    @EveryEngine
    void deadlinesPassInBothDirections(Engine engine) {
        TestNet.runVirtual(engine, () -> {
            MemorySocket[] pair = MemorySocket.pair();
            assertEquals(0, Failing.timesOut(() -> pair[0].recv(new byte[1], 1, 0)).bytesTransferred);
            assertEquals(0, Failing.timesOut(() -> pair[0].recv(new byte[1], 1, in(5))).bytesTransferred);
            assertTrue(Failing.timesOut(() -> pair[0].send(pattern(MUCH), MUCH, in(5))).bytesTransferred > 0);
        });
    }

    @EveryEngine
    void closeWakesWhoWaitsOnTheSocket(Engine engine) {
        TestNet.runVirtual(engine, () -> {
            MemorySocket[] pair = MemorySocket.pair();
            Coroutine receiver =
                    go(() -> assertThrows(AsynchronousCloseException.class, () -> pair[0].recv(new byte[1], 1, -1)));
            Coroutine sender = go(
                    () -> assertThrows(AsynchronousCloseException.class, () -> pair[0].send(pattern(MUCH), MUCH, -1)));
            pair[0].close();
            receiver.join();
            sender.join();
            assertFalse(pair[0].isOpen());
        });
    }

    @EveryEngine
    void receiveThatIsCancelledLosesNothing(Engine engine) {
        TestNet.runVirtual(engine, () -> {
            MemorySocket[] pair = MemorySocket.pair();
            Coroutine reader = go(() -> pair[1].recv(new byte[8], 8, -1));
            pair[0].send(bytes("four"), 4, -1);
            pair[0].flush(-1);
            Mill.msleep(in(1)); // Four bytes are in its buffer now.
            reader.cancel();
            reader.join();
            byte[] buf = new byte[4];
            pair[1].recv(buf, 4, 0);
            assertEquals("four", text(buf, 4));
        });
    }

    @EveryEngine
    void twoWhoWaitForEachOtherAreADeadlock(Engine engine) {
        assertThrows(
                DeadlockException.class,
                () -> Mill.run(org.jmill.MillOptions.defaults().engine(engine), () -> {
                    MemorySocket[] pair = MemorySocket.pair();
                    pair[0].recv(new byte[1], 1, -1);
                }));
    }

    @EveryEngine
    void shutdownOfTheInputEndsTheStreamHereAndBreaksThePeers(Engine engine) {
        TestNet.runVirtual(engine, () -> {
            MemorySocket[] pair = MemorySocket.pair();
            Coroutine reader = go(() -> assertEquals(-1, pair[0].recvSome(new byte[1], 1, -1)));
            pair[0].shutdown(StreamSocket.SHUT_RD);
            reader.join();
            pair[1].send(bytes("word"), 4, -1);
            assertThrows(SocketException.class, () -> pair[1].flush(-1));
        });
    }
}
