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

    /// A whole number, written as Redis would write it: no `+`, no zeros before it, no `-0`.
    ///
    /// @throws Refusal if it is none, or does not fit
    static long number(byte[] word) {
        try {
            // None is longer than 20 bytes; what is longer need not be looked at.
            String text = new String(word, 0, Math.min(word.length, 21), StandardCharsets.ISO_8859_1);
            long number = Long.parseLong(text);
            if (text.equals(Long.toString(number))) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls through.
        }
        throw new Refusal("ERR value is not an integer or out of range");
    }
}
