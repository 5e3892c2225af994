package org.jmill.bench;

import org.jmill.bench.kernel.Kernel;
import org.jmill.test.Explorer;
import org.jmill.test.Report;

/// What a search has found in a kernel, and in its twin.
///
/// @param kernel the two programs
/// @param faulty of the one with the bug
/// @param faultyNs how long that took
/// @param mended of the one without it
/// @param mendedNs how long that took
record KernelFinding(Kernel kernel, Report faulty, long faultyNs, Report mended, long mendedNs) {
    private static final int DELAYS = 3;

    /// Searches both with what an explorer does by default.
    static KernelFinding of(Kernel kernel) {
        long start = System.nanoTime();
        Report faulty = Explorer.of(kernel.faulty()).named(kernel.id()).run();
        long between = System.nanoTime();
        Report mended = Explorer.of(kernel.mended()).named(kernel.id()).run();
        return new KernelFinding(kernel, faulty, between - start, mended, System.nanoTime() - between);
    }

    /// Whether the bug was found, and early enough.
    boolean isFound() {
        return faulty.failed() && faulty.schedules() <= kernel.group().schedulesMax();
    }

    /// Whether the twin has passed, in all that was to be gone through.
    boolean hasPassed() {
        return !mended.failed() && (mended.isExhaustive() || mended.delaysCovered() >= DELAYS);
    }
}
