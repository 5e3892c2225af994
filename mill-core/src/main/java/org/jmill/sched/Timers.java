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
    private static final Timer[] NO_TIMERS = {};
    private static final long[] NO_KEYS = {};
    private static final int KEPT = 1024; // Room that is never given back.

    private Timer[] heap = NO_TIMERS; // Many a mill arms none.
    private long[] keys = NO_KEYS;
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
            int length = Math.max(INITIAL, size * 2);
            heap = Arrays.copyOf(heap, length);
            keys = Arrays.copyOf(keys, length * 2);
        }
        timer.deadlineMs = deadlineMs;
        timer.sequence = armed++;
        siftUp(size, timer);
        size++;
    }

    void remove(Timer timer) {
        int hole = timer.index;
        assert heap[hole] == timer : "not armed";
        int last = size - 1;
        if (hole != last) {
            Timer moved = heap[last];
            if (hole > 0 && precedes(last, parent(hole))) {
                siftUp(hole, moved);
            } else {
                siftDown(hole, moved, last);
            }
        }
        heap[last] = null;
        size = last;
        timer.index = -1;
        if (last < heap.length / 4 && heap.length > KEPT) {
            giveBack(heap.length / 2);
        }
    }

    /// The memory of the fullest moment is not kept for ever.
    private void giveBack(int length) {
        Timer[] smaller = Arrays.copyOf(heap, length);
        keys = Arrays.copyOf(keys, 2 * length);
        heap = smaller;
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

    private boolean precedes(int i, int j) {
        long a = keys[2 * i];
        long b = keys[2 * j];
        return a < b || (a == b && keys[2 * i + 1] < keys[2 * j + 1]);
    }

    // The two below call nothing: where a coroutine runs out of stack, they have not begun, or come to their end.

    /// Puts a timer into the heap, at `start` or above; what stands at `start` moved elsewhere, or is nothing.
    private void siftUp(int start, Timer timer) {
        long deadlineMs = timer.deadlineMs;
        long sequence = timer.sequence;
        int i = start;
        while (i > 0) {
            int up = (i - 1) >> FANOUT_LOG2;
            long upMs = keys[2 * up];
            if (upMs < deadlineMs || (upMs == deadlineMs && keys[2 * up + 1] < sequence)) {
                break;
            }
            Timer sinking = heap[up];
            heap[i] = sinking;
            keys[2 * i] = upMs;
            keys[2 * i + 1] = keys[2 * up + 1];
            sinking.index = i;
            i = up;
        }
        heap[i] = timer;
        keys[2 * i] = deadlineMs;
        keys[2 * i + 1] = sequence;
        timer.index = i;
    }

    /// Puts a timer into the heap, at `start` or below, but before `end`.
    private void siftDown(int start, Timer timer, int end) {
        long deadlineMs = timer.deadlineMs;
        long sequence = timer.sequence;
        int i = start;
        int child = (i << FANOUT_LOG2) + 1;
        while (child < end) {
            int least = child;
            long leastMs = keys[2 * least];
            for (int c = child + 1; c < child + (1 << FANOUT_LOG2) && c < end; c++) {
                long ms = keys[2 * c];
                if (ms < leastMs || (ms == leastMs && keys[2 * c + 1] < keys[2 * least + 1])) {
                    least = c;
                    leastMs = ms;
                }
            }
            if (deadlineMs < leastMs || (deadlineMs == leastMs && sequence < keys[2 * least + 1])) {
                break;
            }
            Timer rising = heap[least];
            heap[i] = rising;
            keys[2 * i] = leastMs;
            keys[2 * i + 1] = keys[2 * least + 1];
            rising.index = i;
            i = least;
            child = (i << FANOUT_LOG2) + 1;
        }
        heap[i] = timer;
        keys[2 * i] = deadlineMs;
        keys[2 * i + 1] = sequence;
        timer.index = i;
    }

    /// How many are armed whose alarm is of a kind; for tests.
    int count(Class<?> kind) {
        int found = 0;
        for (int i = 0; i < size; i++) {
            found += kind.isInstance(heap[i].alarm) ? 1 : 0;
        }
        return found;
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
