package org.jmill.test.disk;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DSYNC;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.jmill.Mill.blocking;
import static org.jmill.Mill.go;
import static org.jmill.file.MillFile.mfclose;
import static org.jmill.file.MillFile.mfeof;
import static org.jmill.file.MillFile.mfflush;
import static org.jmill.file.MillFile.mfopen;
import static org.jmill.file.MillFile.mfread;
import static org.jmill.file.MillFile.mfseek;
import static org.jmill.file.MillFile.mftell;
import static org.jmill.file.MillFile.mfwrite;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jmill.Body;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.file.MillFile;
import org.jmill.harness.EveryEngine;
import org.jmill.harness.TestMill;
import org.jmill.test.sim.Agenda;
import org.jmill.test.sim.Decider;
import org.jmill.test.sim.Limits;
import org.jmill.test.sim.Machines;
import org.jmill.test.sim.Marks;
import org.jmill.test.sim.NoNetwork;
import org.jmill.test.sim.Outward;
import org.jmill.test.sim.SimWorld;
import org.jmill.world.Names;
import org.jmill.world.Workers;
import org.jmill.world.World;
import org.junit.jupiter.api.Test;

/// What coroutines do with files on a disk.
class DiskMillTest {
    private static final int MANY = 300_000; // More than the buffers of a file hold.

    private final TestDisk disk = new TestDisk();
    private final Script script = disk.script;

    /// The real world, but for its files, and for its workers: what they are given is done at once.
    private record DiskWorld(Disk disk) implements World, Workers {
        @Override
        public FileSystem files() {
            return disk.files();
        }

        @Override
        public Workers workers() {
            return this;
        }

        @Override
        public Future<?> submit(Kind kind, Runnable code) {
            FutureTask<?> task = new FutureTask<>(code, null);
            task.run();
            return task;
        }

        @Override
        public Load load(Kind kind) {
            return new Load(0, 1, 0);
        }
    }

    /// What a simulated world has beside its time: no network, and a disk.
    private record Outside(Disk disk) implements Outward {
        @Override
        public SelectorProvider sockets() {
            return NoNetwork.INSTANCE.sockets();
        }

        @Override
        public Names names() {
            return NoNetwork.INSTANCE.names();
        }

        @Override
        public FileSystem files() {
            return disk.files();
        }

        @Override
        public Descriptors descriptors() {
            return NoNetwork.INSTANCE.descriptors();
        }
    }

    private static void run(Engine engine, Disk disk, Body<?> main) throws Exception {
        TestMill.run(MillOptions.defaults().engine(engine).world(new DiskWorld(disk)), main::run);
    }

    private void run(Engine engine, Body<?> main) throws Exception {
        run(engine, disk.disk, main);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @EveryEngine
    void filesAreReadAndWrittenByTheVerbs(Engine engine) throws Exception {
        run(engine, () -> {
            MillFile file = mfopen("/work/a", READ, WRITE, CREATE);
            mfwrite(file, bytes("hello, "), 7, -1);
            mfwrite(file, bytes("world"), 5, -1);
            mfflush(file, -1);
            assertEquals(12, mftell(file));
            assertEquals("hello, world", disk.text("a"));
            assertEquals(7, mfseek(file, 7));
            byte[] buf = new byte[9];
            assertEquals(5, mfread(file, buf, 9, Mill.now() + 50));
            assertTrue(mfeof(file));
            mfseek(file, 0);
            mfwrite(file, bytes("H"), 1, -1);
            assertEquals(3, file.readAt(0, buf, 3, -1));
            assertEquals(3, file.writeAt(12, bytes("!!!"), 3, -1));
            assertEquals(15, file.size());
            mfclose(file);
            MillFile log = mfopen("a", APPEND);
            mfwrite(log, bytes("?"), 1, -1);
            mfclose(log);
            assertEquals("Hello, world!!!?", disk.text("a"));
            assertThrows(NoSuchFileException.class, () -> mfopen("none"));
            assertThrows(FileSystemException.class, () -> mfopen("/work", WRITE));
            assertThrows(FileSystemException.class, () -> mfopen("a", WRITE, CREATE_NEW));
        });
    }

    @EveryEngine
    void flushIsNotEnoughInACrashAndForceIs(Engine engine) throws Exception {
        run(engine, () -> {
            MillFile file = mfopen("flushed", WRITE, CREATE);
            mfwrite(file, bytes("one"), 3, -1);
            mfclose(file);
            MillFile synced = mfopen("synced", WRITE, CREATE, DSYNC);
            mfwrite(synced, bytes("two"), 3, -1);
            mfflush(synced, -1);
            disk.crash();
            assertEquals("", disk.text("flushed"), "its name came with the other's");
            assertEquals("two", disk.text("synced"));
            blocking(() -> {
                try (FileChannel forced = disk.open("flushed")) {
                    forced.write(TestDisk.bytes("three"));
                    forced.force(true);
                }
                return null;
            });
            disk.crash();
            assertEquals("three", disk.text("flushed"));
        });
    }

    @EveryEngine
    void crashEndsTheFilesThatWereOpen(Engine engine) throws Exception {
        run(engine, () -> {
            MillFile file = mfopen("a", READ, WRITE, CREATE);
            disk.crash();
            mfwrite(file, bytes("late"), 4, -1);
            assertThrows(ClosedChannelException.class, () -> mfflush(file, -1));
            assertThrows(ClosedChannelException.class, () -> file.readAt(0, new byte[1], 1, -1));
            assertThrows(IOException.class, () -> mfclose(file));
            assertEquals("", disk.names("/work"));
        });
    }

    @EveryEngine
    void diskErrorReachesTheProgram(Engine engine) throws Exception {
        disk.durable("a", "one");
        disk.disk.faults().errors(0.5);
        run(engine, () -> {
            MillFile file = mfopen("a", READ, WRITE);
            script.answer("read fails", 1);
            IOException thrown = assertThrows(IOException.class, () -> mfread(file, new byte[3], 3, -1));
            assertEquals("read file a: input/output error", thrown.getMessage());
            assertEquals(3, mfread(file, new byte[3], 3, -1));
            script.answer("write fails", 1);
            mfwrite(file, bytes("two"), 3, -1);
            thrown = assertThrows(IOException.class, () -> mfflush(file, -1));
            assertEquals("flush file a: input/output error (3 bytes not written)", thrown.getMessage());
            mfflush(file, -1);
            assertEquals("onetwo", disk.text("a"));
            mfclose(file);
        });
    }

    @EveryEngine
    void fullDiskReachesTheProgramWhichMakesRoom(Engine engine) throws Exception {
        disk.durable("old", "12345678");
        disk.disk.faults().capacity(10);
        run(engine, () -> {
            MillFile file = mfopen("a", WRITE, CREATE);
            mfwrite(file, bytes("abcdef"), 6, -1);
            IOException thrown = assertThrows(IOException.class, () -> mfflush(file, -1));
            assertEquals("flush file a: no space left on device (4 bytes not written)", thrown.getMessage());
            Files.delete(disk.path("old"));
            mfclose(file);
            assertEquals("abcdef", disk.text("a"));
        });
    }

    @EveryEngine
    void shortReadsAndWritesLoseNoByte(Engine engine) throws Exception {
        for (int seed = 0; seed < 5; seed++) {
            Decider draws = new Seeded(seed);
            Disk split = new Disk("b", draws, () -> 0);
            split.faults().splits(0.7);
            byte[] data = new byte[MANY];
            new Random(seed).nextBytes(data);
            run(engine, split, () -> {
                MillFile file = mfopen("a", READ, WRITE, CREATE);
                mfwrite(file, data, MANY, -1);
                mfseek(file, 0);
                byte[] read = new byte[MANY + 1];
                assertEquals(MANY, mfread(file, read, MANY + 1, -1));
                assertArrayEquals(data, Arrays.copyOf(read, MANY));
                assertEquals(1_000, file.readAt(5, read, 1_000, -1));
                assertArrayEquals(Arrays.copyOfRange(data, 5, 1_005), Arrays.copyOf(read, 1_000));
                file.close();
            });
            split.faults().splits(0);
            assertArrayEquals(data, Files.readAllBytes(split.files().getPath("a")));
        }
    }

    @EveryEngine
    void coroutinesShareADisk(Engine engine) throws Exception {
        run(engine, this::fiveWriters);
    }

    @Test
    void simulatedWorldHasADisk() throws Exception {
        Limits limits = new Limits(1_000_000, false, false);
        SimWorld world = new SimWorld(
                new Agenda(), new Machines(), new Script(), new Outside(disk.disk), limits, new Marks(), null);
        TestMill.run(MillOptions.defaults().world(world), this::fiveWriters);
    }

    private void fiveWriters() throws IOException {
        Coroutine[] writers = new Coroutine[5];
        for (int i = 0; i < writers.length; i++) {
            String name = "f" + i;
            writers[i] = go(() -> {
                try (MillFile file = mfopen(name, WRITE, CREATE)) {
                    for (int n = 0; n < 100; n++) {
                        mfwrite(file, bytes(name), 2, -1);
                        mfflush(file, -1);
                    }
                }
            });
        }
        for (Coroutine writer : writers) {
            writer.join();
        }
        assertEquals("f0 f1 f2 f3 f4", disk.names("/work"));
        assertEquals("f3".repeat(100), disk.text("f3"));
        assertEquals(500, disk.disk.counts().writes());
    }
}
