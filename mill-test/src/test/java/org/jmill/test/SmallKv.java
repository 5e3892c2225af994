package org.jmill.test;

import static org.jmill.Mill.blocking;
import static org.jmill.Mill.go;
import static org.jmill.Mill.now;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jmill.Mill;
import org.jmill.net.IpAddr;
import org.jmill.net.MillNet;
import org.jmill.net.TcpListener;
import org.jmill.net.TcpSocket;
import org.jmill.sync.Mutex;

/// A server that keeps values by key, in memory and on its disk, and its client: what tests of clusters run.
final class SmallKv {
    static final int PORT = 7_000;
    private static final long PATIENCE_MS = 2_000;

    private final Map<String, String> values = new HashMap<>();
    private final Mutex turn = new Mutex();
    private final Path path = Mill.world().files().getPath("values");
    private final boolean isCareful; // It forces what it acknowledges.

    private SmallKv(boolean isCareful) {
        this.isCareful = isCareful;
    }

    /// Serves until it is cancelled.
    static void serve(boolean isCareful) throws Exception {
        SmallKv kv = new SmallKv(isCareful);
        kv.load();
        TcpListener listener = MillNet.tcplisten(IpAddr.local(null, PORT, IpAddr.IPV4), 16);
        try (listener) {
            while (true) {
                TcpSocket socket = listener.accept(-1);
                go(() -> kv.serve(socket));
            }
        }
    }

    private void load() throws Exception {
        String text = blocking(() -> Files.exists(path) ? Files.readString(path) : "");
        text.lines().map(line -> line.split("=", 2)).forEach(pair -> values.put(pair[0], pair[1]));
    }

    private void serve(TcpSocket socket) {
        try (socket) {
            while (true) {
                String[] words = line(socket).split(" ");
                String answer = "";
                try (Mutex.Guard _ = turn.lock()) {
                    if (words[0].equals("put")) {
                        values.put(words[1], words[2]);
                        save();
                    } else {
                        answer = values.getOrDefault(words[1], "");
                    }
                }
                say(socket, answer);
            }
        } catch (IOException e) {
            // The client has gone.
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void save() throws Exception {
        StringBuilder text = new StringBuilder();
        values.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        Path written = path.resolveSibling("values.new");
        blocking(() -> {
            try (FileChannel file = FileChannel.open(
                    written,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                file.write(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)));
                file.force(isCareful);
            }
            Files.move(written, path, StandardCopyOption.REPLACE_EXISTING);
            if (isCareful) {
                try (FileChannel directory =
                        FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
                    directory.force(true);
                }
            }
            return null;
        });
    }

    // ---- the client

    /// Asks a server once.
    static String ask(String host, String question) throws IOException {
        long deadline = now() + PATIENCE_MS;
        try (TcpSocket socket = TcpSocket.connect(host, PORT, deadline)) {
            say(socket, question);
            return line(socket, deadline);
        }
    }

    /// Does an operation.
    static String apply(String host, Op op) throws IOException {
        return switch (op) {
            case Op.Put put -> {
                ask(host, "put " + put.key() + " " + put.value());
                yield null;
            }
            default -> {
                String value = ask(host, "get " + op.key());
                yield value.isEmpty() ? null : value;
            }
        };
    }

    private static void say(TcpSocket socket, String text) throws IOException {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        socket.send(bytes, bytes.length, now() + PATIENCE_MS);
        socket.flush(now() + PATIENCE_MS);
    }

    private static String line(TcpSocket socket) throws IOException {
        return line(socket, -1);
    }

    private static String line(TcpSocket socket, long deadline) throws IOException {
        byte[] buffer = new byte[1_024];
        int length = MillNet.tcprecvuntil(socket, buffer, buffer.length, "\n", deadline);
        return new String(buffer, 0, length - 1, StandardCharsets.UTF_8);
    }
}
