package org.jmill.coroutines;

import static org.jmill.Mill.FDW_IN;
import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.fdwait;
import static org.jmill.Mill.go;
import static org.jmill.Mill.inbox;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jmill.Body;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Coro;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Generator;
import org.jmill.Inbox;
import org.jmill.Inside;
import org.jmill.Mill;
import org.jmill.Order;
import org.jmill.Received;
import org.jmill.harness.EveryEngineAndOrder;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;
import org.jmill.harness.TestPipe;

/// A cancelled coroutine learns of it at its blocking call, whatever that is, and leaves nothing
/// behind.
class CancellationTest {
    private static final long NEVER = -1;

    /// Each kind of wait, as code that waits for ever.
    private static Map<String, Body<?>> waits(TestPipe pipe, Coroutine endless) {
        Chan<Object> empty = chmake(0);
        Chan<Object> full = chmake(1);
        full.trySend("full");
        Chan<Object> closable = chmake(1);
        long later = now() + 3_600_000;
        Map<String, Body<?>> waits = new LinkedHashMap<>();
        waits.put("chs", () -> chs(full, "value"));
        waits.put("chs with deadline", () -> full.send("value", later));
        waits.put("chr", () -> chr(empty));
        waits.put("chr with deadline", () -> empty.receive(later));
        waits.put("receiveOrDone", empty::receiveOrDone);
        waits.put("receiveOrDone with deadline", () -> empty.receiveOrDone(later));
        waits.put("for-each", () -> closable.forEach(v -> {}));
        waits.put("choose in", () -> choose().in(empty).end());
        waits.put("choose in and out", () -> choose().in(empty).out(full, 1).end());
        waits.put("choose with duplicates", () -> choose().in(empty).in(empty).end());
        waits.put(
                "choose with deadline",
                () -> choose().out(full, 1).deadline(later).end());
        waits.put("choose without clauses", () -> choose().end());
        waits.put("msleep", () -> msleep(later));
        waits.put("msleep for ever", () -> msleep(NEVER));
        waits.put("fdwait", () -> fdwait(pipe.source, FDW_IN, NEVER));
        waits.put("fdwait with deadline", () -> fdwait(pipe.source, FDW_IN, later));
        waits.put("join", () -> endless.join());
        waits.put("join with deadline", () -> endless.join(later));
        waits.put("inbox", () -> {
            try (Closing<Inbox<Object>> in = new Closing<>(inbox(1), Inbox::close)) {
                chr(in.resource.chan());
            }
        });
        waits.put(
                "blocking",
                () -> Mill.blocking(() -> {
                    new CountDownLatch(1).await();
                    return null;
                }));
        waits.put("resume", () -> Coro.create((self, first) -> chr(empty)).resume(null));
        waits.put("generator", () -> {
            for (Object value : Generator.create(out -> out.yield(chr(empty)))) {
                full.trySend(value);
            }
        });
        return waits;
    }

    private record Closing<R>(R resource, java.util.function.Consumer<R> end) implements AutoCloseable {
        @Override
        public void close() {
            end.accept(resource);
        }
    }

    /// A test of one wait.
    private interface OneWait {
        void run(String kind, Body<?> wait) throws Exception;
    }

    private static void eachWait(Engine engine, Order order, OneWait test) throws Exception {
        try (TestPipe pipe = TestPipe.open()) {
            TestMill.run(engine, order, () -> {
                Coroutine endless = go(() -> msleep(NEVER));
                for (Map.Entry<String, Body<?>> wait : waits(pipe, endless).entrySet()) {
                    test.run(wait.getKey(), wait.getValue());
                }
            });
        }
    }

    @EveryEngineAndOrder
    void everyKindOfWaitThrowsInACancelledCoroutine(Engine engine, Order order) throws Exception {
        eachWait(engine, order, (kind, wait) -> {
            List<Throwable> thrown = new ArrayList<>();
            Coroutine waiter = go(kind, () -> thrown.add(assertThrows(Exception.class, wait::run, kind)));
            assertEquals(Coroutine.State.WAITING, waiter.state(), kind);
            assertTrue(waiter.cancel(), kind);
            waiter.join();
            assertEquals(CancelledException.class, thrown.get(0).getClass(), kind);
            Messages.assertShape(thrown.get(0));
            String message = thrown.get(0).getMessage();
            boolean inner = kind.equals("resume") || kind.equals("generator"); // They wait in another one.
            assertTrue(inner || message.contains("{" + waiter.id() + "} " + kind + " was cancelled"), message);
            Inside.check();
        });
    }

    @EveryEngineAndOrder
    void everyKindOfCallThrowsAtOnceInACoroutineThatWasCancelledBefore(Engine engine, Order order) throws Exception {
        eachWait(engine, order, (kind, wait) -> {
            Coroutine waiter = go(kind, () -> {
                yieldUntilCancelled();
                assertThrows(CancelledException.class, wait::run, kind);
                assertThrows(CancelledException.class, wait::run, kind);
            });
            waiter.cancel();
            waiter.join();
            Inside.check();
        });
    }

    private static void yieldUntilCancelled() {
        try {
            while (true) {
                yieldNow();
            }
        } catch (CancelledException e) {
            assertThrows(CancelledException.class, Mill::yield);
        }
    }

    @EveryEngineAndOrder
    void everyKindOfWaitEndsWhenMainDoes(Engine engine, Order order) throws Exception {
        List<String> ended = new ArrayList<>();
        List<String> kinds = new ArrayList<>();
        eachWait(engine, order, (kind, wait) -> {
            if (!kind.startsWith("fdwait with")) { // One waiter a direction.
                kinds.add(kind);
                go(kind, () -> {
                    try {
                        wait.run();
                    } finally {
                        ended.add(kind);
                    }
                });
            }
        });
        assertEquals(kinds.stream().sorted().toList(), ended.stream().sorted().toList());
    }

    @EveryEngineAndOrder
    void aCancelledWaitLeavesNobodyInAQueue(Engine engine, Order order) throws Exception {
        TestMill.run(engine, order, () -> {
            Chan<Integer> a = chmake(0);
            Chan<Integer> b = chmake(0);
            Coroutine waiter =
                    go(() -> choose().in(a).out(b, 1).deadline(now() + 60_000).end());
            assertEquals(1, Inside.receivers(a).size());
            assertEquals(1, Inside.senders(b).size());
            waiter.cancel();
            assertTrue(Inside.receivers(a).isEmpty()); // At once, not when its turn comes.
            assertTrue(Inside.senders(b).isEmpty());
            assertFalse(a.trySend(1));
            assertEquals(new Received.Empty<>(), b.tryReceive());
            Inside.check();
        });
    }

    @EveryEngineAndOrder
    void aCancelledFdwaitGivesTheDirectionFree(Engine engine, Order order) throws Exception {
        try (TestPipe pipe = TestPipe.open()) {
            TestMill.run(engine, order, () -> {
                Coroutine waiter = go(() -> fdwait(pipe.source, FDW_IN, NEVER));
                waiter.cancel();
                assertEquals(0, Inside.descriptorWaiters());
                assertEquals(0, fdwait(pipe.source, FDW_IN, now() + 1));
                pipe.write();
                assertEquals(FDW_IN, fdwait(pipe.source, FDW_IN, NEVER));
            });
        }
    }

    // ---- who cancels whom, and when

    @EveryEngineAndOrder
    void aCoroutineThatWasWokenBeforeKeepsWhatItGot(Engine engine, Order order) {
        List<Object> log = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(0);
            Coroutine receiver = go(() -> {
                log.add(chr(ch)); // Woken with 7, then cancelled, then its turn comes.
                chr(ch);
            });
            assertTrue(ch.trySend(7) || order == Order.LIBMILL);
            receiver.cancel();
            receiver.join();
        });
        assertEquals(List.of(7), log);
    }

    @EveryEngineAndOrder
    void aCoroutineMayCancelItself(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            Coroutine self = go(() -> {
                assertTrue(Mill.self().cancel());
                log.add("still running");
                assertThrows(CancelledException.class, Mill::yield);
                assertThrows(CancelledException.class, () -> msleep(0));
                assertFalse(Mill.self().cancel());
                log.add("to its end");
            });
            assertTrue(self.isDone());
        });
        assertEquals(List.of("still running", "to its end"), log);
    }

    @EveryEngineAndOrder
    void mainMayCancelItself(Engine engine, Order order) {
        assertThrows(
                CancelledException.class,
                () -> TestMill.run(engine, order, () -> {
                    Mill.self().cancel();
                    yieldNow();
                }));
    }

    @EveryEngineAndOrder
    void mainMayBeCancelledByAnother(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            Coroutine main = Mill.self();
            go(main::cancel);
            assertThrows(CancelledException.class, () -> msleep(NEVER));
            log.add("main");
        });
        assertEquals(List.of("main"), log);
    }

    @EveryEngineAndOrder
    void cancellingAnEndedOneDoesNothing(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Coroutine ended = go(() -> {});
            assertTrue(ended.isDone());
            assertFalse(ended.cancel());
            assertFalse(ended.cancel());
        });
    }

    @EveryEngineAndOrder
    void cancellingTwiceDoesNothingTheSecondTime(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Coroutine waiter = go(() -> msleep(NEVER));
            assertTrue(waiter.cancel());
            assertFalse(waiter.cancel());
            waiter.join();
        });
    }

    @EveryEngineAndOrder
    void cancelDoesNotWaitForTheEnd(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            Coroutine waiter = go(() -> {
                try {
                    msleep(NEVER);
                } finally {
                    log.add("finally");
                }
            });
            waiter.cancel();
            log.add("cancelled");
            waiter.join();
            log.add("joined");
        });
        assertEquals(List.of("cancelled", "finally", "joined"), log);
    }

    @EveryEngineAndOrder
    void aFinallyBlockThatBlocksThrowsAgainAndTheEndComes(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            Chan<Integer> never = chmake(0);
            Coroutine waiter = go(() -> {
                try {
                    chr(never);
                } finally {
                    try {
                        log.add("first finally");
                        chr(never); // Throws at once: a cancelled coroutine cannot wait.
                    } finally {
                        log.add("second finally");
                    }
                }
            });
            waiter.cancel();
            waiter.join();
            assertTrue(waiter.isDone());
            assertTrue(Inside.receivers(never).isEmpty());
        });
        assertEquals(List.of("first finally", "second finally"), log);
    }

    @EveryEngineAndOrder
    void aCoroutineMayOutliveItsCancellationAsLongAsItDoesNotBlock(Engine engine, Order order) {
        TestMill.run(engine, order, () -> {
            Chan<Integer> ch = chmake(10);
            Coroutine waiter = go(() -> {
                assertThrows(CancelledException.class, () -> msleep(NEVER));
                for (int i = 0; i < 10; i++) {
                    ch.trySend(i);
                }
                ch.done();
            });
            waiter.cancel();
            int sum = 0;
            for (int value : ch) {
                sum += value;
            }
            assertEquals(45, sum);
        });
    }

    @EveryEngineAndOrder
    void aCoroutineCancelledBeforeItsFirstWaitThrowsThere(Engine engine, Order order) {
        List<String> log = new ArrayList<>();
        TestMill.run(engine, order, () -> {
            Coroutine[] handle = {null};
            go(() -> {
                handle[0] = Mill.self();
                go(() -> handle[0].cancel()); // The child cancels its parent, which is ready.
                log.add("parent goes on");
                assertThrows(CancelledException.class, Mill::yield);
                log.add("parent was cancelled");
            });
            yieldNow();
        });
        assertEquals(List.of("parent goes on", "parent was cancelled"), log);
    }

    @EveryEngineAndOrder
    void aThousandWaitersAreCancelledInTheOrderInWhichTheyWere(Engine engine, Order order) {
        List<Integer> log = new ArrayList<>();
        TestMill.realTime(engine).order(order).fast().run(() -> {
            Chan<Integer> never = chmake(0);
            List<Coroutine> waiters = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                int number = i;
                waiters.add(go(() -> {
                    try {
                        chr(never);
                    } finally {
                        log.add(number);
                    }
                }));
            }
            for (int i = 999; i >= 0; i--) {
                waiters.get(i).cancel();
            }
            waiters.get(0).join();
            Inside.check(never);
        });
        assertEquals(1000, log.size());
        assertEquals(999, log.getFirst());
        assertEquals(0, log.getLast());
    }
}
