package org.jmill.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Treats a server as badly as clients can: random and mutated inputs, some byte by byte, some in
/// floods; readers that do not read; promises that are not kept; connections that are reset, half
/// closed or left alone. In between, a well-behaved client must be served.
///
/// One thread does all of it, with sockets that do not block, so what is done follows from the seed;
/// what the server makes of it depends on time as well.
final class ServerFuzz implements AutoCloseable {
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final int CLIENTS_MAX = 40;
    private static final int STEPS_BETWEEN_PROPER = 100;
    private static final int FLOOD_BYTES = 1 << 18;

    private final Service service;
    private final Served server;
    private final Random random;
    private final List<SocketChannel> clients = new ArrayList<>();
    private final ByteBuffer heard = ByteBuffer.allocate(65_536);

    private ServerFuzz(Service service, String engine, long seed) {
        this.service = service;
        this.random = new Random(seed);
        this.server = service.start(engine);
    }

    /// Runs a server for so long. Afterwards, and now and then, it must serve a well-behaved client;
    /// it must not have failed anywhere, nor hold more than its limits while the others are there.
    ///
    /// @param heldMax how many bytes more the heap may have in use at the end, its clients still connected
    /// @throws AssertionError if the server is not as it should be; it names the seed
    static void run(Service service, String engine, long seed, long ms, long heldMax) {
        try (ServerFuzz fuzz = new ServerFuzz(service, engine, seed)) {
            fuzz.run(ms, heldMax);
        } catch (IOException | AssertionError e) {
            String replay = "-Djmill.fuzz.seed=" + seed + " -Djmill.fuzz.engine=" + engine + " -Djmill.fuzz.seconds="
                    + Math.max(1, ms / 1000) + " -Djmill.fuzz.only='" + service + "'";
            throw new AssertionError("fuzz " + replay + ": " + e.getMessage(), e);
        }
    }

    private void run(long ms, long heldMax) throws IOException {
        service.mustServe(server);
        long before = heapUsed();
        long endNs = System.nanoTime() + ms * 1_000_000;
        for (int i = 1; System.nanoTime() - endNs < 0; i++) {
            step();
            if (i % STEPS_BETWEEN_PROPER == 0) {
                service.mustServe(server);
            }
        }
        promiseMuch();
        service.mustServe(server);
        long held = heapUsed() - before;
        if (held > heldMax) {
            throw new AssertionError("holds " + held + " bytes, " + heldMax + " are the limit");
        }
        assertEquals(130, server.stop().status(), () -> server.out() + server.err());
        assertFalse(server.err().contains("fault in "), server::err);
    }

    /// From new clients, which a server believes: nothing is wrong with them yet.
    private void promiseMuch() throws IOException {
        for (String text : service.typed()) {
            for (int i = 0; i < 3; i++) { // One number after the other is large.
                SocketChannel client = connect();
                clients.add(client);
                write(client, withNumber(text.getBytes(StandardCharsets.ISO_8859_1), "67000000", i));
            }
        }
    }

    private static long heapUsed() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private void step() throws IOException {
        if (clients.isEmpty() || clients.size() < CLIENTS_MAX && random.nextInt(4) == 0) {
            clients.add(connect());
            return;
        }
        int i = random.nextInt(clients.size());
        try {
            treat(clients.get(i));
        } catch (IOException e) {
            clients.get(i).close(); // The server has hung up on it.
        }
        if (!clients.get(i).isOpen()) {
            clients.remove(i);
        }
    }

    private SocketChannel connect() throws IOException {
        SocketChannel client = SocketChannel.open();
        if (random.nextBoolean()) {
            client.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
        }
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        client.configureBlocking(false);
        return client;
    }

    private void treat(SocketChannel client) throws IOException {
        switch (random.nextInt(32)) {
            case 0 -> client.close();
            case 1 -> {
                client.setOption(StandardSocketOptions.SO_LINGER, 0); // To close is to reset.
                client.close();
            }
            case 2 -> client.shutdownOutput();
            case 3 -> flood(client, text(1 + random.nextInt(3)));
            case 4 -> flood(client, mutated(text(1)));
            case 5, 6, 7, 8, 9, 10, 11, 12 -> client.read(heard.clear());
            case 13, 14 -> write(client, slice(text(1), 0, 1));
            case 15, 16 -> write(client, random(1 + random.nextInt(2000)));
            case 17, 18, 19, 20 -> write(client, promise());
            case 21, 22, 23, 24 -> write(client, text(1 + random.nextInt(20)));
            default -> write(client, mutated(text(1 + random.nextInt(5))));
        }
    }

    private static void write(SocketChannel client, byte[] bytes) throws IOException {
        client.write(ByteBuffer.wrap(bytes)); // What the system takes of it.
    }

    private void flood(SocketChannel client, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        for (int sent = 0; sent < FLOOD_BYTES && bytes.length > 0; sent += bytes.length) {
            client.write(buffer.rewind());
            if (buffer.hasRemaining()) {
                return;
            }
        }
    }

    private byte[] text(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(service.typed().get(random.nextInt(service.typed().size())));
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /// The beginning of something whose numbers are large.
    private byte[] promise() {
        byte[] text = withNumber(text(1), "67000000", random.nextInt(3));
        return slice(text, 0, random.nextInt(text.length + 1));
    }

    private byte[] mutated(byte[] text) {
        byte[] bytes = text;
        for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
            int from = random.nextInt(bytes.length);
            int to = Math.min(bytes.length, from + 1 + random.nextInt(random.nextBoolean() ? 4 : 200));
            bytes = switch (random.nextInt(6)) {
                case 0 -> joined(slice(bytes, 0, from), random(to - from), slice(bytes, to, bytes.length));
                case 1 -> joined(slice(bytes, 0, from), slice(bytes, to, bytes.length));
                case 2 -> joined(slice(bytes, 0, to), slice(bytes, from, bytes.length));
                case 3 -> joined(slice(bytes, 0, from), special(), slice(bytes, from, bytes.length));
                case 4 -> withNumber(bytes, number(), random.nextInt(3));
                default -> slice(bytes, 0, to);
            };
        }
        return bytes;
    }

    private byte[] special() {
        String[] specials = {
            "\0", "\r", "\n", "\r\n", "\r\n\r\n", " ", "  ", "*", "[", "\\", "/", "\u00ff", ":", "$-1\r\n"
        };
        String special = specials[random.nextInt(specials.length)];
        return special.repeat(1 + random.nextInt(random.nextBoolean() ? 1 : 3000))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private String number() {
        String[] numbers = {
            "0", "-1", "65536", "67000000", "2147483647", "2147483648", "9223372036854775807", "+1", "1e9"
        };
        return numbers[random.nextInt(numbers.length)];
    }

    /// Replaces the numbers but for the first few.
    private static byte[] withNumber(byte[] bytes, String number, int kept) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int left = kept;
        StringBuilder result = new StringBuilder();
        Matcher matcher = DIGITS.matcher(text);
        while (matcher.find()) {
            matcher.appendReplacement(result, left-- > 0 ? matcher.group() : number);
        }
        return matcher.appendTail(result).toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] slice(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SocketChannel client : clients) {
            client.close();
        }
    }
}
