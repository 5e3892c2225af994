package org.jmill.examples;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

@Timeout(60)
class GreetTest {
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

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }
}
