package org.jmill.coroutines;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Coro;
import org.jmill.Coroutine;
import org.jmill.DeadlockException;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.TestMill;

/// A chain of coroutines that wait for one another may be of any length.
class DeepCancellationTest {
    private static final int DEPTH = 30_000;

    private int unwound;
    private Chan<Integer> built; // Tells that the innermost is about to wait.

    /// The outermost of a chain, whose innermost waits.
    private Coro<Integer, Integer> chain(int length) {
        return Coro.create((self, value) -> {
            try {
                if (length == 1) {
                    chs(built, value);
                    msleep(-1);
                }
                return chain(length - 1).resume(value + 1);
            } finally {
                unwound++;
            }
        });
    }

    @EveryEngine
    void cancellingTheFirstOfAChainOfResumesEndsAll(Engine engine) {
        unwound = 0;
        TestMill.realTime(engine).fast().run(() -> {
            built = chmake(0);
            Coroutine resumer = go(() -> chain(DEPTH).resume(0));
            chr(built);
            resumer.cancel();
            resumer.join();
            assertEquals(DEPTH, unwound);
        });
    }

    @EveryEngine
    void mainsEndEndsAChainOfResumes(Engine engine) {
        unwound = 0;
        TestMill.realTime(engine).fast().run(() -> {
            built = chmake(0);
            go(() -> chain(DEPTH).resume(0));
            chr(built);
        });
        assertEquals(DEPTH, unwound);
    }

    @EveryEngine
    void mainMayItselfBeTheFirstOfTheChain(Engine engine) {
        unwound = 0;
        TestMill.realTime(engine).fast().run(() -> {
            built = chmake(0);
            Coroutine main = Mill.self();
            go(() -> {
                chr(built);
                main.cancel();
            });
            assertThrows(CancelledException.class, () -> chain(DEPTH).resume(0));
            assertEquals(DEPTH, unwound);
        });
    }

    @EveryEngine
    void aChainOfResumesThatWaitsForNothingIsReportedAsADeadlock(Engine engine) {
        unwound = 0;
        DeadlockException deadlock = assertThrows(
                DeadlockException.class,
                () -> TestMill.realTime(engine).fast().run(() -> {
                    built = chmake(1);
                    chain(DEPTH).resume(0);
                }));
        assertTrue(deadlock.getMessage().contains("resume({" + DEPTH / 100 + "})"), "the chain is not in the dump");
        assertEquals(DEPTH, unwound);
    }

    @EveryEngine
    void aChainOfClosesEndsAll(Engine engine) {
        unwound = 0;
        TestMill.realTime(engine).fast().run(() -> {
            Coro<Integer, Integer> outermost = holder(DEPTH);
            outermost.resume(0);
            outermost.close();
            assertEquals(DEPTH, unwound);
        });
    }

    /// Suspended in its yield, and closes another such one at its end.
    private Coro<Integer, Integer> holder(int length) {
        return Coro.create((self, value) -> {
            Coro<Integer, Integer> next = length == 1 ? null : holder(length - 1);
            try {
                if (next != null) {
                    next.resume(value);
                }
                return self.yield(value);
            } finally {
                if (next != null) {
                    next.close();
                }
                unwound++;
            }
        });
    }
}
