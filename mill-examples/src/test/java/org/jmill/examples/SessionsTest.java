package org.jmill.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jmill.examples.Document.Block;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/// The dialogues of the documents are held with the servers that they name: `Ann > hello` is what
/// Ann types, `Ann | hello` what she then sees, `Ann |` that she is connected and sees nothing.
@Timeout(60)
class SessionsTest {
    private static final Pattern LINE = Pattern.compile("(\\w+) +([|>]) ?(.*)");

    @TestFactory
    Stream<DynamicTest> sessionsAreHeldAsShown() throws IOException {
        return Document.all().stream()
                .flatMap(document -> document.blocks().stream())
                .filter(block -> block.isNoted("session"))
                .flatMap(block -> Stream.of("continuation", "virtual", "portable")
                        .map(engine ->
                                DynamicTest.dynamicTest(block.where() + " on " + engine, () -> hold(block, engine))));
    }

    @Test
    void slowReaderIsThrownOutOfTheChat() throws Exception {
        try (Served server = serve("tutorial 8", "continuation");
                Client slow = new Client(server, 1024);
                Client bob = new Client(server, 0)) {
            enter(bob, "Bob");
            enter(slow, "Slow");
            bob.sees("Slow is here");
            try (Client ann = new Client(server, 0)) {
                enter(ann, "Ann");
                bob.sees("Ann is here");
                int lines = 0;
                String seen;
                do {
                    ann.types("x".repeat(200));
                    seen = bob.next();
                    lines++;
                } while (!seen.equals("Slow is gone") && lines < 100_000);
                assertEquals("Slow is gone", seen);
            }
        }
    }

    private static void enter(Client client, String name) throws IOException {
        client.sees("Your name?");
        client.types(name);
        assertTrue(client.next().startsWith("here: "));
    }

    private static void hold(Block block, String engine) throws Exception {
        Map<String, Client> clients = new HashMap<>();
        try (Served server = serve(block.noted(), engine)) {
            for (String line : block.lines()) {
                Matcher said = LINE.matcher(line);
                assertTrue(said.matches(), line);
                Client client = clients.get(said.group(1));
                if (client == null) {
                    client = new Client(server, 0);
                    clients.put(said.group(1), client);
                }
                switch (said.group(2) + (said.group(3).isEmpty() ? "" : " ")) {
                    case "> " -> client.types(said.group(3));
                    case "| " -> client.sees(said.group(3));
                    default -> client.seesNothing();
                }
            }
            for (Client client : clients.values()) {
                client.close();
            }
            assertEquals(130, server.stop().status());
            assertTrue(server.err().contains(": interrupted after "), server.err());
        }
    }

    private static Served serve(String name, String engine) {
        List<String> words = new ArrayList<>(List.of(name.split(" ")));
        words.add("0");
        return Served.start(engine, words.toArray(String[]::new));
    }

    /// What `nc` is to a reader of the documents.
    private static final class Client implements AutoCloseable {
        private final Socket socket = new Socket();
        private final BufferedReader in;

        /// @param receiveBytes how much the system may keep for this reader; 0 = as it likes
        Client(Served server, int receiveBytes) throws IOException {
            if (receiveBytes > 0) {
                socket.setReceiveBufferSize(receiveBytes);
            }
            socket.setSoTimeout(20_000);
            socket.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), server.port()));
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        void types(String line) throws IOException {
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }

        String next() throws IOException {
            return in.readLine();
        }

        void sees(String line) throws IOException {
            assertEquals(line, next());
        }

        void seesNothing() throws IOException, InterruptedException {
            Thread.sleep(50);
            assertEquals(0, socket.getInputStream().available());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
