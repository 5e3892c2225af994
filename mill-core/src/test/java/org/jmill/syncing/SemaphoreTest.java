package org.jmill.syncing;

import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jmill.CancelledException;
import org.jmill.Coroutine;
import org.jmill.DeadlineException;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.Order;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;
import org.jmill.sync.Semaphore;
import org.junit.jupiter.api.Test;

class SemaphoreTest {
    @EveryEngineAndOrder
    void soManyGoOnAtATimeFirstComeFirstServed(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Semaphore semaphore = new Semaphore(2);
            long start = now();
            List<String> log = new ArrayList<>();
            List<Coroutine> all = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                int number = i;
                all.add(go(() -> {
                    try (var _ = semaphore.acquire()) {
                        log.add(number + "@" + (now() - start));
                        msleep(now() + 10);
                    }
                }));
            }
            all.forEach(Coroutine::join);
            assertEquals(List.of("0@0", "1@0", "2@10", "3@10", "4@20"), log);
            assertEquals(2, semaphore.available());
        });
    }

    @EveryEngineAndOrder
    void whoWantsLittleWaitsBehindWhoWantsMuch(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Semaphore semaphore = new Semaphore(5);
            List<String> log = new ArrayList<>();
            Semaphore.Permit held = semaphore.acquire(3);
            Coroutine much = go(() -> {
                try (var _ = semaphore.acquire(5)) {
                    log.add("much");
                }
            });
            Coroutine little = go(() -> {
                try (var _ = semaphore.acquire(1)) {
                    log.add("little");
                }
            });
            assertEquals(Optional.empty(), semaphore.tryAcquire(), "nor does it go past them");
            assertEquals(List.of(), log);
            held.close();
            much.join();
            little.join();
            assertEquals(List.of("much", "little"), log);
        });
    }

    @EveryEngineAndOrder
    void whoStoodBehindACancelledOneIsLookedAt(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Semaphore semaphore = new Semaphore(5);
            Semaphore.Permit held = semaphore.acquire(3);
            Coroutine much = go(() -> assertThrows(CancelledException.class, () -> semaphore.acquire(5)));
            Coroutine little = go(() -> semaphore.acquire(1).close());
            much.cancel();
            little.join();
            assertEquals(2, semaphore.available());
            held.close();
        });
    }

    @EveryEngineAndOrder
    void whoStoodBehindOneWhoseDeadlinePassedIsLookedAt(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Semaphore semaphore = new Semaphore(5).named("requests");
            long start = now();
            Semaphore.Permit held = semaphore.acquire(3);
            go(() -> Messages.assertFails(
                    DeadlineException.class,
                    "acquire semaphore requests, 2 of 5 free",
                    () -> semaphore.acquire(5, start + 10),
                    ": deadline passed"));
            go(() -> semaphore.acquire(1).close()).join();
            assertEquals(start + 10, now());
            held.close();
            assertEquals(5, semaphore.available());
        });
    }

    @EveryEngineAndOrder
    void aDeadlineAroundTheCallTakesItOutOfTheLine(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Semaphore semaphore = new Semaphore(5);
            long start = now();
            Semaphore.Permit held = semaphore.acquire(3);
            go(() -> assertThrows(DeadlineException.class, () -> Mill.within(start + 10, () -> semaphore.acquire(5))));
            go(() -> semaphore.acquire(1).close()).join();
            assertEquals(start + 10, now());
            held.close();
            Mill.within(start + 20, () -> semaphore.acquire(5)).close();
            assertEquals(5, semaphore.available());
        });
    }

    @EveryEngineAndOrder
    void severalAreServedByOneRelease(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Semaphore semaphore = new Semaphore(4);
            Semaphore.Permit all = semaphore.acquire(4);
            List<Integer> log = new ArrayList<>();
            for (int count : new int[] {1, 2, 3, 1}) {
                go(() -> {
                    semaphore.acquire(count);
                    log.add(count);
                });
            }
            all.close();
            yieldNow();
            yieldNow();
            assertEquals(List.of(1, 2), log, "three are not free, and the last one stands behind");
            assertEquals(1, semaphore.available());
        });
    }

    @EveryEngineAndOrder
    void whoIsCancelledAfterItWasServedKeepsThePermit(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Semaphore semaphore = new Semaphore(1);
            Semaphore.Permit held = semaphore.acquire();
            boolean[] served = {false};
            Coroutine next = go(() -> {
                try (var _ = semaphore.acquire()) {
                    served[0] = true;
                }
            });
            held.close();
            next.cancel();
            next.join();
            assertTrue(served[0]);
            assertEquals(1, semaphore.available());
        });
    }

    @EveryEngineAndOrder
    void tryAcquireNeverWaits(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Semaphore semaphore = new Semaphore(3);
            try (var permit = semaphore.tryAcquire(2).orElseThrow()) {
                assertEquals(2, permit.count());
                assertEquals(Optional.empty(), semaphore.tryAcquire(2));
                semaphore.tryAcquire().orElseThrow().close();
            }
            assertEquals(3, semaphore.available());
            assertEquals(3, semaphore.limit());
        });
    }

    @EveryEngine
    void aPermitReleasedTwicePanics(Engine engine) {
        TestMill.virtualTime(engine).with(o -> o.strict(true)).run(() -> {
            Semaphore semaphore = new Semaphore(2);
            Semaphore.Permit permit = semaphore.acquire();
            permit.close();
            Messages.assertPanics(
                    "release permit of semaphore, 2 of 2 free",
                    permit::close,
                    "released already",
                    "SemaphoreTest.java:");
            assertEquals(2, semaphore.available());
            Messages.assertPanics("adopt permit of semaphore, 2 of 2 free", permit::adopt, "released already");
        });
    }

    @EveryEngine
    void aPermitReleasedByAnotherPanics(Engine engine) {
        TestMill.virtualTime(engine).with(o -> o.strict(true)).run(() -> {
            Semaphore semaphore = new Semaphore(2);
            Semaphore.Permit permit = semaphore.acquire();
            go(
                            "thief",
                            () -> Messages.assertPanics(
                                    "release permit of semaphore, 1 of 2 free",
                                    permit::close,
                                    "belongs to {0} main, not to {1} thief",
                                    "SemaphoreTest.java:",
                                    "adopt it"))
                    .join();
            assertEquals(1, semaphore.available());
            permit.close();
        });
    }

    @EveryEngineAndOrder
    void whoAdoptsAPermitReleasesIt(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Semaphore semaphore = new Semaphore(1);
            Semaphore.Permit permit = semaphore.acquire();
            Coroutine worker = go(() -> {
                try (var _ = permit.adopt()) {
                    msleep(now() + 10);
                }
            });
            assertThrows(MillPanic.class, permit::close);
            try (var _ = semaphore.acquire()) {
                assertTrue(worker.isDone() || order == Order.LIBMILL);
            }
        });
    }

    @EveryEngine
    void countsOutOfRangeAreRefused(Engine engine) {
        TestMill.virtualTime(engine).run(() -> {
            Semaphore semaphore = new Semaphore(2);
            for (int count : new int[] {0, -1, 3, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
                Messages.assertFails(
                        IllegalArgumentException.class,
                        "acquire semaphore, 2 of 2 free",
                        () -> semaphore.acquire(count),
                        "not between 1 and 2: " + count);
                assertThrows(IllegalArgumentException.class, () -> semaphore.tryAcquire(count));
            }
            for (int permits : new int[] {0, -1}) {
                Messages.assertFails(
                        IllegalArgumentException.class, "semaphore", () -> new Semaphore(permits), ": " + permits);
            }
        });
    }

    @EveryEngine
    void theDumpSaysHowManyAreFree(Engine engine) {
        TestMill.virtualTime(engine).run(() -> {
            Semaphore semaphore = new Semaphore(5).named("requests");
            semaphore.acquire(3);
            Coroutine waiter = go(() -> semaphore.acquire(4));
            assertEquals("acquire(semaphore requests, 2 of 5 free)", waiter.waitingFor());
        });
    }

    @EveryEngineAndOrder
    void aLoopOfAcquiresStarvesNobody(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Semaphore semaphore = new Semaphore(1);
            boolean[] ran = {false};
            go(() -> {
                yieldNow();
                ran[0] = true;
            });
            for (int i = 0; i < 1_000 && !ran[0]; i++) {
                semaphore.acquire().close();
            }
            assertTrue(ran[0]);
            try (var _ = semaphore.acquire()) {
                ran[0] = false;
                go(() -> {
                    yieldNow();
                    ran[0] = true;
                });
                for (int i = 0; i < 1_000 && !ran[0]; i++) {
                    semaphore.tryAcquire();
                }
                assertTrue(ran[0], "nor does one that fails");
            }
        });
    }

    @Test
    void anAcquireThatThrowsHasAcquiredNothing() {
        TestMill.virtualTime(Engine.CONTINUATION)
                .order(Order.LIBMILL)
                .with(o -> o.strict(true))
                .run(() -> {
                    Semaphore semaphore = new Semaphore(2);
                    Object monitor = new Object();
                    synchronized (monitor) {
                        assertThrows(MillPanic.class, semaphore::acquire);
                        assertThrows(MillPanic.class, semaphore::tryAcquire);
                    }
                    assertEquals(2, semaphore.available());
                });
    }
}
