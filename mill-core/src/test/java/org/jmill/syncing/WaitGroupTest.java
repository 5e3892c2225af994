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
import org.jmill.sync.WaitGroup;

class WaitGroupTest {
    @EveryEngineAndOrder
    void awaitReturnsWhenAllIsDone(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            WaitGroup group = new WaitGroup();
            long start = now();
            group.add(3);
            for (int i = 1; i <= 3; i++) {
                int number = i;
                go(() -> {
                    msleep(start + 10 * number);
                    group.done();
                });
            }
            assertFalse(group.await(start + 15));
            assertEquals(2, group.count());
            group.await();
            assertEquals(start + 30, now());
            assertTrue(group.await(0), "there is nothing to wait for");
        });
    }

    @EveryEngineAndOrder
    void moreMayBeAddedWhileSomethingIsLeftAndSomebodyWaits(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            WaitGroup group = new WaitGroup();
            long start = now();
            group.go(() -> {
                msleep(now() + 10);
                group.go(() -> msleep(now() + 10));
            });
            group.await();
            assertEquals(start + 20, now());
        });
    }

    @EveryEngineAndOrder
    void goIsDoneAlsoWhenItsBodyFailsOrIsCancelled(Engine engine, Order order) {
        List<String> uncaught = new ArrayList<>();
        TestMill.virtualTime(engine)
                .order(order)
                .with(o -> o.uncaught((who, thrown) -> uncaught.add(thrown.getMessage())))
                .run(() -> {
                    WaitGroup group = new WaitGroup();
                    group.go(() -> {
                        throw new IllegalStateException("at once");
                    });
                    group.go(() -> {
                        yieldNow();
                        throw new IllegalStateException("later");
                    });
                    group.go(() -> msleep(-1)).cancel();
                    group.await();
                    assertEquals(List.of("at once", "later"), uncaught);
                });
    }

    @EveryEngine
    void belowZeroPanics(Engine engine) {
        TestMill.virtualTime(engine).run(() -> {
            WaitGroup group = new WaitGroup().named("crawl");
            Messages.assertPanics("done wait group crawl, 0 to go", group::done, "would be -1");
            group.add(2);
            Messages.assertPanics("add wait group crawl, 2 to go", () -> group.add(-3), "would be -1");
            assertEquals(2, group.count());
            group.add(-2);
            group.await();
            group.add(Integer.MAX_VALUE);
            Messages.assertPanics("add wait group crawl, 2147483647 to go", () -> group.add(1), "over 2147483647");
            Messages.assertPanics("go wait group crawl, 2147483647 to go", () -> group.go(null), "body is null");
        });
    }

    @EveryEngineAndOrder
    void addedToFromZeroWhileWaitedForPanics(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            WaitGroup group = new WaitGroup();
            group.add(1);
            Coroutine waiter = go(() -> group.await());
            group.done();
            Messages.assertPanics("add wait group, 0 to go", () -> group.add(1), "1 of those who waited for zero");
            waiter.join();
            group.add(1);
            group.done();
        });
    }

    @EveryEngineAndOrder
    void whoGoesAwayIsNotAwaitedByTheNextRound(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            WaitGroup group = new WaitGroup();
            group.add(1);
            Coroutine cancelled = go(() -> assertThrows(CancelledException.class, group::await));
            Coroutine missed = go(() -> assertFalse(group.await(now() + 10)));
            cancelled.cancel();
            missed.join();
            Coroutine woken = go(() -> group.await());
            group.done();
            woken.cancel();
            woken.join();
            group.add(1);
            group.done();
            group.await();
        });
    }

    @EveryEngine
    void theDumpSaysHowMuchIsLeft(Engine engine) {
        TestMill.virtualTime(engine).run(() -> {
            WaitGroup group = new WaitGroup().named("crawl");
            group.add(3);
            Coroutine waiter = go(() -> group.await());
            assertEquals("await(wait group crawl, 3 to go)", waiter.waitingFor());
        });
    }

    @EveryEngineAndOrder
    void aLoopOfWaitsStarvesNobody(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            WaitGroup group = new WaitGroup();
            boolean[] ran = {false};
            go(() -> {
                yieldNow();
                ran[0] = true;
            });
            for (int i = 0; i < 1_000 && !ran[0]; i++) {
                group.await();
            }
            assertTrue(ran[0]);
        });
    }
}
