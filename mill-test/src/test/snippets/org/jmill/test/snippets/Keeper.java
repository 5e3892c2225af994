package org.jmill.test.snippets;

import static org.jmill.Mill.*;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jmill.Mill;
import org.jmill.net.IpAddr;
import org.jmill.net.MillNet;
import org.jmill.net.TcpListener;
import org.jmill.net.TcpSocket;

/// A server that keeps the last value that it was given, in a file, and its client.
final class Keeper {
    private static final int PORT = 7_000;
    private static final int LINE_MAX = 100;

    private Keeper() {}

    static void serve(boolean forces) throws IOException {
        Path path = Mill.world().files().getPath("value");
        String value = Files.exists(path) ? Files.readString(path) : "none";
        try (TcpListener listener = MillNet.tcplisten(IpAddr.local(null, PORT, IpAddr.IPV4), 16)) {
            while (true) {
                try (TcpSocket client = listener.accept(-1)) {
                    String asked = line(client);
                    if (!asked.equals("get")) {
                        store(path, asked, forces);
                        value = asked;
                    }
                    say(client, value);
                } catch (IOException e) {
                    // This client has gone.
                }
            }
        }
    }

    private static void store(Path path, String value, boolean forces) throws IOException {
        Path written = path.resolveSibling("value.new");
        try (FileChannel file = FileChannel.open(
                written, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            file.write(ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
            if (forces) {
                file.force(true);
            }
        }
        Files.move(written, path, StandardCopyOption.REPLACE_EXISTING);
        if (forces) {
            try (FileChannel folder = FileChannel.open(path.toAbsolutePath().getParent())) {
                folder.force(true); // The new name, too.
            }
        }
    }

    static String ask(String host, String question) throws IOException {
        try (TcpSocket server = TcpSocket.connect(host, PORT, now() + 2_000)) {
            say(server, question);
            return line(server);
        }
    }

    private static void say(TcpSocket socket, String text) throws IOException {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        socket.send(bytes, bytes.length, now() + 2_000);
        socket.flush(now() + 2_000);
    }

    private static String line(TcpSocket socket) throws IOException {
        byte[] buffer = new byte[LINE_MAX];
        int length = MillNet.tcprecvuntil(socket, buffer, buffer.length, "\n", now() + 2_000);
        return new String(buffer, 0, length - 1, StandardCharsets.UTF_8);
    }
}
