package org.jmill.test;

import java.util.List;

/// Text in columns.
final class Columns {
    private static final int CELL_MAX = 60;

    private Columns() {}

    /// Appends lines with cells one below the other, the first one to the right; blanks at the end are left out. Cells
    /// that are too long are cut, but for those of the last column.
    static void append(StringBuilder text, List<String[]> lines) {
        int[] widths = new int[lines.getFirst().length];
        for (String[] line : lines) {
            for (int i = 0; i < line.length - 1; i++) {
                line[i] = cut(line[i]);
                widths[i] = Math.max(widths[i], line[i].length());
            }
        }
        for (String[] line : lines) {
            StringBuilder one = new StringBuilder();
            for (int i = 0; i < line.length; i++) {
                String blanks = " ".repeat(Math.max(0, widths[i] - line[i].length()));
                one.append("  ").append(i == 0 ? blanks + line[i] : line[i] + blanks);
            }
            text.append(one.toString().stripTrailing()).append('\n');
        }
    }

    /// One line of it, and not a long one.
    static String cut(Object cell) {
        String flat = String.valueOf(cell).replace('\n', ' ');
        return flat.length() <= CELL_MAX ? flat : flat.substring(0, CELL_MAX - 1) + "…";
    }
}
