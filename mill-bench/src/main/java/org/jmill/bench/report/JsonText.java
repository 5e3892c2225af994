package org.jmill.bench.report;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The small change of JSON.
public final class JsonText {
    private JsonText() {}

    /// Writes a report: the machine, the unit, and a list of results, each an object.
    ///
    /// @param facts about the machine
    /// @param results each the text of an object
    public static void print(Map<String, String> facts, String unit, List<String> results, PrintWriter out) {
        out.println("{");
        out.println("  \"machine\": {");
        out.println(facts.entrySet().stream()
                .map(fact -> "    " + quoted(fact.getKey()) + ": " + quoted(fact.getValue()))
                .collect(Collectors.joining(",\n")));
        out.println("  },");
        out.println("  \"unit\": " + quoted(unit) + ",");
        out.println("  \"results\": [");
        out.println(results.stream().map(result -> "    " + result).collect(Collectors.joining(",\n")));
        out.println("  ]");
        out.println("}");
        out.flush();
    }

    /// A list of numbers.
    public static String list(Collection<Double> values) {
        return values.stream().map(JsonText::number).collect(Collectors.joining(", ", "[", "]"));
    }

    /// A number, or null for NaN.
    public static String number(double value) {
        return Double.isNaN(value) ? "null" : String.format(Locale.ROOT, "%.2f", value);
    }

    /// A string.
    public static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                default -> {
                    if (c < ' ') {
                        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
