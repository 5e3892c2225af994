package org.jmill.examples.files;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/// A bar on a terminal that tells how far a program has come. It appears only when the work takes a
/// while, and goes when it is done.
final class ProgressBar implements AutoCloseable {
    private static final int WIDTH = 30;
    private static final long APPEARS_AFTER_MS = 300;
    private static final long REDRAWN_AFTER_MS = 100;
    private static final String CLEAR_LINE = "\r\033[K";

    private final PrintStream err;
    private final boolean shown;
    private final long total;
    private final LongSupplier clockMs;
    private final long startMs;
    private long nextMs;
    private long count;
    private boolean drawn;

    ProgressBar(PrintStream err, boolean shown, long total, LongSupplier clockMs) {
        this.err = err;
        this.shown = shown;
        this.total = total;
        this.clockMs = clockMs;
        this.startMs = clockMs.getAsLong();
        this.nextMs = startMs + APPEARS_AFTER_MS;
    }

    /// A bar on standard error, which shows nothing unless that is a terminal; the script `jmill`
    /// finds that out.
    ///
    /// @param total how many bytes there are; 0 if that is not known
    static ProgressBar onTerminal(long total) {
        boolean terminal = Boolean.getBoolean("jmill.terminal");
        return new ProgressBar(System.err, terminal, total, () -> System.nanoTime() / 1_000_000);
    }

    /// Notes that so many bytes more are done.
    void advance(long bytes) {
        count += bytes;
        long nowMs = clockMs.getAsLong();
        if (shown && nowMs >= nextMs) {
            draw(nowMs);
            nextMs = nowMs + REDRAWN_AFTER_MS;
        }
    }

    private void draw(long nowMs) {
        double share = total == 0 ? 0 : Math.min(1, (double) count / total);
        int full = (int) (share * WIDTH);
        double megabytes = count / 1e6;
        err.printf(
                Locale.ROOT,
                "\r[%s%s] %3d%% %.1f MB, %.0f MB/s ",
                "#".repeat(full),
                " ".repeat(WIDTH - full),
                (int) (share * 100),
                megabytes,
                megabytes * 1000 / Math.max(1, nowMs - startMs));
        err.flush();
        drawn = true;
    }

    /// Prints a line of its own, where the bar does not disturb it.
    void message(String line) {
        clear();
        err.println(line);
    }

    private void clear() {
        if (drawn) {
            err.print(CLEAR_LINE);
            err.flush();
            drawn = false;
        }
    }

    @Override
    public void close() {
        clear();
    }
}
