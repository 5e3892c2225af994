package org.jmill.engines;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.MillPanic;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.Messages;
import org.jmill.harness.TestMill;
import org.jmill.harness.TestPipe;
import org.junit.jupiter.api.Test;

/// What Java code in a coroutine sees of its thread, on each engine; and where an engine cannot go.
class EngineThreadsTest {
    private static boolean isThreadPerCoroutine(Engine engine) {
        return engine != Engine.CONTINUATION;
    }

    @EveryEngine
    void theCurrentThreadTellsCoroutinesApartWhereEachIsAThread(Engine engine) {
        TestMill.run(engine, () -> {
            Thread[] seen = {Thread.currentThread(), null, null};
            go(() -> {
                seen[1] = Thread.currentThread();
                yieldNow();
                assertSame(seen[1], Thread.currentThread());
            });
            go(() -> seen[2] = Thread.currentThread());
            yieldNow();
            assertSame(seen[0], Thread.currentThread());
            int threads = List.of(seen).stream().distinct().toList().size();
            assertEquals(isThreadPerCoroutine(engine) ? 3 : 1, threads);
        });
    }

    @EveryEngine
    void aThreadLocalBelongsToTheCoroutineWhereEachIsAThread(Engine engine) {
        ThreadLocal<String> local = new ThreadLocal<>();
        TestMill.run(engine, () -> {
            local.set("main");
            go(() -> {
                assertEquals(isThreadPerCoroutine(engine) ? null : "main", local.get());
                local.set("child");
                yieldNow();
                assertEquals("child", local.get());
            });
            assertEquals(isThreadPerCoroutine(engine) ? "main" : "child", local.get());
        });
    }

    @EveryEngine
    void theCoroutinesNameIsItsThreadsNameWhereItHasOne(Engine engine) {
        TestMill.run(engine, () -> {
            go(
                    "pump",
                    () -> assertEquals(
                            isThreadPerCoroutine(engine),
                            Thread.currentThread().getName().equals("pump")));
            assertEquals(
                    isThreadPerCoroutine(engine),
                    Thread.currentThread().getName().equals("main"));
        });
    }

    @Test
    void onContinuationTheThreadIsTheCallers() {
        TestMill.onThread("the caller", () -> {
            Thread caller = Thread.currentThread();
            Mill.run(MillOptions.defaults().engine(Engine.CONTINUATION), () -> {
                assertSame(caller, Thread.currentThread());
                go(() -> assertSame(caller, Thread.currentThread()));
            });
            return null;
        });
    }

    // ---- where a strand cannot leave the thread

    /// Its initialiser suspends.
    private static final class SuspendsWhileItIsMade {
        static final Throwable CAUGHT = suspended(() -> chr(channel));

        static void touch() {}
    }

    private static final class HostsWhileItIsMade {
        static final Throwable CAUGHT = suspended(() -> chr(channel));

        static void touch() {}
    }

    private static final class HostsLongWhileItIsMade {
        static final Throwable CAUGHT = suspended(() -> {
            for (int i = 0; i < 2000; i++) {
                yieldNow();
            }
        });

        static void touch() {}
    }

    private static final class SuspendsOnVirtual {
        static final Throwable CAUGHT = suspended(() -> chr(channel));

        static void touch() {}
    }

    private static Chan<Integer> channel; // The tests of this class run one after the other.

    private static Throwable suspended(Runnable call) {
        try {
            call.run();
            return null;
        } catch (Throwable t) {
            return t;
        }
    }

    private static void assertPanicked(Throwable thrown) {
        assertTrue(thrown instanceof MillPanic, () -> "not a panic: " + thrown);
        Messages.assertShape(thrown);
        assertTrue(thrown.getMessage().contains("static initialiser"), thrown.getMessage());
    }

    private static void assertMillIsSound() {
        Inside.check();
        Chan<Integer> ch = chmake(0);
        go(() -> {
            for (int i = 0; i < 10; i++) {
                chs(ch, i);
            }
        });
        for (int i = 0; i < 10; i++) {
            assertEquals(i, chr(ch));
        }
    }

    /// Now and then a strand is to be suspended where it could host; not if it cannot be.
    @Test
    void hostingForLongInAStaticInitialiserGoesOn() {
        TestMill.run(Engine.CONTINUATION, () -> {
            Chan<Integer> start = chmake(0);
            Chan<Integer> end = chmake(0);
            boolean[] stop = {false};
            go("guest", () -> {
                chr(start);
                while (!stop[0]) {
                    yieldNow();
                }
            });
            go("pinned", () -> {
                yieldNow(); // Freezes, so that a part of its frames stays in the heap.
                chs(start, 1);
                HostsLongWhileItIsMade.touch();
                stop[0] = true;
                chs(end, 1);
            });
            chr(end);
            assertNull(HostsLongWhileItIsMade.CAUGHT);
        });
    }

    @Test
    void suspendingInAStaticInitialiserPanicsAndTheMillGoesOn() {
        TestMill.run(Engine.CONTINUATION, () -> {
            channel = chmake(0);
            go("pinned", SuspendsWhileItIsMade::touch);
            assertPanicked(SuspendsWhileItIsMade.CAUGHT);
            assertTrue(Inside.receivers(channel).isEmpty());
            assertMillIsSound();
        });
    }

    @Test
    void suspendingInAStaticInitialiserPanicsOnVirtualToo() {
        TestMill.run(Engine.VIRTUAL, () -> {
            channel = chmake(0);
            go("pinned", SuspendsOnVirtual::touch);
            assertPanicked(SuspendsOnVirtual.CAUGHT);
            assertTrue(Inside.receivers(channel).isEmpty());
            assertMillIsSound();
        });
    }

    @Test
    void aPinnedHostWhoseGuestNamesAnotherPanicsAndNobodyIsLost() {
        List<String> log = new ArrayList<>();
        TestMill.run(Engine.CONTINUATION, () -> {
            channel = chmake(0);
            Chan<Integer> guests = chmake(0);
            for (int i = 0; i < 3; i++) {
                int number = i;
                go("guest", () -> {
                    chr(guests);
                    log.add("guest " + number);
                    yieldNow();
                    yieldNow();
                    log.add("guest " + number + " again");
                });
            }
            for (int i = 0; i < 3; i++) {
                guests.trySend(i); // The guests are ready; the pinned one hosts them while it waits.
            }
            Coroutine pinned = go("pinned", () -> {
                HostsWhileItIsMade.touch();
                yieldNow();
                log.add("pinned goes on");
            });
            pinned.join();
            for (int i = 0; i < 5; i++) {
                yieldNow();
            }
            assertPanicked(HostsWhileItIsMade.CAUGHT);
            assertTrue(Inside.receivers(channel).isEmpty());
            assertMillIsSound();
        });
        assertEquals(7, log.stream().distinct().count(), log.toString());
        assertEquals(7, log.size(), log.toString());
    }

    // ---- mills on virtual threads

    private static <T> T onVirtualThread(java.util.concurrent.Callable<T> code) throws Exception {
        Object[] outcome = {null, null};
        Thread thread = Thread.ofVirtual().name("a virtual caller").start(() -> {
            try {
                outcome[0] = code.call();
            } catch (Throwable t) {
                outcome[1] = t;
            }
        });
        assertTrue(thread.join(java.time.Duration.ofSeconds(30)));
        if (outcome[1] != null) {
            throw TestMill.<RuntimeException>sneak((Throwable) outcome[1]);
        }
        @SuppressWarnings("unchecked")
        T result = (T) outcome[0];
        return result;
    }

    private static Engine engineInUse(MillOptions options) throws Exception {
        return Mill.call(options, () -> {
            Chan<Integer> ch = chmake(0);
            go(() -> chs(ch, 1));
            assertEquals(1, chr(ch));
            return Inside.engine();
        });
    }

    @Test
    void autoTakesAnEngineThatWorksOnAVirtualThread() throws Exception {
        Engine used = onVirtualThread(() -> engineInUse(MillOptions.defaults().engine(Engine.AUTO)));
        assertEquals(Engine.VIRTUAL, used, "the next one that this JVM allows");
    }

    @Test
    void autoTakesContinuationOnAPlatformThread() throws Exception {
        assertEquals(
                Engine.CONTINUATION,
                TestMill.onThread(
                        "caller", () -> engineInUse(MillOptions.defaults().engine(Engine.AUTO))));
    }

    @Test
    void virtualAndPortableRunOnAVirtualThread() throws Exception {
        for (Engine engine : List.of(Engine.VIRTUAL, Engine.PORTABLE)) {
            assertEquals(
                    engine,
                    onVirtualThread(() -> engineInUse(MillOptions.defaults().engine(engine))));
        }
    }

    @Test
    void continuationRefusesAVirtualThreadAndSaysWhatToDo() throws Exception {
        MillPanic panic = assertThrows(
                MillPanic.class,
                () -> onVirtualThread(() -> engineInUse(MillOptions.defaults().engine(Engine.CONTINUATION))));
        Messages.assertShape(panic);
        String message = panic.getMessage();
        assertTrue(message.startsWith("run engine CONTINUATION: "), message);
        assertTrue(message.contains("a virtual caller") && message.contains("platform thread"), message);
    }

    @Test
    void aMillOnAVirtualThreadSleepsAndWaitsForDescriptors() throws Exception {
        try (TestPipe pipe = TestPipe.open()) {
            for (Engine engine : List.of(Engine.VIRTUAL, Engine.PORTABLE)) {
                onVirtualThread(() -> Mill.call(MillOptions.defaults().engine(engine), () -> {
                    go(() -> {
                        Mill.msleep(Mill.now() + 5);
                        pipe.write();
                    });
                    assertEquals(Mill.FDW_IN, Mill.fdwait(pipe.source, Mill.FDW_IN, -1));
                    assertTrue(pipe.read());
                    return null;
                }));
            }
        }
    }

    @Test
    void anUnknownEngineInThePropertyIsRefused() {
        String before = System.getProperty("jmill.engine");
        System.setProperty("jmill.engine", "turbo");
        try {
            MillPanic panic = assertThrows(
                    MillPanic.class,
                    () -> TestMill.onThread("caller", () -> {
                        Mill.run(() -> {});
                        return null;
                    }));
            assertTrue(
                    panic.getMessage().contains("turbo") && panic.getMessage().contains("portable"));
        } finally {
            if (before == null) {
                System.clearProperty("jmill.engine");
            } else {
                System.setProperty("jmill.engine", before);
            }
        }
    }

    @Test
    void thePropertyChoosesTheEngineInAnyCase() throws Exception {
        String before = System.getProperty("jmill.engine");
        System.setProperty("jmill.engine", "Portable");
        try {
            assertEquals(Engine.PORTABLE, TestMill.onThread("caller", () -> engineInUse(MillOptions.defaults())));
        } finally {
            if (before == null) {
                System.clearProperty("jmill.engine");
            } else {
                System.setProperty("jmill.engine", before);
            }
        }
    }
}
