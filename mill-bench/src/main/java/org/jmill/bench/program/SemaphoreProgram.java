package org.jmill.bench.program;

import org.jmill.sync.Semaphore;

/// A semaphore with one permit, which is free whenever it is asked for. One operation is a permit acquired and
// released.
final class SemaphoreProgram implements Program {
    @Override
    public Sample run(long count) {
        Semaphore semaphore = new Semaphore(1);
        long start = System.nanoTime();
        for (long i = 0; i != count; i++) {
            semaphore.acquire().close();
        }
        return Sample.since(start, count);
    }
}
