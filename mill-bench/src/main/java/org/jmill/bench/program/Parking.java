package org.jmill.bench.program;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/// What `park` measures, in whichever library: how often each coroutine is resumed, what of the
/// heap is in use, and how the figures are reported.
public final class Parking {
    /// How often each coroutine is resumed.
    public static final int TURNS = 3;

    private Parking() {}

    /// The bytes of heap in use after full collections; the second one takes what the first only
    /// noticed.
    public static long usedHeap() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /// The sample of a round: a resume is one operation, the rest is in the note.
    ///
    /// @param count how many coroutines there were
    /// @param parkingNanos how long it took to start and park them all
    /// @param resumingNanos how long it took to resume each of them [#TURNS] times
    /// @param heap by how many bytes the heap grew meanwhile
    public static Sample sample(long count, long parkingNanos, long resumingNanos, long heap) {
        long resumes = TURNS * count;
        String note = String.format(
                Locale.ROOT,
                "%.1f ns per park, %.1f ns per resume, %d bytes per parked coroutine",
                (double) parkingNanos / count,
                (double) resumingNanos / resumes,
                Math.max(0, heap) / count);
        return new Sample(resumes, resumingNanos, note);
    }
}
