package org.jmill.bench.report;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A table that reads well both in a terminal and as Markdown: the first column to the left, the
/// others to the right, the first row a heading.
public final class Grid {
    private final List<List<String>> rows = new ArrayList<>();

    /// Makes a table of one row.
    public Grid(List<String> heading) {
        rows.add(heading);
    }

    /// Adds a row, as long as the heading.
    public void add(List<String> cells) {
        rows.add(cells);
    }

    /// Writes it.
    public void print(PrintWriter out) {
        int[] widths = widths();
        for (int i = 0; i < rows.size(); i++) {
            out.println(line(rows.get(i), widths));
            if (i == 0) {
                out.println(rule(widths));
            }
        }
    }

    private int[] widths() {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return widths;
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String format = i == 0 ? "| %-" + widths[i] + "s |" : " %" + widths[i] + "s |";
            line.append(String.format(Locale.ROOT, format, cells.get(i)));
        }
        return line.toString();
    }

    private static String rule(int[] widths) {
        StringBuilder line = new StringBuilder("|");
        for (int i = 0; i < widths.length; i++) {
            line.append("-".repeat(widths[i] + 1)).append(i == 0 ? "-|" : ":|");
        }
        return line.toString();
    }

    /// A number of nanoseconds or bytes: one decimal below a hundred.
    public static String number(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%,.0f", value);
    }
}
