package org.jmill.bench;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import org.jmill.bench.program.Sample;

/// Warms a contender up, then measures several rounds and prints each.
///
/// The warm-up begins with thousands of tiny rounds, since what the compiler makes of a program
/// depends more on how often its methods were called than on how long each call took. The body of a
/// coroutine in particular must have been compiled before the measured one starts: frames that are
/// still interpreted then stay so until it ends, and the JVM moves such a stack at half the speed. It
/// ends with large rounds, in which the compiled code meets what only they bring, such as collections
/// of the heap. On a busy machine the compilers may lag behind: the warm-up goes on until they rest.
final class Rounds {
    private static final long TINY_NANOS = 500_000_000L;
    private static final long TINY_COUNT = 20;
    private static final long SMALL_NANOS = 700_000_000L;
    private static final long SMALL_COUNT = 20_000;
    private static final long REST_NANOS = 400_000_000L;
    private static final int RESTS_MAX = 10;
    private static final long LARGE_NANOS = 500_000_000L;
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
        warmUp();
        double[] nanos = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            Sample sample = contender.run(count);
            nanos[i] = sample.nanosPerOperation();
            out.println(sample.line(name));
            if (sample.note() != null) {
                out.println(name + ": " + sample.note());
            }
            out.flush();
        }
        out.println(medianLine(name, nanos));
        out.flush();
    }

    private void warmUp() throws Exception {
        warmUp(TINY_COUNT, TINY_NANOS);
        warmUp(SMALL_COUNT, SMALL_NANOS);
        long before = -1;
        for (int i = 0; i < RESTS_MAX && before != compilationMs(); i++) {
            before = compilationMs();
            warmUp(SMALL_COUNT, REST_NANOS);
        }
        warmUp(Math.min(count, LARGE_COUNT), LARGE_NANOS);
    }

    private static long compilationMs() {
        return ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
    }

    private void warmUp(long warmUpCount, long nanos) throws Exception {
        long end = System.nanoTime() + nanos;
        do {
            contender.warmUp(warmUpCount);
        } while (System.nanoTime() < end);
    }

    /// The line that follows those of the rounds.
    ///
    /// @param nanos per operation, of each round
    static String medianLine(String name, double[] nanos) {
        return String.format(Locale.ROOT, "%s: median of %d rounds: %.1f ns/op", name, nanos.length, median(nanos));
    }

    /// The middle value, or the mean of the two in the middle.
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
