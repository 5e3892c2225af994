package org.jmill.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Clients that nobody wishes for: random and mutated requests, promises not kept, resets, and readers that
/// stop. Afterwards, `http-files` serves a proper one. `-Djmill.fuzz.seconds=N` goes on for longer.
@Timeout(value = 3, unit = TimeUnit.HOURS)
class HttpFilesFuzzTest {
    static final List<String> ENGINES = SmallExamplesTest.ENGINES;

    private static final int SECONDS = Integer.getInteger("jmill.fuzz.seconds", 3); // For each engine.
    private static final int CLIENTS = 4;
    private static final int SEED = 20261130;
    private static final int LARGE_BYTES = 3_000_000;
    private static final String PROPER = "GET /a.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    @TempDir
    static Path site;

    private static List<byte[]> requests;

    @BeforeAll
    static void write() throws Exception {
        Files.writeString(site.resolve("a.txt"), "0123456789");
        Files.write(site.resolve("large.bin"), new byte[LARGE_BYTES]);
        Path cases =
                Path.of(HttpFilesFuzzTest.class.getResource("/http-cases.txt").toURI());
        try (Stream<String> lines = Files.lines(cases)) {
            requests = new ArrayList<>(lines.filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(line -> line.split(" \\| ?", 3)[2].replace("~", "\r\n"))
                    .map(HttpFilesFuzzTest::latin)
                    .toList());
        }
        String large = "GET /large.bin HTTP/1.1\r\nHost: a\r\n\r\n";
        requests.addAll(List.of(
                latin(large),
                latin(large.repeat(20)),
                latin("GET /large.bin HTTP/1.1\r\nHost: a\r\nRange: bytes=5-2999990\r\n\r\n"),
                latin("GET /a.txt HTTP/1.1\r\nHost: a\r\nContent-Length: 1048576\r\n\r\nx")));
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @FieldSource("ENGINES")
    void whateverClientsDoTheNextOneIsServed(String engine) throws Exception {
        long end = System.nanoTime() + SECONDS * 1_000_000_000L;
        try (Served files = Served.start(engine, "http-files", "--idle=2", "--request=2", "0", site.toString());
                ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<Integer>> played = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int seed = SEED + i;
                Callable<Integer> client = () -> play(files, new Random(seed), seed, end);
                played.add(clients.submit(client));
            }
            int connections = 0;
            for (Future<Integer> one : played) {
                connections += one.get();
            }
            assertTrue(connections > CLIENTS, connections + " connections");
            assertTrue(files.converse(PROPER).endsWith("\r\n\r\n0123456789"));
            String err = files.stop().err();
            assertEquals(1, err.lines().count(), err); // How it was stopped.
        }
    }

    private static int play(Served files, Random random, int seed, long end) {
        int step = 0;
        for (; System.nanoTime() < end; step++) {
            try (Socket socket = new Socket()) {
                socket.setReceiveBufferSize(16_384);
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), files.port()));
                socket.setSoTimeout(50);
                talk(socket, random, "seed " + seed + ", step " + step);
            } catch (IOException e) {
                // Refused, hung up on, reset: all of that may be.
            }
        }
        return step;
    }

    private static void talk(Socket socket, Random random, String where) throws IOException {
        for (int i = random.nextInt(3); i >= 0; i--) {
            byte[] bytes = mutated(random);
            socket.getOutputStream()
                    .write(bytes, 0, random.nextInt(8) == 0 ? random.nextInt(bytes.length + 1) : bytes.length);
        }
        if (random.nextInt(3) == 0) {
            socket.shutdownOutput();
        }
        String start = read(socket.getInputStream(), random.nextInt(4) == 0 ? 20 : 200_000);
        boolean answer = start.matches("(?s)HTTP/1\\.1 (1|2|3|4|501|503|505).*");
        assertTrue(answer || start.length() < 12, () -> where + ": " + start);
        if (random.nextInt(3) == 0) {
            socket.setSoLinger(true, 0); // A reset.
        }
    }

    /// Reads so much, or what comes in time; returns the start of it.
    private static String read(InputStream in, int length) throws IOException {
        byte[] bytes = new byte[4096];
        String start = "";
        try {
            for (int n, left = length;
                    left > 0 && (n = in.read(bytes, 0, Math.min(left, bytes.length))) >= 0;
                    left -= n) {
                start = start.length() < 12 ? start + new String(bytes, 0, n, StandardCharsets.ISO_8859_1) : start;
            }
        } catch (SocketTimeoutException e) {
            // It waits for more of a request.
        }
        return start;
    }

    private static byte[] mutated(Random random) {
        if (random.nextInt(10) == 0) {
            byte[] noise = new byte[random.nextInt(3000)];
            random.nextBytes(noise);
            return noise;
        }
        byte[] bytes = requests.get(random.nextInt(requests.size())).clone();
        for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(3)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = (byte) "\r\n \t:;,0\0/%\"".charAt(random.nextInt(12));
                default -> { // A part of another one.
                    byte[] other = requests.get(random.nextInt(requests.size()));
                    System.arraycopy(other, 0, bytes, at, Math.min(other.length, bytes.length - at));
                }
            }
        }
        return bytes;
    }
}
