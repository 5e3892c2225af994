package org.jmill.examples;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jmill.examples.net.Grace;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Servers stop as they should at Ctrl-C: they accept nobody any more, their clients come to their
/// ends, and who does not is cut off after the grace.
@Timeout(60)
class StopTest {
    @TempDir
    static Path folder;

    static final List<String> ENGINES = SmallExamplesTest.ENGINES;

    static List<Arguments> servers() {
        return ENGINES.stream()
                .flatMap(
                        engine -> Stream.of("echo", "broker", "chat", "kv").map(server -> Arguments.of(engine, server)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void whoIsSilentReadsTheEndAtOnce(String engine, String command) throws Exception {
        try (Served server = Served.start(engine, command, "0");
                Socket silent = server.connect();
                Socket other = server.connect()) {
            Service.of(command).proper().talk(other); // Both are accepted now.
            long beganNs = System.nanoTime();
            String said = server.stop().out();
            assertTrue(System.nanoTime() - beganNs < Grace.DEFAULT_MS * 1_000_000L, "the grace was waited for");
            assertTrue(said.matches("(?s).*stopped: [12] clients? served to the end\n"), said);
            assertThrows(ConnectException.class, server::connect);
            silent.getInputStream().readAllBytes();
            other.getInputStream().readAllBytes();
        }
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void silentClientReadsTheEndOverTls(String engine) throws Exception {
        TestCertificate certificate = TestCertificate.make(folder);
        try (Served echo = Served.start(engine, "echo", "--cert", certificate.pem(), "0");
                Socket socket = certificate.connect(echo.connect())) {
            socket.getOutputStream().write("hello\n".getBytes(StandardCharsets.US_ASCII));
            BufferedReader in = lines(socket);
            assertEquals("hello", in.readLine());
            String said = echo.stop().out();
            assertNull(in.readLine());
            assertTrue(said.endsWith("stopped: 1 client served to the end\n"), said);
            assertTrue(echo.err().contains(": 1 connection, 6 bytes\n"), echo.err()); // It has not failed.
        }
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void connectionOfABrowserThatIsKeptIsEnded(String engine) throws Exception {
        try (Served files = Served.start(engine, "http-files", "0");
                Socket socket = files.connect()) {
            socket.getOutputStream()
                    .write("GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            BufferedReader in = lines(socket);
            assertTrue(in.readLine().startsWith("HTTP/1.1 404 "));
            String said = files.stop().out();
            assertTrue(said.endsWith("stopped: 1 client served to the end\n"), said);
            in.lines().count(); // To the end.
        }
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void dialogueThatHasBegunIsHeldToItsEnd(String engine) throws Exception {
        try (Served greet = Served.start(engine, "greet", "0");
                Socket socket = greet.connect()) {
            BufferedReader in = lines(socket);
            assertEquals("What's your name?", in.readLine());
            greet.interrupt();
            await().until(() -> refuses(greet));
            socket.getOutputStream().write("Ann\r\n".getBytes(StandardCharsets.US_ASCII));
            assertEquals("Hello, Ann!", in.readLine());
            assertNull(in.readLine());
            String said = greet.stop().out();
            assertTrue(said.endsWith("1 in all, 0 active, 0 failed\nstopped: 1 client served to the end\n"), said);
        }
    }

    private static boolean refuses(Served server) throws IOException {
        try {
            server.connect().close();
            return false;
        } catch (ConnectException e) {
            return true;
        }
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void repliesThatAreOnTheirWayArrive(String engine) throws Exception {
        int bytes = 4 << 20;
        try (Served kv = Served.start(engine, "kv", "0");
                Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), kv.port()));
            socket.setSoTimeout(20_000);
            String value = "x".repeat(bytes);
            socket.getOutputStream()
                    .write(("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$" + bytes + "\r\n" + value + "\r\nGET k\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            BufferedReader in = lines(socket);
            assertEquals("+OK", in.readLine());
            assertEquals("$" + bytes, in.readLine());
            kv.interrupt();
            await().until(() -> refuses(kv));
            assertEquals(value, in.readLine());
            assertNull(in.readLine());
            assertTrue(kv.stop().out().endsWith("stopped: 1 client served to the end\n"), kv.out());
        }
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void whoDoesNotReadIsCutOffAfterTheGrace(String engine) throws Exception {
        try (Served kv = Served.start(engine, "kv", "--grace=200", "0");
                Socket socket = kv.connect();
                Socket other = kv.connect()) {
            Service.of("kv").proper().talk(other);
            String value = "SET k " + "x".repeat(60_000) + "\r\n";
            socket.getOutputStream().write(value.getBytes(StandardCharsets.US_ASCII));
            assertEquals("+OK", lines(socket).readLine());
            socket.getOutputStream().write("GET k\r\n".repeat(1000).getBytes(StandardCharsets.US_ASCII));
            Launched stopped = kv.stop();
            assertEquals(130, stopped.status());
            assertTrue(
                    stopped.out().endsWith("stopped: 1 client served to the end, 1 cut off after 0.2 s\n"), kv.out());
            other.getInputStream().readAllBytes();
        }
    }

    @Test
    void longAnswerOfTheWebServerIsCutOffAfterTheGrace() throws Exception {
        byte[] request = "GET /long HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        Files.write(folder.resolve("long"), new byte[1 << 20]);
        try (Served files = Served.start("auto", "http-files", "--grace=200", "0", folder.toString());
                Socket socket = files.connect()) {
            socket.setSoTimeout(20_000);
            for (int i = 0; i < 100; i++) {
                socket.getOutputStream().write(request);
            }
            assertEquals('H', socket.getInputStream().read());
            String said = files.stop().out();
            assertTrue(said.endsWith("stopped: 0 clients served to the end, 1 cut off after 0.2 s\n"), said);
        }
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void proxyForwardsTheAnswerToWhatWasAsked(String engine) throws Exception {
        try (ServerSocket service = new ServerSocket(0);
                Served proxy = Served.start(engine, "proxy", "0", "127.0.0.1:" + service.getLocalPort());
                Socket client = proxy.connect();
                Socket behind = service.accept()) {
            behind.setSoTimeout(20_000);
            client.getOutputStream().write("question\n".getBytes(StandardCharsets.US_ASCII));
            BufferedReader asked = lines(behind);
            assertEquals("question", asked.readLine());
            proxy.interrupt();
            assertNull(asked.readLine()); // The client has nothing more to say, as far as the service knows.
            behind.getOutputStream().write("answer\n".getBytes(StandardCharsets.US_ASCII));
            behind.shutdownOutput();
            assertEquals("answer", lines(client).readLine());
            assertTrue(proxy.stop().out().endsWith("stopped: 1 client served to the end\n"), proxy.out());
        }
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void clientsFailAloneAndHearGoodbye(String engine) throws Exception {
        try (Served server = Served.start(engine, "supervise", "0");
                Socket good = server.connect();
                Socket bad = server.connect()) {
            good.getOutputStream().write("8\n".getBytes(StandardCharsets.US_ASCII));
            BufferedReader in = lines(good);
            assertEquals("125", in.readLine());
            assertEquals("", server.converse("0\n"));
            bad.getOutputStream().write("five\n".getBytes(StandardCharsets.US_ASCII));
            assertNull(lines(bad).readLine());
            good.getOutputStream().write("5\n".getBytes(StandardCharsets.US_ASCII));
            assertEquals("200", in.readLine());
            Launched stopped = server.stop();
            assertEquals("goodbye", in.readLine());
            assertNull(in.readLine());
            assertTrue(stopped.out().contains("client 3 has failed: java.lang.ArithmeticException: "), server.out());
            assertTrue(stopped.out().contains("client 2 has failed: java.lang.NumberFormatException: "), server.out());
            assertTrue(stopped.err().endsWith(": 3 clients, 1 to the end, 2 failed, 0 cut off\n"), server.err());
        }
    }

    @Tag("real")
    @Test
    void signalStopsTheServer() throws Exception {
        Path out = folder.resolve("out");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "run", "echo", "0"));
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(new File("/dev/null"))
                .start();
        try {
            await().atMost(40, TimeUnit.SECONDS)
                    .until(() -> Files.readString(out).contains("\n"));
            int port = Integer.parseInt(Files.readString(out).strip().replaceFirst(".*:", ""));
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getOutputStream().write("hello\n".getBytes(StandardCharsets.US_ASCII));
                BufferedReader in = lines(socket);
                assertEquals("hello", in.readLine());
                new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();
                assertNull(in.readLine());
            }
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
            assertEquals(130, process.exitValue());
            assertTrue(Files.readString(out).endsWith("stopped: 1 client served to the end\n"), Files.readString(out));
        } finally {
            process.destroyForcibly();
        }
    }

    private static BufferedReader lines(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }
}
