package org.jmill.examples.files;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ObjLongConsumer;

/// How often each word was seen. A word is kept as a string of its bytes (ISO-8859-1), so that it
/// is printed as it was read, whatever its encoding. One thread at a time uses it.
final class Words {
    private static final class Count {
        private long n;
    }

    private final Map<String, Count> counts = new HashMap<>();

    /// Adds the words of a chunk.
    ///
    /// @return how many there were
    int add(Chunk chunk) {
        byte[] bytes = chunk.bytes();
        int length = chunk.length();
        int words = 0;
        int start = 0;
        for (int i = 0; i <= length; ) {
            int gap = i == length ? 1 : gap(bytes, i, length);
            if (gap == 0) {
                i++;
                continue;
            }
            if (i > start) {
                words++;
                add(new String(bytes, start, i - start, StandardCharsets.ISO_8859_1), 1);
            }
            i += gap;
            start = i;
        }
        return words;
    }

    /// Adds what others have seen.
    void add(Words others) {
        others.forEach(this::add);
    }

    private void add(String word, long n) {
        counts.computeIfAbsent(word, _ -> new Count()).n += n;
    }

    /// Shows each word and how often it was seen.
    void forEach(ObjLongConsumer<String> action) {
        counts.forEach((word, count) -> action.accept(word, count.n));
    }

    /// How many bytes of white space stand there: 0 to 3. Beside those of ASCII, the spaces of
    /// Unicode separate words, as they do for `wc` where the locale is UTF-8.
    private static int gap(byte[] bytes, int i, int length) {
        byte b = bytes[i];
        if (b >= 0 || b < (byte) 0xc2 || b > (byte) 0xe3) {
            return isSpace(b) ? 1 : 0;
        }
        int second = i + 1 < length ? bytes[i + 1] & 0xff : 0;
        int third = i + 2 < length ? bytes[i + 2] & 0xff : 0;
        int code = (b & 0x0f) << 12 | (second & 0x3f) << 6 | third & 0x3f;
        return switch (b & 0xff) {
            case 0xc2 -> second == 0xa0 ? 2 : 0; // NO-BREAK SPACE
            case 0xe1, 0xe2, 0xe3 -> isWideSpace(code) ? 3 : 0;
            default -> 0;
        };
    }

    private static boolean isWideSpace(int code) {
        return code >= 0x2000 && code <= 0x200a
                || switch (code) {
                    case 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x2060, 0x3000 -> true;
                    default -> false;
                };
    }

    /// White space of ASCII: C's `isspace`.
    static boolean isSpace(byte b) {
        return b == ' ' || b >= '\t' && b <= '\r';
    }
}
