package org.jmill.net;

import static org.jmill.Mill.go;
import static org.jmill.net.TestNet.in;
import static org.jmill.net.TestNet.loopback;
import static org.jmill.net.TestNet.pattern;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.harness.EveryEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/// Random sends and receives of all kinds, over tcp, unix and tls: every byte comes once and in
/// order, whatever timed out in between. A failure names the seed.
@Tag("network")
class RandomStreamTest {
    private static final int BYTES = 1_500_000;
    private static final byte[] DELIMITER = {0x17, 0x2a};

    @TempDir
    static Path dir;

    private static TlsOptions serving;
    private static TlsOptions trusting;

    @BeforeAll
    static void makeCertificates() throws Exception {
        TestCerts.Identity self = new TestCerts().selfSigned();
        String cert = TestCerts.file(dir, "cert.pem", self.certPem());
        serving = TlsOptions.defaults().certificate(cert, TestCerts.file(dir, "key.pem", self.keyPem()));
        trusting = TlsOptions.defaults().trust(cert);
    }

    @EveryEngine
    void everyByteComesOnceOverTcp(Engine engine) {
        TestNet.runFast(engine, () -> {
            TestNet.Pair p = TestNet.Pair.open();
            exchange(p.client(), p.server());
        });
    }

    @EveryEngine
    void everyByteComesOnceOverUnix(Engine engine) {
        TestNet.runFast(engine, () -> {
            UnixSocket[] pair = UnixSocket.pair();
            exchange(pair[0], pair[1]);
        });
    }

    @EveryEngine
    void everyByteComesOnceOverTls(Engine engine) {
        TestNet.runFast(engine, () -> {
            try (TlsListener l = TlsListener.listen(loopback(0), serving, ListenOptions.defaults())) {
                Coroutine shaking = go(() -> {
                    TlsSocket s = l.accept(in(10_000));
                    s.handshake(in(10_000));
                    received(s, System.nanoTime());
                });
                TlsSocket c = TlsSocket.connect(l.addr(), "localhost", trusting, in(10_000));
                sent(c, System.nanoTime());
                shaking.join();
            }
        });
    }

    private static void exchange(StreamSocket from, StreamSocket to) throws IOException {
        long seed = System.nanoTime();
        Coroutine sender = go(() -> sent(from, seed));
        received(to, seed + 1);
        sender.join();
    }

    private static void sent(StreamSocket s, long seed) throws IOException {
        Random random = new Random(seed);
        byte[] all = pattern(BYTES);
        int at = 0;
        while (at < BYTES) {
            int n = Math.min(BYTES - at, size(random));
            ByteBuffer piece = random.nextBoolean()
                    ? ByteBuffer.wrap(all, at, n)
                    : ByteBuffer.allocateDirect(n).put(all, at, n).flip();
            while (piece.hasRemaining()) {
                try {
                    s.send(piece, random.nextInt(3) == 0 ? 0 : in(random.nextInt(3)));
                } catch (SocketTimeoutException e) {
                    // The rest goes out with the next try.
                }
            }
            at += n;
            if (random.nextInt(3) == 0) {
                flush(s, random);
            }
        }
        s.close(in(20_000));
    }

    private static void flush(StreamSocket s, Random random) throws IOException {
        while (true) {
            try {
                s.flush(in(random.nextInt(3)));
                return;
            } catch (SocketTimeoutException e) {
                // Once more.
            }
        }
    }

    private static void received(StreamSocket s, long seed) throws IOException {
        Random random = new Random(seed);
        byte[] all = new byte[BYTES];
        int at = 0;
        while (at < BYTES) {
            int n = Math.min(BYTES - at, size(random));
            ByteBuffer piece = random.nextBoolean() ? ByteBuffer.allocate(n) : ByteBuffer.allocateDirect(n);
            try {
                receive(s, piece, random);
            } catch (SocketTimeoutException | BufferFullException e) {
                assertEquals(piece.position(), ((PartialTransfer) e).bytesTransferred());
            }
            int got = piece.flip().remaining();
            piece.get(all, at, got);
            at += got;
        }
        assertEquals(-1, s.recvSome(new byte[1], 1, in(20_000)), "seed " + seed);
        s.close();
        assertArrayEquals(pattern(BYTES), all, "seed " + seed);
    }

    private static void receive(StreamSocket s, ByteBuffer piece, Random random) throws IOException {
        long deadline = random.nextInt(3) == 0 ? 0 : in(random.nextInt(20));
        switch (random.nextInt(4)) {
            case 0 -> s.recv(piece, deadline);
            case 1 -> s.recvSome(piece, deadline);
            case 2 -> s.recvUntil(piece, "\u0017\u00fe", deadline);
            default -> {
                int n = s.recvUntil(piece, DELIMITER, deadline);
                assertEquals(DELIMITER[1], piece.get(n - 1));
            }
        }
    }

    /// Mostly small, at times larger than all buffers.
    private static int size(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> 1 + random.nextInt(100_000);
            case 1 -> BufferPool.STREAM_BYTES - 2 + random.nextInt(5);
            default -> 1 + random.nextInt(3000);
        };
    }
}
