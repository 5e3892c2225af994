package org.jmill.watching;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.gotrace;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.jmill.Body;
import org.jmill.Chan;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.TestMill;
import org.jmill.trace.Trace;
import org.junit.jupiter.api.Test;

/// One line an event, and flight recorder events.
class TraceTest {
    private static List<String> traced(Engine engine, Body<RuntimeException> main) {
        PrintStream before = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        gotrace(1);
        try {
            TestMill.run(engine, main);
        } finally {
            gotrace(0);
            System.setErr(before);
        }
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static void assertHasLine(List<String> lines, String event) {
        String line = "==> \\d\\d:\\d\\d:\\d\\d\\.\\d{6} " + event;
        assertTrue(
                lines.stream().anyMatch(l -> l.matches(line)), () -> "no " + line + " in\n" + String.join("\n", lines));
    }

    private static final String HERE = " at TraceTest\\.java:\\d+";

    @EveryEngine
    void eachEventIsALineThatSaysWhenWhoWhatAndWhere(Engine engine) {
        List<String> lines = traced(engine, () -> {
            Chan<Integer> ch = chmake(3);
            go("pump", () -> chs(ch, 1));
            chr(ch);
            choose().in(ch).otherwise().end();
            Mill.yield();
            msleep(now());
            ch.done();
        });
        assertHasLine(lines, "\\{0\\} +<1>=chmake\\(3\\)" + HERE);
        assertHasLine(lines, "\\{0\\} +\\{1\\}=go\\(\\) pump" + HERE);
        assertHasLine(lines, "\\{1\\} +chs\\(<1>\\)" + HERE);
        assertHasLine(lines, "\\{1\\} +go\\(\\) done");
        assertHasLine(lines, "\\{0\\} +chr\\(<1>\\)" + HERE);
        assertHasLine(lines, "\\{0\\} +choose\\(<\\d+>\\)" + HERE);
        assertHasLine(lines, "\\{0\\} +yield\\(\\)" + HERE);
        assertHasLine(lines, "\\{0\\} +msleep\\(\\)" + HERE);
        assertHasLine(lines, "\\{0\\} +chdone\\(<1>\\)" + HERE);
    }

    @EveryEngine
    void valuesAreNeverPrinted(Engine engine) {
        List<String> lines = traced(engine, () -> {
            Chan<String> ch = chmake(1);
            chs(ch, "secret value");
            chr(ch);
        });
        assertFalse(String.join("\n", lines).contains("secret"));
    }

    @EveryEngine
    void nothingIsPrintedWhenItIsOff(Engine engine) {
        PrintStream before = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            gotrace(1);
            gotrace(0);
            assertFalse(Trace.on);
            TestMill.run(engine, () -> chs(chmake(1), 1));
        } finally {
            System.setErr(before);
        }
        assertEquals("", printed.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aNegativeLevelIsRefused() {
        IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, () -> gotrace(-1));
        assertEquals("gotrace: level is negative: -1", thrown.getMessage());
    }

    // ---- the flight recorder

    private static List<RecordedEvent> recorded(Engine engine, Body<RuntimeException> main) throws IOException {
        Path file = Files.createTempFile("jmill", ".jfr");
        try (Recording recording = new Recording()) {
            for (String event : List.of("Spawn", "End", "Park", "Operation")) {
                recording.enable("jmill." + event).withThreshold(Duration.ZERO);
            }
            TestMill.run(engine, () -> {}); // The recorder is followed from the first mill on.
            recording.start();
            TestMill.run(engine, main);
            recording.stop();
            recording.dump(file);
            return RecordingFile.readAllEvents(file);
        } finally {
            Files.delete(file);
        }
    }

    @EveryEngine
    void theFlightRecorderSeesSpawnsEndsParksAndOperations(Engine engine) throws IOException {
        List<RecordedEvent> events = recorded(engine, () -> {
            Chan<Integer> ch = chmake(0);
            go("pump", () -> chs(ch, 1));
            chr(ch);
            go(() -> chr(ch));
            msleep(now() + 5);
        });
        List<String> seen = new ArrayList<>();
        for (RecordedEvent event : events) {
            String what = event.getEventType().getName() + " " + event.getLong("coroutine");
            switch (event.getEventType().getName()) {
                case "jmill.Spawn" -> seen.add(what + " " + event.getString("coroutineName"));
                case "jmill.Park" -> seen.add(what + " " + event.getString("waitedFor"));
                case "jmill.Operation" -> seen.add(what + " " + event.getString("operation"));
                default -> seen.add(what);
            }
        }
        assertTrue(
                seen.containsAll(List.of(
                        "jmill.Spawn 1 pump",
                        "jmill.Spawn 2 null",
                        "jmill.End 1",
                        "jmill.End 2",
                        "jmill.Operation 1 chs(<1>)",
                        "jmill.Operation 0 chr(<1>)",
                        "jmill.Park 1 chs(<1>)",
                        "jmill.Park 0 msleep()")),
                seen.toString());
    }

    @EveryEngine
    void aParkLastsAsLongAsTheWait(Engine engine) throws IOException {
        long[] meanwhileNs = {0};
        List<RecordedEvent> events = recorded(engine, () -> {
            Chan<Integer> nudge = chmake(0);
            Chan<Integer> done = chmake(0);
            go(() -> {
                chr(nudge);
                long start = System.nanoTime();
                msleep(now() + 5);
                meanwhileNs[0] = System.nanoTime() - start;
                chs(done, 1);
            });
            chs(nudge, 1);
            chr(done);
        });
        Duration waited = events.stream()
                .filter(e -> e.getEventType().getName().equals("jmill.Park") && e.getLong("coroutine") == 0)
                .map(RecordedEvent::getDuration)
                .max(Duration::compareTo)
                .orElseThrow();
        assertTrue(waited.toNanos() >= meanwhileNs[0], waited + ", and meanwhile " + meanwhileNs[0] + " ns");
    }

    @EveryEngine
    void aParkNamesItsMillAndChannelAndTellsWaitingFromBeingReady(Engine engine) throws IOException {
        long[] workedNs = {0};
        List<RecordedEvent> events = recorded(engine, () -> {
            Chan<Integer> jobs = Chan.<Integer>make(0).named("jobs");
            go("late", () -> chr(jobs));
            msleep(now() + 20);
            chs(jobs, 1);
            long start = System.nanoTime();
            while (System.nanoTime() - start < 30_000_000) {
                Thread.onSpinWait(); // The other one has its value, and would go on.
            }
            workedNs[0] = System.nanoTime() - start;
        });
        RecordedEvent park = events.stream()
                .filter(e -> e.getEventType().getName().equals("jmill.Park") && e.getLong("coroutine") == 1)
                .findFirst()
                .orElseThrow();
        assertEquals("mill", park.getString("mill"));
        assertEquals("late", park.getString("coroutineName"));
        assertEquals("<1> jobs", park.getString("channel"));
        assertEquals("chr(<1> jobs)", park.getString("waitedFor"));
        Duration waiting = park.getDuration("waiting");
        Duration ready = park.getDuration("ready");
        assertTrue(waiting.toMillis() >= 19, "it slept for 20 ms, counted in whole ones: " + park);
        assertTrue(ready.toNanos() >= workedNs[0], park.toString());
    }

    @EveryEngine
    void whoeverWaitsAtTheEndOfARecordingIsInIt(Engine engine) throws IOException {
        Path file = Files.createTempFile("jmill", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jmill.Waiting");
            TestMill.run(engine, () -> {});
            TestMill.run(engine, () -> {
                Chan<Integer> a = Chan.<Integer>make(0).named("a");
                Chan<Integer> b = chmake(0);
                go("stuck", () -> choose().in(a).in(b).end()); // Before the recording begins.
                recording.start();
                recording.stop(); // By a coroutine itself.
            });
            recording.dump(file);
            List<RecordedEvent> events = RecordingFile.readAllEvents(file).stream()
                    .filter(e -> e.getEventType().getName().equals("jmill.Waiting"))
                    .toList();
            assertEquals(1, events.size(), events.toString());
            assertEquals("stuck", events.getFirst().getString("coroutineName"));
            assertEquals("<1> a, <2>", events.getFirst().getString("channel"));
            assertTrue(events.getFirst().getDuration("waiting").toMillis() >= 0);
        } finally {
            Files.delete(file);
        }
    }

    /// The recorder is stopped by another thread, while the mill sleeps.
    @EveryEngine
    void aMillThatSleepsTellsWhoWaitsToo(Engine engine) throws Exception {
        Path file = Files.createTempFile("jmill", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jmill.Waiting");
            TestMill.run(engine, () -> {});
            recording.start();
            TestMill.run(engine, () -> {
                var inbox = Mill.<Integer>inbox(1);
                go("stuck", () -> chr(chmake(0)));
                Thread.ofPlatform().daemon().start(() -> {
                    recording.stop();
                    inbox.offer(1);
                });
                chr(inbox.chan());
            });
            recording.dump(file);
            long count = RecordingFile.readAllEvents(file).stream()
                    .filter(e -> e.getEventType().getName().equals("jmill.Waiting")
                            && "stuck".equals(e.getString("coroutineName")))
                    .count();
            assertEquals(1, count);
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void noEventTakesAStackTraceThatNobodyAskedFor() throws IOException {
        List<RecordedEvent> events = recorded(Engine.CONTINUATION, () -> {
            Chan<Integer> ch = chmake(0);
            go(() -> chs(ch, 1));
            chr(ch);
        });
        Set<String> types = events.stream().map(e -> e.getEventType().getName()).collect(Collectors.toSet());
        assertEquals(Set.of("jmill.Spawn", "jmill.End", "jmill.Park", "jmill.Operation"), types);
        for (RecordedEvent event : events) {
            assertNull(event.getStackTrace(), event.toString());
        }
    }

    @Test
    void theSwitchGoesBackWhenTheRecordingEnds() throws IOException {
        Set<String> types = recorded(Engine.CONTINUATION, () -> go(() -> {})).stream()
                .map(e -> e.getEventType().getName())
                .collect(Collectors.toSet());
        assertTrue(types.contains("jmill.Spawn"));
        assertFalse(Trace.on);
    }
}
