package org.jmill.outside;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jmill.Body;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.MillPanic;
import org.jmill.Received;
import org.jmill.harness.TestMill;
import org.junit.jupiter.api.Test;

/// Blocking Java code in a coroutine of the VIRTUAL engine suspends that coroutine alone, and still only one
/// runs at a time.
class JavaBlockingTest {
    private final AtomicInteger running = new AtomicInteger();

    /// Runs a piece of code during which no other coroutine may run. Every coroutine of these tests does all
    /// its work in such pieces.
    private void alone(Runnable piece) {
        assertEquals(1, running.incrementAndGet(), "two coroutines at once");
        for (int i = 0; i < 1000; i++) {
            Thread.onSpinWait();
        }
        piece.run();
        assertEquals(0, running.decrementAndGet(), "two coroutines at once");
    }

    /// A piece of Java code that blocks until `unblock` has run.
    private void blocksItsCoroutineOnly(Body<?> blocks, Body<?> unblock) {
        List<String> log = new ArrayList<>();
        TestMill.<RuntimeException>run(Engine.VIRTUAL, () -> {
            Coroutine blocker = go("blocker", () -> {
                alone(() -> log.add("blocks"));
                blocks.run();
                alone(() -> log.add("goes on"));
            });
            for (int i = 0; i < 20; i++) {
                alone(() -> {});
                yieldNow();
            }
            msleep(now() + 2);
            alone(() -> log.add("meanwhile"));
            assertFalse(blocker.isDone());
            assertEquals(Coroutine.State.WAITING, blocker.state());
            assertTrue(Mill.dump().toString().contains("blocked in Java code"));
            Coroutine other = go("unblocker", unblock);
            while (!blocker.isDone()) {
                alone(() -> {});
                msleep(now() + 1); // Nothing but the blocked one wakes it in the tests that sleep.
            }
            other.join();
        });
        assertEquals(List.of("blocks", "meanwhile", "goes on"), log);
    }

    @Test
    void aSleep() {
        blocksItsCoroutineOnly(() -> Thread.sleep(100), () -> {});
    }

    @Test
    void aReadFromASocket() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket socket = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket peer = server.accept()) {
            blocksItsCoroutineOnly(
                    () -> assertEquals(7, socket.getInputStream().read()),
                    () -> peer.getOutputStream().write(7));
        }
    }

    @Test
    void anAcceptOfAServerSocket() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            blocksItsCoroutineOnly(
                    () -> server.accept().close(),
                    () -> new Socket(server.getInetAddress(), server.getLocalPort()).close());
        }
    }

    @Test
    void aTakeFromABlockingQueue() {
        BlockingQueue<Integer> queue = new ArrayBlockingQueue<>(1);
        blocksItsCoroutineOnly(() -> assertEquals(7, queue.take()), () -> queue.put(7));
    }

    @Test
    void aPutIntoAFullBlockingQueue() {
        BlockingQueue<Integer> queue = new ArrayBlockingQueue<>(1);
        queue.add(1);
        blocksItsCoroutineOnly(() -> queue.put(2), () -> assertEquals(1, queue.take()));
    }

    @Test
    void aSemaphoreAndALatch() {
        Semaphore semaphore = new Semaphore(0);
        blocksItsCoroutineOnly(semaphore::acquire, semaphore::release);
        CountDownLatch latch = new CountDownLatch(1);
        blocksItsCoroutineOnly(latch::await, latch::countDown);
    }

    @Test
    void aWaitForAnObject() {
        Object monitor = new Object();
        boolean[] ready = {false};
        blocksItsCoroutineOnly(
                () -> {
                    synchronized (monitor) {
                        while (!ready[0]) {
                            monitor.wait();
                        }
                    }
                },
                () -> {
                    synchronized (monitor) {
                        ready[0] = true;
                        monitor.notifyAll();
                    }
                });
    }

    @Test
    void aJoinOfAThread() {
        CountDownLatch latch = new CountDownLatch(1);
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        blocksItsCoroutineOnly(thread::join, latch::countDown);
    }

    @Test
    void aContendedMonitorThatIsHeldAcrossASuspension() {
        Object monitor = new Object();
        List<String> log = new ArrayList<>();
        TestMill.run(Engine.VIRTUAL, () -> {
            Chan<Integer> go = chmake(0);
            Coroutine owner = go("owner", () -> {
                synchronized (monitor) {
                    chr(go); // Suspends with the monitor: fine on this engine.
                    log.add("owner leaves");
                }
            });
            Coroutine contender = go("contender", () -> {
                synchronized (monitor) {
                    alone(() -> log.add("contender enters"));
                }
            });
            alone(() -> log.add("meanwhile"));
            assertFalse(contender.isDone());
            chs(go, 1);
            owner.join();
            contender.join();
        });
        assertEquals(List.of("meanwhile", "owner leaves", "contender enters"), log);
    }

    @Test
    void aLockThatIsHeldAcrossASuspension() {
        ReentrantLock lock = new ReentrantLock();
        List<String> log = new ArrayList<>();
        TestMill.run(Engine.VIRTUAL, () -> {
            Chan<Integer> go = chmake(0);
            Coroutine owner = go("owner", () -> {
                lock.lock();
                chr(go);
                log.add("owner leaves");
                lock.unlock();
            });
            Coroutine contender = go("contender", () -> {
                lock.lock();
                alone(() -> log.add("contender enters"));
                lock.unlock();
            });
            alone(() -> log.add("meanwhile"));
            chs(go, 1);
            owner.join();
            contender.join();
        });
        assertEquals(List.of("meanwhile", "owner leaves", "contender enters"), log);
    }

    @Test
    void manyThatSleepDoSoAtTheSameTime() {
        int[] asleep = {0};
        int[] most = {0};
        TestMill.realTime(Engine.VIRTUAL).fast().run(() -> {
            List<Coroutine> sleepers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                sleepers.add(go(() -> {
                    for (int k = 0; k < 5; k++) {
                        most[0] = Math.max(most[0], ++asleep[0]);
                        Thread.sleep(4);
                        alone(() -> asleep[0]--);
                    }
                }));
            }
            sleepers.forEach(Coroutine::join);
        });
        assertTrue(most[0] > 1, "one after the other");
        assertEquals(0, asleep[0]);
    }

    @Test
    void allKindsOfBlockingMixWithVerbsAndStillOneRunsAtATime() {
        int coroutines = 20;
        BlockingQueue<Integer> queue = new ArrayBlockingQueue<>(3);
        Object monitor = new Object();
        ReentrantLock lock = new ReentrantLock();
        int[] steps = {0};
        TestMill.realTime(Engine.VIRTUAL).fast().run(() -> {
            Chan<Integer> ch = chmake(2);
            List<Coroutine> all = new ArrayList<>();
            for (int c = 0; c < coroutines; c++) {
                boolean gives = c % 2 == 0;
                all.add(go(() -> {
                    for (int i = 0; i < 50; i++) {
                        alone(() -> steps[0]++);
                        if (gives) {
                            queue.put(i);
                            chs(ch, i);
                        } else {
                            queue.take();
                            chr(ch);
                        }
                        synchronized (monitor) {
                            alone(() -> steps[0]++);
                            Thread.yield();
                        }
                        lock.lock();
                        try {
                            yieldNow();
                            alone(() -> steps[0]++);
                        } finally {
                            lock.unlock();
                        }
                        if (i % 10 == 0) {
                            Thread.sleep(1);
                        }
                    }
                }));
            }
            all.forEach(Coroutine::join);
            Inside.check();
        });
        assertEquals(3 * 50 * coroutines, steps[0]);
    }

    @Test
    void aThreadYieldOfTheUsersGivesWayAndComesBack() {
        List<String> log = new ArrayList<>();
        TestMill.run(Engine.VIRTUAL, () -> {
            go(() -> {
                yieldNow();
                log.add("other");
            });
            Thread.yield();
            log.add("main");
            for (int i = 0; i < 1000; i++) {
                Thread.yield();
            }
        });
        assertEquals(List.of("other", "main"), log);
    }

    @Test
    void virtualThreadsThatTheUserStartsRunElsewhere() throws Exception {
        TestMill.run(Engine.VIRTUAL, () -> {
            Thread[] started = {null};
            AtomicInteger steps = new AtomicInteger();
            started[0] = Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 100; i++) {
                    Thread.yield();
                    steps.incrementAndGet();
                }
                assertThrows(MillPanic.class, Mill::now); // It is no coroutine.
                steps.incrementAndGet();
            });
            started[0].join(); // Suspends main only.
            assertEquals(101, steps.get());
            Thread busy = Thread.startVirtualThread(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    Thread.onSpinWait();
                }
            });
            yieldNow(); // It keeps a thread of the JDK's busy, not the mill's.
            msleep(now() + 5);
            busy.interrupt();
            busy.join();
        });
    }

    /// A virtual thread that starts another one, to the last generation, and then wakes up as often as it can.
    private static void startWaker(AtomicBoolean done, AtomicInteger wakeUps, int generation) {
        Thread.startVirtualThread(() -> {
            if (generation > 0) {
                startWaker(done, wakeUps, generation - 1);
            }
            while (!done.get()) {
                LockSupport.parkNanos(20_000);
                wakeUps.incrementAndGet();
            }
        });
    }

    @Test
    void virtualThreadsThatTheUserStartsMayWakeUpAtAnyTime() {
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger wakeUps = new AtomicInteger();
        int[] turns = {0};
        try {
            TestMill.realTime(Engine.VIRTUAL).fast().run(() -> {
                startWaker(done, wakeUps, 2);
                Coroutine other = go(() -> {
                    startWaker(done, wakeUps, 2);
                    while (!done.get()) {
                        alone(() -> turns[0]++);
                        yieldNow();
                    }
                });
                long end = now() + 1_000;
                while (now() < end || wakeUps.get() < 1_000) {
                    alone(() -> turns[0]++);
                    yieldNow();
                }
                done.set(true);
                other.join();
                Inside.check();
            });
        } finally {
            done.set(true);
        }
        assertTrue(turns[0] > 0);
    }

    @Test
    void interruptingACoroutinesThreadWakesItsJavaCallAndCancelsNobody() {
        List<String> log = new ArrayList<>();
        TestMill.run(Engine.VIRTUAL, () -> {
            Thread[] thread = {null};
            Coroutine sleeper = go(() -> {
                thread[0] = Thread.currentThread();
                assertThrows(InterruptedException.class, () -> Thread.sleep(60_000));
                yieldNow(); // Verbs work as before.
                log.add("interrupted");
            });
            thread[0].interrupt();
            sleeper.join();
            yieldNow();
        });
        assertEquals(List.of("interrupted"), log);
    }

    @Test
    void anInterruptFlagDoesNotDisturbVerbs() {
        for (Engine engine : List.of(Engine.VIRTUAL, Engine.PORTABLE)) {
            TestMill.run(engine, () -> {
                Chan<Integer> ch = chmake(0);
                Coroutine receiver = go(() -> {
                    Thread.currentThread().interrupt();
                    for (int i = 0; i < 10; i++) {
                        assertEquals(i, chr(ch));
                        yieldNow();
                        msleep(now() + 1);
                    }
                    assertTrue(Thread.interrupted(), "the flag is the user's");
                });
                for (int i = 0; i < 10; i++) {
                    chs(ch, i);
                }
                receiver.join();
            });
        }
    }

    @Test
    void mainMayBlockInJavaCode() throws Exception {
        List<String> log = new ArrayList<>();
        TestMill.run(Engine.VIRTUAL, () -> {
            BlockingQueue<String> queue = new ArrayBlockingQueue<>(1);
            go(() -> {
                msleep(now() + 5);
                queue.put("value");
            });
            log.add(queue.take());
        });
        assertEquals(List.of("value"), log);
    }

    @Test
    void theEndOfMainInterruptsThoseWhoBlockInJavaCode() {
        List<String> log = new ArrayList<>();
        TestMill.run(Engine.VIRTUAL, () -> {
            BlockingQueue<String> queue = new ArrayBlockingQueue<>(1);
            go(() -> {
                try {
                    Thread.sleep(60_000);
                } catch (InterruptedException e) {
                    log.add("sleep");
                }
                assertThrows(InterruptedException.class, () -> Thread.sleep(60_000)); // Again, at once.
                assertThrows(CancelledException.class, () -> yieldNow());
            });
            go(() -> {
                try {
                    queue.take();
                } catch (InterruptedException e) {
                    log.add("take");
                }
            });
        });
        assertEquals(List.of("sleep", "take"), log.stream().sorted().toList());
    }

    @Test
    void aBlockedCoroutineIsNoDeadlock() {
        TestMill.run(Engine.VIRTUAL, () -> {
            Chan<Integer> ch = chmake(0);
            go(() -> {
                Thread.sleep(20);
                chs(ch, 1);
            });
            assertEquals(1, chr(ch));
        });
    }

    /// `register` takes it, and code on VIRTUAL may hold it while it waits.
    @Test
    void aCoroutineMayWaitWithTheLockOfAChannelThatAnotherWaitsFor() throws IOException {
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        List<String> log = new ArrayList<>();
        TestMill.realTime(Engine.VIRTUAL).fast().run(() -> {
            Coroutine holder = go(() -> {
                synchronized (pipe.source().blockingLock()) {
                    msleep(now() + 50);
                }
                log.add("held");
            });
            Coroutine cancelled = go(() -> Mill.fdwait(pipe.source(), Mill.FDW_IN, -1));
            Coroutine waiter = go(() -> log.add("waited " + Mill.fdwait(pipe.source(), Mill.FDW_IN, now() + 100)));
            cancelled.cancel();
            holder.join();
            cancelled.join();
            waiter.join();
        });
        pipe.source().close();
        pipe.sink().close();
        assertEquals(List.of("held", "waited 0"), log);
    }

    @Test
    void nobodyElseRunsWhileAChoiceIsDrawn() {
        RandomGenerator blocks = new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public int nextInt(int bound) {
                Thread.yield();
                return 0;
            }
        };
        TestMill.run(MillOptions.defaults().engine(Engine.VIRTUAL).random(blocks), () -> {
            Chan<String> a = chmake(1);
            Chan<String> b = chmake(1);
            chs(a, "one");
            chs(b, "two");
            List<Object> log = new ArrayList<>();
            Coroutine chooser = go(() -> {
                Choose choice = Mill.choose().in(a).in(b);
                log.add(choice.end());
                log.add(choice.value());
            });
            Coroutine rival = go(() -> log.add(a.tryReceive()));
            chooser.join();
            rival.join();
            assertEquals(List.of(0, "one", new Received.Empty<>()), log);
        });
    }

    @Test
    void nobodyElseRunsWhileATraceIsPrintedThoughThatMeetsALock() throws Exception {
        ReentrantLock gate = new ReentrantLock();
        PrintStream before = System.err;
        boolean[] ran = {false};
        boolean[] ranMeanwhile = {false};
        try {
            TestMill.realTime(Engine.VIRTUAL).fast().run(() -> {
                System.setErr(new PrintStream(OutputStream.nullOutputStream()) {
                    @Override
                    public PrintStream printf(String format, Object... arguments) {
                        gate.lock();
                        gate.unlock();
                        return this;
                    }
                });
                CountDownLatch held = new CountDownLatch(1);
                Thread holder = Thread.ofPlatform().start(() -> {
                    gate.lock();
                    held.countDown();
                    while (!gate.hasQueuedThreads()) {
                        Thread.onSpinWait();
                    }
                    for (int i = 0; i < 1_000; i++) { // The other one would have had its turn by then.
                        Thread.yield();
                    }
                    ranMeanwhile[0] = ran[0];
                    gate.unlock();
                });
                held.await();
                go(() -> {
                    yieldNow();
                    ran[0] = true;
                });
                Mill.gotrace(1);
                yieldNow();
                Mill.gotrace(0);
                holder.join();
            });
        } finally {
            Mill.gotrace(0);
            System.setErr(before);
        }
        assertFalse(ranMeanwhile[0]);
        assertTrue(ran[0]);
    }
}
