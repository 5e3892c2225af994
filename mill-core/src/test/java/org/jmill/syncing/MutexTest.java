package org.jmill.syncing;

import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.DeadlineException;
import org.jmill.DeadlockException;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.Order;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;
import org.jmill.sync.Mutex;
import org.junit.jupiter.api.Test;

class MutexTest {
    @EveryEngineAndOrder
    void isHeldByOneOverItsWaitsAndGoesToWhoCameFirst(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Mutex mutex = new Mutex();
            List<String> log = new ArrayList<>();
            List<Coroutine> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int number = i;
                all.add(go(() -> {
                    try (var _ = mutex.lock()) {
                        log.add("+" + number);
                        msleep(now() + 10);
                        log.add("-" + number);
                    }
                }));
            }
            all.forEach(Coroutine::join);
            assertEquals(List.of("+0", "-0", "+1", "-1", "+2", "-2", "+3", "-3"), log);
            assertFalse(mutex.isLocked());
        });
    }

    @EveryEngineAndOrder
    void nobodyGetsItPastThoseWhoWait(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Mutex mutex = new Mutex();
            List<String> log = new ArrayList<>();
            Mutex.Guard guard = mutex.lock();
            Coroutine other = go(() -> {
                try (var _ = mutex.lock()) {
                    log.add("waited");
                }
            });
            guard.close();
            assertEquals(Optional.empty(), mutex.tryLock(), "it was handed over");
            try (var _ = mutex.lock()) {
                log.add("came later");
            }
            other.join();
            assertEquals(List.of("waited", "came later"), log);
        });
    }

    @EveryEngineAndOrder
    void aDeadlineThatPassesLeavesItToOthers(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Mutex mutex = new Mutex().named("accounts");
            Coroutine holder = go("pump", () -> {
                try (var _ = mutex.lock()) {
                    msleep(now() + 50);
                }
            });
            long start = now();
            Messages.assertFails(
                    DeadlineException.class,
                    "lock mutex accounts of " + holder,
                    () -> mutex.lock(start + 10),
                    ": deadline passed");
            assertEquals(start + 10, now());
            assertThrows(DeadlineException.class, () -> mutex.lock(0), "a past one tries once");
            mutex.lock(start + 100).close();
            assertEquals(start + 50, now());
            mutex.lock(0).close();
        });
    }

    @EveryEngineAndOrder
    void aCancelledWaiterHasNothingAndKeepsNobody(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Mutex mutex = new Mutex();
            Mutex.Guard guard = mutex.lock();
            Coroutine cancelled = go(() -> assertThrows(CancelledException.class, mutex::lock));
            Coroutine next = go(() -> mutex.lock().close());
            cancelled.cancel();
            guard.close();
            next.join();
            cancelled.join();
            assertFalse(mutex.isLocked());
        });
    }

    @EveryEngineAndOrder
    void whoIsCancelledAfterItGotItKeepsIt(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Mutex mutex = new Mutex();
            List<String> log = new ArrayList<>();
            Mutex.Guard guard = mutex.lock();
            Coroutine next = go(() -> {
                try (var _ = mutex.lock()) {
                    log.add("has it " + mutex.isMine());
                    assertThrows(CancelledException.class, Mill::yieldNow);
                }
            });
            guard.close();
            next.cancel();
            next.join();
            assertEquals(List.of("has it true"), log);
            assertFalse(mutex.isLocked());
        });
    }

    @EveryEngineAndOrder
    void tryLockNeverWaits(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Mutex mutex = new Mutex();
            try (var _ = mutex.tryLock().orElseThrow()) {
                assertTrue(mutex.isLocked() && mutex.isMine());
                assertEquals(Optional.empty(), mutex.tryLock(), "not even for its owner");
                go(() -> assertEquals(Optional.empty(), mutex.tryLock())).join();
            }
            assertFalse(mutex.isLocked());
            Mill.self().cancel();
            mutex.tryLock().orElseThrow().close();
        });
    }

    @EveryEngine
    void aSecondLockByItsOwnerPanicsWithBothPlaces(Engine engine) {
        TestMill.virtualTime(engine).with(o -> o.strict(true)).run(() -> {
            Mutex mutex = new Mutex().named("accounts");
            Mutex.Guard guard = mutex.lock();
            MillPanic panic = Messages.assertPanics(
                    "lock mutex accounts of {0} main", () -> mutex.lock(), "a mutex is not reentrant");
            assertEquals(2, panic.getMessage().split("MutexTest\\.java:\\d+", -1).length - 1, panic::getMessage);
            guard.close();
            assertFalse(mutex.isLocked());
        });
    }

    @EveryEngine
    void aSecondLockByWhoWaitedForTheFirstNamesBothPlacesToo(Engine engine) {
        TestMill.virtualTime(engine).with(o -> o.strict(true)).run(() -> {
            Mutex mutex = new Mutex();
            Mutex.Guard guard = mutex.lock();
            Coroutine other = go(() -> {
                try (var _ = mutex.lock()) {
                    String message = assertThrows(MillPanic.class, () -> mutex.lock(now() + 5))
                            .getMessage();
                    assertEquals(2, message.split("MutexTest\\.java:\\d+", -1).length - 1, message);
                }
            });
            guard.close();
            other.join();
        });
    }

    @EveryEngine
    void withoutStrictModeTheFirstPlaceIsNotRecorded(Engine engine) {
        TestMill.virtualTime(engine).fast().run(() -> {
            Mutex mutex = new Mutex();
            mutex.lock();
            Messages.assertPanics("lock mutex of {0} main", () -> mutex.lock(), "MutexTest.java:", "strict mode");
        });
    }

    @EveryEngine
    void anUnlockByAnotherPanics(Engine engine) {
        TestMill.virtualTime(engine).with(o -> o.strict(true)).run(() -> {
            Mutex mutex = new Mutex();
            Mutex.Guard guard = mutex.lock();
            go(
                            "thief",
                            () -> Messages.assertPanics(
                                    "unlock mutex of {0} main",
                                    guard::close, "{1} thief does not hold it", "MutexTest.java:"))
                    .join();
            assertTrue(mutex.isMine());
            guard.close();
        });
    }

    @EveryEngine
    void aGuardThatIsClosedTwicePanics(Engine engine) {
        TestMill.virtualTime(engine).run(() -> {
            Mutex mutex = new Mutex();
            Mutex.Guard guard = mutex.lock();
            guard.close();
            Messages.assertPanics("unlock mutex", guard::close, "nobody holds it");
            Messages.assertPanics("unlock mutex", mutex::unlock, "nobody holds it");
            assertSame(guard, mutex.lock(), "there is one");
            mutex.unlock();
        });
    }

    @EveryEngine
    void theDumpNamesTheOwner(Engine engine) {
        TestMill.virtualTime(engine).run(() -> {
            Mutex mutex = new Mutex().named("accounts");
            Chan<Integer> go = Chan.make(0);
            Coroutine owner = go("pump", () -> {
                try (var _ = mutex.lock()) {
                    go.receive();
                }
            });
            Coroutine waiter = go(() -> mutex.lock().close());
            assertEquals("lock(mutex accounts of " + owner + ")", waiter.waitingFor());
            go.send(1);
            waiter.join();
            assertEquals("mutex accounts", mutex.toString());
        });
    }

    @EveryEngine
    void aDeadlockIsReportedWithItsOwner(Engine engine) {
        DeadlockException deadlock = assertThrows(
                DeadlockException.class,
                () -> TestMill.virtualTime(engine).run(() -> {
                    Mutex mutex = new Mutex().named("accounts");
                    go("pump", () -> mutex.lock());
                    mutex.lock();
                }));
        assertTrue(deadlock.getMessage().contains("lock(mutex accounts of {1} pump)"), deadlock::getMessage);
    }

    @EveryEngineAndOrder
    void aLoopOfLocksStarvesNobody(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            Mutex mutex = new Mutex();
            boolean[] ran = {false};
            go(() -> {
                yieldNow();
                ran[0] = true;
            });
            int rounds = 0;
            while (!ran[0] && rounds < 1_000) {
                mutex.lock().close();
                mutex.tryLock().orElseThrow().close();
                rounds++;
            }
            assertTrue(ran[0]);
        });
    }

    /// Where the turn that others are due cannot be given, there is no guard, so nobody may hold the mutex.
    @Test
    void aLockThatThrowsIsNotHeld() {
        TestMill.virtualTime(Engine.CONTINUATION)
                .order(Order.LIBMILL)
                .with(o -> o.strict(true))
                .run(() -> {
                    Mutex mutex = new Mutex();
                    Object monitor = new Object();
                    synchronized (monitor) {
                        assertThrows(MillPanic.class, mutex::lock);
                        assertThrows(MillPanic.class, mutex::tryLock);
                    }
                    assertFalse(mutex.isLocked());
                });
    }

    @Test
    void outsideOfAMillNoneIsMade() {
        Messages.assertPanics("mutex", Mutex::new, "runs no mill");
    }
}
