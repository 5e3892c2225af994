package org.jmill.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// How often the poller is asked.
class PaceTest {
    private static final long MS = 1_000_000;

    @Test
    void turnsThatTakeLongAreFewerBetweenTwoLooks() {
        Pace pace = new Pace(true, 0);
        long now = 0;
        int after = Scheduler.POLL_EVERY;
        for (int i = 0; i < 3; i++) {
            now += after * 300_000L; // 0.3 ms a turn, as of 103 system calls.
            after = pace.lookAfter(after, false, now);
        }
        assertTrue(after >= 2 && after <= 4, "after " + after);
        after = pace.lookAfter(1, false, now + 50 * MS);
        assertEquals(1, after);
    }

    @Test
    void whenTurnsAreShortAgainThereAreAsManyAsLibmillTakes() {
        Pace pace = new Pace(true, 0);
        int after = pace.lookAfter(103, false, 100 * MS);
        long now = 100 * MS;
        for (int i = 0; i < 10; i++) {
            now += after * 40L;
            after = pace.lookAfter(after, false, now);
        }
        assertEquals(Scheduler.POLL_EVERY, after);
    }

    @Test
    void aWaitSaysNothingAndInLibmillsOrderTheNumberStays() {
        assertEquals(103, new Pace(true, 0).lookAfter(103, true, 1_000 * MS));
        assertEquals(103, new Pace(false, 0).lookAfter(103, false, 1_000 * MS));
    }
}
