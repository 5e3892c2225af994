package org.jmill.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;
import org.junit.jupiter.api.Test;

/// Continuations run and suspended by the private methods of the JDK's class, compared with the public ones.
class RawContinuationTest {
    private static final ContinuationScope SCOPE = new ContinuationScope("test");

    private final List<String> log = new ArrayList<>();

    private Continuation twice() {
        return new Continuation(SCOPE, () -> {
            log.add("first");
            log.add("suspended with " + RawContinuation.suspend());
        });
    }

    private static Object stackOf(Continuation continuation) throws ReflectiveOperationException {
        Field tail = Continuation.class.getDeclaredField("tail");
        tail.setAccessible(true);
        return tail.get(continuation);
    }

    private static void assumeAllowed() {
        assumeTrue(RawContinuation.ALLOWED, "the package is not open in this JVM");
    }

    @Test
    void isAllowedExactlyWhereThePackageIsOpen() {
        Module mine = RawContinuation.class.getModule();
        boolean open = Object.class.getModule().isOpen("jdk.internal.vm", mine);
        assertEquals(open, RawContinuation.ALLOWED, RawContinuation.CHOICE.reason());
    }

    @Test
    void runsItToWhereItIsSuspendedAndThenToItsEnd() {
        assumeAllowed();
        Continuation c = twice();
        RawContinuation.run(c);
        assertEquals(List.of("first"), log);
        assertFalse(c.isDone());
        RawContinuation.run(c);
        assertEquals(List.of("first", "suspended with 0"), log);
        assertTrue(c.isDone());
    }

    @Test
    void oneThatHasEndedKeepsNoStack() throws ReflectiveOperationException {
        assumeAllowed();
        Continuation c = twice();
        RawContinuation.run(c);
        assertNotNull(stackOf(c));
        RawContinuation.run(c);
        assertNull(stackOf(c));
    }

    @Test
    void theInnermostOneIsSuspended() {
        assumeAllowed();
        Continuation inner = twice();
        Continuation outer = new Continuation(SCOPE, () -> {
            RawContinuation.run(inner);
            log.add("back in the outer one");
        });
        RawContinuation.run(outer);
        assertEquals(List.of("first", "back in the outer one"), log);
        assertTrue(outer.isDone());
        assertFalse(inner.isDone());
    }

    @Test
    void oneThatCannotBeSuspendedGoesOnAndLearnsWhy() {
        assumeAllowed();
        Continuation c = new Continuation(SCOPE, () -> {
            Continuation.pin();
            int obstacle = RawContinuation.suspend();
            Continuation.unpin();
            log.add(RawContinuation.pinned(obstacle).name());
        });
        RawContinuation.run(c);
        assertEquals(List.of("CRITICAL_SECTION"), log);
        assertTrue(c.isDone());
    }

    @Test
    void whatItThrowsReachesTheOneThatRanItAndItHasEnded() throws ReflectiveOperationException {
        assumeAllowed();
        IllegalStateException thrown = new IllegalStateException("thrown");
        Continuation c = new Continuation(SCOPE, () -> {
            RawContinuation.suspend();
            throw thrown;
        });
        RawContinuation.run(c);
        assertSame(thrown, assertThrows(IllegalStateException.class, () -> RawContinuation.run(c)));
        assertTrue(c.isDone());
    }

    @Test
    void itsFramesSurviveACollection() {
        assumeAllowed();
        Continuation c = new Continuation(SCOPE, () -> {
            Object held = List.of(new String("held"), log);
            RawContinuation.suspend();
            log.add(held.toString());
        });
        RawContinuation.run(c);
        System.gc();
        RawContinuation.run(c);
        assertEquals(List.of("[held, []]"), log);
    }

    @Test
    void theFrameThatRanItEndsItsFrames() {
        List<Boolean> ends = new ArrayList<>();
        Continuation c = new Continuation(SCOPE, () -> {
            StackTraceElement[] frames = Thread.currentThread().getStackTrace();
            Arrays.stream(frames).map(RawContinuation::isEntry).forEach(ends::add);
        });
        if (RawContinuation.ALLOWED) {
            RawContinuation.run(c);
        } else {
            c.run();
        }
        assertEquals(1, ends.stream().filter(end -> end).count(), ends.toString());
    }
}
