package org.jmill.bench.program;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;

import org.jmill.Chan;

/// Sends a value to a coroutine and gets it back, through two unbuffered channels. One operation is
/// one message; a round trip is two.
///
/// Source: libmill `perf/chan.c`.
final class ChanProgram implements Program {
    @Override
    public Sample run(long count) {
        Chan<Integer> out = chmake(0);
        Chan<Integer> in = chmake(0);
        long start = System.nanoTime();
        go(() -> reflect(out, in));
        Integer value = 0;
        for (long i = 0; i != count; i++) {
            chs(out, value);
            value = chr(in);
        }
        return Sample.since(start, 2 * count);
    }

    private static void reflect(Chan<Integer> in, Chan<Integer> out) {
        while (true) {
            chs(out, chr(in));
        }
    }
}
