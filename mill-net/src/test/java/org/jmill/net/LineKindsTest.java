package org.jmill.net;

import static org.jmill.Mill.go;
import static org.jmill.net.TestNet.in;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.SocketException;
import java.nio.file.Path;
import javax.management.ObjectName;
import javax.net.ssl.SSLException;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.harness.EveryEngine;
import org.jmill.net.TestNet.Pair;
import org.jmill.text.TextOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lines on sockets of each kind. In real time, that of the system's TCP.
@Tag("network")
class LineKindsTest {
    private static final int ALLOCATED_MAX = 160;
    private static final int ROUNDS_MAX = 10_000; // It stops at once when the code is compiled.
    private static final TextOptions LONG = TextOptions.defaults().lineBytesMax(1 << 20);

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

    static StreamSocket[] tcp() throws IOException {
        Pair pair = Pair.open();
        return new StreamSocket[] {pair.client(), pair.server()};
    }

    private static StreamSocket[] tls(StreamSocket... below) throws IOException {
        Chan<TlsSocket> served = Chan.make(1);
        go(() -> {
            TlsSocket server = TlsSocket.serveOver(below[0], serving, in(5000));
            server.handshake(in(5000));
            served.send(server);
        });
        TlsSocket client = TlsSocket.over(below[1], "localhost", trusting, in(5000));
        return new StreamSocket[] {client, served.receive()};
    }

    /// Long lines and short ones, in pieces, while a third coroutine does nothing.
    private static void converse(StreamSocket... pair) throws IOException {
        String longest = "\u20ac".repeat(64 * 1024 / 3);
        Coroutine server = go(() -> {
            for (String line; (line = pair[1].readLine(in(5000))) != null; ) {
                pair[1].writeLine("you said " + line, in(5000));
            }
            pair[1].close();
        });
        for (String line : new String[] {"a", "", "\u00e4\u00f6\u00fc", longest, "short again"}) {
            pair[0].writeLine(line, in(5000));
            assertEquals("you said " + line, pair[0].readLine(LONG, in(5000)));
        }
        if (pair[0] instanceof TlsSocket) {
            pair[0].close(); // In TLS 1.2 an end of one half is the end of both.
        } else {
            pair[0].shutdown(StreamSocket.SHUT_WR);
            assertNull(pair[0].readLine(in(5000)));
            pair[0].close();
        }
        server.join();
    }

    @EveryEngine
    void tcpUnixAndTlsCarryLines(Engine engine) {
        TestNet.run(engine, () -> {
            converse(tcp());
            converse(UnixSocket.pair());
            converse(tls(tcp()));
            converse(tls(MemorySocket.pair()));
        });
    }

    @EveryEngine
    void brokenConnectionIsNoEndAndWhatHadComeIsThereStill(Engine engine) {
        TestNet.run(engine, () -> {
            StreamSocket[] pair = tcp();
            pair[1].send(new byte[] {'a', 'b'}, 2, -1);
            pair[1].flush(-1);
            Failing.timesOut(() -> pair[0].readLine(in(50)));
            ((TcpSocket) pair[1]).reset();
            String told = assertThrows(SocketException.class, () -> pair[0].readLine(in(5000)))
                    .getMessage();
            assertTrue(told.startsWith("readLine tcp 127.0.0.1:"), told);
            assertEquals(2, pair[0].recvSome(new byte[9], 9, in(5000)));
            pair[0].close();
        });
    }

    @EveryEngine
    void tlsThatIsCutOffIsNoEndOfALine(Engine engine) {
        TestNet.run(engine, () -> {
            MemorySocket[] below = MemorySocket.pair();
            StreamSocket[] pair = tls(below);
            pair[1].send(new byte[] {'a', 'b'}, 2, -1);
            pair[1].flush(-1);
            Failing.timesOut(() -> pair[0].readLine(in(50)));
            pair[1].transport.close(); // Without close_notify.
            assertThrows(SSLException.class, () -> pair[0].readLine(in(5000)));
        });
    }

    /// By this thread, so far. By its name: the package of the method is in no module that this one reads.
    private static long allocatedBytes() throws Exception {
        return (long) ManagementFactory.getPlatformMBeanServer()
                .getAttribute(new ObjectName("java.lang:type=Threading"), "CurrentThreadAllocatedBytes");
    }

    /// Of a line of 100 bytes: 24 for the `String` and 16 and 100 for its bytes.
    @Test
    void lineInTheBufferAllocatesItsStringOnly() {
        long[] perLine = {Long.MAX_VALUE};
        TestNet.runFast(Engine.CONTINUATION, () -> {
            StreamSocket[] pair = UnixSocket.pair();
            String line = "x".repeat(99) + "\n";
            byte[] many = line.repeat(160).getBytes(); // Less than a buffer.
            for (int round = 0; round < ROUNDS_MAX && perLine[0] >= ALLOCATED_MAX; round++) {
                pair[1].send(many, many.length, -1);
                pair[1].flush(-1);
                pair[0].readLine(-1);
                long before = allocatedBytes();
                for (int i = 0; i < 100; i++) {
                    pair[0].readLine(-1);
                }
                perLine[0] = Math.min(perLine[0], (allocatedBytes() - before) / 100);
                while (pair[0].available() > 0) {
                    pair[0].readLine(-1);
                }
            }
            pair[0].close();
            pair[1].close();
        });
        assertTrue(perLine[0] < ALLOCATED_MAX, () -> "bytes per line: " + perLine[0]);
    }
}
