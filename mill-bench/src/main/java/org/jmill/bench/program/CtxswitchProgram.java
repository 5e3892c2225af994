package org.jmill.bench.program;

import static org.jmill.Mill.go;

import org.jmill.Mill;

/// Two coroutines yield to each other. One operation is one yield.
///
/// Source: libmill `perf/ctxswitch.c`.
final class CtxswitchProgram implements Program {
    @Override
    public Sample run(long count) {
        long each = Math.max(1, count / 2);
        long start = System.nanoTime();
        go(() -> yields(each));
        yields(each);
        return Sample.since(start, 2 * each);
    }

    private static void yields(long times) {
        for (long i = 0; i != times; i++) {
            Mill.yield();
        }
    }
}
