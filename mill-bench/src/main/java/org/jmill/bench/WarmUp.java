package org.jmill.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// Warms a contender up.
///
/// It begins with thousands of tiny rounds, since what the compiler makes of a program depends more
/// on how often its methods were called than on how long each call took. The body of a coroutine in
/// particular must have been compiled before the measured one starts: frames that are still
/// interpreted then stay so until it ends, and the JVM moves such a stack at half the speed. It ends
/// with large rounds, in which the compiled code meets what only they bring, such as collections of
/// the heap. On a busy machine the compilers may lag behind: the warm-up goes on until they rest. And it goes on
/// until the heap has its size: the first touch of a page costs a hundred times as much as the next one, and
/// on a virtual machine whose host has taken it back ten times that, some twelve microseconds. A coroutine that
/// is started and ended takes 20 ns, and then 400.
final class WarmUp {
    private static final long TINY_NANOS = 500_000_000L;
    private static final long TINY_COUNT = 20;
    private static final long SMALL_NANOS = 700_000_000L;
    private static final long REST_NANOS = 400_000_000L;
    private static final int RESTS_MAX = 10;
    private static final long LARGE_NANOS = 500_000_000L;

    private static final int LARGE_MAX = 20;
    private static final int LITTLE_SHIFT = 5; // A 32nd of the heap is little.
    private static final int TURNS = 2; // How often the heap is filled anew before it counts as grown up.

    private final Contender contender;
    private long mostUsed; // Bytes of the heap, after a warm-up round.

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
        growHeap(large);
    }

    /// Runs large rounds until the heap no longer grows, though it was filled again and again since it last did; or
    /// until it is clear that hardly anything is allocated.
    private void growHeap(long large) throws Exception {
        long peak = mostUsed;
        long atPeak = allocatedBytes();
        for (int i = 0; i < LARGE_MAX; i++) {
            long before = allocatedBytes();
            repeat(large, LARGE_NANOS);
            long allocated = allocatedBytes();
            if (allocated - before <= mostUsed >> LITTLE_SHIFT) {
                return;
            }
            if (mostUsed - peak > peak >> LITTLE_SHIFT) {
                peak = mostUsed;
                atPeak = allocated;
            } else if (allocated - atPeak >= TURNS * peak) {
                return;
            }
        }
    }

    private static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
    }

    private static long compilationMs() {
        return ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
    }

    private void repeat(long count, long nanos) throws Exception {
        long end = System.nanoTime() + nanos;
        do {
            contender.warmUp(count);
            Runtime heap = Runtime.getRuntime();
            mostUsed = Math.max(mostUsed, heap.totalMemory() - heap.freeMemory());
        } while (System.nanoTime() < end);
    }
}
