package org.jmill.examples;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ProxyTest {
    static final List<String> ENGINES = SmallExamplesTest.ENGINES;

    private ServerSocket service;

    @BeforeEach
    void listen() throws IOException {
        service = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        service.close();
    }

    private Served proxy(String engine) {
        return Served.start(engine, "proxy", "0", "localhost:" + service.getLocalPort());
    }

    private Socket accept() throws IOException {
        Socket socket = service.accept();
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String read(Socket socket, int length) throws IOException {
        return new String(socket.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void answerComesThroughAfterTheRequestHasEnded(String engine) throws IOException {
        try (Served proxy = proxy(engine);
                Socket client = proxy.connect();
                Socket served = accept()) {
            write(served, "hello");
            assertEquals("hello", read(client, 5));
            write(client, "request");
            client.shutdownOutput();
            assertEquals("request", read(served, 100));
            write(served, ", answer");
            served.shutdownOutput();
            assertEquals(", answer", read(client, 100));
            await().until(() -> !proxy.out().isEmpty());
            assertTrue(proxy.stop().err().endsWith("s: 1 connection, 7 bytes up, 13 bytes down\n"), proxy.err());
        }
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void clientIsResetWhenTheServiceIs(String engine) throws IOException {
        try (Served proxy = proxy(engine);
                Socket client = proxy.connect()) {
            Socket served = accept();
            served.setSoLinger(true, 0);
            served.close();
            assertReset(client);
        }
    }

    /// A stream that was cut short is not to look like a whole one.
    private static void assertReset(Socket socket) {
        SocketException reset = assertThrows(SocketException.class, () -> read(socket, 1));
        assertEquals("Connection reset", reset.getMessage());
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void othersAreServedWhileOneTypesAndReadsNothing(String engine) throws IOException {
        Thread.ofVirtual().start(this::echo);
        Service echo = Service.proxy(Service.ALL.getFirst(), service.getLocalPort());
        try (Served proxy = echo.start(engine)) {
            try (SocketChannel deaf = SlowReaderTest.deaf(proxy)) {
                SlowReaderTest.type(deaf, echo.typed());
                echo.mustServe(proxy);
                echo.mustServe(proxy);
            }
            assertEquals(130, proxy.stop().status(), proxy.err());
            assertFalse(proxy.err().contains("fault in "), proxy.err());
        }
    }

    /// Until the socket of the service is closed.
    private void echo() {
        try {
            while (true) {
                Socket socket = service.accept();
                Thread.ofVirtual().start(() -> {
                    try (socket) {
                        socket.getInputStream().transferTo(socket.getOutputStream());
                    } catch (IOException e) {
                        // The proxy has hung up.
                    }
                });
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    /// The one direction moves no byte, as long as the other one does.
    @Test
    void silentDirectionWaitsForTheOther() throws IOException {
        try (Served proxy = Served.start("auto", "proxy", "--idle=500", "0", "localhost:" + service.getLocalPort());
                Socket client = proxy.connect();
                Socket served = accept()) {
            long endNs = System.nanoTime() + 1_500_000_000L;
            while (System.nanoTime() < endNs) {
                write(served, "x");
                assertEquals("x", read(client, 1));
            }
            write(client, "y");
            assertEquals("y", read(served, 1));
            assertReset(client); // Now neither moves.
            assertReset(served);
        }
    }

    @Test
    void serviceThatIsNotThereIsALineAndTheProxyGoesOn() throws IOException {
        try (Served proxy = proxy("auto")) {
            int port = service.getLocalPort();
            service.close();
            try (Socket client = proxy.connect()) {
                assertReset(client);
            }
            assertTrue(proxy.err().contains(":" + port + ": connection refused\n"), proxy.err());
            try (Socket client = proxy.connect()) {
                assertReset(client);
            }
            assertTrue(proxy.stop().err().contains("2 connections, 2 failed"), proxy.err());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy",
                "proxy 0",
                "proxy 0 localhost",
                "proxy 0 :80",
                "proxy 0 x:99999",
                "proxy 0 x:0",
                "time-client",
                "time-client x",
                "echo-load",
                "echo-load x:",
                "echo-load --clients 0 x:1"
            })
    void mistakeIsOneLineAndStatus2(String command) {
        Launched launched = Launched.launch(("run " + command).split(" "));
        assertEquals(2, launched.status(), launched.err());
        assertEquals(1, launched.err().lines().count(), launched.err());
    }
}
