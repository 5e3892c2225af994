package org.jmill.iterating;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jmill.Chan;
import org.jmill.Coro;
import org.jmill.Coro.Status;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Generator;
import org.jmill.Inside;
import org.jmill.MillPanic;
import org.jmill.Order;
import org.jmill.harness.Effort;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.TestMill;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A `resume` or a `yield` that could not switch did nothing; and cancellations meet both.
class CoroRecoveryTest {
    private static Coro<Integer, Integer> echo(List<Integer> bodies) {
        return Coro.create((self, first) -> {
            int value = first;
            while (true) {
                bodies.add(value);
                value = self.yield(value);
            }
        });
    }

    private static void assertSound() {
        long start = now();
        msleep(start + 20);
        assertTrue(now() - start >= 20, "slept " + (now() - start));
        Inside.check();
    }

    @Test
    void aRefusedResumeRunsNothing() {
        Object lock = new Object();
        List<Integer> bodies = new ArrayList<>();
        TestMill.run(Engine.CONTINUATION, () -> {
            Coro<Integer, Integer> coro = echo(bodies);
            synchronized (lock) {
                assertThrows(MillPanic.class, () -> coro.resume(1)); // Not started.
            }
            assertEquals(Status.SUSPENDED, coro.status());
            assertSound();
            assertEquals(2, coro.resume(2));
            synchronized (lock) {
                assertThrows(MillPanic.class, () -> coro.resume(3)); // In its yield.
            }
            assertEquals(Status.SUSPENDED, coro.status());
            assertSound();
            assertEquals(4, coro.resume(4));
        });
        assertEquals(List.of(2, 4), bodies);
    }

    @Test
    void aCoroThatWasRefusedItsFirstResumeCanBeClosed() {
        Object lock = new Object();
        List<Integer> bodies = new ArrayList<>();
        TestMill.run(Engine.CONTINUATION, () -> {
            Coro<Integer, Integer> coro = echo(bodies);
            synchronized (lock) {
                assertThrows(MillPanic.class, () -> coro.resume(1));
            }
            coro.close();
            assertEquals(Status.DEAD, coro.status());
        });
        assertEquals(List.of(), bodies);
    }

    @Test
    void aRefusedYieldLeavesTheResumerWaiting() {
        Object lock = new Object();
        TestMill.run(Engine.CONTINUATION, () -> {
            Coro<Integer, Integer> fails = Coro.create((self, first) -> {
                synchronized (lock) {
                    self.yield(1);
                }
                return 2;
            });
            MillPanic panic = assertThrows(MillPanic.class, () -> fails.resume(0));
            assertTrue(
                    panic.getMessage().contains("lock") || panic.getMessage().contains("monitor"), panic.getMessage());
            assertEquals(Status.DEAD, fails.status());
            Coro<Integer, Integer> catches = Coro.create((self, first) -> {
                synchronized (lock) {
                    assertThrows(MillPanic.class, () -> self.yield(1));
                }
                return self.yield(2) + 10;
            });
            assertEquals(2, catches.resume(0));
            assertEquals(13, catches.resume(3));
            assertSound();
        });
    }

    @Test
    void aStrictGoThatIsRefusedStartsNothing() {
        Object lock = new Object();
        List<String> ran = new ArrayList<>();
        TestMill.run(Engine.CONTINUATION, () -> {
            synchronized (lock) {
                assertThrows(MillPanic.class, () -> go(() -> ran.add("child")));
            }
            yieldNow();
            assertSound();
        });
        assertEquals(List.of(), ran);
    }

    /// Resumes `coro` in a static initialiser, where neither of the two engines can suspend a coroutine.
    private static final class Pinned {
        private static Coro<Integer, Integer> coro;
        private static List<String> log;

        private static final class Virtual {
            static {
                attempt();
            }

            static void touch() {}
        }

        private static final class Continuation {
            static {
                attempt();
            }

            static void touch() {}
        }

        private static void attempt() {
            try {
                log.add("resumed " + coro.resume(7));
            } catch (MillPanic e) {
                log.add("refused");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"VIRTUAL", "CONTINUATION"})
    void aPinnedResumeRunsNothing(Engine engine) {
        List<Integer> bodies = new ArrayList<>();
        Pinned.log = new ArrayList<>();
        TestMill.realTime(engine)
                .fast()
                .run(() -> go(() -> {
                            Pinned.coro = echo(bodies);
                            if (engine == Engine.VIRTUAL) {
                                Pinned.Virtual.touch();
                            } else {
                                Pinned.Continuation.touch();
                            }
                            assertSound();
                            if (Pinned.log.equals(List.of("refused"))) {
                                assertEquals(Status.SUSPENDED, Pinned.coro.status());
                                assertEquals(List.of(), bodies);
                            }
                            assertEquals(8, Pinned.coro.resume(8));
                        })
                        .join());
        assertEquals(1, Pinned.log.size());
    }

    @EveryEngine
    void aStackThatOverflowsInResumeLosesNobody(Engine engine) {
        TestMill.realTime(engine).fast().run(() -> {
            for (int k = 0; k < Effort.of(3, 20); k++) {
                Coro<Integer, Integer> coro = echo(new ArrayList<>());
                go(() -> {
                            dive(coro, 0);
                            assertSound();
                            assertEquals(-5, coro.resume(-5));
                        })
                        .join();
            }
            assertSound();
        });
    }

    private static int dive(Coro<Integer, Integer> coro, int depth) {
        try {
            coro.resume(depth);
            return dive(coro, depth + 1);
        } catch (StackOverflowError e) {
            return depth;
        }
    }

    @EveryEngineAndOrder
    void theMillEndsWhileSomebodyResumesInALoop(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            go(() -> {
                try {
                    for (int i : Generator.<Integer>create(out -> {
                        for (int n = 0; ; n++) {
                            out.yield(n);
                        }
                    })) {
                        assertTrue(i >= 0);
                    }
                } finally {
                    log.add("worker ends");
                }
            });
        });
        assertEquals(List.of("worker ends"), log);
    }

    @EveryEngineAndOrder
    void aResumerThatIsCancelledWhileItGivesWayResumesNobody(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> never = chmake(0);
            boolean[] cancelled = {false};
            Coroutine worker = go(() -> {
                Coro<Void, Integer> coro = Coro.create((self, first) -> {
                    while (!cancelled[0]) {
                        self.yield(1);
                    }
                    return chr(never);
                });
                while (true) {
                    coro.resume(null);
                }
            });
            worker.cancel();
            cancelled[0] = true;
            assertTrue(worker.join(now() + 5_000));
            assertFalse(Inside.isEnding());
        });
    }

    @Test
    void aRefusedCloseEndsNothing() {
        Object lock = new Object();
        List<String> log = new ArrayList<>();
        TestMill.run(Engine.CONTINUATION, () -> {
            for (int k = 0; k < 2; k++) {
                Coro<Integer, Integer> coro = Coro.create((self, first) -> {
                    try {
                        while (true) {
                            self.yield(1);
                        }
                    } finally {
                        log.add("ends");
                    }
                });
                coro.resume(1);
                synchronized (lock) {
                    assertThrows(MillPanic.class, coro::close);
                }
                assertEquals(Status.SUSPENDED, coro.status());
                assertEquals(1, coro.resume(2));
                if (k == 0) {
                    coro.close();
                    assertEquals(List.of("ends"), log);
                } // The mill's end closes the other one.
            }
        });
        assertEquals(List.of("ends", "ends"), log);
    }
}
