package org.jmill.bench.mutant;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jmill.bench.report.Grid;

/// Writes what has become of mutants: by operator, then those that were not found.
public final class MutantTable {
    private final Mutation mutation;

    /// Of these.
    public MutantTable(Mutation mutation) {
        this.mutation = mutation;
    }

    /// Writes it.
    public void print(PrintWriter out) {
        Grid grid = new Grid(List.of(
                "change",
                "mutants",
                "equal",
                "fails today",
                "prints otherwise today",
                "found in other orders",
                "survive"));
        for (Operator operator : Operator.values()) {
            addRow(grid, operator.title(), finding -> finding.mutant().operator() == operator);
        }
        addRow(grid, "all", _ -> true);
        grid.print(out);
        out.println();
        int percent = mutation.count() == 0 ? 100 : mutation.found() * 100 / mutation.count();
        out.println(mutation.found() + " of " + mutation.count() + " found, " + percent + " of 100; "
                + mutation.equivalents().size() + " more do what the program does.");
        out.println();
        out.println(mutation.foundToday() + " are found by the first schedule alone, the order of today; "
                + (mutation.found() - mutation.foundToday()) + " need other orders.");
        list(
                out,
                "Found in other orders only",
                mutation.findings().stream().filter(MutantTable::isFoundLater).toList(),
                false);
        list(out, "Survivors", mutation.survivors(), false);
        list(out, "Equal to the program", mutation.equivalents(), true);
        lines(out, "Skipped, since they do not pass their own check", mutation.skipped());
        lines(out, "Left out from the start", Mutations.leftOut());
        out.flush();
    }

    /// What is wrong with it, in a line.
    private static String told(Finding finding) {
        String detail = oneLine(finding.detail());
        return switch (finding.verdict()) {
            case MISSING -> "never seen any more: " + detail;
            case FAILED, ODD -> "after " + finding.schedules() + " schedules, " + detail;
            default -> "";
        };
    }

    private static void lines(PrintWriter out, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            out.println();
            out.println(title + ":");
            out.println();
            lines.forEach(line -> out.println("- " + oneLine(line)));
        }
    }

    private static String oneLine(String text) {
        return text.strip().replace("\n", " / ");
    }

    private void addRow(Grid grid, String title, Predicate<Finding> which) {
        List<Finding> some = mutation.findings().stream().filter(which).toList();
        if (some.isEmpty()) {
            return;
        }
        List<String> row = new ArrayList<>(List.of(title, "" + some.size()));
        row.add("" + mutation.equivalents().stream().filter(which).count());
        row.add("" + count(some, Verdict.FAILED_TODAY));
        row.add("" + count(some, Verdict.ODD_TODAY));
        row.add("" + some.stream().filter(MutantTable::isFoundLater).count());
        row.add("" + mutation.survivors().stream().filter(which).count());
        grid.add(row);
    }

    private static long count(List<Finding> findings, Verdict verdict) {
        return findings.stream().filter(finding -> finding.verdict() == verdict).count();
    }

    private static boolean isFoundLater(Finding finding) {
        return finding.verdict().isFound() && !finding.verdict().isFoundToday();
    }

    private void list(PrintWriter out, String title, List<Finding> findings, boolean withReasons) {
        if (findings.isEmpty()) {
            return;
        }
        out.println();
        out.println(title + ":");
        out.println();
        for (Finding finding : findings) {
            Mutant mutant = finding.mutant();
            String more = withReasons ? mutation.reason(finding) : told(finding);
            out.println("- " + mutant + ", " + mutant.operator().title() + (more.isEmpty() ? "" : ": " + more));
        }
    }
}
