package org.jmill.bench.program;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;

import org.jmill.Chan;

/// Chinese whispers: a row of coroutines, each of which adds one to what its right neighbour says
/// and says that to its left neighbour. One operation is one coroutine, with its channel.
///
/// Source: libmill `perf/whispers.c`.
final class WhispersProgram implements Program {
    @Override
    public Sample run(long count) {
        long start = System.nanoTime();
        Chan<Integer> leftmost = chmake(0);
        Chan<Integer> left = leftmost;
        for (long i = 0; i != count; i++) {
            Chan<Integer> right = chmake(0);
            Chan<Integer> listener = left;
            go(() -> chs(listener, chr(right) + 1));
            left = right;
        }
        chs(left, 1);
        int heard = chr(leftmost);
        Sample sample = Sample.since(start, count);
        if (heard != count + 1) {
            throw new IllegalStateException("whispers: heard " + heard + " instead of " + (count + 1));
        }
        return sample;
    }
}
