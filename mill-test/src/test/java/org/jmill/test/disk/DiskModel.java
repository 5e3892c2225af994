package org.jmill.test.disk;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a crash may leave, said in another way than the disk does it: all states of the names, and all states of the
/// bytes of each file.
final class DiskModel {
    /// A write (with bytes) or a cut (without).
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Op(int offset, byte[] bytes) {}

    /// The names after a change, and what the change had to do with.
    private record Names(Map<String, Integer> files, Set<Object> concerns) {}

    private final List<Names> states = new ArrayList<>(); // The first is durable.
    private final Map<Integer, byte[]> durable = new HashMap<>();
    private final Map<Integer, List<Op>> unforced = new HashMap<>();
    private final Map<Integer, List<Op>> all = new HashMap<>(); // Those dropped too.
    private int made;

    DiskModel() {
        states.add(new Names(new TreeMap<>(), Set.of()));
    }

    Map<String, Integer> names() {
        return states.getLast().files;
    }

    private static String directory(String name) {
        return name.substring(0, name.indexOf('/'));
    }

    private void renamed(Map<String, Integer> files, Set<Object> concerns) {
        states.add(new Names(files, concerns));
    }

    int create(String name) {
        int file = made++;
        durable.put(file, new byte[0]);
        unforced.put(file, new ArrayList<>());
        all.put(file, new ArrayList<>());
        put(name, file);
        return file;
    }

    private void put(String name, int file) {
        Map<String, Integer> files = new TreeMap<>(names());
        files.put(name, file);
        renamed(files, Set.of(file, directory(name)));
    }

    void link(String name, String existing) {
        put(name, names().get(existing));
    }

    void delete(String name) {
        Map<String, Integer> files = new TreeMap<>(names());
        renamed(files, Set.of(files.remove(name), directory(name)));
    }

    void move(String from, String to) {
        Map<String, Integer> files = new TreeMap<>(names());
        int moved = files.get(from);
        Integer replaced = files.get(to);
        if (replaced != null && replaced == moved) {
            return;
        }
        files.remove(from);
        files.put(to, moved);
        Set<Object> concerns = new HashSet<>(Arrays.asList(moved, directory(from), directory(to), replaced));
        renamed(files, concerns);
    }

    void write(int file, int offset, byte[] bytes) {
        unforced.get(file).add(new Op(offset, bytes));
        all.get(file).add(new Op(offset, bytes));
    }

    void cut(int file, int size) {
        if (size < live(file).length) {
            unforced.get(file).add(new Op(size, null));
            all.get(file).add(new Op(size, null));
        }
    }

    void force(Object fileOrDirectory) {
        if (fileOrDirectory instanceof Integer file) {
            durable.put(file, apply(durable.get(file), unforced.get(file)));
            unforced.get(file).clear();
        }
        for (int i = states.size() - 1; i > 0; i--) {
            if (states.get(i).concerns.contains(fileOrDirectory)) {
                states.subList(0, i).clear();
                return;
            }
        }
    }

    void forceFailed(int file) {
        unforced.get(file).clear();
    }

    /// What is read of a file.
    byte[] live(int file) {
        return apply(new byte[0], all.get(file));
    }

    /// What a crash leaves of a file for sure.
    byte[] durable(int file) {
        return durable.get(file);
    }

    /// The number of the state of names that is there, and in which each file is as it may be; -1 if there is none.
    int stateOf(Map<String, byte[]> found) {
        for (int i = 0; i < states.size(); i++) {
            Map<String, Integer> files = states.get(i).files;
            if (files.keySet().equals(found.keySet())
                    && files.entrySet().stream().allMatch(e -> mayBe(e.getValue(), found.get(e.getKey())))) {
                return i;
            }
        }
        return -1;
    }

    int states() {
        return states.size();
    }

    private boolean mayBe(int file, byte[] found) {
        return outcomes(file).contains(ByteBuffer.wrap(found));
    }

    /// All that a crash may leave of a file: some of the writes that were not forced, of the first that is not there
    /// perhaps a beginning.
    Set<ByteBuffer> outcomes(int file) {
        List<Op> ops = unforced.get(file);
        Set<ByteBuffer> outcomes = new HashSet<>();
        for (int chosen = 0; chosen < 1 << ops.size(); chosen++) {
            int lost = Integer.numberOfTrailingZeros(~chosen); // The first.
            int torn = lost < ops.size() && ops.get(lost).bytes != null ? ops.get(lost).bytes.length : 1;
            for (int length = 0; length < torn; length++) {
                List<Op> survivors = new ArrayList<>();
                for (int i = 0; i < ops.size(); i++) {
                    if ((chosen >> i & 1) == 1) {
                        survivors.add(ops.get(i));
                    } else if (i == lost && length > 0) {
                        survivors.add(new Op(ops.get(i).offset, Arrays.copyOf(ops.get(i).bytes, length)));
                    }
                }
                outcomes.add(ByteBuffer.wrap(apply(durable.get(file), survivors)));
            }
        }
        return outcomes;
    }

    private static byte[] apply(byte[] start, List<Op> ops) {
        byte[] bytes = start;
        for (Op op : ops) {
            if (op.bytes == null) {
                bytes = Arrays.copyOf(bytes, Math.min(bytes.length, op.offset));
            } else {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length, op.offset + op.bytes.length));
                System.arraycopy(op.bytes, 0, bytes, op.offset, op.bytes.length);
            }
        }
        return bytes;
    }

    /// Begins anew with what a crash has left, all of it durable.
    ///
    /// @param keys which names have the same file
    void restart(Map<String, byte[]> found, Map<String, Object> keys) {
        Map<Object, Integer> files = new HashMap<>();
        Map<String, Integer> names = new TreeMap<>();
        found.forEach((name, bytes) -> {
            int file = files.computeIfAbsent(keys.get(name), _ -> made++);
            names.put(name, file);
            durable.put(file, bytes);
            unforced.put(file, new ArrayList<>());
            all.put(file, new ArrayList<>(List.of(new Op(0, bytes))));
        });
        states.clear();
        states.add(new Names(names, Set.of()));
    }
}
