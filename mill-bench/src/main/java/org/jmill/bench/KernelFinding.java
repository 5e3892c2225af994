package org.jmill.bench;

import org.jmill.bench.kernel.Kernel;
import org.jmill.test.Explorer;
import org.jmill.test.Report;

/// What a search has found in a kernel, and in its twin.
///
/// @param kernel the two programs
/// @param faulty of the one with the bug
/// @param mended of the one without it
record KernelFinding(Kernel kernel, Report faulty, Report mended) {
    private static final int DELAYS = 3;

    /// Searches both with what an explorer does by default.
    static KernelFinding of(Kernel kernel) {
        return new KernelFinding(
                kernel,
                Explorer.of(kernel.faulty()).named(kernel.id()).run(),
                Explorer.of(kernel.mended()).named(kernel.id()).run());
    }

    /// Whether the bug was found, and early enough.
    boolean isFound() {
        return faulty.failed() && faulty.schedules() <= kernel.group().schedulesMax();
    }

    /// How many decisions are not the default ones in the schedule that has failed: the token lists them.
    int deviations() {
        String listed = faulty.token().substring(faulty.token().lastIndexOf('-') + 1);
        return listed.equals("0") ? 0 : listed.split("\\.").length;
    }

    /// Whether the twin has passed, in all that was to be gone through.
    boolean hasPassed() {
        return !mended.failed() && (mended.isExhaustive() || mended.delaysCovered() >= DELAYS);
    }
}
