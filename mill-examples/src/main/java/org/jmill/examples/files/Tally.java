package org.jmill.examples.files;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// What was counted so far, of each file and in total.
final class Tally {
    private final Map<Source, Long> files = new IdentityHashMap<>();
    private final Words each = new Words();
    private long bytes;
    private long total;

    /// Adds a chunk.
    void add(Wordcount.Counted counted) {
        bytes += counted.chunk().length();
        total += counted.words();
        files.merge(counted.chunk().source(), (long) counted.words(), Long::sum);
    }

    /// Adds the words that one of the counters has seen.
    void add(Words words) {
        each.add(words);
    }

    String soFar() {
        return total + " words in " + bytes + " bytes counted";
    }

    /// Prints a line a file, the total where there are several, and the most frequent words.
    void print(List<Source> sources, int top, PrintStream out) throws IOException {
        for (Source source : sources) {
            if (source.isRead()) {
                out.printf("%7d %s%n", files.getOrDefault(source, 0L), source.name());
            }
        }
        if (sources.size() > 1) {
            out.printf("%7d total%n", total);
        }
        List<Frequent> frequent = frequent(top);
        if (!frequent.isEmpty()) {
            out.println();
        }
        for (Frequent f : frequent) {
            out.printf("%7d ", f.count());
            out.write(f.word().getBytes(StandardCharsets.ISO_8859_1));
            out.println();
        }
    }

    /// A word, and how often it was seen.
    private record Frequent(String word, long count) implements Comparable<Frequent> {
        @Override
        public int compareTo(Frequent other) {
            int byCount = Long.compare(other.count, count);
            return byCount != 0 ? byCount : word.compareTo(other.word);
        }
    }

    private List<Frequent> frequent(int top) {
        List<Frequent> all = new ArrayList<>();
        each.forEach((word, n) -> all.add(new Frequent(word, n)));
        return all.stream().sorted().limit(top).toList();
    }
}
