package org.jmill.file;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.jmill.Mill.go;
import static org.jmill.Mill.yieldNow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jmill.Engine;
import org.jmill.harness.EveryEngine;
import org.junit.jupiter.api.io.TempDir;

/// Whoever finds in memory what it wants from a file lets others run all the same.
class FileFairnessTest {
    private static final int CALLS = 250;

    @TempDir
    Path directory;

    /// A call that need not wait.
    @FunctionalInterface
    private interface Call {
        void on(MillFile file) throws IOException;
    }

    @EveryEngine
    void callsThatNeedNotWaitGiveWay(Engine engine) throws Exception {
        givesWay(engine, "flush", file -> file.flush(-1));
        givesWay(engine, "seek", file -> file.seek(0));
        givesWay(engine, "write", file -> file.write(new byte[1], 1, -1));
        givesWay(engine, "read", file -> file.read(new byte[1], 1, -1));
        givesWay(engine, "isEof", MillFile::isEof);
        givesWay(engine, "of no length", file -> file.read(new byte[0], 0, -1));
    }

    private void givesWay(Engine engine, String what, Call call) throws Exception {
        Path path = directory.resolve(what);
        Files.write(path, new byte[60_000]);
        FileMill.run(engine, () -> {
            try (MillFile file = MillFile.open(path, READ, WRITE)) {
                if (!what.equals("flush") && !what.equals("write")) {
                    file.read(new byte[1], 1, -1); // What follows is read ahead.
                }
                boolean[] ran = {false};
                go(() -> {
                    yieldNow();
                    ran[0] = true;
                });
                for (int i = 0; i < CALLS; i++) {
                    call.on(file);
                }
                assertTrue(ran[0], what + " keeps the mill to itself");
            }
        });
    }
}
