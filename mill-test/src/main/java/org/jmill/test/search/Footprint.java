package org.jmill.test.search;

import java.util.Arrays;

/// What a step has touched: coroutines, channels, and whatever else coroutines share, each by a number. Two steps
/// of different coroutines that touch nothing in common may change places.
final class Footprint {
    private static final int FIRST = 8;

    private long[] keys = new long[FIRST];
    private int size;
    private boolean wild;

    /// Adds what is touched.
    void add(long key) {
        for (int i = 0; i < size; i++) {
            if (keys[i] == key) {
                return;
            }
        }
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
        }
        keys[size++] = key;
    }

    /// It touches what is not known, and so anything.
    void addAnything() {
        wild = true;
    }

    /// Adds all of another one.
    void addAll(Footprint other) {
        for (int i = 0; i < other.size; i++) {
            add(other.keys[i]);
        }
        wild |= other.wild;
    }

    /// Whether something is touched by both.
    boolean meets(Footprint other) {
        if (wild || other.wild) {
            return true;
        }
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < other.size; k++) {
                if (keys[i] == other.keys[k]) {
                    return true;
                }
            }
        }
        return false;
    }

    /// A copy in which what has a number from `from` on, given in the order in which it was first touched, is anything:
    /// in another run something else may have that number.
    Footprint portable(long from, long to) {
        Footprint copy = new Footprint();
        copy.addAll(this);
        for (int i = 0; i < size; i++) {
            copy.wild |= keys[i] >= from && keys[i] < to;
        }
        return copy;
    }
}
