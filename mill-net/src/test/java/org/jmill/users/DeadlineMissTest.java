package org.jmill.users;

import static org.jmill.Mill.await;
import static org.jmill.Mill.awaitOrCancel;
import static org.jmill.Mill.chmake;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.Mill.shield;
import static org.jmill.Mill.within;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jmill.Body;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.DeadlineException;
import org.jmill.Engine;
import org.jmill.Fork;
import org.jmill.Mill;
import org.jmill.ParkingLot;
import org.jmill.Scope;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.TestMill;
import org.jmill.sync.Barrier;
import org.jmill.sync.Cond;
import org.jmill.sync.Event;
import org.jmill.sync.Flights;
import org.jmill.sync.Latch;
import org.jmill.sync.Mutex;
import org.jmill.sync.Overflow;
import org.jmill.sync.Rate;
import org.jmill.sync.RwLock;
import org.jmill.sync.Semaphore;
import org.jmill.sync.Topic;
import org.jmill.sync.WaitGroup;
import org.jmill.world.Verb;
import org.junit.jupiter.api.Test;

/// How a call says that its deadline has passed follows from what it returns. [DeadlineCalls] finds the calls; those
/// of sockets are in `org.jmill.net.SocketMissTest`.
class DeadlineMissTest {
    private static final Path PAGE = Path.of("..", "docs", "structure.md");

    /// To wait for the deadline is what these are for, or it is that of a wait that is yet to come.
    private static final Set<String> MOMENTS =
            Set.of("Mill.msleep", "Mill.at", "Mill.timer", "Mill.timeout", "Choose.deadline", "Choose.rearm");

    /// How a call tells, by what the page says of it.
    private enum Kind {
        RESULT("throws `DeadlineException`"),
        NO_RESULT("returns false"),
        OPTIONAL("returns an empty `Optional`"),
        VERB("returns 0"),
        OUTSIDE("throws `SocketTimeoutException`"),
        MOMENT("is what is waited for");

        private final String onPage;

        Kind(String onPage) {
            this.onPage = onPage;
        }

        static Kind of(Method call) {
            if (Arrays.asList(call.getExceptionTypes()).contains(IOException.class)) {
                return OUTSIDE;
            }
            if (MOMENTS.contains(DeadlineCalls.name(call))) {
                return MOMENT;
            }
            if (call.getReturnType() == boolean.class) {
                return NO_RESULT;
            }
            if (call.getReturnType() == Optional.class) {
                return OPTIONAL;
            }
            return call.getName().equals("fdwait") ? VERB : RESULT;
        }
    }

    /// Of core, by name: those with one name are of one kind. What implements an interface stands for it.
    private static Map<String, Kind> kinds() throws Exception {
        Map<String, Kind> kinds = new TreeMap<>();
        for (Method call : DeadlineCalls.withADeadline()) {
            if (!call.getDeclaringClass().isInterface() && Kind.of(call) != Kind.OUTSIDE) {
                Kind before = kinds.put(DeadlineCalls.name(call), Kind.of(call));
                assertEquals(before == null ? Kind.of(call) : before, Kind.of(call), call.toString());
            }
        }
        return kinds;
    }

    @FunctionalInterface
    private interface Call {
        Object before(long deadlineMs) throws Exception;
    }

    /// Each call of core, in a state in which it would wait for ever.
    private static Map<String, Call> calls(Scope scope) throws Exception {
        Map<String, Call> calls = new TreeMap<>();
        Coroutine waits = scope.daemon(() -> msleep(-1));
        Fork<Integer> fork = forkThatWaits(scope);
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        calls.put("Chan.receive", d -> chmake(0).receive(d));
        calls.put("Chan.receiveOrDone", d -> chmake(0).receiveOrDone(d));
        calls.put("Chan.send", d -> Mill.<Integer>chmake(0).send(1, d));
        calls.put("Coroutine.join", waits::join);
        calls.put("Fork.join", fork::join);
        calls.put("Mill.await", d -> await(new CompletableFuture<>(), d));
        calls.put("Mill.awaitOrCancel", d -> awaitOrCancel(new CompletableFuture<>(), d));
        calls.put("Mill.fdwait", d -> Mill.fdwait(pipe.source(), Mill.FDW_IN, d));
        calls.put("Mill.within", d -> within(d, () -> toldOnly(() -> msleep(-1))));
        calls.put(
                "Mill.tryWithin", d -> Mill.<Integer, RuntimeException>tryWithin(d, () -> toldOnly(() -> msleep(-1))));
        calls.put("Mill.shield", d -> shield(d, () -> toldOnly(() -> msleep(-1))));
        calls.put("Signal.await", d -> Mill.signal().await(d));
        calls.put("ParkingLot.park", d -> new ParkingLot(Verb.AWAIT, "test").park(null, d));
        addSync(scope, calls);
        return calls;
    }

    private static int toldOnly(Body<RuntimeException> body) {
        body.run();
        return 1;
    }

    private static Fork<Integer> forkThatWaits(Scope scope) {
        return scope.fork(() -> toldOnly(() -> msleep(-1)));
    }

    private static void addSync(Scope scope, Map<String, Call> calls) {
        Mutex mutex = new Mutex();
        RwLock read = new RwLock();
        RwLock written = new RwLock();
        Flights<String, Integer> flights = new Flights<>();
        scope.daemon(() -> {
            mutex.lock();
            read.read();
            written.write();
            msleep(-1);
        });
        scope.daemon(() -> flights.call("key", () -> toldOnly(() -> msleep(-1))));
        Semaphore semaphore = new Semaphore(1);
        semaphore.acquire();
        Rate rate = new Rate(0.001);
        rate.take(1, -1);
        WaitGroup group = new WaitGroup();
        group.add(1);
        Topic<Integer> topic = new Topic<>();
        Chan<Integer> _ = topic.subscribe(0, Overflow.WAIT);
        calls.put("Barrier.await", d -> new Barrier(2).await(d));
        calls.put("Cond.await", d -> new Cond().await(d));
        calls.put("Event.await", d -> new Event().await(d));
        calls.put("Flights.call", d -> flights.<RuntimeException>call("key", d, () -> 1));
        calls.put("Latch.await", d -> new Latch(1).await(d));
        calls.put("Mutex.lock", mutex::lock);
        calls.put("Rate.take", d -> rate.take(1, d));
        calls.put("RwLock.read", written::read);
        calls.put("RwLock.write", read::write);
        calls.put("Semaphore.acquire", d -> semaphore.acquire(1, d));
        calls.put("Topic.publish", d -> topic.publish(1, d));
        calls.put("WaitGroup.await", group::await);
    }

    @EveryEngine
    void aMissIsToldByTheKindOfTheMethod(Engine engine) throws Exception {
        Map<String, Kind> kinds = kinds();
        kinds.values().removeIf(kind -> kind == Kind.MOMENT);
        TestMill.run(
                engine,
                () -> Scope.run(scope -> {
                    Map<String, Call> calls = calls(scope);
                    assertEquals(kinds.keySet(), calls.keySet());
                    for (Map.Entry<String, Call> call : calls.entrySet()) {
                        for (long deadlineMs : new long[] {0, now() + 3}) {
                            assertTold(call.getKey(), kinds.get(call.getKey()), call.getValue(), deadlineMs);
                        }
                    }
                    scope.cancel();
                }));
    }

    private static void assertTold(String name, Kind kind, Call call, long deadlineMs) throws Exception {
        switch (kind) {
            case RESULT -> assertThrows(DeadlineException.class, () -> call.before(deadlineMs), name);
            case NO_RESULT -> assertEquals(false, call.before(deadlineMs), name);
            case OPTIONAL -> assertEquals(Optional.empty(), call.before(deadlineMs), name);
            case VERB -> assertEquals(0, call.before(deadlineMs), name);
            case OUTSIDE, MOMENT -> throw new AssertionError(name);
        }
    }

    /// The page has each call in the row of its kind, as `object.method`, or as the verb that it is.
    @Test
    void thePageHasEachCallInTheRowOfItsKind() throws Exception {
        Map<Kind, Set<String>> expected = new EnumMap<>(Kind.class);
        kinds().forEach((name, kind) ->
                expected.computeIfAbsent(kind, _ -> new TreeSet<>()).add(spoken(name)));
        Map<Kind, Set<String>> said = new EnumMap<>(Kind.class);
        for (String line : Files.readAllLines(PAGE)) {
            for (Kind kind : expected.keySet()) {
                if (line.startsWith("|") && line.endsWith(" " + kind.onPage + " |")) {
                    Matcher code = Pattern.compile("`([^`]+)`")
                            .matcher(line.substring(0, line.lastIndexOf("| ", line.length() - 3)));
                    while (code.find()) {
                        said.computeIfAbsent(kind, _ -> new TreeSet<>()).add(code.group(1));
                    }
                }
            }
        }
        assertEquals(expected, said);
    }

    private static String spoken(String name) {
        return name.startsWith("Mill.")
                ? name.substring("Mill.".length())
                : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
