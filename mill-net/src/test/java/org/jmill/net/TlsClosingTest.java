package org.jmill.net;

import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.net.TestNet.assertPattern;
import static org.jmill.net.TestNet.bytes;
import static org.jmill.net.TestNet.in;
import static org.jmill.net.TestNet.loopback;
import static org.jmill.net.TestNet.pattern;
import static org.jmill.net.TestNet.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.harness.EveryEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/// How a TLS connection ends: nobody waits for the other, and nothing is lost. In real time, since TCP of the
/// system carries it.
@Tag("network")
class TlsClosingTest {
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};
    private static final int REPLY = 300_000; // More than the peer's system takes at first.

    @TempDir
    static Path dir;

    private static TlsOptions serving;
    private static TlsOptions trusting;

    @BeforeAll
    static void makeCertificates() throws Exception {
        LocalhostFiles files = LocalhostFiles.in(dir);
        serving = files.serving().trust(files.ca());
        trusting = files.trusting();
    }

    private static TlsListener listen(TlsOptions options) throws IOException {
        return TlsListener.listen(loopback(0), options, ListenOptions.defaults());
    }

    private static TlsSocket connect(TlsListener l, String version) throws IOException {
        return TlsSocket.connect(l.addr(), "localhost", trusting.protocols(version), in(5000));
    }

    @EveryEngine
    void closeDoesNotWaitForThePeerToClose(Engine engine) {
        TestNet.run(engine, () -> {
            for (String version : VERSIONS) {
                try (TlsListener l = listen(serving)) {
                    Chan<Boolean> goesOn = Chan.make(1);
                    go(() -> {
                        TlsSocket s = l.accept(in(5000));
                        s.send(bytes("bye"), 3, in(5000));
                        s.flush(in(5000));
                        s.close();
                        goesOn.send(s.transport.channel().isOpen());
                    });
                    TlsSocket c = connect(l, version);
                    assertTrue(goesOn.receive(in(5000)), "the server waited");
                    byte[] buf = new byte[3];
                    c.recv(buf, 3, in(5000));
                    assertEquals("bye", text(buf, 3));
                    assertEquals(-1, c.recvSome(buf, 1, in(5000)));
                    c.close();
                    assertFalse(c.transport.channel().isOpen(), "both have ended");
                }
            }
        });
    }

    @EveryEngine
    void replyArrivesThoughTheRequestWasNotReadToItsEnd(Engine engine) {
        TestNet.run(engine, () -> {
            for (String version : VERSIONS) {
                try (TlsListener l = listen(serving)) {
                    Coroutine server = go(() -> {
                        TlsSocket s = l.accept(in(5000));
                        s.recv(new byte[10], 10, in(5000));
                        s.send(pattern(REPLY), REPLY, in(5000));
                        s.close();
                    });
                    TlsSocket c = connect(l, version);
                    c.send(pattern(50_000), 50_000, in(5000));
                    c.flush(in(5000));
                    server.join();
                    c.transport.channel().write(ByteBuffer.wrap(bytes("more")));
                    byte[] reply = new byte[REPLY];
                    c.recv(reply, REPLY, in(5000));
                    assertPattern(reply);
                    assertEquals(-1, c.recvSome(reply, 1, in(5000)));
                    c.close();
                }
            }
        });
    }

    /// The server's tickets come after the handshake, and nobody reads them.
    @EveryEngine
    void lastWordsArriveThoughTicketsAreUnread(Engine engine) {
        TestNet.run(engine, () -> {
            try (TlsListener l = listen(serving)) {
                Coroutine server = go(() -> {
                    TlsSocket s = l.accept(in(5000));
                    s.handshake(in(5000));
                    msleep(in(100)); // Its system's buffers are full by now.
                    byte[] all = new byte[REPLY * 3];
                    s.recv(all, all.length, in(5000));
                    assertPattern(all);
                    assertEquals(-1, s.recvSome(all, 1, in(5000)));
                    s.close();
                });
                TlsSocket c = connect(l, "TLSv1.3");
                c.send(pattern(REPLY * 3), REPLY * 3, in(5000));
                c.close();
                server.join();
            }
        });
    }

    @EveryEngine
    void reasonOfARefusalReachesAClientThatHasSentOn(Engine engine) {
        TestNet.run(engine, () -> {
            try (TlsListener l = listen(serving.clientAuth(TlsOptions.ClientAuth.REQUIRE))) {
                Coroutine server = go(() -> {
                    TlsSocket s = l.accept(in(5000));
                    assertThrows(SSLException.class, () -> s.handshake(in(5000)));
                    s.close();
                });
                TlsSocket c = connect(l, "TLSv1.3");
                c.send(pattern(50_000), 50_000, in(5000)); // It has finished: the server has not.
                server.join();
                SSLException e = assertThrows(SSLException.class, () -> c.recvSome(new byte[1], 1, in(5000)));
                assertTrue(e.getMessage().contains("certificate"), e.getMessage());
                c.close();
            }
        });
    }

    /// In TLS 1.2 the client has more to say after the certificate that is refused.
    @EveryEngine
    void reasonOfARefusalReachesAClientWhateverElseItSends(Engine engine) {
        TestNet.run(engine, () -> {
            try (TlsListener l = listen(serving.clientAuth(TlsOptions.ClientAuth.REQUIRE))) {
                for (int i = 0; i < 10; i++) {
                    Coroutine server = go(() -> {
                        TlsSocket s = l.accept(in(5000));
                        assertThrows(SSLException.class, () -> s.handshake(in(5000)));
                        s.close();
                    });
                    String told = assertThrows(SSLException.class, () -> connect(l, "TLSv1.2"))
                            .getMessage();
                    assertTrue(told.contains("certificate") || told.contains("handshake_failure"), told);
                    server.join();
                }
            }
        });
    }

    /// The peer reads nothing, so that the alert finds no room at first.
    @EveryEngine
    void reasonOfAFailureWaitsForRoomUntilTheClosesDeadline(Engine engine) {
        TestNet.run(engine, () -> {
            MemorySocket[] pair = MemorySocket.pair();
            Chan<Boolean> full = Chan.make(1);
            Coroutine server = go(() -> {
                TlsSocket s = TlsSocket.serveOver(pair[0], serving, in(5000));
                s.handshake(in(5000));
                TestNet.stuff(s, ByteBuffer.wrap(pattern(100_000)));
                full.send(true);
                assertThrows(SSLException.class, () -> s.recvSome(new byte[1], 1, in(5000)));
                s.close(in(5000));
            });
            TlsSocket c = TlsSocket.over(pair[1], "localhost", trusting.protocols("TLSv1.2"), in(5000));
            full.receive();
            ByteBuffer forged =
                    ByteBuffer.allocate(45).put(new byte[] {23, 3, 3, 0, 40}).clear();
            pair[1].transport.write(forged); // Nobody has encrypted it.
            byte[] buf = new byte[200_000];
            SSLException e = assertThrows(SSLException.class, () -> {
                while (c.recvSome(buf, buf.length, in(5000)) >= 0) {
                    // What was sent before.
                }
            });
            assertTrue(e.getMessage().contains("bad_record_mac"), e.getMessage());
            c.close();
            server.join();
        });
    }

    /// The systems hold a few kilobytes, so that no room turns up for all that is left.
    @NeedsKernel("a channel that the test opens by itself")
    @EveryEngine
    void streamCutOffByAnUnfinishedCloseIsNoEnd(Engine engine) {
        TestNet.runFast(engine, () -> {
            ServerSocketChannel narrow = ServerSocketChannel.open();
            narrow.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
            narrow.bind(loopback(0).socketAddress());
            try (TcpListener l = TcpListener.attach(narrow)) {
                Coroutine client = go(() -> {
                    TlsOptions options = trusting.protocols("TLSv1.2"); // No tickets that come late.
                    TlsSocket c = TlsSocket.connect(l.addr(), "localhost", options, in(5000));
                    c.transport.channel().setOption(StandardSocketOptions.SO_SNDBUF, 4096);
                    TestNet.stuff(c, ByteBuffer.wrap(pattern(8_000_000)));
                    Failing.timesOut(() -> c.close(0));
                });
                SSLEngine tls = serving.server(serving.load("test", -1));
                TlsSocket s = TlsSocket.of(l.acceptChannel(in(5000)), SocketOptions.defaults(), tls);
                s.handshake(in(5000));
                client.join();
                byte[] buf = new byte[100_000];
                SSLException e = assertThrows(SSLException.class, () -> {
                    while (s.recvSome(buf, buf.length, in(5000)) >= 0) {
                        // All that was sent before.
                    }
                });
                assertTrue(e.getMessage().contains("close_notify"), e.getMessage());
                s.close();
            }
        });
    }
}
