package org.jmill.examples;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jmill.harness.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The same random commands for kv and for redis-server, where that is installed: the replies are
/// the same, byte by byte.
@Timeout(120)
class KvAgainstRedisTest {
    private static final long SEED = Long.getLong("jmill.kv.seed", 42);
    private static final int BATCHES = 40;
    private static final int BATCH = 500;

    private static final String[] KEYS = {
        "a", "b", "ab", "abc", "aab", "b-c", "[a]", "a\\b", "\u00e9", "", "\u00ff\u0080"
    };
    private static final String[] VALUES = {"", "x", "5", "-7", "05", "+5", " 5", "-0", "0", "1.5", "hello"};
    private static final String[] NUMBERS = {
        "1",
        "-1",
        "0",
        "100",
        "+5",
        "05",
        "-0",
        "",
        "x",
        "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808",
        "-9223372036854775809",
        "9223372036854775",
        "9223372036854776",
        "-9223372036854776",
        "9000000000000000",
        "1000000000000000000",
        "4611686018427387904"
    };
    private static final String[] OPTIONS = {"NX", "xx", "KEEPTTL", "EX", "PX", "100", "100000", "0", "-1", "x"};
    private static final String[] PATTERN = {"*", "?", "[", "]", "^", "-", "\\", "a", "b", "c", "\u00e9", "\u00ff"};

    @TempDir
    Path folder;

    @Test
    void repliesAreThoseOfRedis() throws Exception {
        Tool.REDIS.assumeInstalled();
        int port = freePort();
        Process redis = new ProcessBuilder("redis-server", "--port", "" + port, "--save", "", "--bind", "127.0.0.1")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (Served kv = Served.start("auto", "kv", "0")) {
            await().ignoreExceptions().until(() -> {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return true;
            });
            try (Socket ours = kv.connect();
                    Socket theirs = new Socket(InetAddress.getLoopbackAddress(), port)) {
                compare(ours, theirs);
            }
        } finally {
            redis.destroy();
            redis.waitFor();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void compare(Socket ours, Socket theirs) throws IOException {
        Random random = new Random(SEED);
        InputStream fromOurs = new BufferedInputStream(ours.getInputStream());
        InputStream fromTheirs = new BufferedInputStream(theirs.getInputStream());
        for (int batch = 0; batch < BATCHES; batch++) {
            List<List<String>> commands = new ArrayList<>();
            StringBuilder bytes = new StringBuilder();
            for (int i = 0; i < BATCH; i++) {
                commands.add(command(random));
                bytes.append(request(commands.getLast()));
            }
            for (Socket socket : List.of(ours, theirs)) {
                socket.getOutputStream().write(bytes.toString().getBytes(StandardCharsets.ISO_8859_1));
            }
            for (List<String> command : commands) {
                assertEquals(
                        plain(command, reply(fromTheirs)),
                        plain(command, reply(fromOurs)),
                        () -> "-Djmill.kv.seed=" + SEED + ", " + command);
            }
        }
    }

    private static String any(Random random, String... words) {
        return words[random.nextInt(words.length)];
    }

    private static List<String> command(Random random) {
        String name = any(
                random, "GET", "SET", "set", "SETNX", "SETEX", "PSETEX", "MGET", "MSET", "APPEND", "STRLEN", "DEL",
                "EXISTS", "TYPE", "KEYS", "KEYS", "INCR", "DECR", "INCRBY", "DECRBY", "EXPIRE", "PEXPIRE", "TTL",
                "PTTL", "PERSIST", "DBSIZE", "ECHO", "PING");
        List<String> words = new ArrayList<>(List.of(name));
        switch (name) {
            case "SET", "set" -> {
                words.addAll(List.of(any(random, KEYS), any(random, VALUES)));
                for (int i = random.nextInt(4); i > 0; i--) {
                    words.add(any(random, OPTIONS));
                }
            }
            case "SETNX", "APPEND" -> words.addAll(List.of(any(random, KEYS), any(random, VALUES)));
            case "SETEX", "PSETEX" ->
                words.addAll(List.of(any(random, KEYS), any(random, NUMBERS), any(random, VALUES)));
            case "INCRBY", "DECRBY", "EXPIRE", "PEXPIRE" ->
                words.addAll(List.of(any(random, KEYS), any(random, NUMBERS)));
            case "MSET", "MGET", "DEL", "EXISTS" -> {
                for (int i = 1 + random.nextInt(5); i > 0; i--) {
                    words.add(any(random, KEYS));
                }
            }
            case "KEYS" -> words.add(pattern(random));
            case "DBSIZE", "PING" -> {}
            default -> words.add(any(random, KEYS));
        }
        if (random.nextInt(50) == 0) {
            words.add("extra");
        }
        // What would expire while the test runs is left out.
        boolean isShort = List.of("PSETEX", "PEXPIRE", "EXPIRE", "SETEX").contains(name) && words.contains("1")
                || name.startsWith("P") && words.contains("100")
                || name.equalsIgnoreCase("SET") && words.contains("PX") && words.contains("100");
        return isShort || words.size() > 1 && words.getLast().equals("extra") && name.endsWith("EXPIRE")
                ? List.of("PING")
                : words;
    }

    private static String pattern(Random random) {
        StringBuilder pattern = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            pattern.append(any(random, PATTERN));
        }
        return pattern.toString();
    }

    private static String request(List<String> words) {
        StringBuilder request = new StringBuilder("*" + words.size() + "\r\n");
        words.forEach(word -> request.append("$" + word.length() + "\r\n" + word + "\r\n"));
        return request.toString();
    }

    private static List<String> reply(InputStream in) throws IOException {
        String line = line(in);
        List<String> reply = new ArrayList<>(List.of(line));
        if (line.startsWith("$") && !line.equals("$-1")) {
            int length = Integer.parseInt(line.substring(1));
            reply.add(new String(in.readNBytes(length + 2), StandardCharsets.ISO_8859_1));
        } else if (line.startsWith("*")) {
            for (int i = Integer.parseInt(line.substring(1)); i > 0; i--) {
                reply.add(reply(in).toString());
            }
        }
        return reply;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int b;
        while ((b = in.read()) != '\n') {
            if (b < 0) {
                throw new IOException("stream ended behind " + line);
            }
            line.append((char) b);
        }
        return line.toString().stripTrailing();
    }

    /// Leaves out what need not be the same: the order of names, and how much time is left.
    private static String plain(List<String> command, List<String> reply) {
        if (command.getFirst().equals("KEYS")) {
            Collections.sort(reply);
        }
        boolean isTime = command.getFirst().endsWith("TTL") && reply.getFirst().matches(":[1-9].*");
        return isTime ? "some time" : reply.toString();
    }
}
