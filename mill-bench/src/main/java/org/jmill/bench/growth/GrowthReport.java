package org.jmill.bench.growth;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jmill.bench.program.Curves;
import org.jmill.bench.report.Grid;
import org.jmill.bench.report.JsonText;

/// Writes figures as tables and as JSON.
public final class GrowthReport {
    private final Growth growth;

    /// @param growth what to write
    public GrowthReport(Growth growth) {
        this.growth = growth;
    }

    /// Prints the table of one curve: a row a size, with the ratio to the smallest and the one that
    /// its bound allows.
    public void printTable(Curves curve, PrintWriter out) {
        Grid grid = new Grid(
                List.of(curve.label(), "ns per op", "ratio", curve.bound().label()));
        for (long size : growth.sizes(curve)) {
            grid.add(List.of(
                    count(size),
                    Grid.number(growth.nanos(curve, size)),
                    ratio(growth.ratio(curve, size)),
                    ratio(growth.allowed(curve, size))));
        }
        out.println();
        grid.print(out);
        out.flush();
    }

    /// Prints a row a curve: its smallest and its largest size.
    public void printSummary(PrintWriter out) {
        Grid grid = new Grid(List.of("program", "from", "ns per op", "to", "ns per op", "ratio", "allowed"));
        for (Curves curve : growth.curves()) {
            long first = growth.sizes(curve).getFirst();
            long last = growth.sizes(curve).getLast();
            grid.add(List.of(
                    curve.label(),
                    count(first),
                    Grid.number(growth.nanos(curve, first)),
                    count(last),
                    Grid.number(growth.nanos(curve, last)),
                    ratio(growth.ratio(curve, last)),
                    ratio(growth.allowed(curve, last))));
        }
        out.println();
        grid.print(out);
        out.println();
        out.flush();
    }

    private static String count(long size) {
        return String.format(Locale.ROOT, "%,d", size);
    }

    private static String ratio(double ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }

    /// Prints all figures as JSON.
    ///
    /// @param facts about the machine
    public void printJson(Map<String, String> facts, PrintWriter out) {
        List<String> results = new ArrayList<>();
        for (Curves curve : growth.curves()) {
            for (long size : growth.sizes(curve)) {
                results.add("{\"program\": " + JsonText.quoted(curve.label()) + ", \"size\": " + size
                        + ", \"median\": " + JsonText.number(growth.nanos(curve, size))
                        + ", \"ratio\": " + JsonText.number(growth.ratio(curve, size))
                        + ", \"bound\": " + JsonText.quoted(curve.bound().label())
                        + ", \"allowed\": " + JsonText.number(growth.allowed(curve, size))
                        + ", \"samples\": " + JsonText.list(growth.samples(curve, size)) + "}");
            }
        }
        JsonText.print(facts, "ns per operation", results, out);
    }
}
