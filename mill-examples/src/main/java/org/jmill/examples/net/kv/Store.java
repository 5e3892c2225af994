package org.jmill.examples.net.kv;

import static org.jmill.Mill.now;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Values by their keys, some of which expire. No lock: it belongs to one mill, and nothing in it waits.
///
/// Invariants:
/// - I1 `expiring` holds exactly the entries of `entries` that expire, each once.
/// - I2 `memory` is charged with [Entry#bytes] for each entry, and nothing else.
final class Store {
    private static final long NEVER = Long.MAX_VALUE;
    private static final int ENTRY_BYTES = 160; // Beside key and value: the objects that hold them.
    private static final int EXPIRY_BYTES = 64;

    private static final class Entry {
        final String key;
        final long serial; // Tells entries apart that expire at the same time.
        byte[] value;
        long expiryMs = NEVER;

        Entry(String key, byte[] value, long serial) {
            this.key = key;
            this.value = value;
            this.serial = serial;
        }

        long bytes() {
            return bytesOf(key, value.length) + (expiryMs == NEVER ? 0 : EXPIRY_BYTES);
        }
    }

    private final Map<String, Entry> entries = new HashMap<>();
    private final TreeSet<Entry> expiring = new TreeSet<>(
            Comparator.<Entry>comparingLong(entry -> entry.expiryMs).thenComparingLong(entry -> entry.serial));
    private final Budget memory;
    private long serial;

    /// @param memory for all keys and values
    Store(Budget memory) {
        this.memory = memory;
    }

    private static long bytesOf(String key, int length) {
        return (long) ENTRY_BYTES + key.length() + length;
    }

    private Entry live(String key) {
        Entry entry = entries.get(key);
        if (entry != null && entry.expiryMs != NEVER && entry.expiryMs <= now()) {
            drop(entry);
            return null;
        }
        return entry;
    }

    private void drop(Entry entry) {
        memory.giveBack(entry.bytes());
        entries.remove(entry.key);
        if (entry.expiryMs != NEVER) {
            expiring.remove(entry);
        }
    }

    /// The value, or null.
    byte[] get(String key) {
        Entry entry = live(key);
        return entry == null ? null : entry.value;
    }

    /// How many bytes more would be taken if this key had a value of that length; negative: fewer.
    long growth(String key, int length) {
        return growth(key, live(key), length);
    }

    private static long growth(String key, Entry entry, int length) {
        return entry == null ? bytesOf(key, length) : (long) length - entry.value.length;
    }

    /// Whether there is room for so many keys and values, with so many bytes in all, whatever there is now.
    boolean hasRoomFor(int count, long bytes) {
        return (long) count * ENTRY_BYTES + bytes <= memory.left();
    }

    /// Sees to it that so many bytes more can be taken.
    ///
    /// @throws Refusal if not
    void require(long bytes) {
        if (bytes > memory.left()) {
            sweep();
            if (bytes > memory.left()) {
                throw outOfMemory();
            }
        }
    }

    private void charge(long bytes) {
        if (!memory.take(bytes)) {
            throw outOfMemory();
        }
    }

    private static Refusal outOfMemory() {
        return new Refusal("OOM command not allowed when used memory > 'maxmemory' (see --memory)");
    }

    /// Sets a value that does not expire.
    ///
    /// @throws Refusal if there is no memory for it
    void set(String key, byte[] value) {
        expireAt(put(key, value), NEVER);
    }

    /// Sets a value that expires at a time.
    ///
    /// @throws Refusal if there is no memory for it
    void set(String key, byte[] value, long expiryMs) {
        require(growth(key, value.length) + EXPIRY_BYTES);
        put(key, value);
        expire(key, expiryMs);
    }

    /// Sets a value, which expires when the one before it would have.
    ///
    /// @throws Refusal if there is no memory for it
    void replace(String key, byte[] value) {
        put(key, value);
    }

    private Entry put(String key, byte[] value) {
        Entry entry = live(key);
        long growth = growth(key, entry, value.length);
        if (growth > memory.left()) {
            sweep();
            entry = live(key);
            growth = growth(key, entry, value.length);
        }
        charge(growth);
        if (entry == null) {
            entry = new Entry(key, value, ++serial);
            entries.put(key, entry);
        } else {
            entry.value = value;
        }
        return entry;
    }

    private void expireAt(Entry entry, long ms) {
        if (entry.expiryMs == ms) {
            return;
        }
        if (entry.expiryMs == NEVER) {
            charge(EXPIRY_BYTES);
        } else {
            expiring.remove(entry);
        }
        entry.expiryMs = ms;
        if (ms == NEVER) {
            memory.giveBack(EXPIRY_BYTES);
        } else {
            expiring.add(entry);
        }
    }

    boolean remove(String key) {
        Entry entry = live(key);
        if (entry != null) {
            drop(entry);
        }
        return entry != null;
    }

    /// Lets a value expire at a time; at once if that is past.
    ///
    /// @return whether there is one
    /// @throws Refusal if there is no memory for it
    boolean expire(String key, long ms) {
        Entry entry = live(key);
        if (entry != null && ms <= now()) {
            drop(entry);
        } else if (entry != null) {
            expireAt(entry, ms);
        }
        return entry != null;
    }

    /// @return whether there is one that would have expired
    boolean persist(String key) {
        Entry entry = live(key);
        boolean expires = entry != null && entry.expiryMs != NEVER;
        if (expires) {
            expireAt(entry, NEVER);
        }
        return expires;
    }

    /// How long a value has; -1 if for ever, -2 if there is none.
    long leftMs(String key) {
        Entry entry = live(key);
        return entry == null ? -2 : entry.expiryMs == NEVER ? -1 : entry.expiryMs - now();
    }

    /// Forgets what has expired.
    void sweep() {
        long now = now();
        while (!expiring.isEmpty() && expiring.first().expiryMs <= now) {
            drop(expiring.first());
        }
    }

    List<String> keys() {
        sweep();
        return List.copyOf(entries.keySet());
    }

    int size() {
        sweep();
        return entries.size();
    }

    void clear() {
        entries.values().forEach(entry -> memory.giveBack(entry.bytes()));
        entries.clear();
        expiring.clear();
    }

    /// For tests: throws if an invariant does not hold.
    void checkInvariants() {
        long expected = entries.values().stream()
                .filter(entry -> entry.expiryMs != NEVER)
                .count();
        if (expiring.size() != expected || !entries.values().containsAll(expiring)) {
            throw new AssertionError("I1: " + expiring.size() + " of " + expected);
        }
        long bytes = entries.values().stream().mapToLong(Entry::bytes).sum();
        if (memory.taken() != bytes) {
            throw new AssertionError("I2: " + memory.taken() + " instead of " + bytes);
        }
    }
}
