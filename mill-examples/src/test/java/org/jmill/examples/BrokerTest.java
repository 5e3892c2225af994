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
import java.util.List;
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
}
