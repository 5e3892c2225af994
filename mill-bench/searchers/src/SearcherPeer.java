package org.jmill.bench.searchers;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/// Searches the same program with a searcher of threads: `SearcherPeer Fray|Lincheck SCHEDULES`.
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
        /// @throws Throwable what a schedule has failed with
        void search(Runnable program, int schedules) throws Throwable;

        /// Whether it sets back what a program counts, and draws the same each time.
        default boolean setsBack() {
            return false;
        }
    }

    private SearcherPeer() {}

    public static void main(String[] args) throws Throwable {
        String name = args[0];
        int schedules = Integer.parseInt(args[1]);
        Searcher searcher =
                (Searcher) Class.forName("org.jmill.bench.searchers." + name + "Searcher").getDeclaredConstructor()
                        .newInstance();
        searcher.search(() -> Table.run(true), WARM_UP);
        long processor = SYSTEM.getProcessCpuTime();
        long clock = System.nanoTime();
        searcher.search(() -> Table.run(true), schedules);
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
        int searches = searcher.setsBack() ? 1 : SEARCHES;
        for (int i = 0; i < searches; i++) {
            find(name, searcher, schedules);
        }
    }

    /// Where runs cannot be counted, how many it takes is found by allowing more and more.
    private static void find(String name, Searcher searcher, int schedules) {
        long[] runs = new long[1];
        for (int limit = searcher.setsBack() ? 1 : schedules; limit <= schedules; limit *= 2) {
            try {
                searcher.search(
                        () -> {
                            runs[0]++;
                            Table.run(false);
                        },
                        limit);
            } catch (Throwable t) {
                String after = searcher.setsBack() ? "within " + limit : "after " + runs[0];
                String how = t.getClass().getName();
                System.out.println("\n" + name + ": the bug was found " + after + " schedules: " + how);
                return;
            }
        }
        System.out.println("\n" + name + ": nothing found within " + schedules + " schedules");
    }
}
