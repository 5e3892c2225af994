package org.jmill.file;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.jmill.file.FileMill.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.world.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What two threads may do to a file at once: a mill that flushes it, and the one that writes its rest as it is closed.
class WriteSideTest {
    private static final int TIMES = 5_000;

    @TempDir
    Path directory;

    @Test
    void twoWhoDrainAtOnceBothComeToAnEnd() throws Exception {
        Path path = directory.resolve("file");
        try (ExecutorService drainers = Executors.newFixedThreadPool(2)) {
            FileMill.run(Engine.PORTABLE, () -> {
                MillFile file = MillFile.open(path, WRITE, CREATE);
                AtomicBoolean written = new AtomicBoolean();
                Callable<Void> drain = () -> {
                    while (!written.get()) {
                        file.writeRest("flush", Long.MAX_VALUE);
                    }
                    return null;
                };
                Future<Void> one = drainers.submit(drain);
                Future<Void> other = drainers.submit(drain);
                try {
                    for (int i = 0; i < TIMES; i++) {
                        file.write(bytes("x"), 1, -1);
                        file.flush(-1);
                    }
                } finally {
                    written.set(true);
                }
                Mill.blocking(one::get);
                Mill.blocking(other::get);
                file.close();
            });
        }
        assertEquals(TIMES, Files.size(path));
    }

    /// Mills on several threads share standard output.
    @Test
    void whatIsWrittenBesideAFlushIsAcceptedAsAWhole() throws Exception {
        try (ExecutorService writers = Executors.newFixedThreadPool(2);
                FileHandle handle = FileHandle.open(
                        World.real(), directory.resolve("file"), Set.of(APPEND, CREATE), new FileAttribute<?>[0])) {
            for (int i = 0; i < 500; i++) {
                Exclusive exclusive = new Exclusive("file", true);
                WriteSide side = new WriteSide(handle, exclusive);
                FileMill.run(Engine.PORTABLE, () -> exclusive.claim("flush", -1));
                Callable<Boolean> fill = () -> fillUp(side);
                Future<Boolean> one = writers.submit(fill);
                Future<Boolean> other = writers.submit(fill);
                assertTrue(one.get() && other.get());
            }
        }
    }

    /// @return whether each write was accepted as a whole
    private static boolean fillUp(WriteSide side) throws IOException {
        byte[] some = new byte[1_000];
        try {
            while (side.write(ByteBuffer.wrap(some), -1) == some.length) {
                Thread.onSpinWait();
            }
            return false;
        } catch (MillPanic e) {
            return true; // The next one would have had to wait, which takes a mill.
        }
    }
}
