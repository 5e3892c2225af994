package org.jmill.net;

import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.net.MillNet.sslaccept;
import static org.jmill.net.MillNet.sslconnect;
import static org.jmill.net.MillNet.ssllisten;
import static org.jmill.net.TestNet.bytes;
import static org.jmill.net.TestNet.in;
import static org.jmill.net.TestNet.loopback;
import static org.jmill.net.TestNet.pattern;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.file.MillFile;
import org.jmill.harness.EveryEngine;
import org.jmill.net.TestNet.Pair;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/// `sendFile`: what comes is what stands in the file, and whatever ends it half way says how far it came. In
/// real time: the system sends.
@Tag("network")
class SendFileTest {
    private static final int LENGTH = 12_000_000; // More than the system's buffers hold.

    @TempDir
    static Path dir;

    private static Path path;
    private static byte[] contents;

    @BeforeAll
    static void write() throws IOException {
        contents = pattern(LENGTH);
        path = Files.write(dir.resolve("large"), contents);
    }

    private static byte[] receive(StreamSocket from, int length) throws IOException {
        byte[] bytes = new byte[length];
        from.recv(bytes, length, in(20_000));
        return bytes;
    }

    /// A word, the part of the file, a word: in this order, and no byte more.
    private static void partArrivesInOrder(StreamSocket sender, StreamSocket receiver) throws IOException {
        int offset = 1234;
        int length = LENGTH - 5000;
        Coroutine sending = go("sending", () -> {
            try (MillFile file = MillFile.open(path)) {
                sender.send(bytes("before"), 6, in(5000));
                assertEquals(length, sender.sendFile(file, offset, length, in(20_000)));
                sender.send(bytes("after"), 5, in(5000));
                assertEquals(0, file.tell());
            }
            sender.close();
        });
        assertArrayEquals(bytes("before"), receive(receiver, 6));
        assertArrayEquals(Arrays.copyOfRange(contents, offset, offset + length), receive(receiver, length));
        assertArrayEquals(bytes("after"), receive(receiver, 5));
        assertEquals(-1, receiver.recvSome(new byte[1], 1, in(5000)));
        sending.join();
    }

    @EveryEngine
    void partOfAFileArrivesBetweenWhatIsSentBeforeAndAfterIt(Engine engine) {
        TestNet.runFast(engine, () -> {
            try (Pair tcp = Pair.open()) {
                partArrivesInOrder(tcp.server(), tcp.client());
            }
            UnixSocket[] unix = UnixSocket.pair();
            partArrivesInOrder(unix[0], unix[1]);
            unix[1].close();
        });
    }

    @EveryEngine
    void partOfAFileArrivesOverTls(Engine engine) throws Exception {
        LocalhostFiles files = LocalhostFiles.of(new TestCerts(), dir);
        TestNet.runFast(engine, () -> {
            try (TlsListener l = ssllisten(loopback(0), files.cert(), files.key(), 10)) {
                TlsOptions trusting = TlsOptions.defaults().trust(files.ca());
                Chan<TlsSocket> connected = Chan.make(1);
                go("client", () -> connected.send(sslconnect(l.addr(), "localhost", trusting, in(10_000))));
                TlsSocket sender = sslaccept(l, in(10_000));
                Coroutine greeting = go("greeting", () -> sender.flush(in(10_000))); // Its half of the handshake.
                try (TlsSocket receiver = connected.receive()) {
                    greeting.join();
                    partArrivesInOrder(sender, receiver);
                }
            }
        });
    }

    @EveryEngine
    void fileThatEndsBeforeIsTold(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair pair = Pair.open();
                    MillFile file = MillFile.open(path)) {
                assertEquals(7, pair.server().sendFile(file, LENGTH - 7, 100, in(5000)));
                assertEquals(0, pair.server().sendFile(file, LENGTH, 100, in(5000)));
                assertEquals(0, pair.server().sendFile(file, 0, 0, in(5000)));
                assertArrayEquals(Arrays.copyOfRange(contents, LENGTH - 7, LENGTH), receive(pair.client(), 7));
            }
        });
    }

    @EveryEngine
    void fileThatHasMoreThanItsSizeSaysIsSentWhole(Engine engine) {
        TestNet.run(engine, () -> {
            Path version = Path.of("/proc/version");
            byte[] expected = Files.readAllBytes(version);
            try (Pair pair = Pair.open();
                    MillFile file = MillFile.open(version)) {
                assertEquals(expected.length, pair.server().sendFile(file, 0, 100_000, in(5000)));
                assertArrayEquals(expected, receive(pair.client(), expected.length));
            }
        });
    }

    @EveryEngine
    void whatWasWrittenToTheFileAndNotFlushedIsSent(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair pair = Pair.open();
                    MillFile file = MillFile.open(
                            dir.resolve("new-" + engine),
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.CREATE)) {
                file.write(bytes("hello"), 5, in(5000));
                assertEquals(5, pair.server().sendFile(file, 0, 10, in(5000)));
                assertArrayEquals(bytes("hello"), receive(pair.client(), 5));
            }
        });
    }

    @EveryEngine
    void deadlineTellsHowMuchWentOutSoThatTheRestCanFollow(Engine engine) {
        TestNet.runFast(engine, () -> {
            try (Pair pair = Pair.open();
                    MillFile file = MillFile.open(path)) {
                StreamSocket sender = pair.server();
                sender.send(bytes("before"), 6, -1); // Not of the file: not counted.
                SocketTimeoutException e =
                        assertThrows(SocketTimeoutException.class, () -> sender.sendFile(file, 0, LENGTH, in(200)));
                assertEquals("sendFile " + sender + ": deadline passed", e.getMessage());
                int done = assertInstanceOf(PartialTransfer.class, e).bytesTransferred();
                assertTrue(done > 0 && done < LENGTH, done + " bytes");
                Coroutine rest = go(
                        "rest",
                        () -> assertEquals(LENGTH - done, sender.sendFile(file, done, LENGTH - done, in(20_000))));
                assertArrayEquals(bytes("before"), receive(pair.client(), 6));
                assertArrayEquals(contents, receive(pair.client(), LENGTH));
                rest.join();
            }
        });
    }

    @EveryEngine
    void resetTellsHowMuchWentOut(Engine engine) {
        TestNet.runFast(engine, () -> {
            try (Pair pair = Pair.open();
                    MillFile file = MillFile.open(path)) {
                go("peer", () -> {
                    receive(pair.client(), 100_000);
                    pair.client().transport.channel().setOption(StandardSocketOptions.SO_LINGER, 0);
                    pair.client().close();
                });
                SocketException e =
                        assertThrows(SocketException.class, () -> pair.server().sendFile(file, 0, LENGTH, in(20_000)));
                assertTrue(e.getMessage().matches("sendFile tcp .*: (connection reset.*|broken pipe)"), e.getMessage());
                assertTrue(assertInstanceOf(PartialTransfer.class, e).bytesTransferred() >= 100_000);
            }
        });
    }

    @EveryEngine
    void closeEndsItAndCancellationToo(Engine engine) {
        TestNet.runFast(engine, () -> {
            try (Pair pair = Pair.open();
                    MillFile file = MillFile.open(path)) {
                Coroutine sending = go("sending", () -> {
                    AsynchronousCloseException e = assertThrows(
                            AsynchronousCloseException.class,
                            () -> pair.server().sendFile(file, 0, LENGTH, -1));
                    assertTrue(e.getMessage().startsWith("sendFile tcp "), e.getMessage());
                    assertInstanceOf(PartialTransfer.class, e);
                });
                receive(pair.client(), 100_000);
                pair.server().close();
                sending.join();
            }
            try (Pair pair = Pair.open();
                    MillFile file = MillFile.open(path)) {
                int[] cancelled = {0};
                Coroutine sending = Cancelling.go(cancelled, () -> pair.server().sendFile(file, 0, LENGTH, -1));
                receive(pair.client(), 100_000);
                sending.cancel();
                sending.join();
                assertEquals(1, cancelled[0]);
                assertTrue(file.isOpen());
                file.readFully(new byte[10], 10, in(5000));
            }
        });
    }

    @EveryEngine
    void othersHaveTheirTurnsMeanwhile(Engine engine) {
        TestNet.runFast(engine, () -> {
            try (Pair pair = Pair.open();
                    MillFile file = MillFile.open(path)) {
                Coroutine sending = go("sending", () -> pair.server().sendFile(file, 0, LENGTH, -1));
                Coroutine receiving = go("receiving", () -> receive(pair.client(), LENGTH));
                int turns = 0;
                while (!receiving.isDone()) {
                    msleep(now() + 1);
                    turns++;
                }
                sending.join();
                assertTrue(turns > 0);
            }
        });
    }

    @EveryEngine
    void failureOfTheFileIsToldAsTheFiles(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair pair = Pair.open()) {
                MillFile closed = MillFile.open(path);
                closed.close();
                assertThrows(ClosedChannelException.class, () -> pair.server().sendFile(closed, 0, 1, in(5000)));
                try (MillFile appending = MillFile.open(
                                dir.resolve("log-" + engine), StandardOpenOption.APPEND, StandardOpenOption.CREATE);
                        MillFile endless = MillFile.open(Path.of("/proc/self/mem"))) {
                    Failing.panics(() -> pair.server().sendFile(appending, 0, 1, in(5000)));
                    assertThrows(FileSystemException.class, () -> pair.server().sendFile(endless, 0, 1, in(5000)));
                }
                pair.server().send(bytes("well"), 4, in(5000)); // The connection is none the worse.
                pair.server().flush(in(5000));
                assertArrayEquals(bytes("well"), receive(pair.client(), 4));
            }
        });
    }

    @EveryEngine
    void misuseIsAPanic(Engine engine) {
        TestNet.run(engine, () -> {
            try (Pair pair = Pair.open();
                    MillFile file = MillFile.open(path)) {
                TcpSocket socket = pair.server();
                assertEquals(
                        "sendFile " + socket + ": file is null",
                        Failing.panics(() -> socket.sendFile(null, 0, 1, in(1000))));
                for (int[] wrong : new int[][] {{-1, 1}, {0, -1}}) {
                    assertEquals(
                            "sendFile " + socket + ": offset or length is negative: " + wrong[0] + ", " + wrong[1],
                            Failing.panics(() -> socket.sendFile(file, wrong[0], wrong[1], in(1000))));
                }
                Coroutine sending = go("sending", () -> socket.sendFile(file, 0, LENGTH, -1));
                receive(pair.client(), 100_000);
                String panic = Failing.panics(() -> socket.send(bytes("x"), 1, in(1000)));
                assertTrue(panic.contains("uses the same direction"), panic);
                sending.cancel();
                sending.join();
                socket.shutdown(StreamSocket.SHUT_WR);
                assertThrows(ClosedChannelException.class, () -> socket.sendFile(file, 0, 1, in(1000)));
            }
        });
    }
}
