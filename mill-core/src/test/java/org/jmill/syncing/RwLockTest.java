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
import java.util.Optional;
import org.jmill.CancelledException;
import org.jmill.Coroutine;
import org.jmill.DeadlineException;
import org.jmill.Engine;
import org.jmill.MillPanic;
import org.jmill.Order;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;
import org.jmill.sync.RwLock;
import org.junit.jupiter.api.Test;

class RwLockTest {
    private static Coroutine reader(RwLock lock, String name, List<String> log, long ms) {
        return go(name, () -> {
            try (var _ = lock.read()) {
                log.add(name);
                msleep(now() + ms);
            }
        });
    }

    private static Coroutine writer(RwLock lock, String name, List<String> log, long ms) {
        return go(name, () -> {
            try (var _ = lock.write()) {
                log.add(name);
                msleep(now() + ms);
            }
        });
    }

    @EveryEngineAndOrder
    void readersShareItAndAWriterHasItAlone(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            RwLock lock = new RwLock();
            long start = now();
            List<String> log = new ArrayList<>();
            reader(lock, "r1", log, 10);
            reader(lock, "r2", log, 10);
            yieldNow();
            assertEquals(2, lock.readers());
            writer(lock, "w", log, 10);
            assertFalse(lock.isWriting());
            reader(lock, "r3", log, 10).join();
            assertEquals(List.of("r1", "r2", "w", "r3"), log);
            assertEquals(start + 30, now());
            assertEquals(0, lock.readers());
            assertFalse(lock.isWriting());
        });
    }

    @EveryEngineAndOrder
    void writersComeFirst(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            RwLock lock = new RwLock();
            List<String> log = new ArrayList<>();
            writer(lock, "w1", log, 10);
            Coroutine last = reader(lock, "r1", log, 1);
            reader(lock, "r2", log, 1);
            writer(lock, "w2", log, 10);
            writer(lock, "w3", log, 10);
            last.join();
            assertEquals(List.of("w1", "w2", "w3", "r1", "r2"), log);
        });
    }

    @EveryEngineAndOrder
    void afterManyWritersInARowReadersHaveTheirTurn(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            RwLock lock = new RwLock();
            int[] written = {0};
            for (int i = 0; i < 2; i++) {
                go(() -> {
                    while (true) {
                        try (var _ = lock.write()) {
                            written[0]++;
                            yieldNow();
                        }
                    }
                });
            }
            try (var _ = lock.read()) {
                assertTrue(written[0] > RwLock.WRITERS_IN_A_ROW, () -> "" + written[0]);
                assertTrue(written[0] < RwLock.WRITERS_IN_A_ROW + 4, () -> "" + written[0]);
            }
        });
    }

    @EveryEngineAndOrder
    void readersBehindACancelledWriterGoOn(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            RwLock lock = new RwLock();
            List<String> log = new ArrayList<>();
            Coroutine first = reader(lock, "r1", log, 1_000);
            Coroutine cancelled = go(() -> assertThrows(CancelledException.class, lock::write));
            Coroutine behind = reader(lock, "r2", log, 0);
            cancelled.cancel();
            behind.join();
            assertFalse(first.isDone());
            assertEquals(List.of("r1", "r2"), log);
        });
    }

    @EveryEngineAndOrder
    void readersBehindAWriterWhoseDeadlinePassedGoOn(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            RwLock lock = new RwLock().named("routes");
            long start = now();
            List<String> log = new ArrayList<>();
            reader(lock, "r1", log, 1_000);
            go(() -> Messages.assertFails(
                    DeadlineException.class,
                    "write rwlock routes, 1 reader",
                    () -> lock.write(start + 10),
                    ": deadline passed"));
            reader(lock, "r2", log, 0).join();
            assertEquals(start + 10, now());
        });
    }

    @EveryEngineAndOrder
    void aReaderWhoComesBeforeThatIsNotedGoesBehindThoseWhoWait(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            RwLock lock = new RwLock();
            List<String> log = new ArrayList<>();
            RwLock.Guard held = lock.read();
            Coroutine cancelled = go(() -> assertThrows(CancelledException.class, lock::write));
            Coroutine behind = reader(lock, "waited", log, 0);
            cancelled.cancel();
            assertTrue(lock.tryRead().isPresent()); // The cancelled one has not run yet.
            log.add("came later");
            behind.join();
            held.close();
            if (order == Order.DIRECT) {
                assertEquals(List.of("came later", "waited"), log);
            }
            assertEquals(1, lock.readers());
        });
    }

    @EveryEngineAndOrder
    void aDeadlineOfAReaderPasses(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            RwLock lock = new RwLock();
            long start = now();
            writer(lock, "w", new ArrayList<>(), 100);
            assertThrows(DeadlineException.class, () -> lock.read(start + 10));
            assertEquals(start + 10, now());
            lock.read(start + 200).close();
            assertEquals(start + 100, now());
            lock.write(0).close();
            lock.read(0).close();
        });
    }

    @EveryEngineAndOrder
    void whoIsCancelledAfterItGotItKeepsIt(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            RwLock lock = new RwLock();
            List<String> log = new ArrayList<>();
            RwLock.Guard held = lock.write();
            Coroutine reader = go(() -> {
                try (var _ = lock.read()) {
                    log.add("reads");
                }
            });
            held.close();
            reader.cancel();
            reader.join();
            held = lock.read();
            Coroutine writer = go(() -> {
                try (var _ = lock.write()) {
                    log.add("writes");
                }
            });
            held.close();
            writer.cancel();
            writer.join();
            assertEquals(List.of("reads", "writes"), log);
            assertTrue(lock.tryWrite().isPresent());
        });
    }

    @EveryEngineAndOrder
    void tryFormsNeverWait(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            RwLock lock = new RwLock();
            try (var _ = lock.tryRead().orElseThrow();
                    var _ = lock.tryRead().orElseThrow()) {
                assertEquals(Optional.empty(), lock.tryWrite());
                Coroutine writer = go(() -> lock.write().close());
                assertEquals(Optional.empty(), lock.tryRead(), "a writer waits");
                writer.cancel();
                writer.join();
            }
            try (var _ = lock.tryWrite().orElseThrow()) {
                assertEquals(Optional.empty(), lock.tryWrite());
                assertEquals(Optional.empty(), lock.tryRead());
            }
        });
    }

    @EveryEngine
    void whoWouldWaitForItselfPanicsWithBothPlaces(Engine engine) {
        TestMill.virtualTime(engine).with(o -> o.strict(true)).run(() -> {
            RwLock lock = new RwLock();
            try (var _ = lock.write()) {
                assertBothPlaces(assertThrows(MillPanic.class, () -> lock.write()));
                assertBothPlaces(assertThrows(MillPanic.class, () -> lock.read()));
            }
            try (var _ = lock.read()) {
                go(() -> lock.read().close()).join();
                assertBothPlaces(
                        Messages.assertPanics("write rwlock, 1 reader", () -> lock.write(), "locked it to read"));
                lock.read().close(); // Nobody is in the way.
                Coroutine writer = go(() -> lock.write().close());
                assertBothPlaces(
                        Messages.assertPanics("read rwlock, 1 reader", () -> lock.read(), "{0} main would wait for"));
                writer.cancel();
            }
        });
    }

    private static void assertBothPlaces(MillPanic panic) {
        String message = panic.getMessage();
        assertEquals(2, message.split("RwLockTest\\.java:\\d+", -1).length - 1, message);
    }

    @EveryEngine
    void aGuardClosedTwiceOrByAnotherPanics(Engine engine) {
        TestMill.virtualTime(engine).run(() -> {
            RwLock lock = new RwLock();
            for (boolean writes : new boolean[] {false, true}) {
                RwLock.Guard guard = writes ? lock.write() : lock.read();
                go(
                                "thief",
                                () -> Messages.assertPanics(
                                        "unlock rwlock" + (writes ? " of {0} main" : ", 1 reader"),
                                        guard::close,
                                        "belongs to {0} main, not to "))
                        .join();
                guard.close();
                RwLock.Guard other = lock.read();
                Messages.assertPanics("unlock rwlock, 1 reader", guard::close, "closed already");
                other.close();
            }
        });
    }

    @EveryEngine
    void theDumpNamesWhoHoldsIt(Engine engine) {
        TestMill.virtualTime(engine).run(() -> {
            RwLock lock = new RwLock().named("routes");
            RwLock.Guard guard = lock.write();
            Coroutine reader = go(() -> lock.read().close());
            assertEquals("read(rwlock routes of {0} main)", reader.waitingFor());
            guard.close();
            reader.join();
            try (var _ = lock.read();
                    var _ = lock.read()) {
                Coroutine writer = go(() -> lock.write().close());
                assertEquals("write(rwlock routes, 2 readers)", writer.waitingFor());
            }
        });
    }

    @EveryEngineAndOrder
    void aLoopOfLocksStarvesNobody(Engine engine, Order order) {
        TestMill.virtualTime(engine).order(order).run(() -> {
            RwLock lock = new RwLock();
            boolean[] ran = {false};
            go(() -> {
                yieldNow();
                ran[0] = true;
            });
            for (int i = 0; i < 1_000 && !ran[0]; i++) {
                (i % 2 == 0 ? lock.read() : lock.write()).close();
            }
            assertTrue(ran[0]);
        });
    }

    @Test
    void aLockThatThrowsIsNotHeld() {
        TestMill.virtualTime(Engine.CONTINUATION)
                .order(Order.LIBMILL)
                .with(o -> o.strict(true))
                .run(() -> {
                    RwLock lock = new RwLock();
                    Object monitor = new Object();
                    synchronized (monitor) {
                        assertThrows(MillPanic.class, lock::read);
                        assertThrows(MillPanic.class, lock::write);
                        assertThrows(MillPanic.class, lock::tryRead);
                        assertThrows(MillPanic.class, lock::tryWrite);
                    }
                    assertEquals(0, lock.readers());
                    assertFalse(lock.isWriting());
                });
    }
}
