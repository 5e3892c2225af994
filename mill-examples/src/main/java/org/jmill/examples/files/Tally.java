package org.jmill.examples.files;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// What was counted so far, of each file and in total.
final class Tally {
    private final Map<Source, Long> files = new IdentityHashMap<>();
    private final Map<String, Long> each = new HashMap<>();
    private long bytes;
    private long total;

    /// Adds the words of a chunk.
    void add(Words words) {
        bytes += words.bytes();
        total += words.count();
        files.merge(words.source(), (long) words.count(), Long::sum);
        words.each().forEach((word, n) -> each.merge(word, (long) n, Long::sum));
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
        if (top > 0 && !each.isEmpty()) {
            out.println();
        }
        List<Map.Entry<String, Long>> frequent = each.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(top)
                .toList();
        for (Map.Entry<String, Long> entry : frequent) {
            out.printf("%7d ", entry.getValue());
            out.write(entry.getKey().getBytes(StandardCharsets.ISO_8859_1));
            out.println();
        }
    }
}
