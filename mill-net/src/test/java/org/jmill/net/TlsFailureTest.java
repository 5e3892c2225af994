package org.jmill.net;

import static org.jmill.Mill.go;
import static org.jmill.net.TestNet.bytes;
import static org.jmill.net.TestNet.in;
import static org.jmill.net.TestNet.loopback;
import static org.jmill.net.TestNet.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.harness.EveryEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/// TLS connections that fail after the handshake: whoever asks is told, and told again.
@Tag("network")
class TlsFailureTest {
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    @TempDir
    static Path dir;

    private static TlsOptions serving;
    private static TlsOptions trusting;
    private static SSLContext theirs;

    @BeforeAll
    static void makeCertificates() throws Exception {
        LocalhostFiles files = LocalhostFiles.in(dir);
        serving = files.serving();
        trusting = files.trusting();
        theirs = TlsContexts.make(FileSystems.getDefault(), files.cert(), files.key(), null, files.ca(), true);
    }

    private static TlsListener listen() throws IOException {
        return TlsListener.listen(loopback(0), serving, ListenOptions.defaults());
    }

    private interface Call {
        void run() throws IOException;
    }

    private static String failure(Call call) {
        return assertThrows(SSLException.class, call::run).getMessage();
    }

    // ---- negotiated anew
    // -------------------------------------------------------------------------

    @NeedsKernel("the JDK's own sockets as a peer")
    @EveryEngine
    void clientThatNegotiatesAnewIsRefusedByReaderAndWriter(Engine engine) {
        TestNet.run(engine, () -> {
            try (TlsListener l = listen()) {
                Coroutine client =
                        go(() -> assertThrows(IOException.class, () -> Mill.blocking(() -> negotiateAnew(l.port()))));
                refuse(l.accept(in(5000)));
                client.join();
            }
        });
    }

    private static Object negotiateAnew(int port) throws IOException {
        try (SSLSocket s = (SSLSocket) theirs.getSocketFactory().createSocket("localhost", port)) {
            s.setEnabledProtocols(new String[] {"TLSv1.2"});
            return dialogue(s);
        }
    }

    @NeedsKernel("the JDK's own sockets as a peer")
    @EveryEngine
    void serverThatNegotiatesAnewIsRefusedByReaderAndWriter(Engine engine) {
        TestNet.run(engine, () -> {
            SSLServerSocket l = (SSLServerSocket)
                    theirs.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
            Coroutine server = go(() -> assertThrows(
                    IOException.class,
                    () -> Mill.blocking(() -> {
                        try (SSLSocket s = (SSLSocket) l.accept()) {
                            return dialogue(s);
                        }
                    })));
            TlsOptions options = trusting.protocols("TLSv1.2");
            refuse(TlsSocket.connect(loopback(l.getLocalPort()), "localhost", options, in(5000)));
            server.join();
            l.close();
        });
    }

    /// What the JDK's end does: it says a word, wants another handshake, and waits for an answer.
    private static Object dialogue(SSLSocket s) throws IOException {
        s.setSoTimeout(5000);
        InputStream in = s.getInputStream();
        s.getOutputStream().write(bytes("word"));
        s.startHandshake();
        return text(in.readNBytes(4), 4);
    }

    private static void refuse(TlsSocket s) throws IOException {
        byte[] buf = new byte[4];
        s.recv(buf, 4, in(5000));
        assertTrue(failure(() -> s.recv(buf, 4, in(5000))).contains("anew"));
        s.send(buf, 4, in(5000));
        assertTrue(failure(() -> s.flush(in(2000))).contains("anew"));
        assertTrue(failure(() -> s.flush(in(2000))).contains("anew"));
        assertTrue(failure(() -> s.recvSome(buf, 4, in(2000))).contains("anew"));
        s.close();
    }

    // ---- misused
    // ----------------------------------------------------------------------------------

    @EveryEngine
    void protocolThatIsUnknownPanicsAtConnectAndListen(Engine engine) {
        TestNet.run(engine, () -> {
            String why = "tls: options cannot be used: unsupported protocol: SSLv9";
            TlsOptions client = trusting.protocols("SSLv9");
            assertEquals(why, Failing.panics(() -> TlsSocket.connect(loopback(1), "localhost", client, in(5000))));
            TlsOptions server = serving.protocols("TLSv1.3", "SSLv9");
            assertEquals(why, Failing.panics(() -> TlsListener.listen(loopback(0), server, ListenOptions.defaults())));
            String alpn =
                    Failing.panics(() -> TlsSocket.connect(loopback(1), "localhost", trusting.alpn(""), in(5000)));
            assertTrue(alpn.startsWith("tls: options cannot be used: "), alpn);
        });
    }

    @EveryEngine
    void connectionIsClosedForWhichThereIsNoEngine(Engine engine) {
        TestNet.run(engine, () -> {
            boolean[] broken = {false};
            TlsOptions options = TlsOptions.defaults().context(new Breaking(broken));
            try (TlsListener l = TlsListener.listen(loopback(0), options, ListenOptions.defaults())) {
                TcpSocket c = TcpSocket.connect(l.addr(), in(5000));
                broken[0] = true;
                assertThrows(IllegalStateException.class, () -> l.accept(in(5000)));
                assertEquals(-1, c.recvSome(new byte[1], 1, in(5000)));
                c.close();
            }
        });
    }

    /// A context of somebody else's, which has a bug.
    private static final class Breaking extends SSLContext {
        Breaking(boolean[] broken) {
            super(new BreakingSpi(broken), theirs.getProvider(), "TLS");
        }
    }

    private static final class BreakingSpi extends SSLContextSpi {
        private final boolean[] broken;

        BreakingSpi(boolean[] broken) {
            this.broken = broken;
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            if (broken[0]) {
                throw new IllegalStateException("broken");
            }
            return theirs.createSSLEngine();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return theirs.createSSLEngine(host, port);
        }

        @Override
        protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random) {}

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return theirs.getSocketFactory();
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return theirs.getServerSocketFactory();
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return theirs.getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return theirs.getClientSessionContext();
        }
    }

    // ---- cut off, tampered with
    // ------------------------------------------------------------------

    private static TlsSocket connect(TlsListener l, String version) throws IOException {
        return TlsSocket.connect(l.addr(), "localhost", trusting.protocols(version), in(5000));
    }

    /// Every kind of receive tells it, however often, and none takes it for the end of the stream.
    private static void assertToldAgain(TlsSocket s, String cause) {
        byte[] buf = new byte[4];
        String first = failure(() -> s.recvSome(buf, 4, in(5000)));
        assertTrue(first.contains(cause), first);
        assertEquals(first, failure(() -> s.recvSome(buf, 4, in(5000))));
        String second = first.substring(first.indexOf(' '));
        assertEquals("recv" + second, failure(() -> s.recv(buf, 4, in(5000))));
        assertEquals("recvUntil" + second, failure(() -> s.recvUntil(buf, 4, "x", in(5000))));
        SSLException one = assertThrows(SSLException.class, () -> s.recv(buf, 4, 0));
        assertNotSame(one, assertThrows(SSLException.class, () -> s.recv(buf, 4, 0)));
    }

    @EveryEngine
    void streamCutOffWithoutCloseNotifyNeverEnds(Engine engine) {
        TestNet.run(engine, () -> {
            for (String version : VERSIONS) {
                try (TlsListener l = listen()) {
                    Coroutine server = go(() -> {
                        TlsSocket s = l.accept(in(5000));
                        s.handshake(in(5000));
                        s.transport.channel().shutdownOutput(); // As one who cuts the wire.
                        byte[] buf = new byte[4];
                        s.recv(buf, 4, in(5000));
                        assertEquals("last", text(buf, 4));
                        Mill.fdclean(s.transport.channel());
                        s.transport.channel().close();
                    });
                    TlsSocket c = connect(l, version);
                    assertToldAgain(c, "close_notify");
                    c.send(bytes("last"), 4, in(5000)); // The other way is whole.
                    c.flush(in(5000));
                    server.join();
                    c.close();
                }
            }
        });
    }

    @EveryEngine
    void tamperedRecordEndsBothWaysForBothPeers(Engine engine) {
        TestNet.run(engine, () -> {
            for (String version : VERSIONS) {
                try (TlsListener l = listen()) {
                    Coroutine server = go(() -> {
                        TlsSocket s = l.accept(in(5000));
                        s.handshake(in(5000));
                        s.transport.channel().write(forgedRecord());
                        String told = failure(() -> s.recvSome(new byte[4], 4, in(5000)));
                        assertTrue(told.contains("bad_record_mac"), told);
                        s.close();
                    });
                    TlsSocket c = connect(l, version);
                    assertToldAgain(c, "Tag mismatch");
                    c.send(bytes("last"), 4, in(5000));
                    assertTrue(failure(() -> c.flush(in(5000))).contains("Tag mismatch"));
                    assertTrue(failure(() -> c.flush(in(5000))).contains("Tag mismatch"));
                    server.join();
                    c.close();
                }
            }
        });
    }

    /// Data that nobody has encrypted.
    private static ByteBuffer forgedRecord() {
        return ByteBuffer.allocate(45).put(new byte[] {23, 3, 3, 0, 40}).clear();
    }
}
