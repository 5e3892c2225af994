package org.jmill.bench.compare;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jmill.bench.program.Programs;

/// Writes figures as JSON: the machine, then a list of cells, each with its samples or the reason
/// why there are none.
final class Json {
    private Json() {}

    /// @param facts about the machine
    static void print(Figures figures, Map<String, String> facts, PrintWriter out) {
        out.println("{");
        out.println("  \"machine\": {");
        out.println(facts.entrySet().stream()
                .map(fact -> "    " + quoted(fact.getKey()) + ": " + quoted(fact.getValue()))
                .collect(Collectors.joining(",\n")));
        out.println("  },");
        out.println("  \"unit\": \"ns per operation\",");
        out.println("  \"results\": [");
        out.println(figures.programs().stream()
                .flatMap(program -> figures.rivals().stream().map(rival -> cell(figures, program, rival)))
                .collect(Collectors.joining(",\n")));
        out.println("  ]");
        out.println("}");
        out.flush();
    }

    private static String cell(Figures figures, Programs program, Rival rival) {
        Figures.Cell cell = figures.cell(program, rival);
        StringBuilder text = new StringBuilder("    {\"program\": ");
        text.append(quoted(program.label())).append(", \"rival\": ").append(quoted(rival.id()));
        if (cell.reason() != null) {
            return text.append(", \"absent\": ")
                    .append(quoted(cell.reason()))
                    .append('}')
                    .toString();
        }
        text.append(", \"median\": ").append(number(cell.nanos()));
        text.append(", \"ratio\": ").append(number(figures.ratio(program, rival)));
        if (!Double.isNaN(cell.bytes())) {
            text.append(", \"bytes\": ").append(number(cell.bytes()));
        }
        return text.append(", \"samples\": ")
                .append(list(cell.samples()))
                .append('}')
                .toString();
    }

    private static String list(List<Double> values) {
        return values.stream().map(Json::number).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "null" : String.format(Locale.ROOT, "%.2f", value);
    }

    /// A JSON string.
    static String quoted(String text) {
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
