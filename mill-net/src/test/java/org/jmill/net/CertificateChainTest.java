package org.jmill.net;

import static org.jmill.Mill.go;
import static org.jmill.net.TestNet.in;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.harness.EveryEngine;
import org.jmill.net.TestCerts.Identity;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// What a server shows of a file of certificates, in whatever order these are.
class CertificateChainTest {
    @TempDir
    static Path dir;

    private static TestCerts certs;
    private static Identity middle;
    private static Identity leaf;
    private static String root;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certs = new TestCerts();
        middle = certs.intermediate();
        leaf = certs.localhost(middle);
        root = TestCerts.file(dir, "root.pem", certs.authority.certPem());
    }

    private static TlsOptions serving(Identity... shown) throws IOException {
        StringBuilder pem = new StringBuilder();
        for (Identity one : shown) {
            pem.append(one.certPem());
        }
        String name = "chain" + System.identityHashCode(pem);
        String file = TestCerts.file(dir, name + ".pem", pem.toString());
        return TlsOptions.defaults().certificate(file, TestCerts.file(dir, name + ".key", leaf.keyPem()));
    }

    private static void assertShown(List<Identity> expected, Identity... inFile) throws Exception {
        MemorySocket[] pair = MemorySocket.pair();
        TlsOptions options = serving(inFile);
        Coroutine server = go(() -> TlsSocket.serveOver(pair[0], options, -1).handshake(in(5000)));
        TlsOptions trusting = TlsOptions.defaults().trust(root);
        TlsSocket c = TlsSocket.over(pair[1], "localhost", trusting, in(5000));
        Certificate[] shown = c.session().getPeerCertificates();
        byte[][] bytes = expected.stream().map(Identity::cert).toArray(byte[][]::new);
        byte[][] seen = new byte[shown.length][];
        for (int i = 0; i < shown.length; i++) {
            seen[i] = shown[i].getEncoded();
        }
        assertArrayEquals(bytes, seen);
        server.join();
    }

    @EveryEngine
    void chainIsShownFromItsOwnCertificateToTheLastIssuer(Engine engine) {
        TestNet.run(engine, () -> {
            List<Identity> chain = List.of(leaf, middle);
            assertShown(chain, leaf, middle);
            assertShown(chain, middle, leaf);
            assertShown(chain, leaf, leaf, middle, middle);
            assertShown(List.of(leaf, middle, certs.authority), certs.authority, middle, leaf);
        });
    }

    @EveryEngine
    void certificateThatHasSignedNoneOfTheOthersIsLeftOut(Engine engine) {
        TestNet.run(engine, () -> {
            Identity stranger = new TestCerts().selfSigned();
            assertShown(List.of(leaf, middle), leaf, stranger, middle);
            assertShown(List.of(leaf, middle), certs.elsewhere(), leaf, middle);
        });
    }

    @EveryEngine
    void issuerOfTheSameNameThatHasSignedIsPreferred(Engine engine) {
        TestNet.run(engine, () -> assertShown(List.of(leaf, middle), leaf, certs.intermediate(), middle));
    }

    @EveryEngine
    void issuerThatHasNotSignedIsNamedWithItsFile(Engine engine) {
        TestNet.run(engine, () -> {
            Identity other = certs.intermediate();
            String told = assertThrows(
                            SSLException.class,
                            () -> TlsSocket.serveOver(MemorySocket.pair()[0], serving(leaf, other), -1))
                    .getMessage();
            X509Certificate parsed = new Pem(FileSystems.getDefault())
                    .certificates(TestCerts.file(dir, "other.pem", other.certPem()))
                    .getFirst();
            String expected = "CN=Test Intermediate, serial number " + parsed.getSerialNumber()
                    + ", has not signed CN=localhost, though it bears its issuer's name; replace it, or take it out";
            assertEquals(expected, told.replaceFirst("^tls certificate \\S*chain\\S*\\.pem: ", ""));
        });
    }

    @EveryEngine
    void keyOfNoneOfTheCertificatesIsTold(Engine engine) {
        TestNet.run(engine, () -> {
            String told = assertThrows(
                            SSLException.class,
                            () -> TlsSocket.serveOver(MemorySocket.pair()[0], serving(middle, certs.authority), -1))
                    .getMessage();
            assertEquals(true, told.contains("not that of a certificate in "), told);
            assertEquals(2, Arrays.asList(told.split("chain")).size() - 1, told);
        });
    }
}
