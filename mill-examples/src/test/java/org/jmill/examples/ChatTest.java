package org.jmill.examples;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

@Timeout(60)
class ChatTest {
    static final List<String> ENGINES = SmallExamplesTest.ENGINES;

    /// Somebody at a terminal.
    private record Person(Socket socket, BufferedReader in) implements AutoCloseable {
        static Person enter(Served chat, String name) throws IOException {
            Socket socket = chat.connect();
            Person person = new Person(
                    socket, new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)));
            assertTrue(person.hear().startsWith("* welcome, guest"));
            assertTrue(person.hear().startsWith("* /nick"));
            assertTrue(person.hear().startsWith("* you are in lobby with "));
            person.say("/nick " + name);
            assertEquals("* you are now " + name, person.hear());
            return person;
        }

        void say(String line) throws IOException {
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }

        String hear() throws IOException {
            return in.readLine();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void linesGoToTheRoomAndNowhereElse(String engine) throws IOException {
        try (Served chat = Served.start(engine, "chat", "0");
                Person ann = Person.enter(chat, "Ann");
                Person bob = Person.enter(chat, "Bob")) {
            assertEquals("* guest2 joins lobby", ann.hear());
            assertEquals("* guest2 is now Bob", ann.hear());
            bob.say("grüß \u0007dich");
            assertEquals("Bob: grüß dich", ann.hear());
            bob.say("/nick Ann");
            assertEquals("* Ann is taken", bob.hear());
            bob.say("/join kitchen");
            assertEquals("* you are in kitchen with 0 others", bob.hear());
            assertEquals("* Bob leaves lobby", ann.hear());
            bob.say("nobody hears this");
            bob.say("/rooms");
            assertEquals("* kitchen: 1", bob.hear());
            assertEquals("* lobby: 1", bob.hear());
            bob.say("/join lobby");
            assertEquals("* Bob joins lobby", ann.hear());
            ann.say("/who");
            assertEquals("* lobby: Ann, Bob", ann.hear());
            ann.say("/quit");
            assertEquals("* goodbye, Ann", ann.hear());
            assertNull(ann.hear());
            assertEquals("* you are in lobby with 1 others", bob.hear());
            assertEquals("* Ann leaves lobby", bob.hear());
            Launched stopped = chat.stop();
            assertEquals(130, stopped.status());
            assertTrue(stopped.err().endsWith("s: 2 connections, 9 lines, 0 dropped\n"), stopped.err());
        }
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void slowReaderIsDroppedAndTheOthersHearAll(String engine) throws Exception {
        try (Served chat = Served.start(engine, "chat", "0");
                Person ann = Person.enter(chat, "Ann");
                Person bob = Person.enter(chat, "Bob");
                Socket slow = new Socket()) {
            slow.setReceiveBufferSize(4096);
            slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), chat.port()));
            for (String line; !(line = bob.hear()).endsWith("guest3 joins lobby"); ) {
                assertFalse(line.isEmpty());
            }
            String said = "x".repeat(2000);
            int lines = 0;
            String heard = "";
            while (!heard.equals("* guest3 leaves lobby")) {
                ann.say(said);
                heard = bob.hear(); // Each line at once, and between two of them that somebody has left.
                assertTrue(heard.equals("Ann: " + said) || heard.equals("* guest3 leaves lobby"), heard);
                assertTrue(++lines < 20_000, "never dropped");
            }
            assertEquals("Ann: " + said, bob.hear());
            ann.say("end");
            assertEquals("Ann: end", bob.hear());
            assertTrue(chat.out().contains("guest3 is dropped"));
            await().until(() -> chat.out().contains("guest3 leaves\n"));
            assertFalse(chat.out().contains("Bob is dropped"));
        }
    }
}
