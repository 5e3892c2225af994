package org.jmill.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jmill.Choose;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;

/// Each public method, called where or as it must not be, says so in the one shape of messages.
class PublicCallsTest {
    private static final String STRANGER = "a stranger's thread";

    /// Types whose every method any thread may call: data, options, and what the user implements.
    private static final Set<String> ANY_THREAD_TYPES = Set.of(
            "BlockingOperation",
            "Body",
            "CancelledException",
            "Choose.Action",
            "Choose.Case",
            "Choose.Handler",
            "Coro.Code",
            "Coro.Status",
            "Coroutine.State",
            "Dump",
            "Dump.ChannelRow",
            "Dump.CoroutineRow",
            "Dump.ScopeRow",
            "Engine",
            "Generator.Code",
            "Generator.Out",
            "Inbox",
            "MillOptions",
            "MillPanic",
            "Order",
            "Stats",
            "Received",
            "Received.Done",
            "Received.Empty",
            "Received.Failed",
            "Received.Value",
            "Scope.Code",
            "Scope.Computation",
            "Mill.Main",
            "Mill.Work");

    /// The other methods that any thread may call.
    private static final Set<String> ANY_THREAD = Set.of(
            "Chan.iterator()", // The iterator itself checks, as the others do.
            "Source.iterator()",
            "Scope.enclosure()", // A world may ask; outside there is none.
            "Chan.id()",
            "Chan.label()",
            "Chan.name()",
            "Chan.spliterator()",
            "Chan.stream()",
            "Chan.toString()",
            "Source.stream()",
            "Signal.isRaised()",
            "Signal.raise()",
            "Signal.toString()",
            "Choose.toString()",
            "Coro.toString()",
            "Coroutine.equals(Object)",
            "Coroutine.hashCode()",
            "Coroutine.current()",
            "Coroutine.id()",
            "Coroutine.name()",
            "Coroutine.toString()",
            "CoroutineLocal.create()",
            "CoroutineLocal.inherited()",
            "CoroutineLocal.withInitial(Supplier)",
            "CoroutineLocal.toString()",
            "Generator.create(Code)",
            "Generator.toString()",
            "Generator.Values.toString()",
            "Mill.gotrace(int)",
            "Mill.world()",
            "ParkingLot.toString()",
            "Fork.coroutine()",
            "Fork.toString()",
            "Scope.executor()",
            "Scope.future(Callable)",
            "Scope.toString()",
            "sync.Barrier.toString()",
            "sync.Cond.toString()",
            "sync.Event.toString()",
            "sync.Flights.toString()",
            "sync.Latch.toString()",
            "sync.Mutex.toString()",
            "sync.Rate.toString()",
            "sync.Retry.factor(double)",
            "sync.Retry.jitter(double)",
            "sync.Retry.pauses(Duration,Duration)",
            "sync.Retry.pauses(long,long)",
            "sync.Retry.toString()",
            "sync.Retry.when(Predicate)",
            "sync.RwLock.toString()",
            "sync.Semaphore.Permit.toString()",
            "sync.Semaphore.toString()",
            "sync.Topic.toString()",
            "sync.WaitGroup.toString()");

    /// Those that any thread may call once the mill has ended.
    private static final Set<String> ANY_THREAD_AFTERWARDS = Set.of(
            "Chan.capacity()",
            "Chan.isDone()",
            "Chan.size()",
            "Sink.isDone()",
            "Source.capacity()",
            "Source.isDone()",
            "Source.size()",
            "Choose.received()",
            "Choose.received(Source)",
            "Choose.value()",
            "Choose.value(Source)",
            "Coro.status()",
            "Coroutine.isCancelled()",
            "Coroutine.isDone()",
            "Coroutine.stackTrace()",
            "Coroutine.state()",
            "Coroutine.waitingFor()",
            "Fork.isDone()",
            "ParkingLot.enterToLook()",
            "ParkingLot.first()",
            "ParkingLot.isEmpty()",
            "ParkingLot.missed()",
            "ParkingLot.size()",
            "sync.Barrier.parties()",
            "sync.Barrier.waiters()",
            "sync.Cond.waiters()",
            "sync.Event.isSet()",
            "sync.Flights.size()",
            "sync.Latch.count()",
            "sync.Mutex.isLocked()",
            "sync.RwLock.isWriting()",
            "sync.RwLock.readers()",
            "sync.Semaphore.Permit.count()",
            "sync.Semaphore.available()",
            "sync.Semaphore.limit()",
            "sync.Topic.slow()",
            "sync.Topic.subscribers()",
            "sync.WaitGroup.count()");

    private static boolean isForAnyThread(Method m) {
        String name = PublicCalls.name(m);
        String type = name.substring(0, name.substring(0, name.indexOf('(')).lastIndexOf('.'));
        boolean makesAMill = name.startsWith("Mill.run(") || name.startsWith("Mill.call(");
        boolean makesACase = m.getReturnType() == Choose.Case.class;
        return makesAMill || makesACase || ANY_THREAD_TYPES.contains(type) || ANY_THREAD.contains(name);
    }

    /// Calls everything on this thread, which is not the mill's.
    private static void walkOutside(PublicCalls calls, String advice, Set<String> alsoAllowed) throws Exception {
        Mill.gotrace(0);
        for (Method m : PublicCalls.methods()) {
            String name = PublicCalls.name(m);
            if (name.equals("Mill.gotrace(int)") || m.getDeclaringClass().isEnum()) {
                continue; // The first would switch the trace on for every other test.
            }
            Throwable thrown = calls.call(m, calls.arguments(m));
            if (isForAnyThread(m) || alsoAllowed.contains(name)) {
                if (thrown != null) {
                    Messages.assertShape(thrown);
                }
            } else {
                assertTrue(thrown instanceof IllegalStateException, () -> name + " gave " + thrown);
                Messages.assertShape(thrown);
                String message = thrown.getMessage();
                assertTrue(message.contains('"' + STRANGER + '"'), () -> name + ": " + message);
                assertTrue(message.contains(advice), () -> name + ": " + message);
            }
        }
    }

    @EveryEngine
    void outsideAMill(Engine engine) throws Exception {
        PublicCalls calls = TestMill.call(engine, PublicCalls::new);
        TestMill.onThread(STRANGER, () -> {
            walkOutside(calls, "mill", ANY_THREAD_AFTERWARDS);
            return null;
        });
    }

    @EveryEngine
    void fromAForeignThreadWhileTheMillRuns(Engine engine) throws Exception {
        TestMill.call(engine, () -> {
            PublicCalls calls = new PublicCalls();
            Mill.blocking(() -> TestMill.onThread(STRANGER, () -> {
                walkOutside(calls, "Inbox", Set.of());
                return null;
            }));
            Ways.assertMillUsable();
            return null;
        });
    }

    /// One mill for each call with one argument null; anything but the common shape is a defect, a
    /// NullPointerException of the JVM's own included.
    @EveryEngine
    void withNullForAnArgument(Engine engine) throws Exception {
        Set<String> refused = new TreeSet<>();
        for (Method m : PublicCalls.methods()) {
            for (int i = 0; i < m.getParameterCount(); i++) {
                if (!m.getParameterTypes()[i].isPrimitive() && isCheckedByCore(m)) {
                    Throwable thrown = callInAMill(engine, m, i, null);
                    if (thrown != null) {
                        refused.add(PublicCalls.name(m));
                        assertShape(m, thrown);
                    }
                }
            }
        }
        assertTrue(
                refused.containsAll(List.of(
                        "Mill.chs(Sink,Object)",
                        "Mill.chr(Source)",
                        "Mill.go(Body)",
                        "Mill.go(String,Body)",
                        "Mill.run(Body)",
                        "Mill.blocking(Callable)",
                        "Mill.blocking(BlockingOperation)",
                        "Choose.in(Source)",
                        "Choose.out(Sink,Object)",
                        "Choose.when(BooleanSupplier)",
                        "Coro.create(Code)",
                        "Generator.create(Code)",
                        "CoroutineLocal.withInitial(Supplier)",
                        "MillOptions.engine(Engine)",
                        "sync.Flights.call(Object,BlockingOperation)",
                        "sync.Flights.call(Object,Callable)",
                        "sync.Mutex.named(String)",
                        "sync.Retry.run(Body)",
                        "sync.Retry.when(Predicate)",
                        "sync.Topic.subscribe(int,Overflow)",
                        "sync.WaitGroup.go(Body)")),
                refused::toString);
        assertFalse(refused.contains("Chan.send(Object)"), "null is a value like any other");
    }

    @EveryEngine
    void withNegativeNumbers(Engine engine) throws Exception {
        Set<String> refused = new TreeSet<>();
        for (Method m : PublicCalls.methods()) {
            for (int i = 0; i < m.getParameterCount(); i++) {
                if (m.getParameterTypes()[i] == int.class) {
                    for (int number : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
                        if (number > 0 && !PublicCalls.name(m).contains("chmake")) {
                            continue; // As many prepared coroutines would be made.
                        }
                        Throwable thrown = callInAMill(engine, m, i, number);
                        if (thrown != null) {
                            refused.add(PublicCalls.name(m));
                            assertShape(m, thrown);
                        }
                    }
                }
            }
        }
        assertTrue(
                refused.containsAll(List.of(
                        "Mill.chmake(int)",
                        "Mill.chmake(Class,int)",
                        "Chan.make(int)",
                        "Chan.make(Class,int)",
                        "Mill.inbox(int)",
                        "Mill.goprepare(int,int,int)",
                        "Mill.gotrace(int)",
                        "Mill.fdwait(SelectableChannel,int,long)",
                        "Mill.draw(int)",
                        "sync.Rate.take(int)",
                        "sync.Semaphore.acquire(int)",
                        "sync.WaitGroup.add(int)")),
                refused::toString);
    }

    private static void assertShape(Method m, Throwable thrown) {
        try {
            Messages.assertShape(thrown);
        } catch (AssertionError e) {
            throw new AssertionError(PublicCalls.name(m) + ": " + e.getMessage(), thrown);
        }
    }

    /// What the compiler makes for records and enums, and what the user implements, is not ours.
    private static boolean isCheckedByCore(Method m) {
        Class<?> type = m.getDeclaringClass();
        return !type.isRecord()
                && !type.isEnum()
                && !type.isInterface()
                && !m.getName().equals("equals");
    }

    private static Throwable callInAMill(Engine engine, Method m, int index, Object argument) {
        List<Throwable> thrown = new ArrayList<>();
        try {
            TestMill.run(engine, () -> {
                PublicCalls calls = new PublicCalls();
                Object[] arguments = calls.arguments(m);
                arguments[index] = argument;
                thrown.add(calls.call(m, arguments));
                Ways.assertMillUsable();
            });
        } catch (Exception e) {
            throw new AssertionError(PublicCalls.name(m) + " spoilt its mill", e);
        }
        assertEquals(1, thrown.size());
        return thrown.get(0);
    }
}
