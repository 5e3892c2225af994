package org.jmill.ends;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.go;
import static org.jmill.Mill.inbox;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.shield;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jmill.Body;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Coro;
import org.jmill.DeadlockException;
import org.jmill.Engine;
import org.jmill.Inbox;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.Scope;
import org.jmill.harness.ChildJvm;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.TestMill;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A mill that has to end, and has coroutines that do not want to, or cannot.
class StubbornEndTest {
    private static final int SECONDS = 7; // For which they go on; the log waits for three.

    @Test
    @Tag("slow")
    void theLogNamesWhoCatchesItsCancellationInALoopWhoOnlyTriesAndWhoOnlyComputes() throws Exception {
        ChildJvm.Result result = ChildJvm.run(Stubborn.class, ChildJvm.FLAGS);
        assertEquals("", result.out());
        for (String mill : List.of("swallowing", "trying", "computing", "deaf")) {
            assertTrue(result.err().contains("end mill " + mill + ": everybody was cancelled"), result.err());
        }
        assertFalse(result.err().contains("end mill shielded"), result.err());
        assertTrue(result.err().contains("{1} swallower"), result.err());
        assertTrue(result.err().contains("{1} trier"), result.err());
        assertTrue(result.err().contains("StubbornEndTest$Stubborn.compute"), result.err());
    }

    /// Several mills at once, on all engines.
    static final class Stubborn {
        private Stubborn() {}

        public static void main(String[] args) throws InterruptedException {
            long until = System.nanoTime() + SECONDS * 1_000_000_000L;
            List<Thread> threads = List.of(
                    mill(Engine.CONTINUATION, "swallowing", () -> go("swallower", () -> swallow(until))),
                    mill(Engine.VIRTUAL, "trying", () -> {
                        Chan<Integer> never = chmake(0);
                        go("trier", () -> {
                            while (System.nanoTime() < until) {
                                never.tryReceive();
                            }
                        });
                    }),
                    mill(
                            Engine.PORTABLE,
                            "computing",
                            () -> go("computer", () -> {
                                try {
                                    msleep(-1);
                                } catch (CancelledException e) {
                                    compute(until);
                                }
                            })),
                    // Has a shield for as long, so that there is nothing to say of it.
                    mill(
                            Engine.CONTINUATION,
                            "shielded",
                            () -> go(() -> shield(
                                    Long.MAX_VALUE,
                                    () -> Scope.run(scope -> {
                                        scope.go(() -> msleep(now() + SECONDS * 1000));
                                        scope.stop(SECONDS * 2000);
                                    })))),
                    // Had one, and a grace that has passed.
                    mill(
                            Engine.VIRTUAL,
                            "deaf",
                            () -> go(() -> shield(
                                    Long.MAX_VALUE,
                                    () -> Scope.run(scope -> {
                                        scope.go(() -> swallow(until));
                                        scope.stop(1000);
                                    })))));
            for (Thread thread : threads) {
                thread.join();
            }
        }

        private static Thread mill(Engine engine, String name, Body<RuntimeException> main) {
            return Thread.ofPlatform()
                    .start(() -> Mill.run(
                            MillOptions.defaults().engine(engine).name(name).strict(false), main));
        }

        private static void swallow(long until) {
            while (System.nanoTime() < until) {
                try {
                    yieldNow();
                } catch (CancelledException e) {
                    // Again.
                }
            }
        }

        private static void compute(long until) {
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
        }
    }

    @EveryEngine
    void whatWaitsForItselfAtTheEndIsADeadlockThoughAnInboxIsOpen(Engine engine) {
        Inbox<?>[] open = {null};
        DeadlockException deadlock = assertThrows(
                DeadlockException.class,
                () -> TestMill.virtualTime(engine).fast().run(() -> {
                    open[0] = inbox(1); // Nobody will read what it may bring.
                    List<Coro<Object, Object>> coros = pair();
                    go(() -> coros.get(0).resume(null));
                    go(() -> coros.get(1).resume(null));
                    yieldNow();
                }));
        assertTrue(deadlock.getMessage().contains("join("), deadlock::getMessage);
        assertTrue(open[0].isClosed());
    }

    /// Two that close each other in their `finally`.
    private static List<Coro<Object, Object>> pair() {
        List<Coro<Object, Object>> coros = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            int other = 1 - i;
            coros.add(Coro.create((self, first) -> {
                try {
                    msleep(-1);
                } finally {
                    coros.get(other).close();
                }
                return null;
            }));
        }
        return coros;
    }

    @EveryEngine
    void anOpenInboxKeepsAMillWaitingWhileMainRuns(Engine engine) throws Exception {
        TestMill.<Exception>run(engine, () -> {
            Inbox<Integer> inbox = inbox(1);
            Thread giver = new Thread(() -> {
                inbox.offer(7);
                inbox.close();
            });
            giver.start();
            assertEquals(7, Mill.chr(inbox.chan()));
            giver.join();
        });
    }
}
