package org.jmill.file;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.jmill.Mill.after;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.file.FileMill.bytes;
import static org.jmill.file.FileMill.descriptorsOf;
import static org.jmill.file.FileMill.fifo;
import static org.jmill.file.FileMill.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.harness.EveryEngine;
import org.junit.jupiter.api.io.TempDir;

/// FIFOs whose other end nobody opens, or only somebody who comes late. In real time, since other processes
/// open and close them.
class FifoOpeningTest {
    @TempDir
    Path directory;

    /// The threads of this process that are in open(2).
    private static long openingThreads() {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack -> stack.length > 0 && stack[0].getMethodName().startsWith("open"))
                .count();
    }

    private static void waitUntilOpening(long threads) {
        while (openingThreads() != threads) {
            msleep(after(Duration.ofMillis(1)));
        }
    }

    /// In a process of its own, as of a shell.
    private static Process echo(String words, Path fifo) throws Exception {
        return new ProcessBuilder("sh", "-c", "echo " + words + " > " + fifo).start();
    }

    private static String read(Path fifo) throws Exception {
        try (MillFile in = MillFile.open(fifo)) {
            byte[] buf = new byte[100];
            return text(buf, in.read(buf, buf.length, after(Duration.ofSeconds(20))))
                    .strip();
        }
    }

    @EveryEngine
    void wordsThatComeAfterACancelledOpenAreForTheNextReader(Engine engine) throws Exception {
        Path path = fifo(directory);
        FileMill.run(engine, () -> {
            for (int i = 0; i < 20; i++) {
                Coroutine opener = go(() -> MillFile.open(path));
                waitUntilOpening(1);
                opener.cancel();
                opener.join();
                assertEquals(0, openingThreads());
                Process echo = echo("hello", path);
                assertEquals("hello", read(path));
                Mill.blocking(echo::waitFor);
            }
        });
        assertEquals(List.of(), descriptorsOf(path));
    }

    @EveryEngine
    void cancelledOpenForWritingLeavesNoWriter(Engine engine) throws Exception {
        Path path = fifo(directory);
        FileMill.run(engine, () -> {
            for (int i = 0; i < 20; i++) {
                Coroutine opener = go(() -> MillFile.open(path, WRITE));
                waitUntilOpening(1);
                opener.cancel();
                opener.join();
                assertEquals(0, openingThreads());
                Coroutine reader = go(() -> assertEquals("late", read(path)));
                try (MillFile out = MillFile.open(path, WRITE)) {
                    out.write(bytes("late"), 4, -1);
                }
                reader.join();
            }
        });
        assertEquals(List.of(), descriptorsOf(path));
    }

    @EveryEngine
    void openThatWaitsWhenTheMillEndsIsGivenUp(Engine engine) throws Exception {
        Path in = fifo(directory);
        Path out = fifo(directory);
        FileMill.run(engine, () -> {
            go(() -> MillFile.open(in, READ));
            go(() -> MillFile.open(out, WRITE));
            waitUntilOpening(2);
        });
        assertEquals(0, openingThreads());
        assertEquals(List.of(), descriptorsOf(in));
        assertEquals(List.of(), descriptorsOf(out));
    }

    @EveryEngine
    void openThatIsGivenUpBeforeItIsBegunLeavesNothing(Engine engine) throws Exception {
        Path path = fifo(directory);
        FileMill.run(engine, () -> {
            for (int i = 0; i < 50; i++) {
                Coroutine opener = go(() -> MillFile.open(path));
                if (i % 2 == 0) {
                    Mill.yield();
                }
                opener.cancel();
                opener.join();
            }
            Awaitility.await().until(() -> openingThreads() == 0);
            Process echo = echo("hello", path);
            assertEquals("hello", read(path));
            Mill.blocking(echo::waitFor);
        });
    }

    /// Both wait in the same call of the system, which has no way to end but one of them.
    @EveryEngine
    void oneThatIsGivenUpDisturbsNoOther(Engine engine) throws Exception {
        for (OpenOption option : List.of(READ, WRITE)) {
            Path path = fifo(directory);
            FileMill.run(engine, () -> {
                Coroutine givenUp = go(() -> MillFile.open(path, option));
                List<MillFile> opened = new ArrayList<>();
                Coroutine waiting = go(() -> opened.add(MillFile.open(path, option)));
                waitUntilOpening(2);
                givenUp.cancel();
                givenUp.join();
                waitUntilOpening(1);
                assertFalse(waiting.isDone());
                OpenOption other = option == READ ? WRITE : READ;
                try (MillFile end = MillFile.open(path, other)) {
                    waiting.join();
                    try (MillFile start = opened.getFirst()) {
                        MillFile out = option == READ ? end : start;
                        MillFile in = option == READ ? start : end;
                        out.write(bytes("words"), 5, -1);
                        out.close();
                        byte[] buf = new byte[9];
                        assertEquals("words", text(buf, in.read(buf, 9, -1)));
                    }
                }
            });
            assertEquals(List.of(), descriptorsOf(path));
        }
    }

    @EveryEngine
    void filesAreOpenedBesideManyFifosThatWait(Engine engine) throws Exception {
        Path path = fifo(directory);
        Path file = Files.writeString(directory.resolve("file"), "here");
        FileMill.run(engine, () -> {
            for (int i = 0; i < 100; i++) {
                go(() -> MillFile.open(path));
            }
            waitUntilOpening(100);
            assertEquals("here", read(file));
        });
        assertTrue(openingThreads() == 0);
    }
}
