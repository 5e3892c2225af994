package org.jmill.bench;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jmill.bench.kernel.Group;
import org.jmill.bench.report.Grid;
import org.jmill.test.Report;

/// Writes what was found in kernels: a table for each group.
final class KernelTable {
    private static final double NS_PER_MS = 1e6;

    private final List<KernelFinding> findings;

    KernelTable(List<KernelFinding> findings) {
        this.findings = findings;
    }

    void print(PrintWriter out) {
        for (Group group : Group.values()) {
            List<KernelFinding> some =
                    findings.stream().filter(f -> f.kernel().group() == group).toList();
            if (!some.isEmpty()) {
                print(group, some, out);
                out.println();
            }
        }
        printSummary(out);
    }

    private static void print(Group group, List<KernelFinding> some, PrintWriter out) {
        Grid grid = new Grid(List.of(group.title(), "needs", "deviations", "schedules", "ms", "token", "mended", "ms"));
        for (KernelFinding finding : some) {
            Report faulty = finding.faulty();
            boolean found = faulty.failed();
            grid.add(List.of(
                    finding.kernel().id() + ": " + finding.kernel().bug(),
                    found ? faulty.needs().toString() : "not found",
                    found ? "" + finding.deviations() : "",
                    count(faulty.schedules()),
                    ms(faulty),
                    found ? "`" + faulty.token() + "`" : "",
                    covered(finding.mended()),
                    ms(finding.mended())));
        }
        grid.print(out);
    }

    /// What the search of a twin says.
    private static String covered(Report mended) {
        String schedules = count(mended.schedules());
        if (mended.failed()) {
            return "FAILED after " + schedules;
        }
        return mended.isExhaustive() ? "all " + schedules : schedules + ", at most " + mended.delaysCovered();
    }

    private void printSummary(PrintWriter out) {
        long found = findings.stream().filter(KernelFinding::isFound).count();
        long passed = findings.stream().filter(KernelFinding::hasPassed).count();
        long first = findings.stream().filter(f -> f.faulty().schedules() == 1).count();
        out.println(found + " of " + findings.size() + " found within their schedules, " + first
                + " of them by the first one; " + passed + " of " + findings.size() + " mended ones passed.");
        out.flush();
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String ms(Report report) {
        return Grid.number(report.time().toNanos() / NS_PER_MS);
    }
}
