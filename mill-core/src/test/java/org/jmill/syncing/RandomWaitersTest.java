package org.jmill.syncing;

import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jmill.Coroutine;
import org.jmill.DeadlineException;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.harness.Effort;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.TestMill;
import org.jmill.sync.Mutex;
import org.jmill.sync.RwLock;
import org.jmill.sync.Semaphore;

/// Many who want the same, at random, with deadlines and cancellations: nobody goes past another, nothing is lost, and
/// all come to their ends.
class RandomWaitersTest {
    private static final int COROUTINES = 12;
    private static final int ROUNDS = 8;
    private static final int PERMITS = 5;

    /// What one coroutine does in one round.
    private interface Round {
        void play(SplittableRandom random) throws Exception;
    }

    /// Runs many coroutines through their rounds, and cancels some of them.
    private static void play(Engine engine, Order order, Game game) throws Exception {
        for (long seed = 1; seed <= Effort.of(30, 1_000); seed++) {
            long replayed = seed;
            try {
                TestMill.virtualTime(engine).order(order).fast().run(() -> play(new SplittableRandom(replayed), game));
            } catch (Throwable t) {
                throw new AssertionError("seed " + seed, t);
            }
        }
    }

    /// One kind of thing, made in the mill that plays with it.
    private interface Game {
        Table open();
    }

    /// What is played with.
    private interface Table {
        Round round();

        /// Nobody plays any more.
        void assertClear();
    }

    private static void play(SplittableRandom random, Game game) {
        Table table = game.open();
        List<Coroutine> all = new ArrayList<>();
        for (int i = 0; i < COROUTINES; i++) {
            SplittableRandom own = random.split();
            all.add(go(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    table.round().play(own);
                }
            }));
        }
        for (int i = 0; i < COROUTINES / 2; i++) {
            if (random.nextBoolean()) {
                msleep(now() + random.nextInt(10));
            } else {
                yieldNow();
            }
            all.get(random.nextInt(COROUTINES)).cancel();
        }
        all.forEach(Coroutine::join);
        table.assertClear();
        assertEquals(1, Mill.stats().living());
        assertEquals(0, Mill.stats().timers());
    }

    /// No deadline, one that has passed, or one that may pass.
    private static long deadline(SplittableRandom random) {
        int kind = random.nextInt(4);
        return kind < 2 ? -1 : kind == 2 ? 0 : now() + random.nextInt(12);
    }

    /// Does something that may take a while, with what one has.
    private static void use(SplittableRandom random) {
        switch (random.nextInt(3)) {
            case 0 -> yieldNow();
            case 1 -> msleep(now() + random.nextInt(5));
            default -> {}
        }
    }

    @EveryEngineAndOrder
    void nobodyGetsPermitsPastAnotherAndNoneIsLost(Engine engine, Order order) throws Exception {
        play(engine, order, SemaphoreTable::new);
    }

    private static final class SemaphoreTable implements Table {
        private final Semaphore semaphore = new Semaphore(PERMITS);
        private final List<Coroutine> inLine = new ArrayList<>(); // In the order in which they came.
        private int held;

        @Override
        public Round round() {
            return random -> {
                int count = 1 + random.nextInt(PERMITS);
                Coroutine self = Mill.self();
                try (var _ = acquire(random, count, self)) {
                    held += count;
                    assertTrue(held <= PERMITS);
                    assertTrue(held + semaphore.available() <= PERMITS);
                    try {
                        use(random);
                    } finally {
                        held -= count;
                    }
                } catch (DeadlineException e) {
                    yieldNow();
                }
            };
        }

        private Semaphore.Permit acquire(SplittableRandom random, int count, Coroutine self) {
            if (random.nextInt(4) == 0) {
                Optional<Semaphore.Permit> permit = semaphore.tryAcquire(count);
                if (permit.isPresent()) {
                    return permit.get();
                }
            }
            long deadlineMs = deadline(random);
            inLine.add(self);
            try {
                Semaphore.Permit permit = semaphore.acquire(count, deadlineMs);
                assertNobodyWaitsBefore(self);
                return permit;
            } finally {
                inLine.remove(self);
            }
        }

        private void assertNobodyWaitsBefore(Coroutine self) {
            for (Coroutine before : inLine.subList(0, inLine.indexOf(self))) {
                assertFalse(before.waitingFor().startsWith("acquire"), "one who came before still waits");
            }
        }

        @Override
        public void assertClear() {
            assertEquals(PERMITS, semaphore.available());
            assertEquals(0, held);
        }
    }

    @EveryEngineAndOrder
    void oneHasAMutexAndItIsNeverLost(Engine engine, Order order) throws Exception {
        play(engine, order, MutexTable::new);
    }

    private static final class MutexTable implements Table {
        private final Mutex mutex = new Mutex();
        private boolean held;

        @Override
        public Round round() {
            return random -> {
                try (var _ = mutex.lock(deadline(random))) {
                    assertFalse(held);
                    held = true;
                    try {
                        use(random);
                    } finally {
                        held = false;
                    }
                } catch (DeadlineException e) {
                    yieldNow();
                }
            };
        }

        @Override
        public void assertClear() {
            assertFalse(mutex.isLocked());
        }
    }

    @EveryEngineAndOrder
    void manyReadOrOneWritesAndNoLockIsLost(Engine engine, Order order) throws Exception {
        play(engine, order, RwLockTable::new);
    }

    private static final class RwLockTable implements Table {
        private final RwLock lock = new RwLock();
        private int readers;
        private int writers;

        @Override
        public Round round() {
            return random -> {
                boolean writes = random.nextInt(3) == 0;
                long deadlineMs = deadline(random);
                try (var _ = writes ? lock.write(deadlineMs) : lock.read(deadlineMs)) {
                    change(writes, 1);
                    assertTrue(writers == 0 || writers == 1 && readers == 0);
                    try {
                        use(random);
                    } finally {
                        change(writes, -1);
                    }
                } catch (DeadlineException e) {
                    yieldNow();
                }
            };
        }

        private void change(boolean writes, int by) {
            if (writes) {
                writers += by;
            } else {
                readers += by;
            }
        }

        @Override
        public void assertClear() {
            assertEquals(0, lock.readers());
            assertFalse(lock.isWriting());
            assertTrue(lock.tryWrite().isPresent());
        }
    }
}
