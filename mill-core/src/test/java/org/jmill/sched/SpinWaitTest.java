package org.jmill.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// When a wait is begun awake, and how long it stays so.
class SpinWaitTest {
    private static final long LIMIT_NS = 50;
    private static final long LOOK_NS = 10;

    private long nowNs;
    private int looks;
    private final SpinWait spinning = new SpinWait(LIMIT_NS, () -> nowNs);

    private boolean look(boolean ended) {
        looks++;
        nowNs += LOOK_NS;
        return ended;
    }

    /// Begins waits until one looks whether it has ended, which it never has.
    ///
    /// @return how many slept at once before it
    private int asleepBeforeTheNextSpin() {
        int before = looks;
        int asleep = -1;
        while (looks == before) {
            assertFalse(spinning.until(() -> look(false)));
            asleep++;
        }
        return asleep;
    }

    @Test
    void aWaitThatHasEndedNeedsOneLook() {
        assertTrue(spinning.until(() -> look(true)));
        assertEquals(1, looks);
    }

    @Test
    void aWaitIsLookedAtUntilItEnds() {
        assertTrue(spinning.until(() -> look(looks == 3)));
        assertEquals(4, looks);
    }

    @Test
    void aWaitIsLookedAtForTheLimitAtMost() {
        assertFalse(spinning.until(() -> look(false)));
        assertEquals(LIMIT_NS / LOOK_NS, looks);
    }

    @Test
    void eachSpinInVainHasTwiceAsManyWaitsSleepAtOnce() {
        List<Integer> asleep = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            asleep.add(asleepBeforeTheNextSpin());
        }
        assertEquals(List.of(0, 1, 3, 7, 15, 31, 63, 127, SpinWait.ASLEEP_MAX, SpinWait.ASLEEP_MAX), asleep);
    }

    @Test
    void afterASpinThatPaidTheNextWaitSpinsToo() {
        for (int i = 0; i < 5; i++) {
            assertTrue(spinning.until(() -> look(true)));
        }
        assertEquals(5, looks);
    }

    @Test
    void aSpinThatPaidHalvesHowManySleepAfterTheNextInVain() {
        while (asleepBeforeTheNextSpin() < 15) {} // The next 31 would sleep.
        while (!spinning.until(() -> look(true))) {}
        assertEquals(0, asleepBeforeTheNextSpin());
        assertEquals(31, asleepBeforeTheNextSpin());
        while (!spinning.until(() -> look(true))) {}
        while (!spinning.until(() -> look(true))) {}
        assertEquals(0, asleepBeforeTheNextSpin());
        assertEquals(31, asleepBeforeTheNextSpin());
    }

    @Test
    void withoutALimitNoWaitSpins() {
        SpinWait never = new SpinWait(0, () -> nowNs);
        assertFalse(never.until(() -> look(true)));
        assertEquals(0, looks);
    }
}
