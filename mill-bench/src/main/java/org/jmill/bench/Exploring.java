package org.jmill.bench;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jmill.Engine;
import org.jmill.bench.program.Philosophers;
import org.jmill.bench.program.ProcessorTime;
import org.jmill.bench.report.Medians;
import org.jmill.test.Explorer;
import org.jmill.test.Report;

/// `perf explore N`: how fast a search goes through schedules, at random and by bounded delays; what it keeps; and
/// after how many schedules it finds a bug.
///
/// The time is that of the processor, all threads of the process together, and beside it that of the clock, which says
/// little where the machine does something else, too.
final class Exploring {
    private static final int WARM_UP = 200_000; // Schedules of each kind.
    private static final int DELAYS = 3;
    private static final long WHOLE = 12_442; // So many have at most that many; behind them a search goes on at random.
    private static final int SEEDS = 20; // With which the bug is looked for.
    private static final Duration LIMIT = Duration.ofHours(10);
    private static final double NS_PER_S = 1e9;
    private static final double NS_PER_US = 1e3;

    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    private final long schedules;
    private final Engine engine;
    private final int rounds;
    private final PrintWriter out;

    /// @param schedules of one search
    /// @param engine on which they run
    /// @param rounds how many searches of each kind, at least 1
    /// @param out gets a line a search
    Exploring(long schedules, Engine engine, int rounds, PrintWriter out) {
        this.schedules = schedules;
        this.engine = engine;
        this.rounds = rounds;
        this.out = out;
    }

    void run() {
        Explorer warmUp = explorer(true).schedules(Math.min(2 * schedules, WARM_UP));
        warmUp.delays(0).run();
        warmUp.delays(DELAYS).run();
        List<Double> nanos = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            nanos.add(search("random", explorer(true).delays(0), schedules));
            search("delays " + DELAYS, explorer(true).delays(DELAYS), WHOLE);
        }
        out.println(Rounds.medianLine("explore", nanos) + " (random, processor time)");
        find("random", explorer(false).delays(0));
        find("delays " + DELAYS, explorer(false).delays(DELAYS));
        out.flush();
    }

    private Explorer explorer(boolean mended) {
        return Explorer.of(() -> Philosophers.run(mended))
                .named("explore")
                .engine(engine)
                .schedules(schedules)
                .limit(LIMIT);
    }

    /// Searches again and again until all schedules have been run.
    ///
    /// @param most schedules of one search
    /// @return processor nanoseconds a schedule
    private double search(String how, Explorer explorer, long most) {
        long before = heapUsed();
        long processor = ProcessorTime.nanos();
        double count = 0;
        double decisions = 0;
        double elapsed = 0;
        while (count < schedules) {
            long left = schedules - (long) count;
            Report report = explorer.schedules(Math.min(left, most)).run().orThrow();
            count += report.schedules();
            decisions += report.decisions();
            elapsed += report.time().toNanos();
        }
        processor = ProcessorTime.nanos() - processor;
        long kept = heapUsed() - before;
        out.printf(
                Locale.ROOT,
                "explore, %s: %,.0f schedules of %.1f decisions; processor: %.2f us a schedule, %,.0f schedules and"
                        + " %,.0f decisions a second; clock: %.2f us a schedule; %,d bytes kept%n",
                how,
                count,
                decisions / count,
                processor / count / NS_PER_US,
                count * NS_PER_S / processor,
                decisions * NS_PER_S / processor,
                elapsed / count / NS_PER_US,
                kept);
        out.flush();
        return processor / count;
    }

    /// After how many schedules the bug is found, with one seed after the other.
    private void find(String how, Explorer explorer) {
        List<Double> needed = new ArrayList<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            Report report = explorer.seed(seed).run();
            if (report.failed()) {
                needed.add((double) report.schedules());
            }
        }
        out.printf(Locale.ROOT, "explore, %s: the bug was found with %d of %d seeds", how, needed.size(), SEEDS);
        out.println(
                needed.isEmpty()
                        ? ""
                        : String.format(Locale.ROOT, ", after %.0f schedules in the median", Medians.of(needed)));
    }

    private long heapUsed() {
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}
