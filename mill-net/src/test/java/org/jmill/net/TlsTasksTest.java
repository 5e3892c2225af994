package org.jmill.net;

import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.jmill.net.TestNet.bytes;
import static org.jmill.net.TestNet.in;
import static org.jmill.net.TestNet.loopback;
import static org.jmill.net.TestNet.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.channels.AsynchronousCloseException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.harness.EveryEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/// What an engine has done elsewhere during a handshake, where that takes its time: a trust manager that asks
/// somebody. In real time: it is asked on a worker's thread.
@Tag("network")
@NeedsKernel("workers that are threads")
class TlsTasksTest {
    @TempDir
    static Path dir;

    private static final SocketOptions PLAIN = SocketOptions.defaults();
    private static TlsOptions serving;

    @BeforeAll
    static void makeCertificates() throws Exception {
        serving = LocalhostFiles.in(dir).serving();
    }

    private static TlsListener listen() throws IOException {
        return TlsListener.listen(loopback(0), serving, ListenOptions.defaults());
    }

    /// Trusts everybody, once it was let go.
    private static class Slow extends X509ExtendedTrustManager {
        final CountDownLatch asked = new CountDownLatch(1);
        final CountDownLatch answer = new CountDownLatch(1);
        final CountDownLatch interrupted = new CountDownLatch(1);
        final AtomicInteger checks = new AtomicInteger();

        void check() {
            checks.incrementAndGet();
            asked.countDown();
            while (true) {
                try {
                    answer.await();
                    return;
                } catch (InterruptedException e) {
                    interrupted.countDown(); // And does not care.
                }
            }
        }

        void awaitAsked() {
            long deadline = in(10_000);
            while (asked.getCount() > 0 && now() < deadline) {
                Mill.msleep(in(5));
            }
            assertEquals(0, asked.getCount());
        }

        TlsOptions options() throws Exception {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {this}, null);
            return TlsOptions.defaults().context(context);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            check();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            throw new AssertionError();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            throw new AssertionError();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
            throw new AssertionError();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            throw new AssertionError();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new AssertionError();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /// Serves a connection by sending back four bytes; nor does it care how that ends.
    private static Coroutine serve(TlsListener l) {
        return go("server", () -> {
            TlsSocket s = l.accept(in(10_000));
            try (s) {
                byte[] buf = new byte[4];
                s.recv(buf, 4, in(10_000));
                s.send(buf, 4, in(10_000));
            } catch (IOException e) {
                // The client has given up.
            }
        });
    }

    private static TlsSocket client(TlsListener l, Slow slow) throws Exception {
        TlsOptions options = slow.options();
        SSLEngine engine = options.client(options.load("test", -1), "localhost", l.port());
        return TlsSocket.of(Connector.connect(l.addr(), PLAIN, in(5000)), PLAIN, engine);
    }

    private static void echo(TlsSocket s) throws IOException {
        byte[] buf = bytes("word");
        s.send(buf, 4, in(5000));
        s.flush(in(5000));
        s.recv(buf, 4, in(5000));
        assertEquals("word", text(buf, 4));
    }

    @EveryEngine
    void connectObeysTheDeadlineWhileATrustManagerDawdles(Engine engine) {
        TestNet.run(engine, () -> {
            Slow slow = new Slow();
            try (TlsListener l = listen()) {
                Coroutine server = serve(l);
                TlsOptions options = slow.options();
                long start = now();
                Failing.timesOut(() -> TlsSocket.connect(l.addr(), "localhost", options, in(1000)));
                long took = now() - start;
                assertTrue(took >= 1000, "took " + took);
                server.join();
                assertTrue(slow.interrupted.await(5, TimeUnit.SECONDS));
            } finally {
                slow.answer.countDown();
            }
        });
    }

    @EveryEngine
    void handshakeThatTimedOutWhileATaskRanGoesOnWithTheNextCall(Engine engine) {
        TestNet.run(engine, () -> {
            Slow slow = new Slow();
            try (TlsListener l = listen()) {
                serve(l);
                try (TlsSocket c = client(l, slow)) {
                    Coroutine first = go(() -> Failing.timesOut(() -> c.handshake(in(1000))));
                    slow.awaitAsked();
                    first.join();
                    assertEquals(0, Failing.timesOut(() -> c.recv(new byte[4], 4, in(30))).bytesTransferred);
                    Failing.timesOut(() -> c.handshake(0));
                    slow.answer.countDown();
                    echo(c);
                    assertEquals(1, slow.checks.get());
                    assertEquals(1, slow.interrupted.getCount());
                }
            } finally {
                slow.answer.countDown();
            }
        });
    }

    @EveryEngine
    void coroutineCancelledWhileATaskRunsLeavesTheHandshakeToOthers(Engine engine) {
        TestNet.run(engine, () -> {
            Slow slow = new Slow();
            try (TlsListener l = listen()) {
                serve(l);
                try (TlsSocket c = client(l, slow)) {
                    int[] cancelled = {0};
                    Coroutine first = Cancelling.go(cancelled, () -> c.handshake(-1));
                    slow.awaitAsked();
                    first.cancel();
                    first.join();
                    assertEquals(1, cancelled[0]);
                    Failing.timesOut(() -> c.handshake(in(30)));
                    slow.answer.countDown();
                    echo(c);
                    assertEquals(1, slow.checks.get());
                }
            } finally {
                slow.answer.countDown();
            }
        });
    }

    @EveryEngine
    void closeWakesWhoWaitsForATaskAndInterruptsIt(Engine engine) {
        TestNet.run(engine, () -> {
            Slow slow = new Slow();
            try (TlsListener l = listen()) {
                Coroutine server = serve(l);
                TlsSocket c = client(l, slow);
                Coroutine waiting = go(() -> assertThrows(AsynchronousCloseException.class, () -> c.handshake(-1)));
                Coroutine receiving =
                        go(() -> assertThrows(AsynchronousCloseException.class, () -> c.recv(new byte[4], 4, -1)));
                slow.awaitAsked();
                c.close();
                waiting.join();
                receiving.join();
                server.join();
                assertTrue(slow.interrupted.await(5, TimeUnit.SECONDS));
            } finally {
                slow.answer.countDown();
            }
        });
    }

    @EveryEngine
    void millEndsWhileATaskRunsAndTheSocketIsOfNoUseToAnother(Engine engine) {
        Slow slow = new Slow();
        try {
            TlsSocket[] left = {null};
            TestNet.run(engine, () -> {
                TlsListener l = listen();
                serve(l);
                left[0] = client(l, slow);
                go(() -> left[0].handshake(-1));
                slow.awaitAsked();
                l.close();
            });
            TestNet.run(engine, () -> {
                for (int i = 0; i < 2; i++) {
                    String told = assertThrows(SSLHandshakeException.class, () -> left[0].handshake(in(1000)))
                            .getMessage();
                    assertTrue(told.endsWith("handshake failed: its mill has ended"), told);
                }
                left[0].close();
            });
        } finally {
            slow.answer.countDown();
        }
    }

    @EveryEngine
    void trustManagerThatBreaksFailsTheHandshakeForGood(Engine engine) {
        TestNet.run(engine, () -> {
            Slow broken = new Slow() {
                @Override
                void check() {
                    throw new StackOverflowError("of a nested certificate");
                }
            };
            try (TlsListener l = listen()) {
                Coroutine server = serve(l);
                TlsSocket c = client(l, broken);
                for (int i = 0; i < 2; i++) {
                    SSLHandshakeException e = assertThrows(SSLHandshakeException.class, () -> c.handshake(in(1000)));
                    assertTrue(e.getMessage().contains("of a nested certificate"), e.getMessage());
                }
                assertFalse(server.join(in(10)));
                c.close();
                server.join();
            }
        });
    }
}
