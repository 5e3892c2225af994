package org.jmill.file;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.jmill.file.FileMill.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jmill.Engine;
import org.jmill.Mill;
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
                        file.writeRest("flush", -1);
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
}
