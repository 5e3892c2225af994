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
import org.jmill.harness.TestMill;
import org.jmill.sync.Cond;

class CondTest {
    private static List<Coroutine> waiters(Cond cond, int count, List<Integer> log) {
        List<Coroutine> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            all.add(go(() -> {
                cond.await();
                log.add(number);
            }));
        }
        return all;
    }

    @EveryEngineAndOrder
    void aSignalWakesWhoHasWaitedLongest(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Cond cond = new Cond();
            List<Integer> log = new ArrayList<>();
            List<Coroutine> all = waiters(cond, 3, log);
            assertTrue(cond.signal());
            all.get(0).join();
            assertEquals(List.of(0), log);
            assertEquals(2, cond.waiters());
            assertEquals(2, cond.broadcast());
            all.forEach(Coroutine::join);
            assertEquals(List.of(0, 1, 2), log);
        });
    }

    @EveryEngineAndOrder
    void aSignalWhenNobodyWaitsIsForgotten(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Cond cond = new Cond();
            assertFalse(cond.signal());
            assertEquals(0, cond.broadcast());
            long start = now();
            assertFalse(cond.await(start + 10));
            assertEquals(start + 10, now());
            assertFalse(cond.await(0));
        });
    }

    @EveryEngineAndOrder
    void whoGoesAwayUsesUpNoSignal(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Cond cond = new Cond();
            List<Integer> log = new ArrayList<>();
            Coroutine cancelled = go(() -> assertThrows(CancelledException.class, cond::await));
            Coroutine missed = go(() -> assertFalse(cond.await(now() + 10)));
            List<Coroutine> last = waiters(cond, 1, log);
            cancelled.cancel();
            missed.join();
            assertTrue(cond.signal());
            last.get(0).join();
            assertEquals(List.of(0), log);
            assertEquals(0, cond.waiters());
        });
    }

    @EveryEngineAndOrder
    void whoIsCancelledAfterTheSignalReturnsAllTheSame(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Cond cond = new Cond();
            List<Integer> log = new ArrayList<>();
            Coroutine waiter = waiters(cond, 1, log).get(0);
            cond.signal();
            waiter.cancel();
            waiter.join();
            assertEquals(List.of(0), log);
        });
    }

    @EveryEngine
    void theDumpNamesIt(Engine engine) {
        TestMill.virtualTime(engine).run(() -> {
            Cond cond = new Cond().named("not empty");
            Coroutine waiter = go(() -> cond.await());
            assertEquals("await(condition not empty)", waiter.waitingFor());
            cond.signal();
            yieldNow();
        });
    }
}
