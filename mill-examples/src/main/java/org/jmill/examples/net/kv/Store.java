package org.jmill.examples.net.kv;

import static org.jmill.Mill.now;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/// Values by their keys, some of which expire. No lock: it belongs to one mill.
final class Store {
    private static final long NEVER = Long.MAX_VALUE;

    private record Entry(byte[] value, long expiryMs) {}

    private record Expiry(long ms, String key) {}

    private final Map<String, Entry> entries = new HashMap<>();
    private final PriorityQueue<Expiry> expiries =
            new PriorityQueue<>((a, b) -> Long.compare(a.ms(), b.ms())); // Some may be out of date.

    private Entry live(String key) {
        Entry entry = entries.get(key);
        if (entry != null && entry.expiryMs() <= now()) {
            entries.remove(key);
            return null;
        }
        return entry;
    }

    /// The value, or null.
    byte[] get(String key) {
        Entry entry = live(key);
        return entry == null ? null : entry.value();
    }

    /// Sets a value that does not expire.
    void set(String key, byte[] value) {
        entries.put(key, new Entry(value, NEVER));
    }

    /// Sets a value, which expires when the one before it would have.
    void replace(String key, byte[] value) {
        Entry entry = live(key);
        entries.put(key, new Entry(value, entry == null ? NEVER : entry.expiryMs()));
    }

    boolean remove(String key) {
        return live(key) != null && entries.remove(key) != null;
    }

    /// Lets a value expire in so many milliseconds; at once if none are left.
    ///
    /// @return whether there is one
    boolean expire(String key, long ms) {
        Entry entry = live(key);
        if (entry == null) {
            return false;
        }
        long expiryMs = now() + ms;
        entries.put(key, new Entry(entry.value(), expiryMs));
        expiries.add(new Expiry(expiryMs, key));
        return true;
    }

    /// @return whether there is one that would have expired
    boolean persist(String key) {
        Entry entry = live(key);
        boolean expires = entry != null && entry.expiryMs() != NEVER;
        if (expires) {
            entries.put(key, new Entry(entry.value(), NEVER));
        }
        return expires;
    }

    /// How long a value has; -1 if for ever, -2 if there is none.
    long leftMs(String key) {
        Entry entry = live(key);
        return entry == null ? -2 : entry.expiryMs() == NEVER ? -1 : entry.expiryMs() - now();
    }

    /// Forgets what has expired.
    ///
    /// @return how many values
    int sweep() {
        int swept = 0;
        while (!expiries.isEmpty() && expiries.peek().ms() <= now()) {
            Expiry due = expiries.remove();
            Entry entry = entries.get(due.key());
            if (entry != null && entry.expiryMs() <= due.ms()) {
                entries.remove(due.key());
                swept++;
            }
        }
        return swept;
    }

    List<String> keys() {
        for (Iterator<Entry> i = entries.values().iterator(); i.hasNext(); ) {
            if (i.next().expiryMs() <= now()) {
                i.remove();
            }
        }
        return List.copyOf(entries.keySet());
    }

    int size() {
        sweep();
        return entries.size();
    }

    void clear() {
        entries.clear();
        expiries.clear();
    }
}
