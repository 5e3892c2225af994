package org.jmill.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jmill.bench.program.Sample;
import org.jmill.bench.report.Medians;

/// Warms a contender up, then measures several rounds and prints each.
final class Rounds {
    private static final long SMALL_COUNT = 20_000;
    private static final long LARGE_COUNT = 1_000_000;

    private final String name;
    private final Contender contender;
    private final long count;

    /// @param name the program's, for the lines printed
    /// @param count how much each round is to do
    Rounds(String name, Contender contender, long count) {
        this.name = name;
        this.contender = contender;
        this.count = count;
    }

    /// Warms up and runs.
    ///
    /// @param rounds how many rounds to measure, at least 1
    /// @param out gets a line a round, and one with the median
    /// @throws Exception if the program failed
    void run(int rounds, PrintWriter out) throws Exception {
        new WarmUp(contender).run(SMALL_COUNT, Math.min(count, LARGE_COUNT));
        List<Double> nanos = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            Sample sample = contender.run(count);
            nanos.add(sample.nanosPerOperation());
            out.println(sample.line(name));
            if (sample.note() != null) {
                out.println(name + ": " + sample.note());
            }
            out.flush();
        }
        out.println(medianLine(name, nanos));
        out.flush();
    }

    /// The line that follows those of the rounds.
    ///
    /// @param nanos per operation, of each round
    static String medianLine(String name, List<Double> nanos) {
        return String.format(Locale.ROOT, "%s: median of %d rounds: %.1f ns/op", name, nanos.size(), Medians.of(nanos));
    }
}
