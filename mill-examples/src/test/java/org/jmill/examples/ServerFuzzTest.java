package org.jmill.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// All servers in turn, on all engines in turn, for `-Djmill.fuzz.seconds` in all, from `-Djmill.fuzz.seed` on. To
/// replay what has failed, `-Djmill.fuzz.only` names a server, `-Djmill.fuzz.engine` an engine.
class ServerFuzzTest {
    private static final int SECONDS = Integer.getInteger("jmill.fuzz.seconds", 10);
    private static final long SEED = Long.getLong("jmill.fuzz.seed", 1);

    private static final List<String> SERVERS = Stream.concat(
                    Stream.of("proxy"), Service.ALL.stream().map(Service::toString))
            .filter(name -> name.startsWith(System.getProperty("jmill.fuzz.only", "")))
            .toList();
    private static final List<String> ENGINES = SmallExamplesTest.ENGINES.stream()
            .filter(engine -> engine.startsWith(System.getProperty("jmill.fuzz.engine", "")))
            .toList();

    private static final int SLICES = Math.max(SERVERS.size(), SECONDS / 10);
    private static final long SLICE_MS = SECONDS * 1000L / SLICES;

    /// What any of the servers may hold for 40 clients: kv, twice the 16 MB that it was told.
    private static final long HELD_MAX = 48 << 20;

    @TestFactory
    Stream<DynamicTest> serversBearWhateverClientsDo() {
        return IntStream.range(0, SLICES).mapToObj(slice -> {
            String server = SERVERS.get(slice % SERVERS.size());
            String engine = ENGINES.get((slice + slice / SERVERS.size()) % ENGINES.size());
            return DynamicTest.dynamicTest(server + " on " + engine, () -> fuzz(server, engine, SEED + slice));
        });
    }

    private static void fuzz(String server, String engine, long seed) {
        if (!server.equals("proxy")) {
            ServerFuzz.run(Service.of(server), engine, seed, SLICE_MS, HELD_MAX);
            return;
        }
        Service behind = Service.of("echo");
        try (Served served = behind.start(engine)) {
            ServerFuzz.run(Service.proxy(behind, served.port()), engine, seed, SLICE_MS, HELD_MAX);
            assertEquals(130, served.stop().status(), served.err());
        }
    }

    @Test
    void timeServerBearsWhateverDatagrams() throws IOException {
        Random random = new Random(SEED);
        try (Served server = Served.start("auto", "time-server", "0");
                DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < 500; i++) {
                byte[] bytes = new byte[random.nextInt(random.nextBoolean() ? 3 : 65_507)];
                random.nextBytes(bytes);
                socket.send(packet(bytes, server));
            }
            socket.setSoTimeout(20_000);
            String text = "";
            while (!text.startsWith("proper")) { // To datagrams that came before, or was lost: so it is asked again.
                socket.send(packet("proper".getBytes(StandardCharsets.US_ASCII), server));
                DatagramPacket answer = new DatagramPacket(new byte[200], 200);
                socket.receive(answer);
                text = new String(answer.getData(), 0, answer.getLength(), StandardCharsets.ISO_8859_1);
                assertTrue(answer.getLength() <= 100, text);
            }
            assertEquals(130, server.stop().status(), server.err());
        }
    }

    private static DatagramPacket packet(byte[] bytes, Served server) {
        return new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), server.port());
    }
}
