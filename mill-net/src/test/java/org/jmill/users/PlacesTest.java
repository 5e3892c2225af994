package org.jmill.users;

import static org.jmill.Mill.go;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jmill.Body;
import org.jmill.Coroutine;
import org.jmill.Dump;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.file.MillFile;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.TestMill;
import org.jmill.net.IpAddr;
import org.jmill.net.ListenOptions;
import org.jmill.net.TcpListener;
import org.jmill.net.TcpSocket;
import org.jmill.net.TlsOptions;
import org.jmill.net.TlsSocket;
import org.jmill.net.UdpSocket;
import org.jmill.net.UnixSocket;
import org.junit.jupiter.api.io.TempDir;

/// Where a dump says that a coroutine is: in the user's code, however deep in ours it waits.
class PlacesTest {
    private static final String HERE = "PlacesTest\\.java:\\d+";

    /// Starts a coroutine, which is to wait in its first call, and looks at its row of the dump.
    private static void assertIsHere(String name, Body<?> body) {
        Coroutine coroutine = go(name, body);
        List<Dump.CoroutineRow> rows = Mill.dump().coroutines();
        Dump.CoroutineRow row =
                rows.stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow();
        assertTrue(row.current().matches(HERE), row::toString);
        coroutine.cancel();
        coroutine.join();
    }

    @EveryEngine
    void aCallOfTheNetworkIsShownWhereTheUserMadeIt(Engine engine) throws Exception {
        TestMill.<Exception>run(engine, () -> {
            IpAddr any = IpAddr.local("127.0.0.1", 0, 0);
            try (TcpListener listener = TcpListener.listen(any, ListenOptions.defaults());
                    TcpSocket client = TcpSocket.connect(listener.addr(), -1);
                    TcpSocket server = listener.accept(-1);
                    UdpSocket udp = UdpSocket.listen(any)) {
                UnixSocket[] unix = UnixSocket.pair();
                assertIsHere("accept", () -> listener.accept(-1));
                assertIsHere("recv", () -> server.recv(ByteBuffer.allocate(1), -1));
                assertIsHere("recvUntil", () -> client.recvUntil(new byte[9], 9, "\n", -1));
                assertIsHere("unix recv", () -> unix[0].recvSome(new byte[1], 1, -1));
                assertIsHere("udp recv", () -> udp.recv(new byte[1], 1, -1));
                assertIsHere(
                        "tls handshake",
                        () -> TlsSocket.connect(listener.addr(), "localhost", TlsOptions.defaults(), -1));
            }
        });
    }

    @EveryEngine
    void aCallOfAFileIsShownWhereTheUserMadeIt(Engine engine, @TempDir Path directory) throws Exception {
        Path fifo = directory.resolve("fifo");
        assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
        TestMill.<Exception>run(engine, () -> {
            MillFile[] out = new MillFile[1];
            Coroutine opener = go(() -> out[0] = MillFile.open(fifo, StandardOpenOption.WRITE));
            try (MillFile in = MillFile.open(fifo, StandardOpenOption.READ)) {
                opener.join();
                assertIsHere("read", () -> in.read(new byte[1], 1, -1));
                out[0].close();
            }
        });
    }
}
