package org.jmill.examples;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jmill.examples.coro.ProducerConsumer;
import org.jmill.examples.files.Wordcount;
import org.jmill.examples.go.Hello;
import org.jmill.examples.go.Sleepsort;
import org.jmill.examples.libmill.Cls;
import org.jmill.examples.libmill.MergeSort;
import org.jmill.examples.libmill.OrderBuffered;
import org.jmill.examples.libmill.OrderChoose;
import org.jmill.examples.libmill.OrderDone;
import org.jmill.examples.libmill.OrderGo;
import org.jmill.examples.libmill.OrderRendezvous;
import org.jmill.examples.libmill.OrderTimers;
import org.jmill.examples.libmill.Philosophers;
import org.jmill.examples.libmill.PipeFdwait;
import org.jmill.examples.libmill.Sieve;
import org.jmill.examples.libmill.Storm;
import org.jmill.examples.libmill.Whispers;
import org.jmill.examples.libmill.Workers;

/// All examples by name, in groups. Only the class of the one that runs is ever loaded.
final class Catalogue {
    private static final Map<String, Map<String, String>> GROUPS = new LinkedHashMap<>();

    static {
        group("First steps", "hello", "a coroutine and a channel");
        group("Real files", "wordcount", "counts words: readers, a pool of counters, a merger");
        group("As in Go", "sleepsort", "sorts numbers by sleeping");
        group("Coroutines as in Lua", "producer-consumer", "a producer that yields to its consumer");
        group(
                "From libmill",
                "example",
                "three workers that print and sleep",
                "whispers",
                "a message through a chain of coroutines");
        group(
                "Twins of C programs: each prints what libmill prints, in the same order",
                "cls",
                "coroutine-local storage: empty at the start, untouched by the others",
                "merge_sort",
                "a coroutine a level, each streams its half sorted down a channel",
                "order_buffered",
                "two producers, a buffered channel, and the terminal value",
                "order_choose",
                "choose with one ready clause at a time",
                "order_done",
                "chdone wakes receivers and choosers in the order they queued",
                "order_go",
                "go runs the child at once, the caller goes to the back",
                "order_rendezvous",
                "two senders and two receivers on an unbuffered channel",
                "order_timers",
                "deadlines wake in expiry order, equal ones in arming order",
                "philosophers",
                "five philosophers whose forks are channels of capacity 1",
                "pipe_fdwait",
                "fdwait on a pipe: timeout, readiness, both directions",
                "sieve",
                "the prime sieve: a chain of filters that grows with each prime",
                "storm",
                "a random program in which every line depends on the order");
    }

    private Catalogue() {}

    private static void group(String title, String... namesAndSummaries) {
        Map<String, String> group = new LinkedHashMap<>();
        for (int i = 0; i < namesAndSummaries.length; i += 2) {
            group.put(namesAndSummaries[i], namesAndSummaries[i + 1]);
        }
        GROUPS.put(title, group);
    }

    /// A new example of that name, or null if there is none.
    static Example make(String name) {
        return switch (name) {
            case "hello" -> new Hello();
            case "example" -> new Workers();
            case "wordcount" -> new Wordcount();
            case "sleepsort" -> new Sleepsort();
            case "whispers" -> new Whispers();
            case "producer-consumer" -> new ProducerConsumer();
            case "cls" -> new Cls();
            case "merge_sort" -> new MergeSort();
            case "order_buffered" -> new OrderBuffered();
            case "order_choose" -> new OrderChoose();
            case "order_done" -> new OrderDone();
            case "order_go" -> new OrderGo();
            case "order_rendezvous" -> new OrderRendezvous();
            case "order_timers" -> new OrderTimers();
            case "philosophers" -> new Philosophers();
            case "pipe_fdwait" -> new PipeFdwait();
            case "sieve" -> new Sieve();
            case "storm" -> new Storm();
            default -> null;
        };
    }

    /// All names, in the order in which they are listed.
    static List<String> names() {
        List<String> names = new ArrayList<>();
        GROUPS.values().forEach(group -> names.addAll(group.keySet()));
        return names;
    }

    /// What an example shows, in a line.
    static String summary(String name) {
        for (Map<String, String> group : GROUPS.values()) {
            if (group.containsKey(name)) {
                return group.get(name);
            }
        }
        throw new IllegalArgumentException("summary " + name + ": no such example");
    }

    /// Prints names and summaries.
    static void print(PrintStream out) {
        String blank = "";
        for (Map.Entry<String, Map<String, String>> group : GROUPS.entrySet()) {
            out.print(blank);
            out.println(group.getKey() + ":");
            group.getValue().forEach((name, line) -> out.printf("  %-18s %s%n", name, line));
            blank = System.lineSeparator();
        }
    }

    /// The names that somebody may have meant, the likeliest first; at most three.
    static List<String> similar(String typed) {
        String wanted = plain(typed);
        record Guess(String name, int distance) {}
        return names().stream()
                .map(name -> new Guess(name, distance(wanted, plain(name))))
                .filter(guess -> guess.distance() <= Math.max(1, wanted.length() / 3))
                .sorted((a, b) -> Integer.compare(a.distance(), b.distance()))
                .limit(3)
                .map(Guess::name)
                .toList();
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// How many letters must be put in, taken out or replaced (Levenshtein); none for the beginning
    /// of a longer name.
    private static int distance(String typed, String name) {
        if (typed.length() > 2 && name.startsWith(typed)) {
            return 0;
        }
        int[] above = new int[name.length() + 1];
        for (int j = 0; j < above.length; j++) {
            above[j] = j;
        }
        for (int i = 1; i <= typed.length(); i++) {
            int[] row = new int[above.length];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = typed.charAt(i - 1) == name.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(above[j - 1] + replaced, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[name.length()];
    }
}
