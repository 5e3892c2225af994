package org.jmill.net;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.go;
import static org.jmill.Mill.yieldNow;
import static org.jmill.net.TestNet.assertPattern;
import static org.jmill.net.TestNet.pattern;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.harness.EveryEngine;
import org.junit.jupiter.api.Tag;

/// A socket that is always ready, since there is much in it: how often the others have their turn meanwhile.
@Tag("network")
class BusyPeerTest {
    private static final int TURN_BYTES = 32 * 1024;

    /// What a test does with one end of a pair; the other one has sent `length` bytes, as many as the system takes.
    private interface Scene {
        void play(UnixSocket socket, int length, UnixSocket peer) throws Exception;
    }

    private static void withFullSocket(Engine engine, Scene scene) {
        TestNet.runFast(engine, () -> {
            UnixSocket[] pair = UnixSocket.pair();
            try (UnixSocket socket = pair[1];
                    UnixSocket peer = pair[0]) {
                scene.play(socket, fill(peer), peer);
            }
        });
    }

    /// Sends what the system takes without a wait; returns how much of the pattern that is.
    private static int fill(UnixSocket socket) throws IOException {
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
            return sent;
        }
    }

    /// Counts the turns that this coroutine has until the other one has ended.
    private static int turnsUntil(Coroutine other) {
        int turns = 0;
        while (!other.isDone()) {
            turns++;
            yieldNow();
        }
        return turns;
    }

    private static void assertGivesWay(int length, Coroutine busy) {
        int turns = turnsUntil(busy);
        assertTrue(turns >= length / (2 * TURN_BYTES), turns + " turns for " + length + " bytes");
    }

    @EveryEngine
    void aLongReceiveGivesWayAsItGoes(Engine engine) {
        withFullSocket(engine, (socket, length, peer) -> {
            byte[] received = new byte[length];
            assertGivesWay(length, go(() -> socket.recv(received, length, -1)));
            assertPattern(received);
        });
    }

    @EveryEngine
    void aLongSearchForADelimiterGivesWayAsItGoes(Engine engine) {
        withFullSocket(engine, (socket, length, peer) -> {
            byte[] received = new byte[length];
            byte[] never = new byte[64];
            assertGivesWay(
                    length,
                    go(() -> assertThrows(
                            BufferFullException.class, () -> socket.recvUntil(ByteBuffer.wrap(received), never, -1))));
            assertPattern(received);
        });
    }

    @EveryEngine
    void manyLargeReceivesGiveWayLongBeforeTheHundredthOne(Engine engine) {
        withFullSocket(engine, (socket, length, peer) -> {
            ByteBuffer target = ByteBuffer.allocateDirect(TURN_BYTES / 2);
            assertGivesWay(length, go(() -> {
                for (int left = length; left > 0; target.clear()) {
                    left -= socket.recvSome(target, -1);
                }
            }));
        });
    }

    @EveryEngine
    void manyCallsThatMoveNothingGiveWayAfterEach103(Engine engine) {
        withFullSocket(engine, (socket, length, peer) -> {
            byte[] none = {};
            Coroutine receiver = go(() -> {
                for (int i = 0; i < 2 * 103 + 1; i++) {
                    socket.recv(none, 0, -1);
                }
            });
            assertEquals(2, turnsUntil(receiver));
            socket.recv(new byte[length], length, -1); // So that the peer's close can flush.
        });
    }

    @NeedsKernel("buffers that are counted by what they take, not by their bytes")
    @EveryEngine
    void aLongSendGivesWayAsItGoes(Engine engine) {
        withFullSocket(engine, (socket, length, peer) -> {
            socket.recv(new byte[length], length, -1);
            assertGivesWay(length, go(() -> peer.send(new byte[length], length, -1)));
        });
    }

    @EveryEngine
    void whoWaitsForEachRequestDoesNotGiveWayAsItAnswers(Engine engine) {
        TestNet.runFast(engine, () -> {
            try (TestNet.Pair pair = TestNet.Pair.open()) {
                Chan<Boolean> turn = chmake(0);
                boolean[] otherRan = {false};
                go(() -> {
                    while (true) {
                        turn.receive();
                        otherRan[0] = true;
                    }
                });
                int requests = 10;
                byte[] request = new byte[TURN_BYTES / 2];
                Coroutine server = go(() -> {
                    for (int i = 0; i < requests; i++) {
                        pair.server().recv(request, request.length, -1);
                        otherRan[0] = false;
                        turn.send(true); // It is ready now, and runs as soon as this one gives way.
                        pair.server().send(request, request.length, -1);
                        pair.server().flush(-1);
                        assertFalse(otherRan[0], "in request " + i);
                    }
                });
                for (int i = 0; i < requests; i++) {
                    pair.client().send(request, request.length, -1);
                    pair.client().flush(-1);
                    pair.client().recv(request, request.length, -1);
                }
                server.join();
            }
        });
    }

    @EveryEngine
    void whoIsCancelledAsItGivesWayHasReceivedNothing(Engine engine) {
        withFullSocket(engine, (socket, length, peer) -> {
            byte[] received = new byte[length];
            Coroutine receiver =
                    go(() -> assertThrows(CancelledException.class, () -> socket.recv(received, length, -1)));
            receiver.cancel();
            receiver.join();
            socket.recv(received, length, -1);
            assertPattern(received);
        });
    }

    @EveryEngine
    void aSocketThatIsClosedAsItsReceiverGivesWayEndsTheReceive(Engine engine) {
        withFullSocket(engine, (socket, length, peer) -> {
            Coroutine receiver = go(() -> {
                AsynchronousCloseException e =
                        assertThrows(AsynchronousCloseException.class, () -> socket.recv(new byte[length], length, -1));
                assertEquals(AsynchronousCloseException.class, e.getClass().getSuperclass());
            });
            socket.close();
            receiver.join();
        });
    }
}
