package org.jmill.bench.program;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.go;

import org.jmill.Chan;
import org.jmill.Choose;

/// One coroutine sends on whichever of two unbuffered channels is taken up, another receives from
/// whichever has a sender: a kept choose of two clauses on each side. One operation is one message.
final class SelectProgram implements Program {
    @Override
    public Sample run(long count) {
        Chan<Integer> a = chmake(0);
        Chan<Integer> b = chmake(0);
        long start = System.nanoTime();
        go(() -> send(a, b, count));
        Choose either = choose().in(a).in(b);
        long sum = 0;
        for (long i = 0; i != count; i++) {
            either.end();
            sum += either.<Integer>value();
        }
        Sample sample = Sample.since(start, count);
        if (sum != count) {
            throw new IllegalStateException("select: values add up to " + sum + " instead of " + count);
        }
        return sample;
    }

    private static void send(Chan<Integer> a, Chan<Integer> b, long count) {
        Choose either = choose().out(a, 1).out(b, 1);
        for (long i = 0; i != count; i++) {
            either.end();
        }
    }
}
