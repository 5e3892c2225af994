package org.jmill.ends;

import static org.jmill.Mill.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jmill.CancelledException;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.harness.ChildJvm;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.TestMill;
import org.jmill.world.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A mill ends cleanly with its process, if its options say so: real processes, and real signals.
class ShutdownTest {
    @TempDir
    private Path folder;

    @EveryEngine
    void aSignalCancelsMainAndFinallyBlocksRun(Engine engine) throws Exception {
        for (String signal : List.of("INT", "TERM")) {
            ChildJvm.Result end = signalled(signal, engine, "waits");
            assertEquals(signal.equals("INT") ? 130 : 143, end.status(), end.output());
            assertEquals(
                    "ready\nmain finally\nchild finally\nafter run, interrupted true\n",
                    sorted(end.out()),
                    end.output());
            assertEquals("", end.err());
        }
    }

    /// Main and its child end in either order.
    private static String sorted(String out) {
        return out.replace("child finally\nmain finally\n", "main finally\nchild finally\n");
    }

    @EveryEngine
    void afterTheGraceTheProcessEndsAndSaysWhoRan(Engine engine) throws Exception {
        ChildJvm.Result end = signalled("INT", engine, "hog");
        assertEquals(130, end.status(), end.output());
        assertTrue(
                end.err().startsWith("shutdown mill under test: not ended within the grace of 300 ms;"), end.output());
        assertTrue(end.err().contains("hog"), end.output());
        assertTrue(end.err().contains("ShutdownProgram"), end.output());
    }

    @EveryEngine
    void eachOfSeveralMillsEnds(Engine engine) throws Exception {
        ChildJvm.Result end = signalled("TERM", engine, "two");
        assertEquals(143, end.status(), end.output());
        assertTrue(end.out().contains("main finally\n"), end.output());
        assertTrue(end.out().contains("other finally\n"), end.output());
    }

    @EveryEngine
    void anExitInsideTheMillIsNoDeadlock(Engine engine) throws Exception {
        for (String program : List.of("exit", "exit in a coroutine", "exit elsewhere", "late")) {
            ChildJvm.Result end = run(engine, program);
            assertEquals(7, end.status(), program + ": " + end.output());
            String said = program.equals("exit elsewhere")
                    ? "main finally\n"
                    : program.equals("late") ? "late finally\n" : "";
            assertEquals(said, end.out(), program);
        }
    }

    /// The process ends already, so the one that calls waits, and nobody is to wait for him.
    @EveryEngine
    void anExitWhereASignalHasEndedTheMillIsNotWaitedFor(Engine engine) throws Exception {
        ChildJvm.Result end = signalled("INT", engine, "exit in finally");
        assertEquals(130, end.status(), end.output());
        assertEquals("", end.err());
    }

    @Test
    void noHookIsLeftBehind() throws Exception {
        ChildJvm.Result end = run(Engine.CONTINUATION, "hooks");
        assertEquals("hooks left 0\n", end.out(), end.err());
    }

    private static ChildJvm.Result run(Engine engine, String program) throws Exception {
        return ChildJvm.run(ShutdownProgram.class, ChildJvm.FLAGS, engine.name(), program);
    }

    /// Runs it, and sends a signal when it says that it is ready.
    private ChildJvm.Result signalled(String signal, Engine engine, String program) throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(ChildJvm.command(
                        ShutdownProgram.class, ChildJvm.FLAGS, ChildJvm.classPath(), engine.name(), program))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            while (!Files.readString(out).contains("ready")) {
                assertFalse(process.waitFor(10, TimeUnit.MILLISECONDS), () -> "it has ended: " + err);
            }
            process.waitFor(100, TimeUnit.MILLISECONDS); // So that all wait, as users would have it.
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it does not end");
            return new ChildJvm.Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
        }
    }

    // ---- without a process

    /// Keeps what a mill would have done at the end of the process.
    private static final class Held implements World {
        private final List<Runnable> actions = new ArrayList<>();
        private final AtomicInteger held = new AtomicInteger();
        private boolean ends;

        @Override
        public Runnable atShutdown(Runnable action) {
            if (ends) {
                return null;
            }
            actions.add(action);
            held.incrementAndGet();
            return held::decrementAndGet;
        }
    }

    @EveryEngine
    void aMillThatHasEndedIsLeftAlone(Engine engine) {
        Held world = new Held();
        TestMill.onThread("mill", () -> {
            Mill.run(options(engine, world), Mill::yield);
            assertEquals(1, world.actions.size());
            assertEquals(0, world.held.get());
            world.actions.getFirst().run();
            assertFalse(Thread.currentThread().isInterrupted());
            return null;
        });
    }

    @EveryEngine
    void aMillThatStartsWhileTheProcessEndsIsCancelledFromTheStart(Engine engine) {
        Held world = new Held();
        world.ends = true;
        TestMill.onThread("mill", () -> {
            Mill.run(options(engine, world), () -> msleep(now() + 100_000));
            assertTrue(Thread.interrupted());
            assertThrows(
                    CancelledException.class,
                    () -> Mill.call(options(engine, world), () -> {
                        msleep(now() + 100_000);
                        return 1;
                    }));
            return null;
        });
    }

    @EveryEngine
    void onlyWhoAsksForItIsTold(Engine engine) {
        Held world = new Held();
        TestMill.run(MillOptions.defaults().engine(engine).world(world), () -> {});
        assertEquals(0, world.actions.size());
    }

    @EveryEngine
    void mainsOwnFailureIsThrownAllTheSame(Engine engine) {
        Held world = new Held();
        assertThrows(
                IllegalArithmetic.class,
                () -> TestMill.run(options(engine, world), () -> {
                    Thread.ofPlatform().daemon().start(world.actions.getFirst());
                    try {
                        msleep(now() + 100_000);
                    } catch (CancelledException e) {
                        throw new IllegalArithmetic();
                    }
                }));
    }

    private static final class IllegalArithmetic extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static MillOptions options(Engine engine, World world) {
        return MillOptions.defaults().engine(engine).world(world).cancelOnShutdown(Duration.ofSeconds(5));
    }

    @Test
    void theGraceIsCheckedAndTheLastOneCounts() {
        MillOptions none = MillOptions.defaults();
        assertThrows(NullPointerException.class, () -> none.cancelOnShutdown(null));
        assertThrows(IllegalArgumentException.class, () -> none.cancelOnShutdown(Duration.ofNanos(-1)));
        MillOptions twice = none.cancelOnShutdown(Duration.ofDays(1)).cancelOnShutdown(Duration.ofSeconds(5));
        assertTrue(twice.toString().endsWith(", grace PT5S at shutdown"), twice.toString());
        assertFalse(none.toString().contains("grace"), "it is another object");
        none.cancelOnShutdown(Duration.ZERO).cancelOnShutdown(Duration.ofSeconds(Long.MAX_VALUE));
    }
}
