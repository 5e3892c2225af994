package org.jmill.sched;

import java.util.Arrays;

/// The deadlines that are armed: a heap of four children a node, ordered by deadline and then by
/// the order of arming. Arming, removing and firing cost O(log n).
///
/// libmill keeps a sorted list, which costs O(n) to arm (`timer.c`). A timing wheel would be O(1),
/// but cannot keep deadlines that are past when they are armed in order.
///
/// Invariants:
/// - I1 `heap[i].index == i` for `i < size`; a timer that is not armed has index -1.
/// - I2 `deadlines[i] == heap[i].deadlineMs`: the keys stand side by side for the cache's sake.
/// - I3 No entry precedes its parent.
final class Timers {
    private static final int FANOUT_LOG2 = 2;
    private static final int INITIAL = 16;

    private Timer[] heap = new Timer[INITIAL];
    private long[] deadlines = new long[INITIAL];
    private int size;
    private long armed;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /// The earliest deadline; only if not empty.
    long nextMs() {
        return deadlines[0];
    }

    void arm(Timer timer, long deadlineMs) {
        assert timer.index < 0 : "armed twice";
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
            deadlines = Arrays.copyOf(deadlines, size * 2);
        }
        timer.deadlineMs = deadlineMs;
        timer.sequence = armed++;
        siftUp(size++, timer);
    }

    void remove(Timer timer) {
        int hole = timer.index;
        assert heap[hole] == timer : "not armed";
        timer.index = -1;
        Timer moved = heap[--size];
        heap[size] = null;
        if (hole == size) {
            return;
        }
        if (hole > 0 && precedes(moved, heap[parent(hole)])) {
            siftUp(hole, moved);
        } else {
            siftDown(hole, moved);
        }
    }

    /// Removes and returns the first timer if its deadline is not after `nowMs`, else null.
    Timer pollExpired(long nowMs) {
        if (size == 0 || deadlines[0] > nowMs) {
            return null;
        }
        Timer first = heap[0];
        remove(first);
        return first;
    }

    private static int parent(int i) {
        return (i - 1) >> FANOUT_LOG2;
    }

    private static boolean precedes(Timer a, Timer b) {
        return a.deadlineMs < b.deadlineMs || (a.deadlineMs == b.deadlineMs && a.sequence < b.sequence);
    }

    private void place(int i, Timer timer) {
        heap[i] = timer;
        deadlines[i] = timer.deadlineMs;
        timer.index = i;
    }

    private void siftUp(int start, Timer timer) {
        int i = start;
        while (i > 0) {
            int up = parent(i);
            if (!precedes(timer, heap[up])) {
                break;
            }
            place(i, heap[up]);
            i = up;
        }
        place(i, timer);
    }

    private void siftDown(int start, Timer timer) {
        int i = start;
        while (true) {
            int child = (i << FANOUT_LOG2) + 1;
            if (child >= size) {
                break;
            }
            int least = leastOf(child, Math.min(child + (1 << FANOUT_LOG2), size));
            if (!precedes(heap[least], timer)) {
                break;
            }
            place(i, heap[least]);
            i = least;
        }
        place(i, timer);
    }

    private int leastOf(int from, int to) {
        int least = from;
        for (int i = from + 1; i < to; i++) {
            long a = deadlines[i];
            long b = deadlines[least];
            if (a < b || (a == b && heap[i].sequence < heap[least].sequence)) {
                least = i;
            }
        }
        return least;
    }

    /// Checks I1 to I3; for tests.
    void checkInvariants() {
        for (int i = 0; i < size; i++) {
            if (heap[i].index != i || deadlines[i] != heap[i].deadlineMs) {
                throw new AssertionError("I1/I2 at " + i);
            }
            if (i > 0 && precedes(heap[i], heap[parent(i)])) {
                throw new AssertionError("I3 at " + i);
            }
        }
    }
}
