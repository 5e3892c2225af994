package org.jmill.examples.net;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jmill.Scope;
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
    private static final int TOPIC_MAX = 255;

    @Mixin
    private Listen listen;

    @Mixin
    private final Limits limits = new Limits(1000, 1 << 18, 3_600_000);

    @Option(
            names = "--topics",
            paramLabel = "N",
            defaultValue = "100",
            converter = AtLeast.One.class,
            description = "how many topics a client may subscribe to; ${DEFAULT-VALUE} unless given")
    private int topicsMax;

    @Option(
            names = "--queue",
            paramLabel = "LINES",
            defaultValue = "1000",
            converter = AtLeast.One.class,
            description = "how many lines may wait for a subscriber (of all, --bytes); ${DEFAULT-VALUE} unless given")
    private int queueMax;

    private final Server server = new Server(limits, "error: there are too many clients\n");
    private final Map<String, Set<Subscriber>> topics = new HashMap<>();
    private long published;
    private long missed;

    /// A connection, and what it wants to hear of.
    private record Subscriber(Outbox outbox, Set<String> topics) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    private void converse(TcpSocket socket, Scope scope) throws IOException {
        Patience patience = new Patience(limits);
        Lines lines = new Lines(socket, LINE_MAX, patience);
        Subscriber subscriber = new Subscriber(new Outbox(scope, socket, queueMax, limits, patience), new HashSet<>());
        try {
            String line;
            while ((line = lines.next()) != null) {
                obey(subscriber, line.strip().split(" +", 3));
            }
        } finally {
            subscriber.topics().forEach(topic -> forget(topic, subscriber));
            subscriber.outbox().end();
        }
    }

    private void obey(Subscriber subscriber, String[] words) {
        String topic = words.length > 1 ? words[1] : "";
        switch (words[0] + words.length) {
            case "sub2" -> subscribe(subscriber, topic);
            case "unsub2" -> {
                if (subscriber.topics().remove(topic)) {
                    forget(topic, subscriber);
                }
            }
            case "pub3" -> publish(topic, topic + " " + words[2]);
            default -> tell(subscriber, "error: sub TOPIC, unsub TOPIC or pub TOPIC TEXT is expected");
        }
    }

    private void subscribe(Subscriber subscriber, String topic) {
        if (topic.length() > TOPIC_MAX) {
            tell(subscriber, "error: a topic has " + TOPIC_MAX + " bytes at most");
        } else if (subscriber.topics().size() >= topicsMax
                && !subscriber.topics().contains(topic)) {
            tell(subscriber, "error: " + topicsMax + " topics are the limit; unsub one first");
        } else {
            subscriber.topics().add(topic);
            topics.computeIfAbsent(topic, t -> new LinkedHashSet<>()).add(subscriber);
        }
    }

    private void forget(String topic, Subscriber subscriber) {
        topics.computeIfPresent(topic, (t, in) -> in.remove(subscriber) && in.isEmpty() ? null : in);
    }

    private void publish(String topic, String text) {
        published++;
        byte[] line = Outbox.latinLine(text);
        // A copy: to put a line into a queue may give way, and others come and go meanwhile.
        for (Subscriber subscriber : List.copyOf(topics.getOrDefault(topic, Set.of()))) {
            tell(subscriber, line);
        }
    }

    private void tell(Subscriber subscriber, String text) {
        tell(subscriber, Outbox.latinLine(text));
    }

    private void tell(Subscriber subscriber, byte[] line) {
        if (!subscriber.outbox().offer(line)) {
            missed++;
        }
    }

    @Override
    public void main() throws IOException {
        server.serve(listen, socket -> Scope.run(scope -> converse(socket, scope)));
    }

    @Override
    public String soFar() {
        return server + ", " + published + " published, " + missed + " missed";
    }
}
