package org.jmill.bench.program;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;

import org.jmill.Chan;
import org.jmill.Choose;

/// A kept choose receives from two buffered channels that both have values. One operation is one
/// choose that need not wait; filling the channels, a million values at a time, is off the clock.
final class ChooseProgram implements Program {
    private static final int BATCH = 1_000_000;

    @Override
    public Sample run(long count) {
        int half = (int) ((Math.min(count, BATCH) + 1) / 2);
        Chan<Integer> a = chmake(half);
        Chan<Integer> b = chmake(half);
        Choose either = choose().in(a).in(b);
        long nanos = 0;
        long sum = 0;
        for (long left = count; left > 0; left -= BATCH) {
            long batch = Math.min(left, BATCH);
            ChsProgram.fill(a, batch / 2);
            ChsProgram.fill(b, batch - batch / 2);
            long start = System.nanoTime();
            sum += drain(either, batch);
            nanos += System.nanoTime() - start;
        }
        if (sum != 0) {
            throw new IllegalStateException("choose: values add up to " + sum + " instead of 0");
        }
        return new Sample(count, nanos, null);
    }

    private static long drain(Choose either, long count) {
        long sum = 0;
        for (long i = 0; i != count; i++) {
            either.end();
            sum += either.<Integer>value();
        }
        return sum;
    }
}
