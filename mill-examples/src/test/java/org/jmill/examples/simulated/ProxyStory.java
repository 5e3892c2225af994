package org.jmill.examples.simulated;

import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jmill.Scope;
import org.jmill.examples.net.Proxy;
import org.jmill.net.IpAddr;
import org.jmill.net.StreamSocket;
import org.jmill.net.TcpListener;
import org.jmill.net.TcpSocket;
import org.jmill.test.Check;
import org.jmill.test.Cluster;
import org.jmill.test.Node;
import org.jmill.test.Sim;
import org.jmill.test.SimNet;

/// A service behind a proxy. Bytes come unchanged and in their order; a stream that ends properly is whole, on either
/// side, whatever happened to the other one, as long as nobody stops the proxy; and when the proxy is stopped, all
/// connections through it have ended.
final class ProxyStory {
    private static final int PORT = 5555;
    private static final int SERVICE_PORT = 7000;
    private static final int BYTES_MAX = 100_000;
    private static final int PIECE_BYTES = 8_192;
    private static final int HEAD_BYTES = 20;
    private static final int PATIENCE_MS = 20_000;
    private static final int GRACE_MS = 1_000;
    private static final int QUIET_MS = 30_000;

    private final Cluster cluster;
    private final long endMs;
    private final boolean crashes;
    private final Program program =
            new Program(Proxy::new, "--grace", "" + GRACE_MS, "" + PORT, "service:" + SERVICE_PORT);
    private int whole;
    private int broken;
    private int open; // Connections of the service.
    private boolean isStopping;
    private int halfClosed; // Requests that had ended before their answer began.

    ProxyStory(Cluster cluster, long ms, boolean crashes) {
        this.cluster = cluster;
        this.endMs = now() + ms;
        this.crashes = crashes;
    }

    void tell() {
        SimNet net = cluster.net()
                .latency(1, 20)
                .loss(0.01)
                .resets(0.002)
                .splits(0.05)
                .buffers(16_384);
        Node service = cluster.node("service", this::serve);
        Node proxy = cluster.node("proxy", program::run);
        cluster.client("x", this::live);
        cluster.client("y", this::live);
        cluster.every(30_000, 120_000, () -> net.partition(cluster.someNodes(), 1 + Sim.pick(10_000)));
        if (crashes) {
            cluster.every(60_000, 300_000, () -> {
                Node node = cluster.oneOf("service", "proxy");
                open = node == service ? 0 : open;
                cluster.crash(node).restartAfter(Sim.pick(5_000));
            });
        }
        cluster.calm();
        cluster.node("late", this::takeLong);
        msleep(now() + 1_000);
        isStopping = true; // From now on a client's half ends, as if it had said all.
        program.mustStopWithin(cluster, proxy, 2 * GRACE_MS);
        msleep(now() + PATIENCE_MS);
        Check.always(open == 0, "nothing is left of a connection: " + open);
        Check.sometimes(net.dropped() > 0, "a packet was lost");
        Check.sometimes(net.resets() > 0, "a connection was reset");
        Check.sometimes(whole > 0, "an answer was whole");
        Check.sometimes(broken > 0, "a connection broke");
        Check.sometimes(halfClosed > 0, "an answer came after the end of its request");
        Check.sometimes(!crashes || service.crashes() > 0, "the service has crashed");
        Check.sometimes(!crashes || proxy.crashes() > 0, "the proxy has crashed");
    }

    // ---- streams whose every byte is known

    private static byte byteAt(int seed, int at) {
        return (byte) (seed * 7 + at * 31 + at / 251);
    }

    private static void send(TcpSocket socket, int seed, int length) throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        for (int at = 0; at < length; at += PIECE_BYTES) {
            int n = Math.min(PIECE_BYTES, length - at);
            for (int i = 0; i < n; i++) {
                piece[i] = byteAt(seed, at + i);
            }
            socket.send(piece, n, now() + PATIENCE_MS);
            socket.flush(now() + PATIENCE_MS);
            if (Sim.pick(4) == 0) {
                msleep(now() + 1 + Sim.pick(500));
            }
        }
        socket.shutdown(StreamSocket.SHUT_WR);
    }

    /// Takes a stream to its proper end.
    private void take(TcpSocket socket, int seed, int length, String what) throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        int got = 0;
        int n;
        while ((n = socket.recvSome(piece, piece.length, now() + PATIENCE_MS)) >= 0) {
            for (int i = 0; i < n; i++) {
                Check.always(got + i < length && piece[i] == byteAt(seed, got + i), what + " is as it was sent");
            }
            got += n;
        }
        Check.always(got == length || isStopping, what + " that ends properly is whole: " + got + " of " + length);
    }

    /// Talk on a connection.
    @FunctionalInterface
    private interface Talk {
        void hold() throws IOException;
    }

    /// Closes the socket properly only if all was said.
    private static void orReset(TcpSocket socket, Talk talk) throws IOException {
        try (socket) {
            boolean whole = false;
            try {
                talk.hold();
                whole = true;
            } finally {
                if (!whole) {
                    socket.reset();
                }
            }
        }
    }

    // ---- the service

    private void serve() throws IOException {
        try (TcpListener listener = TcpListener.listen(IpAddr.local(null, SERVICE_PORT, 0))) {
            while (true) {
                TcpSocket socket = listener.accept(-1);
                go("service", () -> serve(socket));
            }
        }
    }

    private void serve(TcpSocket socket) {
        open++;
        try {
            orReset(socket, () -> answer(socket));
        } catch (IOException e) {
            // Both ends know of it.
        } finally {
            open--;
        }
    }

    /// A connection begins with three numbers: what to expect of it, and how long the two streams are.
    private void answer(TcpSocket socket) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
        socket.recv(head, now() + PATIENCE_MS);
        String[] numbers =
                new String(head.array(), StandardCharsets.ISO_8859_1).strip().split(" ");
        int seed = Integer.parseInt(numbers[0]);
        int up = Integer.parseInt(numbers[1]);
        int down = Integer.parseInt(numbers[2]);
        if (seed % 2 == 0) { // Both at the same time.
            Scope.run(both -> {
                both.go("answer", () -> send(socket, seed + 1, down));
                take(socket, seed, up, "a request");
            });
        } else {
            take(socket, seed, up, "a request");
            halfClosed++;
            send(socket, seed + 1, down);
        }
    }

    // ---- the clients

    private void live() throws IOException {
        while (now() < endMs) {
            try {
                ask();
                whole++;
            } catch (IOException e) {
                broken++;
            }
            msleep(now() + 100 + Sim.pick(20_000));
        }
        msleep(endMs + QUIET_MS);
        ask(); // Now nothing fails any more.
    }

    private void ask() throws IOException {
        int seed = Sim.pick(1_000);
        int up = Sim.pick(BYTES_MAX);
        int down = Sim.pick(BYTES_MAX);
        TcpSocket socket = TcpSocket.connect("proxy", PORT, now() + PATIENCE_MS);
        orReset(socket, () -> {
            begin(socket, seed, up, down);
            Scope.run(both -> {
                both.go("request", () -> send(socket, seed, up));
                take(socket, seed + 1, down, "an answer");
            });
        });
    }

    private static void begin(TcpSocket socket, int seed, int up, int down) throws IOException {
        String numbers = seed + " " + up + " " + down;
        byte[] head = (numbers + " ".repeat(HEAD_BYTES - numbers.length())).getBytes(StandardCharsets.ISO_8859_1);
        socket.send(head, head.length, now() + PATIENCE_MS);
    }

    /// One that is in the midst of its request when the proxy is stopped.
    private void takeLong() throws IOException {
        try (TcpSocket socket = TcpSocket.connect("proxy", PORT, now() + PATIENCE_MS)) {
            begin(socket, 1, BYTES_MAX, BYTES_MAX);
            socket.flush(now() + PATIENCE_MS);
            msleep(now() + PATIENCE_MS);
        }
    }
}
