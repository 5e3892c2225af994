package org.jmill.examples;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

@Timeout(60)
class BrokerTest {
    static final List<String> ENGINES = SmallExamplesTest.ENGINES;

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    private static void write(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void messagesReachThoseWhoHaveSubscribed(String engine) throws IOException {
        try (Served broker = Served.start(engine, "broker", "0");
                Socket ann = broker.connect();
                Socket bob = broker.connect()) {
            write(ann, "sub news\nsub weather\npub ready x\nsub ready\npub ready ann");
            assertEquals("ready ann", reader(ann).readLine());
            BufferedReader fromBob = reader(bob);
            write(bob, "sub news\npub news one two  three\nunsub news\npub news four\nnonsense\npub weather fine");
            assertEquals("news one two  three", fromBob.readLine());
            assertTrue(fromBob.readLine().startsWith("error: "));
            BufferedReader fromAnn = reader(ann);
            assertEquals("news one two  three", fromAnn.readLine());
            assertEquals("news four", fromAnn.readLine());
            assertEquals("weather fine", fromAnn.readLine());
            assertTrue(broker.stop().err().endsWith("s: 2 connections, 5 published, 0 missed\n"), broker.err());
        }
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void slowSubscriberMissesWhatDoesNotFitAndIsTold(String engine) throws IOException {
        try (Served broker = Served.start(engine, "broker", "--queue=200", "0");
                Socket publisher = broker.connect();
                Socket slow = new Socket()) {
            slow.setReceiveBufferSize(4096);
            slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), broker.port()));
            slow.setSoTimeout(20_000);
            BufferedReader fromSlow = reader(slow);
            write(slow, "sub t\nsub go\npub t ready");
            assertEquals("t ready", fromSlow.readLine());
            String text = "pub t " + "x".repeat(4000);
            for (int i = 0; i < 3000; i++) {
                write(publisher, text);
            }
            publisher.shutdownOutput();
            assertEquals(-1, publisher.getInputStream().read()); // All is published now.
            int heard = 0;
            int missed = 0;
            while (heard + missed < 3000) { // It is told whenever its queue is empty, which it may be in between.
                String line = fromSlow.readLine();
                if (line.startsWith("t x")) {
                    heard++;
                } else {
                    assertTrue(line.matches("missed [1-9]\\d*"), line);
                    missed += Integer.parseInt(line.substring(7));
                }
            }
            assertEquals(3000, heard + missed);
            assertTrue(missed > 0, "the system's buffers hold them all");
        }
    }

    /// To put a line into a queue may give way in the middle of the subscribers.
    @ParameterizedTest
    @FieldSource("ENGINES")
    void subscribersComeAndGoWhileOneIsToldMuch(String engine) throws IOException {
        try (Served broker = Served.start(engine, "broker", "0");
                Socket ann = broker.connect();
                Socket bob = broker.connect()) {
            String told = "sub t\npub t x\n".repeat(20) + "unsub t\n";
            Thread reader = Thread.ofVirtual().start(() -> drain(ann));
            for (int i = 0; i < 300; i++) {
                write(ann, "sub t\n" + "pub t x\n".repeat(200) + "unsub t");
                try (Socket other = broker.connect()) {
                    write(other, told + told);
                    write(bob, told);
                }
            }
            ann.shutdownOutput();
            assertDoesNotThrow(() -> reader.join());
            try (Socket late = broker.connect()) {
                write(late, "sub x\npub x here");
                assertEquals("x here", reader(late).readLine());
            }
            assertFalse(broker.err().contains("fault in"), broker.err());
        }
    }

    private static void drain(Socket socket) {
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void topicsOfAClientHaveALimit() throws IOException {
        try (Served broker = Served.start("auto", "broker", "--topics=2", "0");
                Socket ann = broker.connect()) {
            BufferedReader fromAnn = reader(ann);
            write(ann, "sub a\nsub b\nsub a\nsub c\npub c no\nunsub a\nsub c\npub c yes\nsub " + "x".repeat(256));
            assertEquals("error: 2 topics are the limit; unsub one first", fromAnn.readLine());
            assertEquals("c yes", fromAnn.readLine());
            assertEquals("error: a topic has 255 bytes at most", fromAnn.readLine());
        }
    }

    @Test
    void bytesOfAQueueHaveALimit() throws IOException {
        try (Served broker = Served.start("auto", "broker", "--bytes=10000", "0");
                Socket ann = broker.connect()) {
            BufferedReader fromAnn = reader(ann);
            write(ann, "sub t\n" + ("pub t " + "x".repeat(4000) + "\n").repeat(5) + "pub t end");
            String heard = "t " + "x".repeat(4000);
            assertEquals(heard, fromAnn.readLine()); // They came together: none was sent before all were published.
            assertEquals(heard, fromAnn.readLine());
            assertEquals("t end", fromAnn.readLine());
            assertEquals("missed 3", fromAnn.readLine());
        }
    }
}
