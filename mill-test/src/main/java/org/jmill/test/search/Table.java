package org.jmill.test.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Writes the steps of a run as a table with a column a coroutine and a row a step.
final class Table {
    private static final int COLUMN_MAX = 28;
    private static final int ROWS_SHOWN = 400;
    private static final int COLUMNS_SHOWN = 12;

    private Table() {}

    static String of(EventLog log) {
        List<Long> columns = new ArrayList<>();
        for (EventLog.Row row : log.rows()) {
            if (!columns.contains(row.coroutine()) && columns.size() < COLUMNS_SHOWN) {
                columns.add(row.coroutine());
            }
        }
        columns.sort(null);
        int[] widths = new int[columns.size()];
        for (int c = 0; c < widths.length; c++) {
            widths[c] = heading(columns.get(c), log.names()).length();
        }
        for (EventLog.Row row : log.rows()) {
            int c = columns.indexOf(row.coroutine());
            if (c >= 0) {
                widths[c] = Math.max(widths[c], Math.min(row.text().length(), COLUMN_MAX));
            }
        }
        StringBuilder text = new StringBuilder("    step  ");
        for (int c = 0; c < widths.length; c++) {
            pad(text, heading(columns.get(c), log.names()), widths[c] + 2);
        }
        end(text);
        int from = Math.max(0, log.rows().size() - ROWS_SHOWN);
        if (from > 0) {
            text.append("    … ").append(from).append(" steps before\n");
        }
        for (int i = from; i < log.rows().size(); i++) {
            row(text, i + 1, log.rows().get(i), columns, widths);
        }
        return text.toString();
    }

    private static String heading(long coroutine, Map<Long, String> names) {
        String name = coroutine == 0 ? "main" : names.getOrDefault(coroutine, "");
        return name.isEmpty() ? "{" + coroutine + "}" : "{" + coroutine + "} " + name;
    }

    private static void row(StringBuilder text, int step, EventLog.Row row, List<Long> columns, int[] widths) {
        text.append("    ");
        pad(text, (row.note().isEmpty() ? " " : "*") + " " + step, 6);
        int own = columns.indexOf(row.coroutine());
        for (int c = 0; c < widths.length; c++) {
            pad(text, c == own ? clipped(row.text()) : "", widths[c] + 2);
        }
        if (own < 0) {
            text.append('{').append(row.coroutine()).append("} ").append(row.text());
        }
        if (!row.note().isEmpty()) {
            text.append("  * ").append(row.note());
        }
        end(text);
    }

    private static String clipped(String text) {
        return text.length() <= COLUMN_MAX ? text : text.substring(0, COLUMN_MAX - 1) + "…";
    }

    private static void pad(StringBuilder text, String cell, int width) {
        text.append(cell).append(" ".repeat(Math.max(1, width - cell.length())));
    }

    private static void end(StringBuilder text) {
        text.setLength(text.toString().stripTrailing().length());
        text.append('\n');
    }
}
