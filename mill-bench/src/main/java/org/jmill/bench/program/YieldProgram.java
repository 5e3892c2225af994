package org.jmill.bench.program;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.go;

import org.jmill.Chan;
import org.jmill.Mill;

/// Coroutines that yield in turn: the ready list is as long as there are coroutines. One operation
/// is one yield.
final class YieldProgram implements Program {
    private static final int LAPS_MIN = 3;
    private static final long YIELDS_MIN = 100_000;

    private boolean running;

    @Override
    public Sample run(long count) {
        running = true;
        Chan<Void> gate = chmake(0);
        for (long i = 1; i < count; i++) { // One of them is the caller.
            go(() -> {
                chr(gate);
                while (running) {
                    Mill.yield();
                }
            });
        }
        chdone(gate);
        Mill.yield(); // They pass the gate.
        long laps = Math.max(LAPS_MIN, YIELDS_MIN / count);
        long start = System.nanoTime();
        for (long i = 0; i != laps; i++) {
            Mill.yield();
        }
        Sample sample = Sample.since(start, laps * count);
        running = false;
        Mill.yield();
        return sample;
    }
}
