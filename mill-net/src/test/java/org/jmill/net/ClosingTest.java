package org.jmill.net;

import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.net.TestNet.assertPattern;
import static org.jmill.net.TestNet.bytes;
import static org.jmill.net.TestNet.in;
import static org.jmill.net.TestNet.pattern;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.harness.EveryEngine;
import org.jmill.net.TestNet.Pair;
import org.junit.jupiter.api.Tag;

/// A close with bytes of the peer's unread: what was sent last must arrive nevertheless. In real time: whether
/// the system resets the connection is asked.
@Tag("network")
class ClosingTest {
    private static final int REPLY = 300_000; // More than the peer's system takes at first.
    private static final int UNREAD = 50_000;

    /// Ten bytes of a request are received, the rest is not; the reply is sent, the socket closed.
    private static void answerTooEarly(StreamSocket s) throws IOException {
        s.recv(new byte[10], 10, in(1000));
        s.send(pattern(REPLY), REPLY, in(5000));
        s.close();
    }

    private static void assertWholeReply(StreamSocket s) throws IOException {
        byte[] reply = new byte[REPLY];
        s.recv(reply, REPLY, in(5000));
        assertPattern(reply);
        assertEquals(-1, s.recvSome(reply, 1, in(5000)));
    }

    @EveryEngine
    void replyArrivesThoughTheRequestWasNotReadToItsEnd(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair p = Pair.open()) {
                p.client().send(pattern(UNREAD), UNREAD, -1);
                p.client().flush(in(1000));
                go(() -> answerTooEarly(p.server()));
                msleep(in(50));
                p.client().send(bytes("more"), 4, -1);
                p.client().flush(in(1000));
                assertWholeReply(p.client());
            }
        });
    }

    @EveryEngine
    void replyArrivesWhileThePeerStillSends(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair p = Pair.open()) {
                Coroutine sender = go(() -> {
                    p.client().send(pattern(3_000_000), 3_000_000, in(5000));
                    p.client().flush(in(5000));
                });
                go(() -> answerTooEarly(p.server()));
                sender.join();
                assertWholeReply(p.client());
            }
        });
    }

    @EveryEngine
    void replyThroughASocketFileArrivesToo(Engine engine) {
        TestNet.run(engine, () -> {
            UnixSocket[] pair = UnixSocket.pair();
            pair[0].send(pattern(UNREAD), UNREAD, -1);
            pair[0].flush(in(1000));
            go(() -> answerTooEarly(pair[1]));
            assertWholeReply(pair[0]);
            pair[0].close();
        });
    }

    /// As C programs do before they close.
    @EveryEngine
    void replyArrivesThoughBothDirectionsWereShutDown(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair p = Pair.open()) {
                p.server().send(pattern(REPLY), REPLY, in(5000));
                p.server().shutdown(StreamSocket.SHUT_RDWR);
                assertEquals(-1, p.server().recvSome(new byte[1], 1, -1));
                p.server().close();
                for (int i = 0; i < 3; i++) {
                    p.client().send(bytes("more"), 4, -1);
                    p.client().flush(in(1000));
                    msleep(in(20));
                }
                assertWholeReply(p.client());
            }
        });
    }

    @EveryEngine
    void shutdownOfTheInputEndsTheStreamForWhoWaits(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair p = Pair.open()) {
                Coroutine reader = go(() -> assertEquals(-1, p.server().recvSome(new byte[1], 1, -1)));
                p.server().shutdown(StreamSocket.SHUT_RD);
                reader.join();
                assertEquals(-1, p.server().recvSome(new byte[1], 1, -1));
            }
        });
    }

    @EveryEngine
    void shutdownOfTheInputEndsTheStreamForWhoHasReadAllThatThereWas(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair p = Pair.open()) {
                p.client().send(bytes("all"), 3, -1);
                p.client().flush(in(1000));
                assertEquals(3, p.server().recvSome(new byte[10], 10, -1)); // So the next one would wait first.
                p.server().shutdown(StreamSocket.SHUT_RD);
                assertEquals(-1, p.server().recvSome(new byte[10], 10, in(1000)));
            }
        });
    }

    @EveryEngine
    void replyArrivesThoughThePeerSendsAfterTheClose(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair p = Pair.open()) {
                p.server().send(pattern(REPLY), REPLY, in(5000));
                p.server().close();
                for (int i = 0; i < 3; i++) {
                    p.client().send(bytes("more"), 4, -1);
                    p.client().flush(in(1000));
                    msleep(in(20));
                }
                assertWholeReply(p.client());
            }
        });
    }

    @EveryEngine
    void whatWentOutArrivesThoughTheRestCouldNotBeFlushed(Engine engine) {
        TestNet.runFast(engine, () -> {
            SocketOptions narrow = SocketOptions.defaults().sendBuffer(4096).receiveBuffer(4096);
            try (Pair p = Pair.open(narrow)) {
                ByteBuffer all = ByteBuffer.wrap(pattern(8_000_000));
                TestNet.stuff(p.server(), all);
                int left = Failing.timesOut(() -> p.server().close(0)).bytesTransferred;
                p.client().send(bytes("more"), 4, -1);
                p.client().flush(in(1000));
                msleep(in(20));
                byte[] got = new byte[8_000_000];
                int n = 0;
                for (int more; (more = p.client().recvSome(ByteBuffer.wrap(got, n, 1000), in(5000))) > 0; ) {
                    n += more;
                }
                int accepted = all.position() + left;
                assertTrue(n >= accepted - BufferPool.STREAM_BYTES && n <= accepted, n + " of " + accepted);
                assertPattern(Arrays.copyOf(got, n));
            }
        });
    }

    @EveryEngine
    void closeOfASocketThatHasSaidNothingIsDoneAtOnce(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair p = Pair.open()) {
                p.client().send(pattern(20_000), 20_000, -1);
                p.client().flush(in(1000));
                p.server().recv(new byte[19_990], 19_990, in(1000)); // Ten are in the buffer here.
                p.server().close();
                assertFalse(p.server().transport.channel().isOpen());
                assertEquals(-1, p.client().recvSome(new byte[1], 1, in(1000)));
            }
        });
    }

    @EveryEngine
    void closeAfterThePeersEndIsDoneAtOnce(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair p = Pair.open()) {
                p.client().shutdown(StreamSocket.SHUT_WR);
                assertEquals(-1, p.server().recvSome(new byte[1], 1, in(1000)));
                p.server().send(bytes("last"), 4, -1);
                p.server().close();
                assertFalse(p.server().transport.channel().isOpen());
            }
        });
    }

    @EveryEngine
    void peersEndEndsTheWaitForIt(Engine engine) {
        TestNet.run(engine, () -> {
            Descriptors.warmUp();
            int before = Descriptors.count();
            Pair p = Pair.open();
            p.server().send(bytes("last"), 4, -1);
            p.server().close();
            assertTrue(p.server().transport.channel().isOpen());
            long start = now();
            p.client().close();
            Descriptors.assertBackAt(before);
            assertTrue(now() - start < StreamSocket.LINGER_MS, "took " + (now() - start));
        });
    }

    @EveryEngine
    void attachedChannelIsTakenForOneThatWasUsed(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair p = Pair.open()) {
                SocketChannel channel = p.server().detach();
                channel.write(ByteBuffer.wrap(pattern(10_000)));
                TcpSocket.attach(channel).close();
                p.client().send(bytes("more"), 4, -1);
                p.client().flush(in(1000));
                msleep(in(20));
                byte[] got = new byte[10_000];
                p.client().recv(got, 10_000, in(1000));
                assertPattern(got);
            }
        });
    }

    @NeedsKernel("descriptors to count")
    @EveryEngine
    void peerThatNeverEndsIsGivenUpAfterAWhile(Engine engine) {
        TestNet.run(engine, () -> {
            Descriptors.warmUp();
            int before = Descriptors.count();
            Pair p = Pair.open();
            p.client().send(pattern(UNREAD), UNREAD, -1);
            p.client().flush(in(1000));
            p.server().recv(new byte[10], 10, in(1000));
            long start = now();
            p.server().close();
            assertTrue(p.server().transport.channel().isOpen(), "the caller waited");
            Descriptors.assertBackAt(before + 1); // The client's.
            long took = now() - start;
            assertTrue(took >= StreamSocket.LINGER_MS, "took " + took);
            p.client().close();
        });
    }

    @NeedsKernel("time that passes while somebody is busy")
    @EveryEngine
    void peerThatSendsForEverIsCutOffAndStarvesNobody(Engine engine) {
        TestNet.runFast(engine, () -> {
            Pair p = Pair.open(SocketOptions.defaults().lingerMs(200));
            Coroutine sender = go(() -> {
                byte[] chunk = pattern(100_000);
                assertThrows(SocketException.class, () -> {
                    while (true) {
                        p.client().send(chunk, chunk.length, -1);
                    }
                });
            });
            p.server().recv(new byte[10], 10, in(1000));
            long start = now();
            p.server().close();
            int turns = 0;
            while (!sender.isDone()) {
                msleep(in(1));
                turns++;
            }
            long took = now() - start;
            assertTrue(took >= 1000, "took " + took);
            assertTrue(turns > 20, "turns " + turns);
            p.client().close();
        });
    }

    @EveryEngine
    void mainsEndEndsTheWaitForThePeer(Engine engine) {
        TestNet.run(engine, Descriptors::warmUp);
        Pair[] left = {null};
        TestNet.run(engine, () -> {
            Pair p = left[0] = Pair.open();
            p.client().send(pattern(UNREAD), UNREAD, -1);
            p.client().flush(in(1000));
            p.server().recv(new byte[10], 10, in(1000));
            p.server().close();
            assertTrue(Arrays.stream(Mill.dump().toString().split("\n")).anyMatch(row -> row.contains("linger tcp ")));
        });
        assertFalse(left[0].server().transport.channel().isOpen());
    }

    @EveryEngine
    void socketThatIsClosedWhenMainHasEndedIsNotKept(Engine engine) {
        TcpSocket[] left = {null};
        TestNet.run(engine, () -> {
            Pair p = Pair.open();
            p.client().send(pattern(UNREAD), UNREAD, -1);
            p.client().flush(in(1000));
            go(() -> {
                try (TcpSocket s = left[0] = p.server()) {
                    s.recv(new byte[10], 10, in(1000));
                    msleep(-1);
                }
            });
        });
        assertFalse(left[0].transport.channel().isOpen());
    }

    @EveryEngine
    void cancelledCoroutineClosesAsAnyOther(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair p = Pair.open()) {
                p.client().send(pattern(UNREAD), UNREAD, -1);
                p.client().flush(in(1000));
                Coroutine server = go(() -> {
                    try (TcpSocket s = p.server()) {
                        s.recv(new byte[10], 10, in(1000));
                        s.send(pattern(REPLY), REPLY, in(5000));
                        s.flush(in(5000));
                        msleep(-1);
                    }
                });
                msleep(in(30));
                server.cancel();
                server.join();
                p.client().send(bytes("more"), 4, -1);
                p.client().flush(in(1000));
                assertWholeReply(p.client());
            }
        });
    }

    @EveryEngine
    void socketSetToResetIsReset(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair p = Pair.open()) {
                p.client().send(pattern(UNREAD), UNREAD, -1);
                p.client().flush(in(1000));
                p.server().recv(new byte[10], 10, in(1000));
                p.server().transport.channel().setOption(StandardSocketOptions.SO_LINGER, 0);
                p.server().close();
                assertThrows(SocketException.class, () -> p.client().recvSome(new byte[1], 1, in(1000)));
            }
        });
    }
}
