package org.jmill.file;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jmill.CancelledException;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.harness.EveryEngine;
import org.junit.jupiter.api.io.TempDir;

/// Random operations on a file, beside a model of it; and random deadlines and cancellations on a pipe. A
/// failure names its seed. In real time, since workers and a pipe are asked.
class RandomFileTest {
    private static final int SEEDS = 15;
    private static final int STEPS = 150;
    private static final int SIZE_MAX = 400_000;

    @TempDir
    Path directory;

    /// What a file must be like.
    private static final class Model {
        private byte[] contents = {};
        private int position;

        int read(byte[] into, int at, int len) {
            int n = Math.max(0, Math.min(len, contents.length - at));
            System.arraycopy(contents, Math.min(at, contents.length), into, 0, n);
            return n;
        }

        void write(int at, byte[] from) {
            contents = Arrays.copyOf(contents, Math.max(contents.length, at + from.length));
            System.arraycopy(from, 0, contents, at, from.length);
        }
    }

    @EveryEngine
    void aFileIsLikeItsModel(Engine engine) throws Exception {
        isLikeItsModel(engine, directory);
    }

    @EveryEngine
    void aFileInMemoryIsLikeItsModel(Engine engine) throws Exception {
        isLikeItsModel(engine, MemoryWorld.directory());
    }

    private static void isLikeItsModel(Engine engine, Path directory) throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            Path path = directory.resolve("file-" + seed);
            Random random = new Random(seed);
            Model model = new Model();
            String steps = "seed " + seed;
            FileMill.run(engine, () -> {
                try (MillFile f = MillFile.open(path, READ, WRITE, CREATE, TRUNCATE_EXISTING)) {
                    for (int i = 0; i < STEPS; i++) {
                        step(f, model, random, steps + " step " + i);
                    }
                }
            });
            assertArrayEquals(model.contents, Files.readAllBytes(path), steps);
        }
    }

    private static void step(MillFile f, Model model, Random random, String what) throws IOException {
        // Small ones meet the buffers, big ones pass them.
        int len = random.nextInt(random.nextInt(4) == 0 ? 150_000 : 300);
        int offset = random.nextInt(random.nextBoolean() ? model.contents.length + 1 : SIZE_MAX);
        byte[] data = new byte[len];
        byte[] expected = new byte[len];
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> {
                int n = model.read(expected, model.position, len);
                assertEquals(n, f.read(data, len, -1), what);
                assertArrayEquals(expected, data, what);
                model.position += n;
            }
            case 3, 4, 5 -> {
                random.nextBytes(data);
                assertEquals(len, f.write(data, len, -1), what);
                if (len > 0) {
                    model.write(model.position, data);
                }
                model.position += len;
            }
            case 6 -> {
                f.seek(offset);
                model.position = offset;
            }
            case 7 -> {
                assertEquals(model.read(expected, offset, len), f.readAt(offset, data, len, -1), what);
                assertArrayEquals(expected, data, what);
            }
            case 8 -> {
                random.nextBytes(data);
                f.writeAt(offset, data, len, -1);
                if (len > 0) {
                    model.write(offset, data);
                }
            }
            default -> {
                assertEquals(model.position >= model.contents.length, f.isEof(), what);
                f.flush(-1);
            }
        }
        assertEquals(model.position, f.tell(), what);
    }

    /// Where only positional reads and writes come to, in a file that several use.
    private static final int BESIDE = 8_000_000;

    /// What several coroutines do to one file is as if they had done it one after the other, in the order in which
    /// their calls returned.
    @EveryEngine
    void aFileThatSeveralUseIsLikeItsModel(Engine engine) throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            Path path = directory.resolve("several-" + seed);
            Random random = new Random(seed);
            Model model = new Model();
            Model beside = new Model();
            String what = "seed " + seed;
            boolean withBeside = seed % 2 == 1;
            if (withBeside) {
                try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                    file.setLength(BESIDE); // The model's zeros.
                }
                model.contents = new byte[BESIDE];
            }
            FileMill.run(engine, () -> {
                try (MillFile f = MillFile.open(path, READ, WRITE, CREATE)) {
                    List<Coroutine> users = new ArrayList<>();
                    users.add(user(random, () -> readOnce(f, model, random, what)));
                    users.add(user(random, () -> writeOnce(f, model, random)));
                    users.add(user(random, () -> seekOnce(f, model, random)));
                    if (withBeside) {
                        users.add(user(random, () -> useBeside(f, beside, random, what)));
                    }
                    users.forEach(u -> u.join());
                }
            });
            if (withBeside) {
                model.write(BESIDE, beside.contents);
            }
            assertArrayEquals(model.contents, Files.readAllBytes(path), what);
        }
    }

    private static Coroutine user(Random random, Work step) {
        return go(() -> {
            for (int i = 0; i < STEPS / 4; i++) {
                step.run();
                switch (random.nextInt(8)) {
                    case 0 -> msleep(now() + 1);
                    case 1, 2, 3 -> Mill.yield();
                    default -> {} // At once.
                }
            }
        });
    }

    private static int someLength(Random random) {
        return random.nextInt(random.nextInt(4) == 0 ? 150_000 : 300);
    }

    private static void readOnce(MillFile f, Model model, Random random, String what) throws IOException {
        byte[] data = new byte[someLength(random)];
        int n = f.read(data, data.length, -1);
        byte[] expected = new byte[data.length];
        assertEquals(model.read(expected, model.position, expected.length), n, what);
        assertArrayEquals(expected, data, what);
        model.position += n;
        assertEquals(model.position, f.tell(), what);
    }

    private static void writeOnce(MillFile f, Model model, Random random) throws IOException {
        byte[] data = new byte[someLength(random)];
        random.nextBytes(data);
        f.write(data, data.length, -1);
        if (data.length > 0) {
            model.write(model.position, data);
        }
        model.position += data.length;
        assertEquals(model.position, f.tell());
    }

    private static void seekOnce(MillFile f, Model model, Random random) throws IOException {
        model.position = (int) f.seek(random.nextInt(SIZE_MAX));
        assertEquals(model.position, f.tell());
    }

    private static void useBeside(MillFile f, Model beside, Random random, String what) throws IOException {
        byte[] data = new byte[someLength(random)];
        int offset = random.nextInt(SIZE_MAX);
        if (random.nextBoolean() && data.length > 0) {
            random.nextBytes(data);
            f.writeAt(BESIDE + offset, data, data.length, -1);
            beside.write(offset, data);
        } else {
            byte[] expected = new byte[data.length];
            assertEquals(beside.read(expected, offset, data.length), f.readAt(BESIDE + offset, data, data.length, -1));
            assertArrayEquals(expected, data, what);
        }
    }

    @EveryEngine
    void noDeadlineAndNoCancellationLosesAByte(Engine engine) throws Exception {
        for (int seed = 0; seed < 5; seed++) {
            byte[] data = new byte[300_000];
            new Random(seed).nextBytes(data);
            byte[] received = new byte[data.length];
            Path path = FileMill.fifo(directory);
            Random random = new Random(seed);
            FileMill.run(engine, () -> {
                Coroutine sender = go(() -> {
                    try (MillFile out = MillFile.open(path, WRITE)) {
                        send(out, data, random);
                    }
                });
                try (MillFile in = MillFile.open(path, READ)) {
                    receive(in, received, random);
                }
                sender.join();
            });
            assertArrayEquals(data, received, "seed " + seed);
        }
    }

    private static void send(MillFile out, byte[] data, Random random) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(data);
        while (all.hasRemaining()) {
            int n = Math.min(all.remaining(), random.nextInt(20_000));
            ByteBuffer part = all.slice(all.position(), n);
            interrupted(random, () -> {
                out.write(part, now() + random.nextInt(3));
                out.flush(now() + random.nextInt(3));
            });
            all.position(all.position() + part.position());
        }
        out.flush(-1);
    }

    private static void receive(MillFile in, byte[] received, Random random) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(received);
        while (all.hasRemaining()) {
            int n = Math.min(all.remaining(), random.nextInt(30_000));
            ByteBuffer part = all.slice(all.position(), n);
            boolean whole = random.nextBoolean();
            interrupted(random, () -> {
                try {
                    if (whole) {
                        in.read(part, now() + random.nextInt(3));
                    } else {
                        in.readSome(part, now() + random.nextInt(3));
                    }
                } catch (CancelledException e) {
                    part.clear(); // What it had received must come again.
                }
            });
            all.position(all.position() + part.position());
            if (random.nextInt(3) == 0) {
                msleep(now() + random.nextInt(3));
            }
        }
    }

    /// What reads or writes.
    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    /// Does something in a coroutine that may be cancelled meanwhile, or miss its deadline.
    private static void interrupted(Random random, Work work) {
        Coroutine worker = go(() -> {
            try {
                work.run();
            } catch (SocketTimeoutException | CancelledException e) {
                return; // The position of the buffer tells how far it has come.
            }
        });
        if (random.nextBoolean()) {
            msleep(now() + random.nextInt(2));
            worker.cancel();
        }
        worker.join();
    }
}
