package org.jmill.file;

import static org.jmill.file.FileMill.assertFails;
import static org.jmill.file.FileMill.bytes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jmill.Engine;
import org.jmill.MillPanic;
import org.jmill.harness.EveryEngine;
import org.junit.jupiter.api.io.TempDir;

/// `transferTo`: a file's bytes for a channel that takes what it has room for.
class TransferToTest {
    private static final int LENGTH = 1_000_000; // More than a pipe holds.

    @TempDir
    Path directory;

    private Path write(int length) throws IOException {
        byte[] contents = new byte[length];
        for (int i = 0; i < length; i++) {
            contents[i] = (byte) (i % 251);
        }
        return Files.write(directory.resolve("file"), contents);
    }

    private static Pipe pipe() throws IOException {
        Pipe pipe = Pipe.open();
        pipe.sink().configureBlocking(false);
        return pipe;
    }

    private static byte[] read(Pipe pipe, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && pipe.source().read(buffer) >= 0) {
            // The rest.
        }
        return buffer.array();
    }

    @EveryEngine
    void channelTakesWhatItHasRoomForAndThenNothing(Engine engine) throws Exception {
        Path path = write(LENGTH);
        byte[] contents = Files.readAllBytes(path);
        Pipe pipe = pipe();
        FileMill.run(engine, () -> {
            try (MillFile file = MillFile.open(path)) {
                int n = file.transferTo(0, LENGTH, pipe.sink());
                assertTrue(n > 0 && n < LENGTH, n + " bytes");
                assertEquals(0, file.transferTo(n, LENGTH - n, pipe.sink()));
                byte[] taken = read(pipe, n);
                for (int i = 0; i < n; i++) {
                    assertEquals(contents[i], taken[i]);
                }
                assertEquals(3, file.transferTo(LENGTH - 3, 10, pipe.sink()));
                assertArrayEquals(Arrays.copyOfRange(contents, LENGTH - 3, LENGTH), read(pipe, 3));
                assertEquals(-1, file.transferTo(LENGTH, 10, pipe.sink()));
                assertEquals(0, file.transferTo(0, 0, pipe.sink()));
                assertEquals(0, file.tell());
            }
        });
        pipe.sink().close();
        pipe.source().close();
    }

    @EveryEngine
    void whatIsNotFlushedGoesToo(Engine engine) throws Exception {
        Pipe pipe = pipe();
        FileMill.run(engine, () -> {
            Path path = directory.resolve("new-" + engine);
            try (MillFile file =
                    MillFile.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
                file.write(bytes("hello"), 5, -1);
                assertEquals(4, file.transferTo(1, 10, pipe.sink()));
                assertArrayEquals(bytes("ello"), read(pipe, 4));
            }
        });
        pipe.sink().close();
        pipe.source().close();
    }

    @EveryEngine
    void failureOfTheChannelIsTheCause(Engine engine) throws Exception {
        Path path = write(10);
        Pipe pipe = pipe();
        pipe.source().close();
        FileMill.run(engine, () -> {
            try (MillFile file = MillFile.open(path)) {
                IOException e = assertFails(
                        IOException.class,
                        () -> file.transferTo(0, 10, pipe.sink()),
                        "transferTo file ",
                        "broken pipe");
                assertInstanceOf(IOException.class, e.getCause());
                assertEquals(10, file.read(new byte[10], 10, -1));
            }
        });
        pipe.sink().close();
    }

    @EveryEngine
    void misuseIsAPanic(Engine engine) throws Exception {
        Path path = write(10);
        Pipe pipe = pipe();
        FileMill.run(engine, () -> {
            try (MillFile file = MillFile.open(path);
                    MillFile writing = MillFile.open(path, StandardOpenOption.WRITE)) {
                assertFails(MillPanic.class, () -> file.transferTo(0, 1, null), "transferTo file ", "is null");
                assertFails(MillPanic.class, () -> file.transferTo(-1, 1, pipe.sink()), "transferTo file ", "-1");
                assertFails(MillPanic.class, () -> file.transferTo(0, -1, pipe.sink()), "transferTo file ", "-1");
                assertFails(MillPanic.class, () -> writing.transferTo(0, 1, pipe.sink()), "transferTo file ", "READ");
            }
        });
        pipe.sink().close();
        pipe.source().close();
    }
}
