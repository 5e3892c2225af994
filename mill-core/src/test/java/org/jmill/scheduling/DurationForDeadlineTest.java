package org.jmill.scheduling;

import static org.jmill.Mill.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.DeadlineException;
import org.jmill.Engine;
import org.jmill.Fork;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.Received;
import org.jmill.Scope;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.TestMill;
import org.jmill.sync.Barrier;
import org.jmill.sync.Cond;
import org.jmill.sync.Event;
import org.jmill.sync.Flights;
import org.jmill.sync.Latch;
import org.jmill.sync.Mutex;
import org.jmill.sync.Rate;
import org.jmill.sync.RwLock;
import org.jmill.sync.Semaphore;
import org.jmill.sync.Topic;
import org.jmill.sync.WaitGroup;

/// A positive deadline that lies before the mill's start is a duration that somebody has forgotten to add to
/// [Mill#now].
class DurationForDeadlineTest {
    private static final String SAYS =
            "lies before the mill's start: this is a duration; use after(Duration) or now() + ";

    /// Each call that takes a deadline, in a state in which it need not wait wherever there is one.
    private static Map<String, LongConsumer> calls(Scope scope) throws Exception {
        Chan<Integer> full = chmake(1);
        full.send(1);
        Chan<Integer> roomy = chmake(1);
        Coroutine ended = scope.go(() -> {});
        Fork<Integer> fork = scope.fork(() -> 1);
        CompletableFuture<Integer> complete = CompletableFuture.completedFuture(1);
        Pipe pipe = Pipe.open();
        pipe.sink().configureBlocking(false);
        Map<String, LongConsumer> calls = new LinkedHashMap<>();
        calls.put("msleep", Mill::msleep);
        calls.put("receive", d -> full.receive(d));
        calls.put("receiveOrDone", d -> full.receiveOrDone(d));
        calls.put("send", d -> roomy.send(1, d));
        calls.put("join", d -> ended.join(d));
        calls.put("join fork", d -> fork.join(d));
        calls.put("choose", d -> choose().in(full).deadline(d).end());
        calls.put("choose with handler", d -> choose().deadline(d, () -> {}).end());
        calls.put("rearm", d -> choose().in(full).rearm(d).end());
        calls.put("fdwait", d -> fdwait(pipe.sink(), FDW_OUT, d));
        calls.put("await", d -> await(complete, d));
        calls.put("awaitOrCancel", d -> awaitOrCancel(complete, d));
        calls.put("timer", d -> timer(d));
        calls.put("at", d -> at(d, () -> {}));
        calls.put("within", d -> within(d, () -> {}));
        calls.put("tryWithin", d -> Mill.<Integer, RuntimeException>tryWithin(d, () -> 1));
        calls.put("shield", d -> shield(d, () -> {}));
        calls.put("signal", d -> raised().await(d));
        calls.put("checkDeadline", d -> checkDeadline("my call", d));
        calls.put("barrier", d -> new Barrier(1).await(d));
        calls.put("cond", d -> new Cond().await(d));
        calls.put("event", d -> set().await(d));
        calls.put("latch", d -> new Latch(0).await(d));
        calls.put("wait group", d -> new WaitGroup().await(d));
        calls.put("mutex", d -> new Mutex().lock(d));
        calls.put("read", d -> new RwLock().read(d));
        calls.put("write", d -> new RwLock().write(d));
        calls.put("semaphore", d -> new Semaphore(1).acquire(1, d));
        calls.put("rate", d -> new Rate(1).take(1, d));
        calls.put("topic", d -> new Topic<Integer>().publish(1, d));
        calls.put("flights", d -> new Flights<String, Integer>().<RuntimeException>call("key", d, () -> 1));
        return calls;
    }

    private static org.jmill.Signal raised() {
        org.jmill.Signal signal = Mill.signal();
        signal.raise();
        yieldNow();
        return signal;
    }

    private static Event set() {
        Event event = new Event();
        event.set();
        return event;
    }

    @EveryEngine
    void eachCallRefusesADurationAlsoWhereItNeedNotWait(Engine engine) throws Exception {
        TestMill.run(
                engine,
                () -> Scope.run(scope -> calls(scope).forEach((name, call) -> {
                    for (long duration :
                            new long[] {1, 500, Duration.ofDays(365).toMillis()}) {
                        MillPanic panic = assertThrows(MillPanic.class, () -> call.accept(duration), name);
                        assertTrue(
                                panic.getMessage().endsWith(": deadline " + duration + " " + SAYS + duration),
                                panic.getMessage());
                    }
                })));
    }

    @EveryEngine
    void whatIsNoDurationIsLetPass(Engine engine) throws Exception {
        TestMill.run(
                engine,
                () -> Scope.run(scope -> {
                    for (long deadline : new long[] {0, now() - 1, now() - 60_000, now() + 5_000}) {
                        checkDeadline("my call", deadline);
                    }
                    checkDeadline("my call", -1);
                    checkDeadline("my call", Long.MIN_VALUE);
                    checkDeadline("my call", Long.MAX_VALUE);
                    assertFalse(Mill.<Integer>chmake(0).send(1, 0), "try once");
                }));
    }

    @EveryEngine
    void theMessageSaysWhatToDo(Engine engine) throws Exception {
        TestMill.run(
                engine,
                () -> assertEquals(
                        "msleep: deadline 500 lies before the mill's start: this is a duration; use after(Duration) or"
                                + " now() + 500",
                        assertThrows(MillPanic.class, () -> msleep(500)).getMessage()));
    }

    @EveryEngine
    void timeOfATestBeginsFarAboveDurationsToo(Engine engine) throws Exception {
        TestMill.virtualTime(engine)
                .run(() -> assertThrows(
                        MillPanic.class, () -> msleep(Duration.ofDays(300).toMillis())));
    }

    @EveryEngine
    void aDurationIsCountedFromTheCall(Engine engine) throws Exception {
        TestMill.virtualTime(engine).run(() -> {
            long start = now();
            Duration short1 = Duration.ofMillis(7);
            Chan<Integer> ch = chmake(0);
            msleep(short1);
            assertEquals(start + 7, now());
            assertThrows(DeadlineException.class, () -> ch.receive(short1));
            assertThrows(DeadlineException.class, () -> ch.receiveOrDone(short1));
            assertFalse(ch.send(1, short1));
            assertEquals(start + 28, now());
            assertEquals(-1, choose().in(ch).deadline(short1).end());
            assertEquals(-1, choose().in(ch).rearm(short1).end());
            assertEquals(Optional.empty(), Mill.<Integer, RuntimeException>tryWithin(short1, () -> ch.receive()));
            assertThrows(DeadlineException.class, () -> within(short1, () -> msleep(-1)));
            assertEquals(start + 56, now());
            assertEquals(start + 63, timer(short1).receive());
            assertFalse(new Event().await(short1));
            assertEquals(start + 70, now());
            shield(Duration.ofMillis(8), () -> msleep(short1));
            assertEquals(start + 77, now());
        });
    }

    @EveryEngine
    void aDurationThatIsNegativeOrHugeIsWhatAfterMakesOfIt(Engine engine) throws Exception {
        TestMill.virtualTime(engine).run(() -> {
            Chan<Integer> ch = chmake(1);
            long start = now();
            for (Duration past : new Duration[] {
                Duration.ZERO, Duration.ofMillis(-5), Duration.ofDays(-900), Duration.ofSeconds(Long.MIN_VALUE)
            }) {
                assertThrows(DeadlineException.class, () -> ch.receive(past), past::toString);
            }
            assertEquals(start, now());
            go(() -> {
                msleep(Duration.ofDays(400));
                ch.send(1);
            });
            assertEquals(new Received.Value<>(1), ch.receiveOrDone(Duration.ofSeconds(Long.MAX_VALUE)));
        });
    }

    @EveryEngine
    void noDurationIsAPanic(Engine engine) throws Exception {
        TestMill.run(engine, () -> {
            Duration none = null;
            Chan<Integer> ch = chmake(1);
            assertNotNull(assertThrows(MillPanic.class, () -> msleep(none)).getMessage());
            assertThrows(MillPanic.class, () -> ch.send(1, none));
            assertThrows(MillPanic.class, () -> new Mutex().lock(none));
            assertEquals(0, ch.size());
        });
    }
}
