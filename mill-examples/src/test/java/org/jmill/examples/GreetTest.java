package org.jmill.examples;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class GreetTest {
    @TempDir
    static Path folder;

    static final List<String> ENGINES = SmallExamplesTest.ENGINES;

    @ParameterizedTest
    @FieldSource("ENGINES")
    void twoDialoguesGoOnAtOnceAndAreCounted(String engine) throws IOException {
        try (Served greet = Served.start(engine, "greet", "0");
                Socket ann = greet.connect();
                Socket bob = greet.connect()) {
            BufferedReader fromAnn = reader(ann);
            BufferedReader fromBob = reader(bob);
            assertEquals("What's your name?", fromAnn.readLine());
            assertEquals("What's your name?", fromBob.readLine());
            bob.getOutputStream().write("Bob\n".getBytes(StandardCharsets.US_ASCII));
            assertEquals("Hello, Bob!", fromBob.readLine());
            assertEquals(-1, fromBob.read());
            ann.getOutputStream().write("Ann\r\n".getBytes(StandardCharsets.US_ASCII));
            assertEquals("Hello, Ann!", fromAnn.readLine());
            assertEquals(-1, fromAnn.read());
            await().until(() -> greet.out().endsWith("connections: 2 in all, 0 active, 0 failed\n"));
            assertTrue(greet.out().contains("connections: 2 in all, 2 active, 0 failed\n"), greet.out());
            assertTrue(greet.stop().err().endsWith("s: 2 in all, 0 active, 0 failed\n"), greet.err());
            assertEquals("", greet.err().lines().skip(1).reduce("", String::concat));
        }
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void dialogueThatTakesTooLongOrEndsEarlyHasFailed(String engine) throws IOException {
        try (Served greet = Served.start(engine, "greet", "--deadline=50", "0")) {
            assertEquals("What's your name?\r\n", greet.converse(""));
            try (Socket silent = greet.connect()) {
                assertEquals("What's your name?", reader(silent).readLine());
                assertEquals(-1, silent.getInputStream().read());
            }
            await().until(() -> greet.out().endsWith("connections: 2 in all, 0 active, 2 failed\n"));
        }
    }

    static List<Arguments> steps() {
        return ENGINES.stream()
                .flatMap(engine -> IntStream.rangeClosed(1, 7).mapToObj(step -> Arguments.of(engine, step)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("steps")
    void eachStepServesOneClientAfterAnotherAndEndsWell(String engine, int step) throws IOException {
        String dialogue = step == 1 ? "" : "What's your name?\r\nHello, Bob!\r\n";
        try (Served greet = Served.start(engine, "greet-" + step, "0")) {
            greet.connect().close(); // Must not end the server.
            for (int i = 0; i < 3; i++) {
                String heard;
                try (Socket socket = greet.connect()) {
                    if (step > 1) {
                        socket.getOutputStream().write("Bob\r\n".getBytes(StandardCharsets.US_ASCII));
                    }
                    heard = readAll(socket);
                }
                assertEquals(dialogue, heard);
            }
            Launched stopped = greet.stop();
            assertEquals(130, stopped.status(), stopped.err());
            assertTrue(stopped.err().matches("(?s).* s: 4 connections.*\n"), stopped.err());
        }
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void millsShareAPort(String engine) throws IOException {
        try (Served greet = Served.start(engine, "greet-7", "0", "2")) {
            for (int i = 0; i < 40; i++) {
                assertTrue(greet.converse("Bob\n").endsWith("Hello, Bob!\r\n"));
            }
            await().until(() -> greet.out().contains("mill 1: 1 connections, 1 active, 0 failed\n")
                    && greet.out().contains("mill 2: 1 connections, 1 active, 0 failed\n"));
        }
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void lastStepSpeaksTls(String engine) throws Exception {
        TestCertificate certificate = TestCertificate.make(folder);
        try (Served greet = Served.start(engine, "greet-8", "--cert", certificate.pem(), "0");
                Socket socket = certificate.connect(greet.connect())) {
            BufferedReader lines = reader(socket);
            assertEquals("What's your name?", lines.readLine());
            socket.getOutputStream().write("Bob\n".getBytes(StandardCharsets.US_ASCII));
            assertEquals("Hello, Bob!", lines.readLine());
            assertEquals(-1, lines.read());
            await().until(() -> greet.out().contains("connections, 0 active, 0 failed\n"));
        }
    }

    private static String readAll(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }
}
