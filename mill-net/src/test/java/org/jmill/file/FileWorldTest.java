package org.jmill.file;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.jmill.Mill.go;
import static org.jmill.Mill.stats;
import static org.jmill.file.FileMill.assertFails;
import static org.jmill.file.FileMill.bytes;
import static org.jmill.file.FileMill.fifo;
import static org.jmill.file.FileMill.text;
import static org.jmill.file.MillFile.mfopen;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.harness.EveryEngine;
import org.jmill.world.Workers;
import org.jmill.world.World;
import org.junit.jupiter.api.io.TempDir;

/// Where files come from, who works for them, and what they keep. In real time: the workers are real.
class FileWorldTest {
    private static final long[] EXTREMES = {
        -1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MAX_VALUE / 1_000_000
    };

    @TempDir
    Path directory;

    @EveryEngine
    void pathGivenAsTextIsOfTheWorldsFiles(Engine engine) throws Exception {
        MemoryWorld world = new MemoryWorld();
        FileMill.run(engine, world, () -> {
            try (MillFile file = mfopen("/work/kept", READ, WRITE, CREATE)) {
                file.write(bytes("in memory"), 9, -1);
                assertEquals(9, file.size());
            }
            assertFails(NoSuchFileException.class, () -> mfopen("/work/none"), "open file /work/none: no such file");
            assertFails(FileSystemException.class, () -> mfopen("/work"), "open file /work: is a directory");
        });
        assertEquals("in memory", Files.readString(world.files().getPath("/work/kept")));
        assertTrue(Files.notExists(Path.of("/work/kept")));
    }

    @EveryEngine
    void pathOfTheUsersKeepsItsFileSystem(Engine engine) throws Exception {
        Path disk = Files.writeString(directory.resolve("file"), "disk");
        FileMill.run(engine, new MemoryWorld(), () -> {
            try (MillFile file = MillFile.open(disk)) {
                byte[] buf = new byte[9];
                assertEquals("disk", text(buf, file.read(buf, 9, -1)));
            }
        });
    }

    /// Passes work on and counts it.
    private static final class CountingWorld implements World, Workers {
        final AtomicInteger files = new AtomicInteger();
        final AtomicInteger streams = new AtomicInteger();
        final AtomicInteger others = new AtomicInteger();

        @Override
        public Workers workers() {
            return this;
        }

        @Override
        public Future<?> submit(Kind kind, Runnable code) {
            switch (kind) {
                case FILES -> files.incrementAndGet();
                case STREAMS -> streams.incrementAndGet();
                default -> others.incrementAndGet();
            }
            return World.real().workers().submit(kind, code);
        }

        @Override
        public Load load(Kind kind) {
            return World.real().workers().load(kind);
        }
    }

    @EveryEngine
    void workIsDoneByTheWorkersOfItsKind(Engine engine) throws Exception {
        CountingWorld world = new CountingWorld();
        Path disk = directory.resolve("file");
        Path fifo = fifo(directory);
        FileMill.run(engine, world, () -> {
            try (MillFile file = MillFile.open(disk, WRITE, CREATE)) {
                file.write(bytes("x"), 1, -1);
            }
            assertEquals(3, world.files.get()); // To open, to write, to close.
            assertEquals(0, world.streams.get());
            Coroutine other = go(() -> MillFile.open(fifo, WRITE).close());
            MillFile.open(fifo).close();
            other.join();
            assertEquals(2, world.streams.get());
            assertEquals(0, world.others.get());
        });
    }

    @EveryEngine
    void deadlinesOfAllSizesAreKept(Engine engine) throws Exception {
        Path path = fifo(directory);
        FileMill.run(engine, () -> {
            for (long deadline : EXTREMES) {
                byte[] many = new byte[300_000]; // More than a pipe and the buffers hold.
                Coroutine reader = go(() -> {
                    try (MillFile in = MillFile.open(path)) {
                        Mill.msleep(Mill.now() + 20);
                        assertEquals(many.length, in.read(new byte[many.length + 1], many.length + 1, deadline));
                    }
                });
                MillFile out = MillFile.open(path, WRITE);
                out.write(many, many.length / 2, deadline);
                out.flush(deadline);
                out.write(many, many.length / 2, deadline);
                out.close(deadline);
                reader.join();
            }
        });
    }

    /// The rest is written by a worker then.
    @EveryEngine
    void cancelledCloseWithADeadlineFarOffWritesTheRest(Engine engine) throws Exception {
        Path path = fifo(directory);
        FileMill.run(engine, () -> {
            for (long deadline : EXTREMES) {
                MillFile[] out = new MillFile[1];
                Coroutine writer = go(() -> {
                    out[0] = MillFile.open(path, WRITE);
                    out[0].write(new byte[130_000], 130_000, -1);
                    try {
                        Mill.msleep(-1);
                    } finally {
                        out[0].close(deadline);
                    }
                });
                try (MillFile in = MillFile.open(path)) {
                    Mill.msleep(Mill.now() + 10);
                    writer.cancel();
                    writer.join();
                    assertEquals(130_000, in.read(new byte[200_000], 200_000, -1));
                }
            }
        });
    }

    @EveryEngine
    void idleFileHoldsNoBuffers(Engine engine) throws Exception {
        FileMill.run(engine, () -> {
            try (MillFile file = MillFile.open(directory.resolve("file"), READ, WRITE, CREATE)) {
                assertEquals(0, file.held());
                file.write(new byte[200_000], 200_000, -1);
                file.flush(-1);
                assertEquals(0, file.held());
                file.seek(0);
                assertEquals(200_000, file.read(new byte[300_000], 300_000, -1));
                assertEquals(0, file.held());
            }
        });
    }

    /// `/proc/self/comm` has a position, and refuses to be told where to write.
    @EveryEngine
    void fileThatSeeksButIsNotToldWhereIsWritten(Engine engine) throws Exception {
        Path comm = Path.of("/proc/self/comm");
        String before = Files.readString(comm).strip();
        FileMill.run(engine, () -> {
            try (MillFile file = MillFile.open(comm, READ, WRITE)) {
                file.write(bytes("jmill-t"), 7, -1);
                file.flush(-1);
                assertEquals(7, file.writeAt(0, bytes("jmill-u"), 7, -1));
                byte[] buf = new byte[20];
                assertEquals("jmill-u\n", text(buf, file.readAt(0, buf, 20, -1)));
                file.seek(0);
                file.write(ByteBuffer.wrap(bytes(before)), -1);
            }
        });
        assertEquals(before, Files.readString(comm).strip());
    }

    @EveryEngine
    void deviceThatHasAPositionKeepsNoWorkerOfFiles(Engine engine) throws Exception {
        CountingWorld world = new CountingWorld();
        FileMill.run(engine, world, () -> {
            try (MillFile zero = MillFile.open(Path.of("/dev/zero"))) {
                assertEquals(10, zero.read(new byte[10], 10, -1));
                assertEquals(1, world.files.get());
                assertTrue(world.streams.get() >= 2);
            }
        });
    }

    @EveryEngine
    void largePieceIsReadAndWrittenAsAWhole(Engine engine) throws Exception {
        int size = 5_000_001;
        FileMill.run(engine, () -> {
            try (MillFile file = MillFile.open(directory.resolve("file"), READ, WRITE, CREATE)) {
                byte[] all = new byte[size];
                all[size - 1] = 7;
                assertEquals(size, file.writeAt(3, all, size, -1));
                byte[] read = new byte[size];
                assertEquals(size, file.readAt(3, read, size, -1));
                assertEquals(7, read[size - 1]);
                assertEquals(0, stats().workers().get(Workers.Kind.FILES).queued());
            }
        });
        try (FileChannel channel = FileChannel.open(directory.resolve("file"))) {
            assertEquals(size + 3, channel.size());
        }
    }
}
