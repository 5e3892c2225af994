package org.jmill.test.disk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What was done to names and is not yet on the disk: one list for the whole disk, of which a force or a crash keeps a
/// beginning.
final class Journal {
    /// Beyond these the oldest go to the disk by themselves.
    private static final int ENTRIES_MAX = 1_024;

    /// What is to be done when a change is known to stay, or has to go.
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    /// A change of names.
    ///
    /// @param concerns the keys of the files and directories that it has to do with
    /// @param keep it is durable
    /// @param undo makes it not have been, if all later ones have not been
    record Entry(Set<Object> concerns, Step keep, Step undo) {}

    private final List<Entry> entries = new ArrayList<>();

    void add(Entry entry) throws IOException {
        entries.add(entry);
        if (entries.size() > ENTRIES_MAX) {
            keep(1);
        }
    }

    /// All up to the last one that concerns a file or directory are durable.
    void force(Object key) throws IOException {
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (entries.get(i).concerns.contains(key)) {
                keep(i + 1);
                return;
            }
        }
    }

    private void keep(int count) throws IOException {
        List<Entry> kept = entries.subList(0, count);
        for (Entry entry : kept) {
            entry.keep.run();
        }
        kept.clear();
    }

    void crash(Faults faults, Counts counts) throws IOException {
        if (entries.isEmpty()) {
            return;
        }
        int kept = faults.survivors("names that survive", entries.size());
        while (entries.size() > kept) {
            entries.removeLast().undo.run();
            counts.lost++;
        }
        keep(kept);
    }
}
