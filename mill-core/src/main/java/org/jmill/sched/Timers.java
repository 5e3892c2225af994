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
/// - I2 `keys[2 * i]` and `keys[2 * i + 1]` are `heap[i]`'s deadline and sequence: all that is compared stands
///   side by side, so that of a million timers only those that move are touched.
/// - I3 No entry precedes its parent.
final class Timers {
    private static final int FANOUT_LOG2 = 2;
    private static final int INITIAL = 16;

    private Timer[] heap = new Timer[INITIAL];
    private long[] keys = new long[2 * INITIAL];
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
        return keys[0];
    }

    void arm(Timer timer, long deadlineMs) {
        assert timer.index < 0 : "armed twice";
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
            keys = Arrays.copyOf(keys, size * 4);
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
        if (hole > 0 && precedes(moved, parent(hole))) {
            siftUp(hole, moved);
        } else {
            siftDown(hole, moved);
        }
    }

    /// Removes and returns the first timer if its deadline is not after `nowMs`, else null.
    Timer pollExpired(long nowMs) {
        if (size == 0 || keys[0] > nowMs) {
            return null;
        }
        Timer first = heap[0];
        remove(first);
        return first;
    }

    private static int parent(int i) {
        return (i - 1) >> FANOUT_LOG2;
    }

    private boolean precedes(Timer timer, int i) {
        long other = keys[2 * i];
        return timer.deadlineMs < other || (timer.deadlineMs == other && timer.sequence < keys[2 * i + 1]);
    }

    private boolean precedes(int i, int j) {
        long a = keys[2 * i];
        long b = keys[2 * j];
        return a < b || (a == b && keys[2 * i + 1] < keys[2 * j + 1]);
    }

    private void place(int i, Timer timer) {
        heap[i] = timer;
        keys[2 * i] = timer.deadlineMs;
        keys[2 * i + 1] = timer.sequence;
        timer.index = i;
    }

    private void move(int from, int to) {
        Timer timer = heap[from];
        heap[to] = timer;
        keys[2 * to] = keys[2 * from];
        keys[2 * to + 1] = keys[2 * from + 1];
        timer.index = to;
    }

    private void siftUp(int start, Timer timer) {
        int i = start;
        while (i > 0) {
            int up = parent(i);
            if (!precedes(timer, up)) {
                break;
            }
            move(up, i);
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
            if (precedes(timer, least)) {
                break;
            }
            move(least, i);
            i = least;
        }
        place(i, timer);
    }

    private int leastOf(int from, int to) {
        int least = from;
        for (int i = from + 1; i < to; i++) {
            if (precedes(i, least)) {
                least = i;
            }
        }
        return least;
    }

    /// Checks I1 to I3; for tests.
    void checkInvariants() {
        for (int i = 0; i < size; i++) {
            if (heap[i].index != i || keys[2 * i] != heap[i].deadlineMs || keys[2 * i + 1] != heap[i].sequence) {
                throw new AssertionError("I1/I2 at " + i);
            }
            if (i > 0 && precedes(i, parent(i))) {
                throw new AssertionError("I3 at " + i);
            }
        }
    }
}
