package org.jmill.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EchoTest {
    static final List<String> ENGINES = SmallExamplesTest.ENGINES;

    @TempDir
    static Path folder;

    @ParameterizedTest
    @FieldSource("ENGINES")
    void bytesComeBackWhileOthersAreIdle(String engine) throws IOException {
        try (Served echo = Served.start(engine, "echo", "0")) {
            Socket idle = echo.connect();
            assertEquals("hello\nworld", echo.converse("hello\nworld"));
            idle.close();
            Launched stopped = echo.stop();
            assertEquals(130, stopped.status());
            assertTrue(
                    stopped.err().matches("jmill: run echo: interrupted after [0-9.]+ s: 2 connections, 11 bytes\n"),
                    stopped.err());
        }
    }

    @Test
    void muchMoreThanAnyBufferHoldsComesBack() throws Exception {
        byte[] sent = new byte[3_000_000];
        new Random(1).nextBytes(sent);
        try (Served echo = Served.start("auto", "echo", "0");
                Socket socket = echo.connect()) {
            Thread sender = Thread.ofVirtual().start(() -> write(socket, sent));
            assertArrayEquals(sent, socket.getInputStream().readNBytes(sent.length));
            sender.join();
        }
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void bytesComeBackOverTls(String engine) throws Exception {
        TestCertificate certificate = TestCertificate.make(folder);
        try (Served echo = Served.start(engine, "echo", "--cert", certificate.pem(), "0");
                SSLSocket socket = certificate.connect(echo.connect())) {
            socket.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
            assertEquals("hello", new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII));
        }
    }

    @Test
    void certificateIsMadeWhereNoneIsGiven() throws Exception {
        try (Served echo = Served.start("auto", "echo", "--tls", "0");
                SSLSocket socket = TestCertificate.trustingAll(echo.connect())) {
            socket.getOutputStream().write('x');
            assertEquals('x', socket.getInputStream().read());
            assertEquals("CN=localhost", socket.getSession().getPeerPrincipal().getName());
        }
    }

    @Test
    void plainTextClientDoesNotStopATlsServer() throws Exception {
        TestCertificate certificate = TestCertificate.make(folder);
        try (Served echo = Served.start("auto", "echo", "--cert", certificate.pem(), "0")) {
            try (Socket plain = echo.connect()) {
                plain.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                plain.getInputStream().readAllBytes();
            }
            try (SSLSocket socket = certificate.connect(echo.connect())) {
                socket.getOutputStream().write('x');
                assertEquals('x', socket.getInputStream().read());
            }
            assertTrue(echo.stop().err().contains("2 connections, 1 failed, 1 bytes"), echo.err());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo", "greet", "greet-1", "chat", "kv", "http-files"})
    void portThatIsTakenIsNamedInALine(String name) throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            Launched launched = Launched.launch("run", name, "" + taken.getLocalPort());
            assertEquals(1, launched.status());
            assertEquals(1, launched.err().lines().count(), launched.err());
            assertTrue(
                    launched.err().contains(":" + taken.getLocalPort() + ": address already in use"), launched.err());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo x",
                "echo 65536",
                "echo -1",
                "echo 1 2",
                "echo --cert",
                "greet --deadline 0",
                "get",
                "get ftp://localhost/",
                "get http:///x",
                "get http://local^host/",
                "get --timeout 0 http://localhost/"
            })
    void mistakeIsOneLineAndStatus2(String command) {
        Launched launched = Launched.launch(("run " + command).split(" "));
        assertEquals(2, launched.status(), launched.err());
        assertEquals(1, launched.err().lines().count(), launched.err());
    }
}
