package org.jmill.bench.searchers;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/// Searches the same program with a searcher of threads: `SearcherPeer fray|lincheck SCHEDULES`.
///
/// The mended program tells the speed, the other one after how many schedules the bug is found.
final class SearcherPeer {
    private static final int WARM_UP = 300;
    private static final int SEARCHES = 5; // For the bug.
    private static final double NS_PER_S = 1e9;
    private static final double NS_PER_US = 1e3;
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /// A searcher.
    interface Searcher {
        /// Searches until a schedule fails, or so many have been run.
        ///
        /// @param seed what it draws from, if it can be told
        void search(Runnable program, int schedules, long seed) throws Throwable;
    }

    private SearcherPeer() {}

    public static void main(String[] args) throws Throwable {
        String name = args[0];
        int schedules = Integer.parseInt(args[1]);
        Searcher searcher =
                (Searcher) Class.forName("org.jmill.bench.searchers." + name + "Searcher").getDeclaredConstructor()
                        .newInstance();
        searcher.search(() -> Table.run(true), WARM_UP, 0);
        long processor = SYSTEM.getProcessCpuTime();
        long clock = System.nanoTime();
        searcher.search(() -> Table.run(true), schedules, 1);
        clock = System.nanoTime() - clock;
        processor = SYSTEM.getProcessCpuTime() - processor;
        System.out.printf(
                Locale.ROOT,
                "%n%s: %,d schedules; processor: %,.0f us a schedule, %,.0f a second; clock: %,.0f us a schedule%n",
                name,
                schedules,
                processor / NS_PER_US / schedules,
                schedules * NS_PER_S / processor,
                clock / NS_PER_US / schedules);
        for (int seed = 1; seed <= SEARCHES; seed++) {
            find(name, searcher, schedules, seed);
        }
    }

    private static void find(String name, Searcher searcher, int schedules, int seed) {
        AtomicLong runs = new AtomicLong();
        Throwable thrown = null;
        try {
            searcher.search(
                    () -> {
                        Runs.count();
                        Table.run(false);
                    },
                    schedules,
                    seed);
        } catch (Throwable t) {
            thrown = t;
        }
        String what = thrown == null ? "nothing found" : thrown.toString().lines().findFirst().orElse("");
        System.out.println("\n" + name + ": after " + Runs.reset() + " runs: " + what);
    }
}
