package org.jmill.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Examples that are clients of others: of the time service and of echo.
@Timeout(60)
class ClientsTest {
    static final List<String> ENGINES = SmallExamplesTest.ENGINES;

    @ParameterizedTest
    @FieldSource("ENGINES")
    void timeIsToldToTheClientAndToAnybodyElse(String engine) throws Exception {
        try (Served server = Served.start(engine, "time-server", "0");
                DatagramSocket socket = new DatagramSocket()) {
            int listening = server.out().length();
            assertEquals(0, Main.execute("run", "--engine", engine, "time-client", "localhost:" + server.port()));
            isNow(server.out().substring(listening).strip());
            socket.setSoTimeout(20_000);
            byte[] question = "hello\n".getBytes(StandardCharsets.US_ASCII);
            socket.send(new DatagramPacket(question, question.length, InetAddress.getLoopbackAddress(), server.port()));
            DatagramPacket answer = new DatagramPacket(new byte[100], 100);
            socket.receive(answer);
            String text = new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII);
            assertTrue(text.startsWith("hello ") && text.endsWith("\n"), text);
            isNow(text.substring(6).strip());
            assertTrue(server.stop().err().endsWith("s: 2 questions answered\n"), server.err());
        }
    }

    private static void isNow(String time) {
        Duration difference = Duration.between(Instant.parse(time), Instant.now());
        assertTrue(difference.abs().toSeconds() < 30, time);
    }

    @Test
    void clientAsksAgainAndThenGivesUp() throws Exception {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            silent.setSoTimeout(20_000);
            String target = "127.0.0.1:" + silent.getLocalPort();
            Launched client = Launched.launch("run", "time-client", "--timeout=20", "--tries=2", target);
            assertEquals(1, client.status());
            assertTrue(client.err().contains("no answer to 2 questions"), client.err());
            DatagramPacket first = new DatagramPacket(new byte[100], 100);
            DatagramPacket second = new DatagramPacket(new byte[100], 100);
            silent.receive(first);
            silent.receive(second);
        }
    }

    @Test
    void portThatIsTakenIsNamedInALine() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(0)) {
            Launched launched = Launched.launch("run", "time-server", "" + taken.getLocalPort());
            assertEquals(1, launched.status());
            assertEquals(1, launched.err().lines().count(), launched.err());
            assertTrue(
                    launched.err().contains(":" + taken.getLocalPort() + ": address already in use"), launched.err());
        }
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void messagesThatComeBackAreCounted(String engine) {
        try (Served echo = Served.start(engine, "echo", "0")) {
            String target = "localhost:" + echo.port();
            assertEquals(
                    0, Main.execute("run", "--engine", engine, "echo-load", "--clients=10", "--seconds=1", target));
            String line = echo.out().lines().toList().getLast();
            assertTrue(line.matches("second 1: [1-9][0-9]* succeeded, 0 failed"), line);
            assertTrue(echo.stop().err().contains(": 10 connections"), echo.err());
        }
    }

    @Test
    void failuresAreCountedWhereNobodyEchoes() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Launched load = Launched.launch("run", "echo-load", "--clients=1", "--seconds=1", "127.0.0.1:" + port);
        assertEquals(1, load.status());
        assertTrue(load.out().matches("second 1: 0 succeeded, [1-9][0-9]? failed; .*connection refused\n"), load.out());
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void crawlerFindsEveryPageOnce(String engine) {
        List<String> lines =
                Launched.output("--engine", engine, "crawl", "100").lines().toList();
        assertEquals("100 pages, 10 broken links, 0 left out", lines.getFirst());
        assertTrue(lines.get(1).matches("took \\d+ ms"), lines.get(1));
    }

    @Test
    void crawlerKeepsToItsFrontier() {
        String found = Launched.output("crawl", "--frontier=1", "--workers=1", "100");
        assertTrue(found.matches("\\d+ pages, \\d broken links, [1-9]\\d* left out\ntook \\d+ ms\n"), found);
        assertEquals(
                found.split("\n")[0],
                Launched.output("crawl", "--frontier=1", "--workers=1", "100").split("\n")[0]);
    }

    @Test
    void blockingJavaCodeSuspendsOnlyItsCoroutine() {
        String said = Launched.output("java-blocking");
        assertTrue(said.startsWith("""
            socket 1: hello
            socket 2: hello
            socket 3: hello
            http: a page
            jdbc: the sum is 5050
            sleep 1: slept
            sleep 2: slept
            sleep 3: slept
            took\s\
            """), said);
    }
}
