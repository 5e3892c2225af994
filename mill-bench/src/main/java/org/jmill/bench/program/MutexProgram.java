package org.jmill.bench.program;

import org.jmill.sync.Mutex;

/// A mutex that is free whenever it is asked for. One operation is one lock and unlock.
final class MutexProgram implements Program {
    @Override
    public Sample run(long count) {
        Mutex mutex = new Mutex();
        long start = System.nanoTime();
        for (long i = 0; i != count; i++) {
            mutex.lock().close();
        }
        return Sample.since(start, count);
    }
}
