package org.jmill.bench.program;

import org.jmill.Mill;
import org.jmill.Scope;
import org.jmill.sync.Semaphore;

/// A semaphore with one permit between two coroutines, each of which gives way while it has it, so that the other one
/// comes and has to wait. One operation is a permit acquired and released.
final class ContendedProgram implements Program {
    @Override
    public Sample run(long count) {
        Semaphore semaphore = new Semaphore(1);
        long each = Math.max(1, count / 2);
        long start = System.nanoTime();
        Scope.run(scope -> {
            scope.go(() -> hold(semaphore, each));
            hold(semaphore, each);
        });
        return Sample.since(start, 2 * each);
    }

    private static void hold(Semaphore semaphore, long times) {
        for (long i = 0; i != times; i++) {
            try (var _ = semaphore.acquire()) {
                Mill.yield();
            }
        }
    }
}
