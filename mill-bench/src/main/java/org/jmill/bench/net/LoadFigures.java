package org.jmill.bench.net;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jmill.bench.program.Sample;

/// What a load has measured: how many requests there were, how long each took, and what it cost the processor on
/// both sides.
final class LoadFigures {
    private static final long NANOS_MAX = TimeUnit.MINUTES.toNanos(1);

    /// Makes requests for a while.
    @FunctionalInterface
    interface Requests {
        void run(long ms) throws IOException;
    }

    private final String name;
    private final String what;
    private final ProcessHandle server;
    private final Histogram latency = new Histogram(NANOS_MAX, 3);
    private long answered;
    private boolean measuring;
    private Cpu used = new Cpu(0, 0); // In all rounds so far.
    private Sample rounds = new Sample(0, 0, null); // All so far.

    /// @param name begins each line that is printed
    /// @param what how many connections, and bytes of a request
    /// @param server whose time on the processor is told
    LoadFigures(String name, String what, ProcessHandle server) {
        this.name = name;
        this.what = what;
        this.server = server;
    }

    /// A request was answered.
    ///
    /// @param startNs when it was made
    void answered(long startNs) {
        if (measuring) {
            latency.recordValue(Math.min(System.nanoTime() - startNs, NANOS_MAX));
        }
        answered++;
    }

    void round(long ms, PrintWriter out, Requests requests) throws IOException {
        measuring = true;
        Cpu before = Cpu.now(server);
        long answeredBefore = answered;
        long start = System.nanoTime();
        requests.run(ms);
        Sample round = Sample.since(start, Math.max(1, answered - answeredBefore));
        measuring = false;
        used = used.plus(Cpu.now(server).minus(before));
        rounds = new Sample(rounds.operations() + round.operations(), rounds.nanos() + round.nanos(), null);
        out.println(round.line(name));
        out.flush();
    }

    void summary(PrintWriter out) {
        out.println(percentiles());
        out.println(used.line(name, rounds.operations()));
        out.flush();
    }

    private String percentiles() {
        return String.format(
                Locale.ROOT,
                "%s: %s: %.0f requests/s; latency in us: p50 %.1f, p90 %.1f, p99 %.1f, p99.9 %.1f, max %.1f",
                name,
                what,
                1e9 / rounds.nanosPerOperation(),
                micros(50),
                micros(90),
                micros(99),
                micros(99.9),
                latency.getMaxValue() / 1e3);
    }

    private double micros(double percentile) {
        return latency.getValueAtPercentile(percentile) / 1e3;
    }
}
