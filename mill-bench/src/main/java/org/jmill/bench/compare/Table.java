package org.jmill.bench.compare;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jmill.bench.net.NetScenario;
import org.jmill.bench.program.Programs;
import org.jmill.bench.program.Scenario;
import org.jmill.bench.report.Grid;

/// Writes figures as a table that reads well both in a terminal and as Markdown.
final class Table {
    private final Figures figures;

    Table(Figures figures) {
        this.figures = figures;
    }

    /// Prints a heading, the table, and why there are dashes.
    void print(PrintWriter out) {
        Grid grid = new Grid(heading());
        for (Scenario program : figures.programs()) {
            grid.add(row(program));
            if (program == Programs.PARK) {
                grid.add(bytesRow());
            }
            if (program instanceof NetScenario scenario && scenario.isEcho()) {
                grid.add(detailsRow(program, ", p50 / p99 us", Figures.Detail.P50, Figures.Detail.P99));
                grid.add(detailsRow(program, ", CPU us server / client", Figures.Detail.SERVER, Figures.Detail.CLIENT));
            }
        }
        out.println("Median ns per operation; in brackets how many times "
                + figures.rivals().getFirst().title()
                + "'s.");
        out.println();
        grid.print(out);
        printReasons(out);
        out.flush();
    }

    private List<String> heading() {
        List<String> cells = new ArrayList<>(List.of("program"));
        figures.rivals().forEach(rival -> cells.add(rival.title()));
        return cells;
    }

    private List<String> row(Scenario program) {
        List<String> cells = new ArrayList<>(List.of(program.label()));
        for (Rival rival : figures.rivals()) {
            cells.add(cell(figures.cell(program, rival).nanos(), figures.ratio(program, rival)));
        }
        return cells;
    }

    private List<String> bytesRow() {
        List<String> cells = new ArrayList<>(List.of("park, bytes each"));
        double first = figures.cell(Programs.PARK, figures.rivals().getFirst()).bytes();
        for (Rival rival : figures.rivals()) {
            double bytes = figures.cell(Programs.PARK, rival).bytes();
            cells.add(cell(bytes, bytes / first));
        }
        return cells;
    }

    private List<String> detailsRow(Scenario program, String what, Figures.Detail first, Figures.Detail second) {
        List<String> cells = new ArrayList<>(List.of(program.label() + what));
        for (Rival rival : figures.rivals()) {
            Figures.Cell cell = figures.cell(program, rival);
            boolean none = Double.isNaN(cell.detail(first));
            cells.add(none ? "-" : Grid.number(cell.detail(first)) + " / " + Grid.number(cell.detail(second)));
        }
        return cells;
    }

    private static String cell(double value, double ratio) {
        if (Double.isNaN(value)) {
            return "-";
        }
        String number = Grid.number(value);
        return Double.isNaN(ratio) || ratio == 1
                ? number
                : number + String.format(Locale.ROOT, ratio < 10 ? " (%.1fx)" : " (%.0fx)", ratio);
    }

    /// One line for each rival and reason.
    private void printReasons(PrintWriter out) {
        Map<String, Set<String>> programsOf = new LinkedHashMap<>();
        for (Rival rival : figures.rivals()) {
            for (Scenario program : figures.programs()) {
                String reason = figures.cell(program, rival).reason();
                if (reason != null) {
                    programsOf
                            .computeIfAbsent(rival.title() + "\t" + reason, key -> new LinkedHashSet<>())
                            .add(program.label());
                }
            }
        }
        if (!programsOf.isEmpty()) {
            out.println();
        }
        programsOf.forEach((key, labels) -> {
            String[] parts = key.split("\t", 2);
            String which = labels.size() == figures.programs().size() ? "" : " (" + String.join(", ", labels) + ")";
            out.println("- " + parts[0] + which + ": " + parts[1]);
        });
    }
}
