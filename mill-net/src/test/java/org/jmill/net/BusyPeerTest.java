package org.jmill.net;

import static org.jmill.Mill.go;
import static org.jmill.Mill.yieldNow;
import static org.jmill.net.TestNet.assertPattern;
import static org.jmill.net.TestNet.pattern;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.util.Arrays;
import org.jmill.CancelledException;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.junit.jupiter.api.Tag;

/// A socket that is always ready, since there is much in it: how often the others have their turn meanwhile.
@Tag("network")
class BusyPeerTest {
    private static final int TURN_BYTES = 32 * 1024;

    private int turns;

    /// Sends what the system takes without a wait; returns it.
    private static byte[] fill(UnixSocket socket) throws IOException {
        byte[] bytes = pattern(1 << 20);
        int sent = 0;
        try {
            while (true) {
                socket.send(ByteBuffer.wrap(bytes, sent, 4096), 0);
                socket.flush(0);
                sent += 4096;
            }
        } catch (SocketTimeoutException e) {
            assertTrue(sent > 2 * TURN_BYTES, sent + " bytes fit");
            return Arrays.copyOf(bytes, sent);
        }
    }

    /// Counts the turns that this coroutine has until the other one has ended.
    private int turnsUntil(Coroutine other) {
        turns = 0;
        while (!other.isDone()) {
            turns++;
            yieldNow();
        }
        return turns;
    }

    @EveryEngine
    void aLongReceiveGivesWayAsItGoes(Engine engine) {
        TestNet.runFast(engine, () -> {
            UnixSocket[] pair = UnixSocket.pair();
            byte[] sent = fill(pair[0]);
            byte[] received = new byte[sent.length];
            Coroutine receiver = go(() -> pair[1].recv(received, received.length, -1));
            int had = turnsUntil(receiver);
            assertTrue(had >= sent.length / (2 * TURN_BYTES), had + " turns for " + sent.length + " bytes");
            assertPattern(received);
            pair[0].close();
            pair[1].close();
        });
    }

    @EveryEngine
    void aLongSearchForADelimiterGivesWayAsItGoes(Engine engine) {
        TestNet.runFast(engine, () -> {
            UnixSocket[] pair = UnixSocket.pair();
            int length = fill(pair[0]).length;
            byte[] received = new byte[length];
            byte[] never = new byte[64];
            Coroutine receiver = go(() -> assertThrows(
                    BufferFullException.class, () -> pair[1].recvUntil(ByteBuffer.wrap(received), never, -1)));
            int had = turnsUntil(receiver);
            assertTrue(had >= length / (2 * TURN_BYTES), had + " turns for " + length + " bytes");
            assertPattern(received);
            pair[0].close();
            pair[1].close();
        });
    }

    @EveryEngine
    void manyLargeReceivesGiveWayLongBeforeTheHundredthOne(Engine engine) {
        TestNet.runFast(engine, () -> {
            UnixSocket[] pair = UnixSocket.pair();
            int length = fill(pair[0]).length;
            ByteBuffer target = ByteBuffer.allocateDirect(TURN_BYTES / 2);
            Coroutine receiver = go(() -> {
                for (int left = length; left > 0; target.clear()) {
                    left -= pair[1].recvSome(target, -1);
                }
            });
            int had = turnsUntil(receiver);
            assertTrue(had >= length / (2 * TURN_BYTES), had + " turns for " + length + " bytes");
            pair[0].close();
            pair[1].close();
        });
    }

    @EveryEngine
    void aLongSendGivesWayAsItGoes(Engine engine) {
        TestNet.runFast(engine, () -> {
            UnixSocket[] pair = UnixSocket.pair();
            int length = fill(pair[0]).length;
            pair[1].recv(new byte[length], length, -1);
            Coroutine sender = go(() -> pair[0].send(new byte[length], length, -1));
            int had = turnsUntil(sender);
            assertTrue(had >= length / (2 * TURN_BYTES), had + " turns for " + length + " bytes");
            pair[0].close();
            pair[1].close();
        });
    }

    @EveryEngine
    void whoIsCancelledAsItGivesWayHasReceivedNothing(Engine engine) {
        TestNet.runFast(engine, () -> {
            UnixSocket[] pair = UnixSocket.pair();
            int length = fill(pair[0]).length;
            byte[] received = new byte[length];
            Coroutine receiver =
                    go(() -> assertThrows(CancelledException.class, () -> pair[1].recv(received, length, -1)));
            receiver.cancel();
            receiver.join();
            pair[1].recv(received, length, -1);
            assertPattern(received);
            pair[0].close();
            pair[1].close();
        });
    }

    @EveryEngine
    void aSocketThatIsClosedAsItsReceiverGivesWayEndsTheReceive(Engine engine) {
        TestNet.runFast(engine, () -> {
            UnixSocket[] pair = UnixSocket.pair();
            int length = fill(pair[0]).length;
            Coroutine receiver = go(() -> {
                AsynchronousCloseException e = assertThrows(
                        AsynchronousCloseException.class, () -> pair[1].recv(new byte[length], length, -1));
                assertEquals(AsynchronousCloseException.class, e.getClass().getSuperclass());
            });
            pair[1].close();
            receiver.join();
            pair[0].close();
        });
    }
}
