package org.jmill.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The deadlines that are armed.
class TimersTest {
    private final Timers timers = new Timers();

    private Timer armed(long deadlineMs) {
        Timer timer = new Timer(null);
        timers.arm(timer, deadlineMs);
        timers.checkInvariants();
        return timer;
    }

    @Test
    void noneIsArmedAtFirst() {
        assertTrue(timers.isEmpty());
        assertEquals(0, timers.size());
        assertNull(timers.pollExpired(Long.MAX_VALUE));
    }

    @Test
    void theEarliestFiresFirst() {
        Timer late = armed(30);
        Timer early = armed(10);
        Timer middle = armed(20);
        assertEquals(10, timers.nextMs());
        assertSame(early, timers.pollExpired(30));
        assertSame(middle, timers.pollExpired(30));
        assertSame(late, timers.pollExpired(30));
        assertNull(timers.pollExpired(30));
    }

    @Test
    void equalDeadlinesFireInTheOrderArmed() {
        List<Timer> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(armed(7));
        }
        for (Timer timer : all) {
            assertSame(timer, timers.pollExpired(7));
            timers.checkInvariants();
        }
    }

    @Test
    void noneFiresBeforeItsTime() {
        Timer timer = armed(10);
        assertNull(timers.pollExpired(9));
        assertSame(timer, timers.pollExpired(10));
        assertEquals(-1, timer.index);
    }

    @Test
    void oneThatWasRemovedNeverFires() {
        List<Timer> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(armed(i % 7));
        }
        for (int i = 0; i < 50; i += 2) {
            timers.remove(all.get(i));
            assertEquals(-1, all.get(i).index);
            timers.checkInvariants();
        }
        List<Timer> fired = new ArrayList<>();
        for (Timer t = timers.pollExpired(100); t != null; t = timers.pollExpired(100)) {
            fired.add(t);
        }
        assertEquals(25, fired.size());
        assertTrue(fired.stream().allMatch(t -> all.indexOf(t) % 2 == 1));
    }

    @Test
    void oneMayBeArmedAgain() {
        Timer timer = armed(10);
        timers.remove(timer);
        Timer other = armed(20);
        timers.arm(timer, 20);
        assertSame(other, timers.pollExpired(20), "it went behind those armed meanwhile");
        assertSame(timer, timers.pollExpired(20));
        timers.arm(timer, 5);
        assertSame(timer, timers.pollExpired(5));
    }

    @Test
    void extremeDeadlinesAreKeptInOrder() {
        Timer never = armed(Long.MAX_VALUE);
        Timer zero = armed(0);
        assertSame(zero, timers.pollExpired(0));
        assertNull(timers.pollExpired(Long.MAX_VALUE - 1));
        assertSame(never, timers.pollExpired(Long.MAX_VALUE));
    }

    @Test
    void nothingIsKeptOfThoseThatAreGone() {
        Timer timer = armed(1);
        java.lang.ref.WeakReference<Timer> held = new java.lang.ref.WeakReference<>(timer);
        timers.pollExpired(1);
        timer = null;
        for (int i = 0; i < 20 && held.get() != null; i++) {
            System.gc();
        }
        assertNull(held.get());
    }

    @Test
    void aMillionArmedAtOnceFireInOrder() {
        java.util.SplittableRandom random = new java.util.SplittableRandom(7);
        for (int i = 0; i < 1_000_000; i++) {
            timers.arm(new Timer(null), random.nextInt(100_000));
        }
        timers.checkInvariants();
        long lastDeadline = -1;
        long lastSequence = -1;
        for (Timer t = timers.pollExpired(100_000); t != null; t = timers.pollExpired(100_000)) {
            boolean inOrder =
                    t.deadlineMs > lastDeadline || (t.deadlineMs == lastDeadline && t.sequence > lastSequence);
            assertTrue(inOrder);
            lastDeadline = t.deadlineMs;
            lastSequence = t.sequence;
        }
        assertTrue(timers.isEmpty());
    }

    /// How many timers lie elsewhere in the heap than they did.
    private static int moved(List<Timer> all, List<Integer> before) {
        int moved = 0;
        for (int i = 0; i < all.size(); i++) {
            moved += all.get(i).index != before.get(i) ? 1 : 0;
        }
        return moved;
    }

    @Test
    void anOperationAmongManyMovesAtMostOneTimerALevel() {
        int count = 100_000;
        int movedMax = 11; // One in each level, of which 87,381 would fill nine, and the one that comes or goes.
        List<Timer> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Timer timer = new Timer(null);
            timers.arm(timer, i * 7919L % count);
            all.add(timer);
        }
        for (int i : new int[] {0, 1, count / 2, count - 1}) {
            List<Integer> before = all.stream().map(timer -> timer.index).toList();
            timers.remove(all.get(i));
            assertTrue(moved(all, before) <= movedMax, "remove " + i + " moves " + moved(all, before));
            before = all.stream().map(timer -> timer.index).toList();
            timers.arm(all.get(i), i);
            assertTrue(moved(all, before) <= movedMax, "arm " + i + " moves " + moved(all, before));
            before = all.stream().map(timer -> timer.index).toList();
            Timer first = timers.pollExpired(count);
            assertTrue(moved(all, before) <= movedMax, "fire moves " + moved(all, before));
            timers.arm(first, first.deadlineMs);
        }
        timers.checkInvariants();
    }
}
