package org.jmill.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// `Thread.interrupt` raises the flag and then, some time later, calls back; the mill looks at any time. A thread
/// that raises its own flag stands in for the first half of an interrupt here, and for the second half one whose
/// flag is lowered at once.
class InterruptsTest {
    private final AtomicInteger wakeUps = new AtomicInteger();
    private final Interrupts interrupts = new Interrupts(wakeUps::incrementAndGet);

    @AfterEach
    void end() {
        interrupts.end();
        Thread.interrupted();
    }

    private static void raiseTheFlag() {
        Thread.currentThread().interrupt();
    }

    private static void interruptFromAnotherThread() {
        Thread other = Thread.ofPlatform().start(Thread.currentThread()::interrupt);
        while (other.isAlive()) { // A join would take the flag.
            Thread.onSpinWait();
        }
    }

    /// Calls back only: the flag was seen, and taken, before.
    private static void callBack() {
        interruptFromAnotherThread();
        assertTrue(Thread.interrupted());
    }

    @Test
    void anInterruptIsSeenOnce() {
        interrupts.listen();
        assertFalse(interrupts.have());
        interruptFromAnotherThread();
        assertTrue(interrupts.have());
        assertFalse(interrupts.have());
        assertFalse(Thread.interrupted());
        interruptFromAnotherThread();
        assertTrue(interrupts.have());
    }

    @Test
    void aFlagThatTheThreadRaisesItselfIsTakenAndIsNoInterrupt() {
        interrupts.listen();
        raiseTheFlag();
        assertFalse(interrupts.have());
        assertFalse(Thread.interrupted());
        assertEquals(0, wakeUps.get());
    }

    @Test
    void anInterruptIsSeenThoughItsFlagWasTakenBeforeItCalledBack() {
        interrupts.listen();
        raiseTheFlag();
        assertFalse(interrupts.have());
        callBack();
        assertTrue(interrupts.have());
        assertFalse(interrupts.have());
    }

    @Test
    void anInterruptIsSeenThoughAnotherOneHasTakenItsFlag() {
        interrupts.listen();
        callBack();
        assertTrue(interrupts.have());
    }

    @Test
    void theCallWakesAMillThatWaits() {
        interrupts.listen();
        callBack();
        assertEquals(1, wakeUps.get());
    }

    @Test
    void afterAFlagOfWhichNobodyKnowsWhoseItWasAnInterruptMayBeUnderWay() {
        interrupts.listen();
        assertFalse(interrupts.have());
        interruptFromAnotherThread();
        assertTrue(interrupts.have());
        assertFalse(interrupts.mayBeUnderWay()); // That one is known.
        raiseTheFlag();
        assertFalse(interrupts.have());
        assertTrue(interrupts.mayBeUnderWay());
        assertFalse(interrupts.have());
        assertTrue(interrupts.mayBeUnderWay());
    }

    @Test
    void anInterruptThatNobodyHasSeenIsToldAtTheEnd() {
        interrupts.listen();
        callBack();
        assertTrue(interrupts.end());
        interrupts.listen();
        callBack();
        assertTrue(interrupts.have());
        assertFalse(interrupts.end());
        assertFalse(interrupts.end());
    }

    @Test
    void anInterruptBeforeTheStartIsSeen() {
        raiseTheFlag();
        interrupts.listen();
        assertTrue(interrupts.have());
    }

    @Test
    void whereNobodyListensTheFlagIsAllThereIs() {
        raiseTheFlag();
        assertTrue(interrupts.have());
        assertFalse(interrupts.have());
        assertFalse(interrupts.mayBeUnderWay());
    }
}
