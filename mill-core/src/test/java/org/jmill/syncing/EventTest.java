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
import org.jmill.sync.Event;

class EventTest {
    @EveryEngineAndOrder
    void allWhoWaitGoOnAndNobodyWaitsAfterwards(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Event event = new Event();
            List<Integer> log = new ArrayList<>();
            List<Coroutine> all = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                int number = i;
                all.add(go(() -> {
                    event.await();
                    log.add(number);
                }));
            }
            assertFalse(event.isSet());
            event.set();
            event.set();
            all.forEach(Coroutine::join);
            assertEquals(List.of(0, 1, 2), log);
            assertTrue(event.isSet());
            event.await();
            assertTrue(event.await(0));
        });
    }

    @EveryEngineAndOrder
    void aWaitEndsWithItsDeadlineOrACancellation(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Event event = new Event();
            long start = now();
            Coroutine cancelled = go(() -> assertThrows(CancelledException.class, event::await));
            assertFalse(event.await(start + 10));
            assertEquals(start + 10, now());
            cancelled.cancel();
            cancelled.join();
            event.set();
        });
    }

    @EveryEngineAndOrder
    void whoIsCancelledAfterItWasSetReturnsAllTheSame(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Event event = new Event();
            boolean[] returned = {false};
            Coroutine waiter = go(() -> {
                event.await();
                returned[0] = true;
            });
            event.set();
            waiter.cancel();
            waiter.join();
            assertTrue(returned[0]);
        });
    }

    @EveryEngine
    void theDumpNamesIt(Engine engine) {
        TestMill.virtualTime(engine).run(() -> {
            Event event = new Event().named("ready");
            Coroutine waiter = go(() -> event.await());
            assertEquals("await(event ready)", waiter.waitingFor());
            event.set();
            assertEquals("event ready, set", event.toString());
        });
    }

    @EveryEngineAndOrder
    void aLoopOfWaitsStarvesNobody(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Event event = new Event();
            event.set();
            boolean[] ran = {false};
            go(() -> {
                yieldNow();
                ran[0] = true;
            });
            for (int i = 0; i < 1_000 && !ran[0]; i++) {
                event.await();
            }
            assertTrue(ran[0]);
        });
    }
}
