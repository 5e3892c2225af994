package org.jmill.examples.net;

import static org.jmill.Mill.go;
import static org.jmill.Mill.now;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import org.jmill.net.TcpSocket;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows publish and subscribe between processes: topics, and a queue for each subscriber.
/// Run: ./jmill run broker [--queue LINES] [PORT], then nc localhost PORT: sub TOPIC, unsub TOPIC, pub TOPIC TEXT
/// Prints where it listens, and at the end how much was published.
@Command(
        description = "A publisher waits for nobody: a subscriber whose queue is full misses what does not fit,"
                + " and is told how much that was. (In chat, such a reader is dropped.)")
public final class Broker implements Example {
    private static final int LINE_MAX = 8192;
    private static final int GOODBYE_MS = 1000;

    @Mixin
    private Listen listen;

    @Option(
            names = "--queue",
            paramLabel = "LINES",
            defaultValue = "1000",
            converter = AtLeast.One.class,
            description = "how many lines may wait for a subscriber; ${DEFAULT-VALUE} unless given")
    private int queueMax;

    private final Server server = new Server();
    private final Map<String, Set<Subscriber>> topics = new HashMap<>();
    private long published;
    private long missed;

    /// A connection.
    private final class Subscriber {
        private final Chan<String> queue = Chan.make(queueMax);
        private int missing; // Since it was last told.

        void tell(String line) {
            if (!queue.trySend(line)) {
                missing++;
                missed++;
            }
        }

        void write(TcpSocket socket) throws IOException {
            for (String line : queue) {
                send(socket, line);
                if (queue.size() == 0) {
                    if (missing > 0) {
                        send(socket, "missed " + missing);
                        missing = 0;
                    }
                    socket.flush(-1);
                }
            }
        }

        private static void send(TcpSocket socket, String line) throws IOException {
            byte[] bytes = (line + "\n").getBytes(StandardCharsets.ISO_8859_1);
            socket.send(bytes, bytes.length, -1);
        }
    }

    private void converse(TcpSocket socket) throws IOException {
        Subscriber subscriber = new Subscriber();
        Input input = new Input(socket, LINE_MAX);
        Coroutine writer = go("writer", () -> writeOrHangUp(subscriber, socket));
        try {
            String line;
            while ((line = input.line(-1)) != null) {
                obey(subscriber, line.strip().split(" +", 3));
            }
        } finally {
            topics.values().forEach(subscribers -> subscribers.remove(subscriber));
            topics.values().removeIf(Set::isEmpty);
            subscriber.queue.done();
        }
        writer.join(now() + GOODBYE_MS);
    }

    private static void writeOrHangUp(Subscriber subscriber, TcpSocket socket) {
        try {
            subscriber.write(socket);
        } catch (IOException e) {
            try {
                socket.close(0); // Wakes who reads from it.
            } catch (IOException also) {
                // It was broken anyway.
            }
        }
    }

    private void obey(Subscriber subscriber, String[] words) {
        String topic = words.length > 1 ? words[1] : "";
        switch (words[0] + words.length) {
            case "sub2" ->
                topics.computeIfAbsent(topic, t -> new LinkedHashSet<>()).add(subscriber);
            case "unsub2" ->
                topics.computeIfPresent(topic, (t, in) -> in.remove(subscriber) && in.isEmpty() ? null : in);
            case "pub3" -> {
                published++;
                for (Subscriber other : topics.getOrDefault(topic, Set.of())) {
                    other.tell(topic + " " + words[2]);
                }
            }
            default -> subscriber.tell("error: sub TOPIC, unsub TOPIC or pub TOPIC TEXT is expected");
        }
    }

    @Override
    public void main() throws IOException {
        server.serve(listen.tcp(), this::converse);
    }

    @Override
    public String soFar() {
        return server + ", " + published + " published, " + missed + " missed";
    }
}
