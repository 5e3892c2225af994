package org.jmill.net;

import static org.jmill.Mill.go;
import static org.jmill.net.TestNet.in;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.harness.EveryEngine;
import org.jmill.net.TlsOptions.ClientAuth;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whom TLS trusts, what it tells the peer of whom it wants, and how it says that it does not trust.
class TlsTrustTest {
    @TempDir
    static Path dir;

    private static TestCerts certs;
    private static TlsOptions serving;
    private static TlsOptions trusting;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certs = new TestCerts();
        LocalhostFiles files = LocalhostFiles.of(certs, dir);
        serving = files.serving().trust(files.ca());
        trusting = files.trusting();
    }

    @Test
    void serverThatAsksForCertificatesAndDoesNotVerifyIsAPanic() {
        for (ClientAuth wanted : new ClientAuth[] {ClientAuth.REQUEST, ClientAuth.REQUIRE}) {
            String expected = "tls: verify(false) concerns a client's peer: with clientAuth(" + wanted
                    + ") anybody's certificate would pass; leave one out";
            TlsOptions careless = serving.verify(false);
            assertEquals(expected, Failing.panics(() -> careless.clientAuth(wanted)));
            TlsOptions asking = serving.clientAuth(wanted);
            assertEquals(expected, Failing.panics(() -> asking.verify(false)));
        }
        serving.verify(false).clientAuth(ClientAuth.NONE);
    }

    @Test
    void nameIsToldWithoutItsDotAndAnAddressNotAtAll() throws Exception {
        assertEquals("a.example", told("a.example"));
        assertEquals("a.example", told("a.example."));
        for (String none : new String[] {"127.0.0.1", "::1", "[::1]", ".", "under_score.", "a..", ""}) {
            assertEquals("", told(none));
        }
    }

    private static String told(String host) throws GeneralSecurityException {
        SSLEngine engine = trusting.client(SSLContext.getDefault(), host, 443);
        return engine.getSSLParameters().getServerNames().stream()
                .map(name -> ((SNIHostName) name).getAsciiName())
                .findFirst()
                .orElse("");
    }

    @EveryEngine
    void nameWithADotIsProvenWithoutIt(Engine engine) {
        TestNet.run(engine, () -> {
            MemorySocket[] pair = MemorySocket.pair();
            Coroutine server =
                    go(() -> TlsSocket.serveOver(pair[0], serving, -1).handshake(in(5000)));
            TlsSocket.over(pair[1], "localhost.", trusting, in(5000));
            server.join();
        });
    }

    private static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    private static void assertOnce(String cause, Throwable failure) {
        String trace = trace(failure);
        assertEquals(1, trace.split(cause, -1).length - 1, trace);
    }

    @EveryEngine
    void reasonWhyACertificateIsNotTrustedIsPrintedOnce(Engine engine) {
        TestNet.run(engine, () -> {
            for (String version : List.of("TLSv1.3", "TLSv1.2")) {
                TestCerts.Identity stranger = new TestCerts().selfSigned();
                TlsOptions strange = TlsOptions.defaults()
                        .certificate(
                                TestCerts.file(dir, "strange.pem", stranger.certPem()),
                                TestCerts.file(dir, "strange.key", stranger.keyPem()));
                MemorySocket[] pair = MemorySocket.pair();
                Coroutine server = go(() -> {
                    TlsSocket s = TlsSocket.serveOver(pair[0], strange, -1);
                    SSLException e = assertThrows(SSLException.class, () -> {
                        s.handshake(in(5000));
                        s.recv(new byte[1], 1, in(5000));
                    });
                    assertOnce("Received fatal alert", e);
                });
                SSLHandshakeException e = assertThrows(
                        SSLHandshakeException.class,
                        () -> TlsSocket.over(pair[1], "localhost", trusting.protocols(version), in(5000)));
                assertOnce("unable to find valid certification path", e);
                server.join();
            }
        });
    }

    @EveryEngine
    void whatACertificateHasWrongIsTheCause(Engine engine) {
        TestNet.run(engine, () -> {
            TestCerts.Identity old = certs.expired();
            TlsOptions expired = TlsOptions.defaults()
                    .certificate(
                            TestCerts.file(dir, "old.pem", old.certPem()),
                            TestCerts.file(dir, "old.key", old.keyPem()));
            MemorySocket[] pair = MemorySocket.pair();
            Coroutine server = go(() -> {
                TlsSocket s = TlsSocket.serveOver(pair[0], expired, -1);
                assertThrows(SSLException.class, () -> {
                    s.handshake(in(5000));
                    s.recv(new byte[1], 1, in(5000));
                });
            });
            SSLHandshakeException e = assertThrows(
                    SSLHandshakeException.class, () -> TlsSocket.over(pair[1], "localhost", trusting, in(5000)));
            assertOnce("validity check failed", e);
            assertTrue(trace(e).contains("NotAfter"), trace(e));
            server.join();
        });
    }
}
