package org.jmill.bench.program;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;

import org.jmill.Chan;

/// Sends into a buffered channel that has room. One operation is one send.
///
/// The channel holds a million values (libmill's: as many as are sent); where more are to be sent
/// it is emptied in between, off the clock, so that a small heap serves any count.
///
/// Source: libmill `perf/chs.c`.
final class ChsProgram implements Program {
    /// How many values the channel holds.
    static final int BATCH = 1_000_000;

    @Override
    public Sample run(long count) {
        Chan<Integer> channel = chmake((int) Math.min(count, BATCH));
        long nanos = 0;
        for (long left = count; left > 0; left -= BATCH) {
            long batch = Math.min(left, BATCH);
            long start = System.nanoTime();
            fill(channel, batch);
            nanos += System.nanoTime() - start;
            drain(channel, batch);
        }
        return new Sample(count, nanos, null);
    }

    /// Sends `count` values.
    static void fill(Chan<Integer> channel, long count) {
        for (long i = 0; i != count; i++) {
            chs(channel, 0);
        }
    }

    /// Receives `count` values.
    ///
    /// @return their sum, so that none goes unread
    static long drain(Chan<Integer> channel, long count) {
        long sum = 0;
        for (long i = 0; i != count; i++) {
            sum += chr(channel);
        }
        return sum;
    }
}
