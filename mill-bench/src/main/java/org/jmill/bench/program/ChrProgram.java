package org.jmill.bench.program;

import static org.jmill.Mill.chmake;

import org.jmill.Chan;

/// Receives from a buffered channel that has values. One operation is one receive; filling the
/// channel, a million values at a time, is off the clock.
///
/// Source: libmill `perf/chr.c`.
final class ChrProgram implements Program {
    @Override
    public Sample run(long count) {
        Chan<Integer> channel = chmake((int) Math.min(count, ChsProgram.BATCH));
        long nanos = 0;
        long sum = 0;
        for (long left = count; left > 0; left -= ChsProgram.BATCH) {
            long batch = Math.min(left, ChsProgram.BATCH);
            ChsProgram.fill(channel, batch);
            long start = System.nanoTime();
            sum += ChsProgram.drain(channel, batch);
            nanos += System.nanoTime() - start;
        }
        if (sum != 0) {
            throw new IllegalStateException("chr: values add up to " + sum + " instead of 0");
        }
        return new Sample(count, nanos, null);
    }
}
