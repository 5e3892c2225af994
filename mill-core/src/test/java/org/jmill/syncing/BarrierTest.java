package org.jmill.syncing;

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
import org.jmill.CancelledException;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Order;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;
import org.jmill.sync.Barrier;

class BarrierTest {
    @EveryEngineAndOrder
    void allGoOnTogetherRoundAfterRound(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Barrier barrier = new Barrier(3);
            long start = now();
            List<Long> log = new ArrayList<>();
            List<Coroutine> all = new ArrayList<>();
            for (int i = 1; i <= 3; i++) {
                int pace = 10 * i;
                all.add(go(() -> {
                    for (int round = 0; round < 3; round++) {
                        msleep(now() + pace);
                        barrier.await();
                        log.add(now() - start);
                    }
                }));
            }
            all.forEach(Coroutine::join);
            assertEquals(List.of(30L, 30L, 30L, 60L, 60L, 60L, 90L, 90L, 90L), log);
            assertEquals(0, barrier.waiters());
        });
    }

    @EveryEngineAndOrder
    void whoGoesAwayHasNotCome(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Barrier barrier = new Barrier(3);
            Coroutine cancelled = go(() -> assertThrows(CancelledException.class, barrier::await));
            Coroutine missed = go(() -> assertFalse(barrier.await(now() + 10)));
            assertEquals(2, barrier.waiters());
            cancelled.cancel();
            Coroutine stays = go(() -> barrier.await()); // The cancelled one has not run yet.
            assertEquals(2, barrier.waiters());
            missed.join();
            assertEquals(1, barrier.waiters());
            go(() -> barrier.await());
            assertFalse(stays.isDone());
            barrier.await();
            stays.join();
        });
    }

    @EveryEngineAndOrder
    void oneAloneNeedNotWaitAndStarvesNobody(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Barrier barrier = new Barrier(1);
            boolean[] ran = {false};
            go(() -> {
                yieldNow();
                ran[0] = true;
            });
            for (int i = 0; i < 1_000 && !ran[0]; i++) {
                assertTrue(barrier.await(0));
            }
            assertTrue(ran[0]);
        });
    }

    @EveryEngine
    void fewerThanOneIsRefused(Engine engine) {
        TestMill.virtualTime(engine).run(() -> {
            for (int parties : new int[] {0, -1}) {
                Messages.assertFails(
                        IllegalArgumentException.class, "barrier", () -> new Barrier(parties), ": " + parties);
            }
            assertEquals(3, new Barrier(3).parties());
        });
    }

    @EveryEngine
    void theDumpNamesIt(Engine engine) {
        TestMill.virtualTime(engine).run(() -> {
            Barrier barrier = new Barrier(2).named("rounds");
            Coroutine waiter = go(() -> barrier.await());
            assertEquals("await(barrier rounds of 2)", waiter.waitingFor());
        });
    }
}
