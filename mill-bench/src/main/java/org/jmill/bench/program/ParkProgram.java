package org.jmill.bench.program;

import static org.jmill.Mill.chdone;
import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;

import org.jmill.Chan;
import org.jmill.Mill;

/// Parks coroutines, all at once, in a receive from one channel; then resumes them round robin,
/// each to park again behind the others. One operation is one resume: a send to the coroutine that
/// waited longest, the switch to it, and its next receive.
///
/// The note tells the time to start and park one, and the heap that each takes while parked: what a
/// full collection leaves when they are parked, less what one left before, over their number.
final class ParkProgram implements Program {
    private final boolean heapToo;

    /// @param heapToo whether to measure the heap as well, which takes four full collections
    ParkProgram(boolean heapToo) {
        this.heapToo = heapToo;
    }

    @Override
    public Sample run(long count) {
        return measure(count, heapToo);
    }

    @Override
    public void warmUp(long count) {
        measure(count, false);
    }

    private static Sample measure(long count, boolean heapToo) {
        Chan<Integer> bell = chmake(0);
        long heapBefore = heapToo ? Parking.usedHeap() : 0;

        long start = System.nanoTime();
        for (long i = 0; i != count; i++) {
            go(() -> wait(bell));
        }
        long parking = System.nanoTime() - start;

        start = System.nanoTime();
        for (int turn = 0; turn < Parking.TURNS; turn++) {
            for (long i = 0; i != count; i++) {
                chs(bell, 1);
            }
            Mill.yield(); // Those still to be resumed are before us in the ready list.
        }
        long resuming = System.nanoTime() - start;
        long heap = heapToo ? Parking.usedHeap() - heapBefore : 0;

        chdone(bell, 0);
        Mill.yield();
        return Parking.sample(count, parking, resuming, heap);
    }

    private static void wait(Chan<Integer> bell) {
        while (chr(bell) != 0) {
            // Parks again.
        }
    }
}
