package org.jmill.watching;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.jmill.Body;
import org.jmill.Chan;
import org.jmill.Engine;
import org.jmill.Inside;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.harness.ChildJvm;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.TestMill;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A coroutine that keeps the mill's thread is named. Most tests look by hand, at times of their own, at mills that
/// the watch itself leaves alone.
class StallTest {
    private static final long LIMIT_MS = 100;
    private static final long LOOK_NS = LIMIT_MS * 1_000_000 / 4; // As often as the watch itself would.
    private static final Logger LOGGER = Logger.getLogger("org.jmill");

    private final List<String> told = new ArrayList<>(); // By looks of this thread's or the mill's: guarded by itself.
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord logged) {
            if (logged.getMessage().startsWith("stall ")) {
                synchronized (told) {
                    told.add(logged.getLevel() + " " + logged.getMessage());
                }
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOGGER.addHandler(listener);
    }

    @AfterEach
    void stopListening() {
        LOGGER.removeHandler(listener);
    }

    private List<String> told() {
        synchronized (told) {
            return List.copyOf(told);
        }
    }

    private long toldOf(String coroutine) {
        return told().stream()
                .filter(line -> line.startsWith("WARNING stall") && line.contains(coroutine))
                .count();
    }

    private void spinUntilTold() {
        long before = 0; // The machine may make him a hog before he has come here: that is another turn.
        while (told().stream().noneMatch(line -> line.contains("hog") && line.contains("spinUntilTold"))) {
            if (toldOf("hog") > before) {
                before++;
                yieldNow();
            }
            Thread.onSpinWait();
        }
        assertTrue(Mill.stats().longestStallMs() >= 20);
    }

    private static MillOptions options(Engine engine) {
        return MillOptions.defaults().engine(engine).name("watched").stall(Duration.ZERO);
    }

    /// The looks of the watch, each at its time. The first is made whenever.
    private static final class Looks {
        final Inside.Stalls watch = Inside.stalls(LIMIT_MS);
        private long nowNs = 1;

        void look(int times) {
            for (int i = 0; i < times; i++) {
                lookAfter(LOOK_NS);
            }
        }

        void lookUntilNobodyRuns() {
            do {
                watch.end().run();
                look(1);
            } while (watch.suspects().getAsBoolean());
        }

        void lookAfter(long ns) {
            nowNs += ns;
            watch.look().accept(nowNs);
        }
    }

    @EveryEngine
    void aCoroutineThatKeepsTheThreadIsToldOfOnceWithItsStack(Engine engine) {
        TestMill.run(options(engine), () -> {
            Looks looks = new Looks();
            go("hog", () -> {
                looks.look(4);
                assertEquals(List.of(), told(), "the first look begins it, three more are less than the limit");
                looks.look(3);
            });
            List<String> told = told();
            assertEquals(1, told.size(), told.toString());
            List<String> lines = told.getFirst().lines().toList();
            assertTrue(
                    lines.getFirst()
                            .matches("WARNING stall \\{1\\} hog: it computes, and keeps the thread of mill watched for"
                                    + " 100 ms so far \\(limit 100 ms\\), nobody else runs;"
                                    + " call yield\\(\\) now and then, or have it done by blocking\\(\\.\\.\\.\\)"),
                    told.getFirst());
            assertTrue(told.getFirst().contains("StallTest"), told.getFirst());
            assertFalse(told.getFirst().contains("TestMill"), "the stack ends where the coroutine began: " + told);
        });
    }

    @EveryEngine
    void theTimeItLastedIsToldAtItsEnd(Engine engine) {
        TestMill.run(options(engine), () -> {
            Looks looks = new Looks();
            go("hog", () -> looks.look(7));
            looks.look(1);
            looks.look(1);
            assertEquals(2, told().size(), told().toString());
            assertEquals("INFO stall {1} hog: over after 175 ms", told().get(1));
        });
    }

    @EveryEngine
    void theEndOfTheMillIsTheEndOfAStall(Engine engine) {
        TestMill.run(options(engine), () -> {
            Looks looks = new Looks();
            looks.look(5);
            looks.watch.end().run();
            looks.look(3);
        });
        assertEquals(2, told().size(), told().toString());
        assertTrue(told().get(1).startsWith("INFO stall {0} main: over after "), told().toString());
    }

    @EveryEngine
    void stallsAreCounted(Engine engine) {
        TestMill.run(options(engine), () -> {
            Looks looks = new Looks();
            looks.look(6);
            yieldNow();
            looks.look(5);
            assertEquals(2, looks.watch.count().getAsLong());
            assertEquals(6 * LIMIT_MS / 4, looks.watch.longestMs().getAsLong());
        });
    }

    @EveryEngine
    void whoGivesWayInBetweenIsNotToldOf(Engine engine) {
        TestMill.run(options(engine), () -> {
            Looks looks = new Looks();
            Chan<Integer> ch = chmake(0);
            go(() -> {
                for (int i = 0; i < 20; i++) {
                    chs(ch, i);
                }
            });
            for (int i = 0; i < 20; i++) {
                looks.look(1);
                chr(ch);
                looks.look(1);
                yieldNow();
            }
            assertEquals(List.of(), told());
        });
    }

    /// Its looks come late, all of them: a collection of garbage, a suspended machine.
    @EveryEngine
    void timeInWhichTheWatchItselfStoodStillCountsForTwoLooksAtMost(Engine engine) {
        TestMill.run(options(engine), () -> {
            Looks looks = new Looks();
            looks.look(1);
            looks.lookAfter(20 * LOOK_NS);
            assertEquals(List.of(), told());
            looks.look(1);
            assertEquals(List.of(), told());
            looks.look(1);
            assertEquals(1, told().size(), "by then it has kept the thread for that long by itself");
        });
    }

    @EveryEngine
    void aMillThatWaitsInThePollerDoesNotStall(Engine engine) throws Exception {
        CountDownLatch looked = new CountDownLatch(1);
        TestMill.run(options(engine), () -> {
            Looks looks = new Looks();
            var inbox = Mill.<Integer>inbox(1);
            Thread.ofPlatform().daemon().start(() -> {
                looks.lookUntilNobodyRuns();
                looks.look(20);
                looked.countDown();
                inbox.offer(1);
            });
            chr(inbox.chan());
        });
        looked.await();
        assertEquals(List.of(), told());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Runs a coroutine that blocks until `release`, and has another thread look until it is told of that. At first
    /// it may see him run before he blocks: then it begins anew.
    ///
    /// @return what was told
    private String block(Engine engine, Body<Exception> body, Body<Exception> release) throws Exception {
        TestMill.run(options(engine), () -> {
            Looks looks = new Looks();
            Thread.ofPlatform().daemon().start(() -> {
                while (blocking().isEmpty()) {
                    looks.look(5);
                    looks.watch.end().run();
                }
                try {
                    release.run();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            go("blocker", body);
        });
        return blocking().getFirst();
    }

    private List<String> blocking() {
        return told().stream()
                .filter(line -> line.contains(": blocking Java call "))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(names = {"CONTINUATION", "PORTABLE"})
    void aBlockingJavaCallIsCalledThat(Engine engine) throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        String first = block(engine, latch::await, latch::countDown);
        assertTrue(
                first.contains("stall {1} blocker: blocking Java call java.util.concurrent.CountDownLatch.await keeps"
                        + " the thread of mill watched for "),
                first);
        assertTrue(first.contains("have it done by blocking(...), or take the engine VIRTUAL"), first);
    }

    @ParameterizedTest
    @EnumSource(names = {"CONTINUATION", "PORTABLE"})
    void aReadThatBlocksInTheSystemIsCalledThatToo(Engine engine) throws Exception {
        Pipe pipe = Pipe.open();
        InputStream in = Channels.newInputStream(pipe.source());
        String told = block(engine, () -> in.read(), () -> pipe.sink().close());
        assertTrue(told.contains(" sun.nio.ch.ChannelInputStream.read keeps"), told);
    }

    @EveryEngine
    void onVirtualABlockingCallGivesTheThreadAway(Engine engine) throws Exception {
        if (engine != Engine.VIRTUAL) {
            return;
        }
        CountDownLatch latch = new CountDownLatch(1);
        CountDownLatch blocks = new CountDownLatch(1);
        TestMill.run(options(engine), () -> {
            Looks looks = new Looks();
            Thread.ofPlatform().daemon().start(() -> {
                await(blocks);
                looks.lookUntilNobodyRuns();
                looks.look(20);
                latch.countDown();
            });
            go(() -> {
                        blocks.countDown();
                        await(latch);
                    })
                    .join();
        });
        assertEquals(List.of(), told());
    }

    /// The one test in real time: the watch's own thread finds it.
    @EveryEngine
    void theWatchFindsItByItself(Engine engine) throws Exception {
        Path file = Files.createTempFile("stall", ".jfr");
        MillOptions quick = options(engine).stall(Duration.ofMillis(20));
        List<RecordedEvent> events;
        try (Recording recording = new Recording()) {
            recording.enable("jmill.Stall");
            recording.enable("jmill.StallEnd");
            TestMill.run(engine, () -> {});
            recording.start();
            TestMill.run(quick, () -> {
                go("hog", this::spinUntilTold).join();
            });
            recording.stop();
            recording.dump(file);
            events = RecordingFile.readAllEvents(file);
        } finally {
            Files.delete(file);
        }
        List<RecordedEvent> stalls = events.stream()
                .filter(e -> e.getEventType().getName().startsWith("jmill.Stall"))
                .filter(e -> "hog".equals(e.getString("coroutineName"))) // The machine may make main one, too.
                .sorted(Comparator.comparing(
                        RecordedEvent::getStartTime)) // They lie in the file as their threads wrote them.
                .toList();
        assertEquals(
                IntStream.range(0, stalls.size())
                        .mapToObj(i -> i % 2 == 0 ? "jmill.Stall" : "jmill.StallEnd")
                        .toList(),
                stalls.stream().map(e -> e.getEventType().getName()).toList());
        assertEquals(2 * toldOf("hog"), stalls.size(), "a stall is told of once");
        for (RecordedEvent event : stalls) {
            assertEquals("watched", event.getString("mill"));
            assertEquals(1, event.getLong("coroutine"));
        }
        String stack = stalls.get(stalls.size() - 2).getString("stack");
        assertTrue(stack.contains("StallTest"), stack);
    }

    @Test
    void nobodyLooksWithoutBeingAskedExceptInStrictMode() {
        MillOptions plain = MillOptions.defaults();
        assertEquals(0, Inside.stallLimitMs(plain.strict(false)));
        assertEquals(100, Inside.stallLimitMs(plain.strict(true)));
        assertEquals(0, Inside.stallLimitMs(plain.strict(true).stall(Duration.ZERO)));
        assertEquals(30, Inside.stallLimitMs(plain.strict(false).stall(Duration.ofMillis(30))));
        assertEquals(1, Inside.stallLimitMs(plain.stall(Duration.ofNanos(1))));
        assertEquals(365L * 24 * 60 * 60 * 1000, Inside.stallLimitMs(plain.stall(Duration.ofSeconds(Long.MAX_VALUE))));
    }

    @Test
    void aMillInAWorldOfItsOwnIsNotWatched() {
        MillOptions simulated = TestMill.virtualTime(Engine.PORTABLE).options;
        assertEquals(0, Inside.stallLimitMs(simulated.strict(true).stall(Duration.ofMillis(30))));
    }

    @Test
    void aLimitBelowZeroIsRefused() {
        assertEquals(
                "stall options: limit is negative: PT-1S",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> MillOptions.defaults().stall(Duration.ofSeconds(-1)))
                        .getMessage());
        assertThrows(NullPointerException.class, () -> MillOptions.defaults().stall(null));
        assertTrue(
                MillOptions.defaults().stall(Duration.ofSeconds(2)).toString().endsWith(", stall 2000 ms"));
    }

    /// Looks at itself for long, where a debugger may stand.
    static final class Debugged {
        private Debugged() {}

        public static void main(String[] args) {
            Mill.run(MillOptions.defaults().stall(Duration.ofMillis(20)), () -> {
                long end = System.nanoTime() + Duration.ofMillis(500).toNanos();
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
                System.out.println(Mill.stats().stalls());
            });
        }
    }

    @Test
    void underADebuggerNothingIsToldOf() throws Exception {
        String debugger = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address=127.0.0.1:0";
        assertEquals("0\n", ChildJvm.run(Debugged.class, List.of(debugger)).out());
        assertEquals(
                "1\n", ChildJvm.run(Debugged.class, List.of("-Djmill.stall=20")).out());
    }
}
