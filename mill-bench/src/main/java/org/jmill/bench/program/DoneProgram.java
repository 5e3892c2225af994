package org.jmill.bench.program;

import static org.jmill.Mill.chclose;
import static org.jmill.Mill.chdone;
import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;

import org.jmill.Chan;

/// The short life of a channel: `chmake`, `chdone` with a terminal value, a `chr` that gets it,
/// `chclose`. One operation is one life.
final class DoneProgram implements Program {
    @Override
    public Sample run(long count) {
        long start = System.nanoTime();
        long sum = 0;
        for (long i = 0; i != count; i++) {
            Chan<Integer> channel = chmake(0);
            chdone(channel, 1);
            sum += chr(channel);
            chclose(channel);
        }
        Sample sample = Sample.since(start, count);
        if (sum != count) {
            throw new IllegalStateException("done: values add up to " + sum + " instead of " + count);
        }
        return sample;
    }
}
