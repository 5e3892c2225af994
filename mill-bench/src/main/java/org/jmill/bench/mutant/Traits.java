package org.jmill.bench.mutant;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What can be said of a text that a program has printed: all of it, its lines without their order, how often each
/// line is there, and the like. Where the schedule decides, some of these vary little, others without end.
final class Traits {
    static final String LINE_COUNT = "number of lines";
    static final String OTHER_LINES = "other lines";

    private static final String ONE_LINE = "times that it says: ";
    private static final Pattern TIME = Pattern.compile("[0-9.]+ (ms|seconds)"); // Depends on the schedule.

    private final Set<String> knownLines;

    /// @param knownLines those that are counted
    private Traits(Set<String> knownLines) {
        this.knownLines = knownLines;
    }

    /// Those of a program that has printed these texts.
    static Traits of(Set<String> texts) {
        return new Traits(
                texts.stream().flatMap(text -> lines(text).stream()).collect(Collectors.toCollection(TreeSet::new)));
    }

    private static List<String> lines(String text) {
        return TIME.matcher(text).replaceAll("# $1").lines().toList();
    }

    /// By their names, each with its value.
    Map<String, String> of(String text) {
        Map<String, String> traits = new HashMap<>();
        traits.put("text", text);
        traits.put("lines", text.lines().sorted().collect(Collectors.joining("\n")));
        Map<String, Integer> counts = new HashMap<>();
        List<String> unknown = new ArrayList<>();
        for (String line : lines(text)) {
            counts.merge(line, 1, Integer::sum);
            if (!knownLines.contains(line)) {
                unknown.add(line);
            }
        }
        traits.put(LINE_COUNT, "" + lines(text).size());
        traits.put(OTHER_LINES, unknown.toString());
        for (String line : knownLines) {
            traits.put(ONE_LINE + line, "" + counts.getOrDefault(line, 0));
        }
        return traits;
    }

    /// Whether it says how often one line is there.
    static boolean isOfOneLine(String trait) {
        return trait.startsWith(ONE_LINE);
    }
}
