package org.jmill.examples.net.kv;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// The words of a request, of which there is at least one. Used again for the next one of the
/// connection; the words themselves are not.
final class Words {
    /// What a word takes beside its bytes.
    static final int WORD_BYTES = 32;

    private static final int KEPT_MAX = 64;

    private byte[][] words = new byte[16][];
    private int size;

    static int bytesOf(byte[] word) {
        return WORD_BYTES + (word == null ? 0 : word.length);
    }

    void add(byte[] word) {
        if (size == words.length) {
            words = Arrays.copyOf(words, 2 * size);
        }
        words[size++] = word;
    }

    void clear() {
        if (words.length > KEPT_MAX) {
            words = new byte[KEPT_MAX][];
        } else {
            Arrays.fill(words, 0, size, null);
        }
        size = 0;
    }

    int size() {
        return size;
    }

    byte[] bytes(int i) {
        return words[i];
    }

    /// A word whose characters are its bytes.
    String text(int i) {
        return new String(words[i], StandardCharsets.ISO_8859_1);
    }

    String upper(int i) {
        return text(i).toUpperCase(Locale.ROOT);
    }

    /// @throws Refusal if it is none, or does not fit
    long number(int i) {
        return number(words[i]);
    }

    static long number(byte[] word) {
        return number(word, 0, word.length);
    }

    /// A whole number, written as Redis would write it: no `+`, no zeros before it, no `-0`.
    ///
    /// @throws Refusal if it is none, or does not fit
    static long number(byte[] bytes, int from, int to) {
        boolean negative = from < to && bytes[from] == '-';
        int first = negative ? from + 1 : from;
        if (first == to || bytes[first] == '0' && (negative || to - first > 1)) {
            throw noNumber();
        }
        long value = 0; // Below zero there is room for one more.
        for (int i = first; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || value < (Long.MIN_VALUE + digit) / 10) {
                throw noNumber();
            }
            value = value * 10 - digit;
        }
        if (!negative && value == Long.MIN_VALUE) {
            throw noNumber();
        }
        return negative ? value : -value;
    }

    private static Refusal noNumber() {
        return new Refusal("ERR value is not an integer or out of range");
    }
}
