package org.jmill.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What servers bear, as their `--help` says.
@Timeout(60)
class LimitsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        echo         |
        greet        | Too many are here, come back later.
        chat         | * there are too many here, come back later
        broker       | error: there are too many clients
        kv           | -ERR max number of clients reached
        """)
    void connectionThatIsOneTooManyIsTurnedAway(String command, String said) throws IOException {
        try (Served server = Served.start("auto", command, "--connections=2", "0");
                Socket second = server.connect()) {
            Socket first = server.connect();
            assertEquals(said == null ? "" : said, hear(server.connect()).strip());
            first.shutdownOutput();
            first.getInputStream().readAllBytes();
            first.close();
            assertTrue(second.isConnected());
            Service.of(command).mustServe(server);
            assertTrue(server.stop().status() == 130, server.err());
        }
    }

    private static String hear(Socket socket) throws IOException {
        try (socket) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo --idle=100",
                "chat --idle=100",
                "broker --idle=100",
                "kv --idle=100",
                "greet --deadline=100"
            })
    void whoDoesNothingIsHungUpOn(String command) throws IOException {
        try (Served server = Served.start("auto", (command + " 0").split(" "));
                Socket idle = server.connect()) {
            idle.getInputStream().readAllBytes(); // Ends, else the socket's own time would be over.
            assertTrue(!server.err().contains("fault in"), server.err());
        }
    }

    @Test
    void whoOnlyListensIsNotIdle() throws IOException {
        try (Served broker = Served.start("auto", "broker", "--idle=500", "0");
                Socket listener = broker.connect();
                Socket talker = broker.connect()) {
            listener.getOutputStream().write("sub t\n".getBytes(StandardCharsets.US_ASCII));
            InputStream in = listener.getInputStream();
            long endNs = System.nanoTime() + 1_500_000_000L;
            while (System.nanoTime() < endNs) {
                talker.getOutputStream().write("pub t x\n".getBytes(StandardCharsets.US_ASCII));
                assertEquals("t x\n", new String(in.readNBytes(4), StandardCharsets.US_ASCII));
            }
            listener.getOutputStream().write("nonsense\n".getBytes(StandardCharsets.US_ASCII));
            assertEquals("error: ", new String(in.readNBytes(7), StandardCharsets.US_ASCII));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo", "proxy", "chat", "broker", "kv", "http-files", "supervise"})
    void helpNamesTheGrace(String command) {
        String help = Launched.output(command, "--help");
        assertTrue(help.contains("--grace=MS"), help);
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo", "proxy", "chat", "broker", "kv"})
    void helpNamesTheLimits(String command) {
        String help = Launched.output(command, "--help");
        for (String option : List.of("--connections=N", "--bytes=N", "--idle=MS")) {
            assertTrue(help.contains(option), help);
        }
        assertTrue(help.replaceAll("\\s+", " ").matches("(?s).*--idle=MS [^-]*\\d+ unless given.*"), help);
    }
}
