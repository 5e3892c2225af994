package org.jmill.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/// Warms a contender up.
///
/// It begins with thousands of tiny rounds, since what the compiler makes of a program depends more
/// on how often its methods were called than on how long each call took. The body of a coroutine in
/// particular must have been compiled before the measured one starts: frames that are still
/// interpreted then stay so until it ends, and the JVM moves such a stack at half the speed. It ends
/// with large rounds, in which the compiled code meets what only they bring, such as collections of
/// the heap. On a busy machine the compilers may lag behind: the warm-up goes on until they rest.
///
/// Between the two it has the heap grow up. The first touch of a page costs more than a microsecond, and twelve on a
/// virtual machine whose host has taken it back: a coroutine that is started and ended then takes 400 ns instead
/// of 20.
///
/// `-Djmill.hurry=true` is for tests, which do not look at the figures: it takes a tenth of the time.
final class WarmUp {
    private static final int HASTE = Boolean.getBoolean("jmill.hurry") ? 10 : 1;

    private static final long TINY_NANOS = 500_000_000L / HASTE;
    private static final long TINY_COUNT = 20;
    private static final long SMALL_NANOS = 700_000_000L / HASTE;
    private static final long REST_NANOS = 400_000_000L / HASTE;
    private static final int RESTS_MAX = 10 / HASTE;
    private static final long LARGE_NANOS = 500_000_000L / HASTE;

    private static final int LITTLE_SHIFT = 5; // A 32nd of the heap is little.
    private static final int TURNS = 2; // How often the heap is filled anew before it counts as grown up.
    private static final long TOUCH_NANOS_MAX = 20_000_000_000L / HASTE;
    private static final long COLLECTIONS = 2; // What survives one is moved to pages that nobody has touched either.
    private static final int PIECE = 1 << 16;
    private static final int PIECES = 64;

    private static volatile byte[] garbage; // Where the compiler cannot do without it.

    private final Contender contender;

    WarmUp(Contender contender) {
        this.contender = contender;
    }

    /// Runs it, which takes some seconds.
    ///
    /// @param small how much a small round is to do
    /// @param large how much a large one is to do
    /// @throws Exception if the program failed
    void run(long small, long large) throws Exception {
        repeat(TINY_COUNT, TINY_NANOS);
        repeat(small, SMALL_NANOS);
        long before = -1;
        for (int i = 0; i < RESTS_MAX && before != compilationMs(); i++) {
            before = compilationMs();
            repeat(small, REST_NANOS);
        }
        touchHeap();
        long collections = collections();
        int times = 0;
        boolean allocates;
        do {
            long allocated = allocatedBytes();
            repeat(large, LARGE_NANOS);
            allocates = allocatedBytes() - allocated > used() >> LITTLE_SHIFT;
        } while (++times < RESTS_MAX && allocates && collections() - collections < COLLECTIONS);
    }

    /// Makes garbage until the heap no longer grows, though it was filled again and again since it last did.
    private static void touchHeap() {
        long end = System.nanoTime() + TOUCH_NANOS_MAX;
        long peak = 0;
        long sincePeak = 0;
        while (sincePeak <= TURNS * peak && System.nanoTime() < end) {
            for (int i = 0; i < PIECES; i++) {
                garbage = new byte[PIECE];
            }
            sincePeak += (long) PIECES * PIECE;
            long used = used();
            if (used - peak > peak >> LITTLE_SHIFT) {
                peak = used;
                sincePeak = 0;
            }
        }
        garbage = null;
    }

    private static long used() {
        Runtime heap = Runtime.getRuntime();
        return heap.totalMemory() - heap.freeMemory();
    }

    private static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    private static long compilationMs() {
        return ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
    }

    private void repeat(long count, long nanos) throws Exception {
        long end = System.nanoTime() + nanos;
        do {
            contender.warmUp(count);
        } while (System.nanoTime() < end);
    }
}
