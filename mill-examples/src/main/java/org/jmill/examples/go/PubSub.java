package org.jmill.examples.go;

import static org.jmill.Mill.go;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.examples.Example;
import picocli.CommandLine.Command;

/// Shows publish and subscribe: each subscriber has a channel, and a slow one misses messages.
/// Run: ./jmill run pub-sub
/// Prints what each subscriber gets, and how many messages the slow one has missed.
@Command(
        description = "The broker is a plain map: coroutines of one mill never run at the same time, and"
                + " nobody waits while he changes it, so that it needs no lock and no coroutine of its own.")
public final class PubSub implements Example {
    private final Map<String, List<Chan<String>>> topics = new HashMap<>();
    private int missed;

    private Chan<String> subscribe(String topic, int capacity) {
        Chan<String> messages = Chan.make(capacity);
        topics.computeIfAbsent(topic, _ -> new ArrayList<>()).add(messages);
        return messages;
    }

    private void unsubscribe(String topic, Chan<String> messages) {
        topics.get(topic).remove(messages);
        messages.done();
    }

    private void publish(String topic, String message) {
        // A copy: a subscriber that wakes meanwhile may unsubscribe.
        for (Chan<String> messages : List.copyOf(topics.getOrDefault(topic, List.of()))) {
            if (!messages.trySend(message)) {
                missed++;
            }
        }
    }

    private void close() {
        topics.values().forEach(list -> list.forEach(Chan::done));
    }

    private static Coroutine reader(String name, Chan<String> messages) {
        return go(name, () -> {
            for (String message : messages) {
                System.out.println(name + " reads " + message);
            }
            System.out.println(name + " has read all");
        });
    }

    @Override
    public void main() {
        Chan<String> anns = subscribe("news", 8);
        Chan<String> joes = subscribe("weather", 8);
        Chan<String> slow = subscribe("news", 2);
        Coroutine ann = reader("Ann", anns);
        Coroutine joe = reader("Joe", joes);
        for (int i = 1; i <= 3; i++) {
            publish("news", "news " + i);
            publish("weather", "weather " + i);
        }
        publish("sports", "nobody hears this");
        unsubscribe("weather", joes);
        publish("weather", "weather 4");
        publish("news", "news 4");
        close();
        ann.join();
        joe.join();
        reader("Sue", slow).join();
        System.out.println("Sue has missed " + missed);
    }
}
