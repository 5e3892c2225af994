package org.jmill.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jmill.Engine;
import org.jmill.harness.ChildJvm;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.Tool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Standard input, output and error, in processes of their own: see [StandardStreamsProgram].
@Tag("real")
class StandardStreamsTest {
    @TempDir
    Path directory;

    private Process start(Engine engine, String... program) throws IOException {
        return builder(engine, program).start();
    }

    private ProcessBuilder builder(Engine engine, String... program) {
        List<String> flags = new ArrayList<>(ChildJvm.FLAGS);
        flags.add("-Djmill.engine=" + engine);
        List<String> command = ChildJvm.command(StandardStreamsProgram.class, flags, ChildJvm.classPath(), program);
        return new ProcessBuilder(command)
                .redirectError(directory.resolve("stderr").toFile());
    }

    private String stderr() throws IOException {
        return Files.readString(directory.resolve("stderr"));
    }

    private void assertEnds(Process process) throws Exception {
        boolean ended = process.waitFor(200, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertTrue(ended, () -> "still runs");
        assertEquals(0, process.exitValue(), this::quietStderr);
    }

    private String quietStderr() {
        try {
            return stderr();
        } catch (IOException e) {
            return e.toString();
        }
    }

    @EveryEngine
    void inputIsCopiedToOutputUntilItsEnd(Engine engine) throws Exception {
        byte[] data = new byte[1_000_000];
        new Random(1).nextBytes(data);
        Path input = Files.write(directory.resolve("input"), data);
        Path output = directory.resolve("output");
        Process process = builder(engine, "copy")
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .start();
        assertEnds(process);
        assertArrayEquals(data, Files.readAllBytes(output));
    }

    @EveryEngine
    void aPipeIsReadAsItsBytesCome(Engine engine) throws Exception {
        Process process = start(engine, "copy");
        OutputStream in = process.getOutputStream();
        InputStream out = process.getInputStream();
        for (String word : new String[] {"one", "three", "x"}) {
            in.write(word.getBytes(StandardCharsets.US_ASCII));
            in.flush();
            byte[] back = out.readNBytes(word.length());
            assertEquals(word, new String(back, StandardCharsets.US_ASCII));
        }
        in.close();
        assertEquals(-1, out.read());
        assertEnds(process);
    }

    @EveryEngine
    void millsShareWhatWasReadAhead(Engine engine) throws Exception {
        Path input = Files.writeString(directory.resolve("input"), "abcdef");
        Process process =
                builder(engine, "two-mills").redirectInput(input.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertEnds(process);
        assertEquals("first abc\nsecond def\n", output);
    }

    @EveryEngine
    void writersWaitInTurnAndLinesStayWhole(Engine engine) throws Exception {
        Process process = start(engine, "lines");
        List<String> lines =
                new String(process.getInputStream().readAllBytes()).lines().toList();
        assertEnds(process);
        assertEquals(4 * 10 * 100, lines.size());
        for (String line : lines) {
            assertTrue(line.matches("([0-9])\\1{99}"), line);
        }
    }

    @EveryEngine
    void whatWasNotFlushedIsWrittenWhenTheProcessEnds(Engine engine) throws Exception {
        Process process = start(engine, "unflushed");
        assertEquals("out", new String(process.getInputStream().readAllBytes()));
        assertEnds(process);
        assertEquals("err", stderr());
    }

    @EveryEngine
    void aFullDiskBehindOutputIsReported(Engine engine) throws Exception {
        Process process =
                builder(engine, "full").redirectOutput(new File("/dev/full")).start();
        assertEnds(process);
        assertTrue(stderr().startsWith("flush file stdout: no space left on device (3 bytes"), stderr());
    }

    @EveryEngine
    void closingAStandardStreamFlushesItAndLeavesItOpen(Engine engine) throws Exception {
        Process process = start(engine, "close");
        assertEquals("one two", new String(process.getInputStream().readAllBytes()));
        assertEnds(process);
    }

    @EveryEngine
    void aCloseWhoseDeadlineIsPastEndsAlsoInCodeThatIsCold(Engine engine) throws Exception {
        Path fifo = FileMill.fifo(directory);
        Path output = directory.resolve("output");
        Process process = builder(engine, "close-late", fifo.toString())
                .redirectOutput(output.toFile())
                .start();
        assertEnds(process);
        assertEquals("late closed", Files.readString(output));
    }

    @Test
    void aTerminalIsReadLineByLineUntilControlD() throws Exception {
        Tool.SCRIPT.assumeInstalled();
        String program = String.join("' '", builder(Engine.AUTO, "copy").command());
        Process process = new ProcessBuilder("script", "-qec", "'" + program + "'", "/dev/null")
                .redirectError(directory.resolve("stderr").toFile())
                .start();
        try (OutputStream in = process.getOutputStream();
                InputStream out = process.getInputStream()) {
            in.write("hello\n".getBytes(StandardCharsets.US_ASCII));
            in.flush();
            // Echoed by the terminal, and by the program.
            assertEquals("hello\r\nhello\r\n", new String(out.readNBytes(14)));
            in.write(4); // Control-D: the end of the file.
            in.flush();
            assertEnds(process);
        }
    }
}
