package org.jmill.bench.compare;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jmill.bench.program.Scenario;
import org.jmill.bench.report.JsonText;

/// Writes figures as JSON: the machine, then a list of cells, each with its samples or the reason
/// why there are none.
final class Json {
    private Json() {}

    /// @param facts about the machine
    static void print(Figures figures, Map<String, String> facts, PrintWriter out) {
        List<String> cells = figures.programs().stream()
                .flatMap(program -> figures.rivals().stream().map(rival -> cell(figures, program, rival)))
                .toList();
        JsonText.print(facts, "ns per operation", cells, out);
    }

    private static String cell(Figures figures, Scenario program, Rival rival) {
        Figures.Cell cell = figures.cell(program, rival);
        StringBuilder text = new StringBuilder("{\"program\": ");
        text.append(JsonText.quoted(program.label())).append(", \"rival\": ").append(JsonText.quoted(rival.id()));
        if (cell.reason() != null) {
            return text.append(", \"absent\": ")
                    .append(JsonText.quoted(cell.reason()))
                    .append('}')
                    .toString();
        }
        text.append(", \"median\": ").append(JsonText.number(cell.nanos()));
        text.append(", \"ratio\": ").append(JsonText.number(figures.ratio(program, rival)));
        if (!Double.isNaN(cell.bytes())) {
            text.append(", \"bytes\": ").append(JsonText.number(cell.bytes()));
        }
        for (Figures.Detail detail : Figures.Detail.values()) {
            if (!Double.isNaN(cell.detail(detail))) {
                String key = detail.name().toLowerCase(Locale.ROOT) + "Us";
                text.append(", ").append(JsonText.quoted(key)).append(": ");
                text.append(JsonText.number(cell.detail(detail)));
            }
        }
        return text.append(", \"samples\": ")
                .append(JsonText.list(cell.samples()))
                .append('}')
                .toString();
    }
}
