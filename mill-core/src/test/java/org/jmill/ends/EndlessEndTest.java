package org.jmill.ends;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jmill.Coro;
import org.jmill.DeadlockException;
import org.jmill.Engine;
import org.jmill.Order;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.TestMill;

/// Coroutines that have been cancelled and wait for each other nevertheless: only `close` of a [Coro] does so.
class EndlessEndTest {
    private final List<String> log = new ArrayList<>();
    private final List<Coro<Void, Void>> coros = new ArrayList<>();

    /// Makes one that closes the other one in its `finally`, and resumes it to its first yield.
    private void start(int other) {
        Coro<Void, Void> coro = Coro.create((self, first) -> {
            try {
                self.yield(null);
            } finally {
                coros.get(other).close();
                log.add("closed " + other);
            }
            return null;
        });
        coros.add(coro);
        coro.resume(null);
    }

    @EveryEngineAndOrder
    void corosThatCloseEachOtherAtTheEndOfMainAreADeadlock(Engine engine, Order order) {
        DeadlockException thrown = assertThrows(
                DeadlockException.class,
                () -> TestMill.run(engine, order, () -> {
                    start(1);
                    start(0);
                }));
        assertTrue(thrown.getMessage().matches("(?s).*\\{1\\} +join\\(\\{2\\}\\).*"), thrown.getMessage());
        assertTrue(thrown.getMessage().matches("(?s).*\\{2\\} +join\\(\\{1\\}\\).*"), thrown.getMessage());
        assertEquals(List.of("closed 0", "closed 1"), log.stream().sorted().toList());
    }

    @EveryEngineAndOrder
    void aFailureThatCameFirstStaysTheOneThatIsThrown(Engine engine, Order order) {
        IllegalStateException thrown = assertThrows(
                IllegalStateException.class,
                () -> TestMill.run(engine, order, () -> {
                    start(1);
                    start(0);
                    throw new IllegalStateException("broken");
                }));
        assertEquals("broken", thrown.getMessage());
        assertEquals(DeadlockException.class, thrown.getSuppressed()[0].getClass());
        assertEquals(1, thrown.getSuppressed().length);
        assertEquals(List.of("closed 0", "closed 1"), log.stream().sorted().toList());
    }
}
