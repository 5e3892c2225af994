package org.jmill.bench.program;

import java.util.Locale;

/// What one round measured.
///
/// @param operations how many operations were done, at least 1
/// @param nanos how long they took together
/// @param note more that the program has to say about the round, or null
public record Sample(long operations, long nanos, String note) {
    /// The time from a moment until now.
    ///
    /// @param startNanos the moment, as of [System#nanoTime]
    /// @param operations how many operations were done since
    public static Sample since(long startNanos, long operations) {
        return new Sample(operations, System.nanoTime() - startNanos, null);
    }

    /// Nanoseconds per operation.
    public double nanosPerOperation() {
        return (double) nanos / operations;
    }

    /// The line that every perf program prints for a round, whatever the language it is written in.
    ///
    /// @param name the program's name
    public String line(String name) {
        return String.format(
                Locale.ROOT, "%s: %d ops in %.6f s, %.1f ns/op", name, operations, nanos / 1e9, nanosPerOperation());
    }
}
