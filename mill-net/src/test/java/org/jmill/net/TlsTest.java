package org.jmill.net;

import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.jmill.net.MillNet.SHUT_WR;
import static org.jmill.net.MillNet.sslaccept;
import static org.jmill.net.MillNet.sslclose;
import static org.jmill.net.MillNet.sslconnect;
import static org.jmill.net.MillNet.sslflush;
import static org.jmill.net.MillNet.ssllisten;
import static org.jmill.net.MillNet.sslport;
import static org.jmill.net.MillNet.sslrecv;
import static org.jmill.net.MillNet.sslrecvsome;
import static org.jmill.net.MillNet.sslrecvuntil;
import static org.jmill.net.MillNet.sslsend;
import static org.jmill.net.MillNet.sslshutdown;
import static org.jmill.net.TestNet.assertPattern;
import static org.jmill.net.TestNet.bytes;
import static org.jmill.net.TestNet.in;
import static org.jmill.net.TestNet.loopback;
import static org.jmill.net.TestNet.pattern;
import static org.jmill.net.TestNet.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.harness.EveryEngine;
import org.jmill.net.TestCerts.Identity;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/// TLS: what goes well, what must be refused, and what is told of a failure. In real time: TCP of the system
/// carries it.
@Tag("network")
class TlsTest {
    @TempDir
    static Path dir;

    private static TestCerts certs;
    private static String ca;
    private static String cert;
    private static String key;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certs = new TestCerts();
        LocalhostFiles files = LocalhostFiles.of(certs, dir);
        ca = files.ca();
        cert = files.cert();
        key = files.key();
    }

    private static TlsOptions trusting() {
        return TlsOptions.defaults().trust(ca);
    }

    private static TlsOptions serving() {
        return TlsOptions.defaults().certificate(cert, key);
    }

    private static TlsListener serve(Identity identity) throws IOException {
        String name = identity.name() + System.identityHashCode(identity);
        String certFile = TestCerts.file(dir, name + ".cert", identity.certPem());
        String keyFile = TestCerts.file(dir, name + ".key", identity.keyPem());
        return ssllisten(loopback(0), certFile, keyFile, 10);
    }

    private static TlsListener listen(TlsOptions options) throws IOException {
        return ssllisten(loopback(0), options, ListenOptions.defaults());
    }

    /// Serves one connection by sending back what comes.
    private static Coroutine echo(TlsListener l) {
        return go("echo", () -> {
            TlsSocket s = sslaccept(l, in(10_000));
            byte[] buf = new byte[5000];
            for (int n; (n = sslrecvsome(s, buf, buf.length, in(10_000))) >= 0; ) {
                sslsend(s, buf, n, in(10_000));
                sslflush(s, in(10_000));
            }
            sslclose(s);
        });
    }

    private static void hello(TlsSocket c) throws IOException {
        sslsend(c, bytes("hello\n"), 6, in(5000));
        sslflush(c, in(5000));
        byte[] buf = new byte[100];
        assertEquals(6, sslrecvuntil(c, buf, 100, "\n", in(5000)));
        assertEquals("hello\n", text(buf, 6));
        assertEquals(0, c.available());
    }

    @EveryEngine
    void bothVersionsCarryADialogueAndEndWell(Engine engine) {
        TestNet.run(engine, () -> {
            for (String version : new String[] {"TLSv1.3", "TLSv1.2"}) {
                try (TlsListener l = ssllisten(loopback(0), cert, key, 10)) {
                    Coroutine server = echo(l);
                    TlsOptions options = trusting().protocols(version);
                    TlsSocket c = sslconnect(l.addr(), "localhost", options, in(5000));
                    assertEquals(version, c.session().getProtocol());
                    assertEquals(sslport(l), sslport(c));
                    hello(c);
                    hello(c);
                    sslshutdown(c, SHUT_WR);
                    assertEquals(-1, sslrecvsome(c, new byte[1], 1, in(5000)));
                    sslclose(c);
                    server.join();
                }
            }
        });
    }

    @EveryEngine
    void keysOfEveryKindAndFormatServe(Engine engine) {
        TestNet.run(engine, () -> {
            Identity rsa = certs.localhost("RSA");
            Identity ec = certs.localhost("EC");
            Identity ed = certs.localhost("Ed25519");
            String[][] files = {
                {rsa.certPem(), rsa.keyPem()},
                {rsa.certPem(), rsa.oldKeyPem()},
                {ec.certPem() + certs.authority.certPem(), ec.oldKeyPem()},
                {"some text\n" + ec.certPem(), ec.certPem() + ec.keyPem()},
                {ed.certPem(), ed.keyPem()},
            };
            for (String[] pair : files) {
                String certFile = TestCerts.file(dir, engine + "any.cert", pair[0]);
                String keyFile = TestCerts.file(dir, engine + "any.key", pair[1]);
                try (TlsListener l = ssllisten(loopback(0), certFile, keyFile, 10)) {
                    Coroutine server = echo(l);
                    try (TlsSocket c = sslconnect(l.addr(), "localhost", trusting(), in(5000))) {
                        hello(c);
                    }
                    server.join();
                }
            }
        });
    }

    @EveryEngine
    void megabytesGoThroughInBothDirectionsAtOnce(Engine engine) {
        TestNet.runFast(engine, () -> {
            try (TlsListener l = listen(serving())) {
                int size = 2_000_003;
                Chan<Integer> done = Chan.make(4);
                Coroutine accepting = go(() -> both(sslaccept(l, in(5000)), size, done));
                both(sslconnect(l.addr(), "localhost", trusting(), in(5000)), size, done);
                for (int i = 0; i < 4; i++) {
                    done.receive(in(20_000));
                }
                accepting.join();
            }
        });
    }

    /// A sender and a receiver, both of which may be the first to need the handshake.
    private static void both(TlsSocket s, int size, Chan<Integer> done) {
        go(() -> {
            sslsend(s, pattern(size), size, in(20_000));
            sslflush(s, in(20_000));
            done.send(1);
        });
        go(() -> {
            byte[] all = new byte[size];
            assertEquals(size, sslrecv(s, all, size, in(20_000)));
            assertPattern(all);
            done.send(1);
        });
    }

    @EveryEngine
    void halfClosedClientStillGetsTheReply(Engine engine) {
        TestNet.run(engine, () -> {
            try (TlsListener l = listen(serving())) {
                go(() -> {
                    TlsSocket s = sslaccept(l, in(5000));
                    byte[] buf = new byte[100];
                    int n = sslrecvsome(s, buf, 100, in(5000));
                    assertEquals(-1, sslrecvsome(s, buf, 100, in(5000)));
                    sslsend(s, buf, n, in(5000));
                    sslclose(s);
                });
                TlsSocket c = sslconnect(l.addr(), "localhost", trusting(), in(5000));
                sslsend(c, bytes("question"), 8, -1);
                sslshutdown(c, SHUT_WR);
                byte[] buf = new byte[8];
                assertEquals(5, sslrecv(c, buf, 5, in(5000)));
                assertEquals(3, c.available());
                assertEquals(3, sslrecv(c, buf, 3, 0));
                assertEquals("ionst", text(buf, 5));
                sslclose(c);
            }
        });
    }

    @EveryEngine
    void shutdownBeforeTheHandshakeMakesIt(Engine engine) {
        TestNet.run(engine, () -> {
            try (TlsListener l = listen(serving())) {
                for (boolean receiving : new boolean[] {false, true}) {
                    Coroutine server = go(() -> {
                        TlsSocket s = sslaccept(l, in(5000));
                        byte[] buf = new byte[4];
                        Coroutine receiver = receiving ? go(() -> sslrecv(s, buf, 4, in(5000))) : null;
                        sslshutdown(s, SHUT_WR);
                        if (receiver != null) {
                            receiver.join();
                        } else {
                            sslrecv(s, buf, 4, in(5000));
                        }
                        assertEquals("word", text(buf, 4));
                        sslclose(s);
                    });
                    TlsOptions options = trusting().protocols("TLSv1.3"); // TLS 1.2 ends both halves.
                    TlsSocket c = sslconnect(l.addr(), "localhost", options, in(5000));
                    assertEquals(-1, sslrecvsome(c, new byte[1], 1, in(5000)));
                    sslsend(c, bytes("word"), 4, in(5000));
                    sslclose(c);
                    server.join();
                }
            }
        });
    }

    @EveryEngine
    void nameAndProtocolReachTheServer(Engine engine) {
        TestNet.run(engine, () -> {
            try (TlsListener l = listen(serving().alpn("h2", "http/1.1"))) {
                go(() -> {
                    TlsSocket s = sslaccept(l, in(5000));
                    s.handshake(in(5000));
                    String asked = ((javax.net.ssl.ExtendedSSLSession) s.session())
                            .getRequestedServerNames()
                            .toString();
                    assertTrue(asked.contains("localhost"), asked);
                    assertEquals("http/1.1", s.alpn());
                    sslclose(s);
                });
                TlsOptions options = trusting().alpn("http/1.1");
                TlsSocket c = sslconnect(l.addr(), "localhost", options, in(5000));
                assertEquals("http/1.1", c.alpn());
                assertEquals(-1, sslrecvsome(c, new byte[1], 1, in(5000)));
                sslclose(c);
            }
        });
    }

    @EveryEngine
    void addressIsVerifiedWhereThereIsNoName(Engine engine) {
        TestNet.run(engine, () -> {
            try (TlsListener l = listen(serving())) {
                echo(l);
                try (TlsSocket c = sslconnect(l.addr(), null, trusting(), in(5000))) {
                    hello(c);
                }
            }
            try (TlsListener l = serve(certs.elsewhere())) {
                refusedBothEnds(l, null, trusting());
            }
        });
    }

    // ---- refused
    // ---------------------------------------------------------------------------------

    /// The client refuses the server, whose handshake fails too; and the server serves on.
    private static String refusedBothEnds(TlsListener l, String host, TlsOptions options) throws IOException {
        Coroutine server = go(() -> {
            TlsSocket s = sslaccept(l, in(5000));
            SSLHandshakeException e = assertThrows(SSLHandshakeException.class, () -> s.handshake(in(5000)));
            assertTrue(e.getMessage().startsWith("handshake tls "), e.getMessage());
            assertThrows(SSLHandshakeException.class, () -> sslrecvsome(s, new byte[1], 1, in(5000)));
            sslclose(s);
        });
        SSLHandshakeException e =
                assertThrows(SSLHandshakeException.class, () -> sslconnect(l.addr(), host, options, in(5000)));
        server.join();
        return e.getMessage();
    }

    @EveryEngine
    void certificateOfAnotherNameIsRefused(Engine engine) {
        TestNet.run(engine, () -> {
            try (TlsListener l = serve(certs.elsewhere())) {
                String message = refusedBothEnds(l, "localhost", trusting());
                assertTrue(message.contains("localhost"), message);
            }
        });
    }

    @EveryEngine
    void expiredCertificateIsRefused(Engine engine) {
        TestNet.run(engine, () -> {
            try (TlsListener l = serve(certs.expired())) {
                String message = refusedBothEnds(l, "localhost", trusting());
                assertTrue(message.contains("validity"), message);
            }
        });
    }

    @EveryEngine
    void selfSignedCertificateIsRefusedUnlessTrustedOrNotVerified(Engine engine) {
        TestNet.run(engine, () -> {
            Identity self = certs.selfSigned();
            try (TlsListener l = serve(self)) {
                refusedBothEnds(l, "localhost", trusting());
                refusedBothEnds(l, "localhost", TlsOptions.defaults());
                String own = TestCerts.file(dir, engine + "self.pem", self.certPem());
                for (TlsOptions o : new TlsOptions[] {
                    TlsOptions.defaults().trust(own), TlsOptions.defaults().verify(false)
                }) {
                    echo(l);
                    try (TlsSocket c = sslconnect(l.addr(), "localhost", o, in(5000))) {
                        hello(c);
                    }
                }
            }
        });
    }

    @EveryEngine
    void clientWithoutACertificateIsRefusedWhereOneIsRequired(Engine engine) {
        TestNet.run(engine, () -> {
            TlsOptions strict = serving().trust(ca).clientAuth(TlsOptions.ClientAuth.REQUIRE);
            try (TlsListener l = listen(strict)) {
                Coroutine server = go(() -> {
                    TlsSocket s = sslaccept(l, in(5000));
                    assertThrows(SSLHandshakeException.class, () -> s.handshake(in(5000)));
                    sslclose(s);
                });
                // In TLS 1.3 a client has finished before the server looks at its certificate.
                TlsSocket c = sslconnect(l.addr(), "localhost", trusting(), in(5000));
                assertThrows(IOException.class, () -> sslrecvsome(c, new byte[1], 1, in(5000)));
                sslclose(c);
                server.join();

                Identity client = certs.elsewhere();
                String clientCert = TestCerts.file(dir, engine + "client.cert", client.certPem());
                String clientKey = TestCerts.file(dir, engine + "client.key", client.keyPem());
                go(() -> {
                    TlsSocket s = sslaccept(l, in(5000));
                    s.handshake(in(5000));
                    assertEquals("CN=elsewhere", s.session().getPeerPrincipal().getName());
                    sslclose(s);
                });
                TlsOptions showing = trusting().certificate(clientCert, clientKey);
                TlsSocket known = sslconnect(l.addr(), "localhost", showing, in(5000));
                assertEquals(-1, sslrecvsome(known, new byte[1], 1, in(5000)));
                sslclose(known);
            }
        });
    }

    @EveryEngine
    void plainTextClientIsRefusedAndTheServerServesOn(Engine engine) {
        TestNet.run(engine, () -> {
            try (TlsListener l = listen(serving())) {
                Coroutine server = go(() -> {
                    TlsSocket s = sslaccept(l, in(5000));
                    assertThrows(SSLHandshakeException.class, () -> sslrecvsome(s, new byte[1], 1, in(5000)));
                    sslclose(s);
                });
                TcpSocket plain = TcpSocket.connect(l.addr(), in(5000));
                plain.send(bytes("GET / HTTP/1.0\r\n\r\n"), 18, -1);
                plain.flush(in(1000));
                server.join();
                plain.close();
                echo(l);
                try (TlsSocket c = sslconnect(l.addr(), "localhost", trusting(), in(5000))) {
                    hello(c);
                }
            }
        });
    }

    @EveryEngine
    void plainTextServerIsRefused(Engine engine) {
        TestNet.run(engine, () -> {
            try (TcpListener l = TestNet.listen()) {
                go(() -> {
                    TcpSocket s = l.accept(in(5000));
                    s.send(bytes("220 hello, this is no TLS\r\n"), 27, -1);
                    s.flush(in(1000));
                    Mill.msleep(in(100));
                    s.close();
                });
                assertThrows(SSLException.class, () -> sslconnect(l.addr(), "localhost", trusting(), in(5000)));
            }
        });
    }

    // ---- cut off, late, closed
    // -------------------------------------------------------------------

    @EveryEngine
    void streamCutOffWithoutCloseNotifyIsNoEnd(Engine engine) {
        TestNet.run(engine, () -> {
            try (TlsListener l = listen(serving())) {
                Coroutine server = go(() -> {
                    TlsSocket s = sslaccept(l, in(5000));
                    sslsend(s, bytes("half"), 4, -1);
                    sslflush(s, in(5000));
                    s.transport.channel().shutdownOutput(); // As one who cuts the wire.
                    assertThrows(SSLException.class, () -> sslrecvsome(s, new byte[1], 1, in(5000)));
                    sslclose(s);
                });
                TlsSocket c = sslconnect(l.addr(), "localhost", trusting(), in(5000));
                byte[] buf = new byte[10];
                SSLException e = assertThrows(SSLException.class, () -> sslrecv(c, buf, 10, in(5000)));
                assertTrue(e.getMessage().contains("close_notify"), e.getMessage());
                assertEquals("half", new String(((PartialTransfer) e).bytes()));
                sslclose(c); // It failed, so that it takes no leave either.
                server.join();
            }
        });
    }

    @EveryEngine
    void handshakeWithASilentServerObeysTheDeadline(Engine engine) {
        TestNet.run(engine, () -> {
            try (TcpListener l = TestNet.listen()) {
                long start = now();
                Failing.timesOut(() -> sslconnect(l.addr(), "localhost", trusting(), in(100)));
                long took = now() - start;
                assertTrue(took >= 100, "took " + took);
            }
        });
    }

    @EveryEngine
    void handshakeThatTimedOutGoesOnWithTheNextCall(Engine engine) {
        TestNet.run(engine, () -> {
            try (TlsListener l = listen(serving())) {
                Chan<Integer> late = Chan.make(0);
                Coroutine server = go(() -> {
                    TlsSocket s = sslaccept(l, in(5000));
                    byte[] buf = new byte[10];
                    Failing.timesOut(() -> sslrecv(s, buf, 3, in(30)));
                    Failing.timesOut(() -> sslrecv(s, buf, 3, 0));
                    late.send(1);
                    sslrecv(s, buf, 3, in(5000));
                    assertEquals("abc", text(buf, 3));
                    sslclose(s);
                });
                TcpSocket slow = TcpSocket.connect(l.addr(), in(1000));
                late.receive();
                TlsSocket c = TlsSocket.of(slow.detach(), SocketOptions.defaults(), clientEngine(l));
                sslsend(c, bytes("abc"), 3, in(5000));
                sslflush(c, in(5000));
                server.join();
                sslclose(c);
            }
        });
    }

    private static javax.net.ssl.SSLEngine clientEngine(TlsListener l) throws IOException {
        TlsOptions options = trusting();
        return options.client(options.load("test", -1), "localhost", l.port());
    }

    @EveryEngine
    void secondCoroutineWaitsForTheHandshakeOfTheFirst(Engine engine) {
        TestNet.run(engine, () -> {
            try (TlsListener l = listen(serving());
                    TcpSocket silent = TcpSocket.connect(l.addr(), in(1000))) {
                TlsSocket s = sslaccept(l, in(1000));
                Coroutine reader = go(
                        () -> assertThrows(AsynchronousCloseException.class, () -> sslrecvsome(s, new byte[1], 1, -1)));
                Failing.timesOut(() -> sslsend(s, new byte[1], 1, in(30)));
                Coroutine writer =
                        go(() -> assertThrows(AsynchronousCloseException.class, () -> sslsend(s, new byte[1], 1, -1)));
                sslclose(s);
                reader.join();
                writer.join();
                assertTrue(silent.isOpen());
            }
        });
    }

    @EveryEngine
    void closeWakesWhoReceives(Engine engine) {
        TestNet.run(engine, () -> {
            try (TlsListener l = listen(serving())) {
                echo(l);
                TlsSocket c = sslconnect(l.addr(), "localhost", trusting(), in(5000));
                Coroutine reader = go(
                        () -> assertThrows(AsynchronousCloseException.class, () -> sslrecvsome(c, new byte[1], 1, -1)));
                sslclose(c);
                reader.join();
            }
        });
    }

    @EveryEngine
    void failedConnectLeavesNoDescriptor(Engine engine) {
        TestNet.run(engine, () -> {
            Descriptors.warmUp();
            try (TlsListener l = serve(certs.expired())) {
                refusedBothEnds(l, "localhost", trusting());
                Mill.msleep(in(20));
                int before = Descriptors.count();
                for (int i = 0; i < 5; i++) {
                    refusedBothEnds(l, "localhost", trusting());
                }
                Descriptors.assertBackAt(before);
            }
        });
    }

    // ---- files
    // -----------------------------------------------------------------------------------

    @EveryEngine
    void filesThatAreMissingOrBrokenAreNamed(Engine engine) {
        TestNet.run(engine, () -> {
            String missing = dir.resolve("missing.pem").toString();
            assertNames(FileNotFoundException.class, missing, missing, key);
            assertNames(FileNotFoundException.class, missing, cert, missing);
            assertNames(IOException.class, dir.toString(), dir.toString(), key);
            assertNames(IOException.class, "a?b: path has a character", "a\0b", key);
            assertNames(SSLException.class, key, key, key);
            assertNames(SSLException.class, cert, cert, cert);
            String other =
                    TestCerts.file(dir, engine + "other.pem", certs.elsewhere().keyPem());
            assertNames(SSLException.class, other, cert, other);
            String rsa = TestCerts.file(
                    dir, engine + "rsa.pem", certs.localhost("RSA").oldKeyPem());
            assertNames(SSLException.class, rsa, cert, rsa);
            String damaged = TestCerts.file(dir, engine + "damaged.pem", TestCerts.pem("CERTIFICATE", new byte[50]));
            assertNames(SSLException.class, damaged, damaged, key);
            String encrypted =
                    TestCerts.file(dir, engine + "encrypted.pem", TestCerts.pem("ENCRYPTED PRIVATE KEY", new byte[50]));
            assertNames(SSLException.class, "encrypted", cert, encrypted);
            assertThrows(
                    FileNotFoundException.class,
                    () -> sslconnect(
                            loopback(1), "localhost", TlsOptions.defaults().trust(missing), -1));
            assertTrue(
                    Failing.panics(() -> ssllisten(loopback(0), null, key, 1)).contains("null"));
        });
    }

    @EveryEngine
    void filesThatMayNotBeReadAreNamed(Engine engine) throws Exception {
        Path given = dir.resolve(engine + "secret.pem");
        Files.copy(Path.of(key), given);
        Files.setPosixFilePermissions(given, Set.of());
        // A setting of the system's that can only be written: not even root may read it.
        Path secret = Files.isReadable(given) ? Path.of("/proc/sys/net/ipv4/route/flush") : given;
        assumeTrue(Files.exists(secret) && !Files.isReadable(secret), "the user may read everything");
        TestNet.run(engine, () -> {
            assertNames(IOException.class, "tls key " + secret + ": permission denied", cert, secret.toString());
            assertNames(IOException.class, "tls certificate " + secret + ": permission denied", secret.toString(), key);
        });
    }

    /// As on a disk that is far away.
    @NeedsKernel("a thread that blocks in a pipe")
    @EveryEngine
    void connectObeysTheDeadlineWhileAFileIsRead(Engine engine) throws Exception {
        Path fifo = dir.resolve(engine + "fifo");
        assumeTrue(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor() == 0, "no mkfifo");
        TestNet.run(engine, () -> {
            TlsOptions options = TlsOptions.defaults().trust(fifo.toString());
            try (TlsListener l = listen(serving())) {
                long start = now();
                Failing.timesOut(() -> sslconnect(l.addr(), "localhost", options, in(100)));
                long took = now() - start;
                assertTrue(took >= 100, "took " + took);
                Files.newOutputStream(fifo).close(); // Lets the thread go that is opening it.
            }
        });
    }

    private static void assertNames(Class<? extends IOException> type, String named, String certFile, String keyFile) {
        IOException e = assertThrows(type, () -> ssllisten(loopback(0), certFile, keyFile, 10));
        assertTrue(e.getMessage().contains(named), e.getMessage());
    }
}
