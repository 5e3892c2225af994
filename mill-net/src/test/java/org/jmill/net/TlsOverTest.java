package org.jmill.net;

import static org.jmill.Mill.go;
import static org.jmill.net.TestNet.assertPattern;
import static org.jmill.net.TestNet.bytes;
import static org.jmill.net.TestNet.in;
import static org.jmill.net.TestNet.pattern;
import static org.jmill.net.TestNet.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.harness.EveryEngine;
import org.jmill.net.TestNet.Pair;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/// TLS on a stream that is there already, of whatever kind.
@Tag("network")
class TlsOverTest {
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};
    private static final int MUCH = 300_000; // More than a pipe in memory takes, and than a socket takes at first.

    @TempDir
    static Path dir;

    private static TlsOptions serving;
    private static TlsOptions trusting;

    @BeforeAll
    static void makeCertificates() throws Exception {
        LocalhostFiles files = LocalhostFiles.in(dir);
        serving = files.serving();
        trusting = files.trusting();
    }

    private interface Making {
        StreamSocket[] make() throws IOException;
    }

    /// A dialogue, much in both directions at once, and an end that loses nothing.
    private static void carries(Making making) throws IOException {
        for (String version : VERSIONS) {
            StreamSocket[] pair = making.make();
            Coroutine server = go(() -> {
                TlsSocket s = TlsSocket.serveOver(pair[0], serving, in(5000));
                byte[] buf = new byte[5];
                s.recv(buf, 5, in(5000));
                assertEquals("hello", text(buf, 5));
                exchange(s);
                assertEquals(-1, s.recvSome(buf, 5, in(5000)));
                if (version.equals("TLSv1.3")) { // In 1.2 an end of one half is the end of both.
                    s.send(bytes("last"), 4, in(5000));
                }
                s.close();
            });
            TlsSocket c = TlsSocket.over(pair[1], "localhost", trusting.protocols(version), in(5000));
            assertEquals(version, c.session().getProtocol());
            assertFalse(pair[0].isOpen() || pair[1].isOpen());
            c.send(bytes("hello"), 5, in(5000));
            c.flush(in(5000));
            exchange(c);
            c.shutdown(StreamSocket.SHUT_WR);
            byte[] buf = new byte[4];
            if (version.equals("TLSv1.3")) {
                c.recv(buf, 4, in(5000));
                assertEquals("last", text(buf, 4));
                assertEquals(-1, c.recvSome(buf, 4, in(5000)));
            }
            c.close();
            server.join();
        }
    }

    private static void exchange(TlsSocket s) throws IOException {
        Coroutine sender = go(() -> {
            s.send(pattern(MUCH), MUCH, in(10_000));
            s.flush(in(10_000));
        });
        byte[] all = new byte[MUCH];
        s.recv(all, MUCH, in(10_000));
        assertPattern(all);
        sender.join();
    }

    @EveryEngine
    void unixSocketCarriesTls(Engine engine) {
        TestNet.run(engine, () -> carries(UnixSocket::pair));
    }

    @EveryEngine
    void pairInMemoryCarriesTls(Engine engine) {
        TestNet.run(engine, () -> carries(MemorySocket::pair));
    }

    @EveryEngine
    void tcpSocketCarriesTls(Engine engine) {
        TestNet.run(
                engine,
                () -> carries(() -> {
                    Pair p = Pair.open();
                    return new StreamSocket[] {p.server(), p.client()};
                }));
    }

    @EveryEngine
    void tlsCarriesTls(Engine engine) {
        TestNet.run(
                engine,
                () -> carries(() -> {
                    MemorySocket[] pair = MemorySocket.pair();
                    TlsSocket server = TlsSocket.serveOver(pair[0], serving, in(5000));
                    Coroutine shaking = go(() -> server.handshake(in(5000)));
                    TlsSocket client = TlsSocket.over(pair[1], "localhost", trusting, in(5000));
                    shaking.join();
                    return new StreamSocket[] {server, client};
                }));
    }

    @EveryEngine
    void bytesReceivedAheadBelongToTls(Engine engine) {
        TestNet.run(engine, () -> {
            trusting.load("test", in(5000)); // So that the client says its first word at once.
            MemorySocket[] pair = MemorySocket.pair();
            pair[0].send(bytes("STARTTLS\n"), 9, -1);
            pair[0].flush(-1);
            Coroutine client = go(() -> {
                try (TlsSocket c = TlsSocket.over(pair[0], "localhost", trusting, in(5000))) {
                    c.send(bytes("word"), 4, in(5000));
                    c.flush(in(5000));
                    assertEquals(-1, c.recvSome(new byte[1], 1, in(5000)));
                }
            });
            byte[] buf = new byte[9];
            pair[1].recvUntil(buf, 9, "\n", -1);
            assertTrue(pair[1].available() > 0);
            try (TlsSocket s = TlsSocket.serveOver(pair[1], serving, in(5000))) {
                s.recv(buf, 4, in(5000));
                assertEquals("word", text(buf, 4));
            }
            client.join();
        });
    }

    @EveryEngine
    void socketThatIsInUseStaysTheCallers(Engine engine) {
        TestNet.run(engine, () -> {
            MemorySocket[] pair = MemorySocket.pair();
            pair[0].send(bytes("word"), 4, -1);
            String unsent = "serve tls over memory pair: 4 bytes not sent; flush first";
            assertEquals(unsent, Failing.panics(() -> TlsSocket.serveOver(pair[0], serving, -1)));
            pair[0].flush(-1);
            byte[] buf = new byte[4];
            Coroutine waiting = go(() -> pair[0].recv(buf, 4, in(5000)));
            String taken = Failing.panics(() -> TlsSocket.over(pair[0], "localhost", trusting, in(5000)));
            assertEquals("connect tls over memory pair: a coroutine waits on it", taken);
            pair[1].send(bytes("back"), 4, -1);
            pair[1].close();
            waiting.join();
            assertEquals("back", text(buf, 4));
            assertTrue(pair[0].isOpen());
        });
    }

    @EveryEngine
    void fileThatIsMissingLeavesTheSocketToTheCaller(Engine engine) {
        TestNet.run(engine, () -> {
            MemorySocket[] pair = MemorySocket.pair();
            TlsOptions lost = TlsOptions.defaults().trust("/no/such/file.pem");
            assertThrows(FileNotFoundException.class, () -> TlsSocket.over(pair[0], "localhost", lost, in(5000)));
            pair[0].send(bytes("word"), 4, -1);
            pair[0].flush(-1);
            assertEquals(4, pair[1].recv(new byte[4], 4, in(1000)));
        });
    }

    @EveryEngine
    void handshakeThatFailsClosesTheConnection(Engine engine) {
        TestNet.run(engine, () -> {
            MemorySocket[] pair = MemorySocket.pair();
            Coroutine server = go(() -> {
                TlsSocket s = TlsSocket.serveOver(pair[0], serving, -1);
                String told = assertThrows(SSLHandshakeException.class, () -> s.handshake(in(5000)))
                        .getMessage();
                assertTrue(told.startsWith("handshake tls over memory pair: handshake failed: "), told);
                s.close();
            });
            assertThrows(
                    SSLHandshakeException.class,
                    () -> TlsSocket.over(pair[1], "elsewhere.example", trusting, in(5000)));
            server.join();
            assertFalse(pair[1].isOpen());
        });
    }

    @EveryEngine
    void closeWakesWhoWaitsForTheHandshake(Engine engine) {
        TestNet.run(engine, () -> {
            TlsSocket s = TlsSocket.serveOver(MemorySocket.pair()[0], serving, -1);
            Coroutine first = go(() -> assertThrows(AsynchronousCloseException.class, () -> s.handshake(-1)));
            Coroutine second =
                    go(() -> assertThrows(AsynchronousCloseException.class, () -> s.recv(new byte[1], 1, -1)));
            s.close();
            first.join();
            second.join();
        });
    }

    @EveryEngine
    void streamThatEndsBelowIsCutOff(Engine engine) {
        TestNet.run(engine, () -> {
            MemorySocket[] pair = MemorySocket.pair();
            Coroutine server = go(() -> {
                TlsSocket s = TlsSocket.serveOver(pair[0], serving, in(5000));
                s.handshake(in(5000));
                s.transport.close(); // As one who cuts the wire.
            });
            TlsSocket c = TlsSocket.over(pair[1], "localhost", trusting, in(5000));
            server.join();
            String told = assertThrows(SSLException.class, () -> c.recv(new byte[1], 1, in(5000)))
                    .getMessage();
            assertTrue(told.endsWith("stream was cut off without close_notify"), told);
            c.close();
        });
    }

    @EveryEngine
    void misuseIsAPanic(Engine engine) {
        TestNet.run(engine, () -> {
            MemorySocket[] pair = MemorySocket.pair();
            TlsOptions careless = trusting.verify(false);
            assertEquals(
                    "connect tls over memory pair: host name is null; it is what to verify",
                    Failing.panics(() -> TlsSocket.over(pair[0], null, trusting, in(5000))));
            assertEquals(
                    "connect tls: socket or options are null",
                    Failing.panics(() -> TlsSocket.over(null, "localhost", trusting, in(5000))));
            assertEquals(
                    "serve tls: socket or options are null",
                    Failing.panics(() -> TlsSocket.serveOver(pair[0], null, in(5000))));
            assertEquals(
                    "serve tls over memory pair: no certificate; see TlsOptions",
                    Failing.panics(() -> TlsSocket.serveOver(pair[0], trusting, in(5000))));
            Coroutine server =
                    go(() -> TlsSocket.serveOver(pair[0], serving, -1).handshake(in(5000)));
            TlsSocket c = TlsSocket.over(pair[1], null, careless, in(5000));
            server.join();
            assertEquals("addr tls over memory pair: peer has no address of IP", Failing.panics(c::addr));
            assertEquals("port tls over memory pair: peer has no address of IP", Failing.panics(c::port));
            assertThrows(ClosedChannelException.class, () -> pair[1].send(bytes("word"), 4, -1));
            assertThrows(ClosedChannelException.class, () -> TlsSocket.over(pair[1], null, careless, in(5000)));
        });
    }
}
