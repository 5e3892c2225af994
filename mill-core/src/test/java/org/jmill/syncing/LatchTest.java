package org.jmill.syncing;

import static org.jmill.Mill.go;
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
import org.jmill.sync.Latch;

class LatchTest {
    @EveryEngineAndOrder
    void allWhoWaitGoOnWithTheLastCount(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Latch latch = new Latch(2);
            List<Integer> log = new ArrayList<>();
            List<Coroutine> all = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                int number = i;
                all.add(go(() -> {
                    latch.await();
                    log.add(number);
                }));
            }
            latch.countDown();
            yieldNow();
            assertEquals(List.of(), log);
            assertEquals(1, latch.count());
            latch.countDown();
            all.forEach(Coroutine::join);
            assertEquals(List.of(0, 1, 2), log);
            latch.await();
            assertTrue(latch.await(0));
        });
    }

    @EveryEngineAndOrder
    void aWaitEndsWithItsDeadlineOrACancellation(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Latch latch = new Latch(1);
            long start = now();
            Coroutine cancelled = go(() -> assertThrows(CancelledException.class, latch::await));
            assertFalse(latch.await(start + 10));
            assertEquals(start + 10, now());
            assertFalse(latch.await(0));
            cancelled.cancel();
            cancelled.join();
            latch.countDown();
            assertTrue(latch.await(now()));
        });
    }

    @EveryEngine
    void oneThatCountsNothingIsOpen(Engine engine) {
        TestMill.virtualTime(engine).run(() -> {
            Latch latch = new Latch(0).named("start");
            latch.await();
            assertEquals("latch start, open", latch.toString());
        });
    }

    @EveryEngine
    void belowZeroPanics(Engine engine) {
        TestMill.virtualTime(engine).run(() -> {
            Latch latch = new Latch(1).named("start");
            latch.countDown();
            Messages.assertPanics("countDown latch start, open", latch::countDown, "open already");
            Messages.assertFails(IllegalArgumentException.class, "latch", () -> new Latch(-1), "negative: -1");
        });
    }

    @EveryEngine
    void theDumpSaysHowManyAreLeft(Engine engine) {
        TestMill.virtualTime(engine).run(() -> {
            Latch latch = new Latch(2).named("start");
            Coroutine waiter = go(() -> latch.await());
            assertEquals("await(latch start, 2 to go)", waiter.waitingFor());
        });
    }

    @EveryEngineAndOrder
    void aLoopOfWaitsStarvesNobody(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Latch latch = new Latch(0);
            boolean[] ran = {false};
            go(() -> {
                yieldNow();
                ran[0] = true;
            });
            for (int i = 0; i < 1_000 && !ran[0]; i++) {
                latch.await();
            }
            assertTrue(ran[0]);
        });
    }
}
