package org.jmill.bench.program;

import static org.jmill.Mill.go;

import org.jmill.Body;

/// Starts coroutines that end at once. One operation is one coroutine, from `go` to its end.
///
/// Source: libmill `perf/go.c`.
final class GoProgram implements Program {
    private static final Body<RuntimeException> WORKER = () -> {};

    @Override
    public Sample run(long count) {
        long start = System.nanoTime();
        for (long i = 0; i != count; i++) {
            go(WORKER);
        }
        return Sample.since(start, count);
    }
}
