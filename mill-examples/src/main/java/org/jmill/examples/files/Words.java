package org.jmill.examples.files;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// The words of one chunk. A word is kept as a string of its bytes (ISO-8859-1), so that it is
/// printed as it was read, whatever its encoding.
///
/// @param source where the chunk comes from
/// @param bytes how long it is
/// @param count how many words it has
/// @param each how often each word occurs
record Words(Source source, int bytes, int count, Map<String, Integer> each) {
    /// Counts.
    static Words of(Chunk chunk) {
        byte[] bytes = chunk.bytes();
        int length = chunk.length();
        Map<String, Integer> each = new HashMap<>();
        int count = 0;
        int start = 0;
        for (int i = 0; i <= length; ) {
            int gap = i == length ? 1 : gap(bytes, i, length);
            if (gap == 0) {
                i++;
                continue;
            }
            if (i > start) {
                count++;
                String word = new String(bytes, start, i - start, StandardCharsets.ISO_8859_1);
                each.merge(word, 1, Integer::sum);
            }
            i += gap;
            start = i;
        }
        return new Words(chunk.source(), length, count, each);
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
