package org.jmill.test.disk;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.DSYNC;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Random programs, with crashes: what is there afterwards is one of the states that [DiskModel] has for it.
class DiskModelTest {
    private static final int PROGRAMS = 250;
    private static final int CRASHES = 6;
    private static final List<String> NAMES = List.of("x/a", "x/b", "x/c", "y/a", "y/b");
    private static final int UNFORCED_MAX = 6; // The model looks at each of their subsets.

    private final Map<String, Integer> seen = new TreeMap<>();

    @Test
    void stateAfterACrashIsOneThatTheModelAllows() throws IOException {
        for (int seed = 0; seed < PROGRAMS; seed++) {
            Program program = new Program(seed);
            for (int crash = 0; crash < CRASHES; crash++) {
                program.work();
                program.crash();
            }
        }
        for (String what :
                List.of("all lost", "all kept", "some kept", "torn", "failed", "last names", "durable names")) {
            assertTrue(seen.getOrDefault(what, 0) > 20, () -> what + " is hardly ever seen: " + seen);
        }
    }

    @Test
    void sameSeedIsTheSameRun() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            List<String> runs = new ArrayList<>();
            for (int run = 0; run < 2; run++) {
                Program program = new Program(seed);
                program.work();
                program.crash();
                runs.add(program.log.toString());
            }
            assertEquals(runs.getFirst(), runs.getLast());
        }
    }

    /// A disk, its model, and what is done to both.
    private final class Program {
        private final int seed;
        private final Random random;
        private final Disk disk;
        private final DiskModel model = new DiskModel();
        private final Map<Integer, Integer> waiting = new TreeMap<>(); // Unforced changes of files.
        private final List<String> log = new ArrayList<>();

        Program(int seed) throws IOException {
            this.seed = seed;
            random = new Random(seed);
            disk = new Disk("a", new Seeded(seed), () -> 0);
            for (String directory : List.of("x", "y")) {
                Files.createDirectory(path(directory));
                force(directory);
            }
            disk.faults().errors(0.03);
            disk.faults().splits(0.1);
            disk.faults().reordered(seed % 2 == 0 ? 0.3 : 0);
        }

        private Path path(String name) {
            return disk.files().getPath(name);
        }

        private void force(String directory) throws IOException {
            try (FileChannel channel = FileChannel.open(path(directory), READ)) {
                channel.force(true);
            }
        }

        void work() {
            for (int i = random.nextInt(30); i > 0; i--) {
                String name = NAMES.get(random.nextInt(NAMES.size()));
                try {
                    step(name, model.names().get(name));
                } catch (IOException e) {
                    assertEquals("Input/output error", e.getMessage());
                }
            }
            waiting.clear();
        }

        private void step(String name, Integer file) throws IOException {
            int what = random.nextInt(12);
            log.add(what + " " + name);
            if (what == 0) {
                String directory = name.substring(0, 1);
                force(directory);
                model.force(directory);
            } else if (file == null) {
                Files.createFile(path(name));
                model.create(name);
            } else if (what < 4) {
                changeName(what, name);
            } else if (what < 6) {
                force(name, file);
            } else if (waiting.merge(file, 1, Integer::sum) <= UNFORCED_MAX) {
                change(what, name, file);
            }
        }

        private void changeName(int what, String name) throws IOException {
            String other = NAMES.get(random.nextInt(NAMES.size()));
            if (what == 1) {
                Files.delete(path(name));
                model.delete(name);
            } else if (what == 2) {
                Files.move(path(name), path(other), StandardCopyOption.ATOMIC_MOVE);
                model.move(name, other);
            } else if (!model.names().containsKey(other)) {
                Files.createLink(path(other), path(name));
                model.link(other, name);
            }
        }

        private void force(String name, int file) throws IOException {
            try (FileChannel channel = FileChannel.open(path(name))) {
                channel.force(true);
                model.force(file);
            } catch (IOException e) {
                model.forceFailed(file);
                count("failed");
            }
            waiting.remove(file);
        }

        private void change(int what, String name, int file) throws IOException {
            boolean synced = what == 6;
            try (FileChannel channel =
                    synced ? FileChannel.open(path(name), WRITE, DSYNC) : FileChannel.open(path(name), WRITE, CREATE)) {
                int offset = random.nextInt(6);
                if (what == 7) {
                    channel.truncate(offset);
                    model.cut(file, offset);
                    return;
                }
                byte[] bytes = new byte[1 + random.nextInt(5)];
                random.nextBytes(bytes);
                int n = channel.write(ByteBuffer.wrap(bytes), offset);
                model.write(file, offset, Arrays.copyOf(bytes, n));
                if (synced) {
                    model.force(file);
                    waiting.remove(file);
                }
            }
        }

        void crash() throws IOException {
            disk.faults().errors(0);
            checkLive();
            long torn = disk.counts().torn();
            disk.crash();
            disk.restart();
            Map<String, byte[]> found = new TreeMap<>();
            Map<String, Object> keys = new TreeMap<>();
            for (String name : namesFound()) {
                found.put(name, Files.readAllBytes(path(name)));
                keys.put(name, Names.key(path(name)));
            }
            int state = model.stateOf(found);
            assertTrue(state >= 0, () -> "seed " + seed + ", after " + log + ": " + found.keySet());
            tellWhatWasSeen(state, found);
            if (disk.counts().torn() > torn) {
                count("torn");
            }
            found.forEach((name, bytes) -> log.add(name + Arrays.toString(bytes)));
            model.restart(found, keys);
            disk.faults().errors(0.03);
        }

        private List<String> namesFound() throws IOException {
            try (Stream<Path> all = Files.find(path(""), 9, (_, at) -> at.isRegularFile())) {
                return all.map(Path::toString).toList();
            }
        }

        private void checkLive() throws IOException {
            assertEquals(new ArrayList<>(model.names().keySet()), namesFound());
            disk.faults().splits(0);
            for (Map.Entry<String, Integer> name : model.names().entrySet()) {
                assertArrayEquals(model.live(name.getValue()), Files.readAllBytes(path(name.getKey())), name.getKey());
            }
            disk.faults().splits(0.1);
        }

        private void tellWhatWasSeen(int state, Map<String, byte[]> found) {
            if (model.states() > 1 && (state == 0 || state == model.states() - 1)) {
                count(state == 0 ? "durable names" : "last names");
            }
            if (state == model.states() - 1) {
                found.forEach((name, bytes) -> {
                    int file = model.names().get(name);
                    if (model.outcomes(file).size() > 2) {
                        count(
                                Arrays.equals(bytes, model.live(file))
                                        ? "all kept"
                                        : Arrays.equals(bytes, model.durable(file)) ? "all lost" : "some kept");
                    }
                });
            }
        }

        private void count(String what) {
            seen.merge(what, 1, Integer::sum);
        }
    }
}
