package org.jmill.examples.net.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    private static boolean matches(String pattern, String name) {
        return new Glob(pattern.getBytes(StandardCharsets.ISO_8859_1)).matches(name);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        hello       | hello      | hell, helloo, ``, Hello
        h?llo       | hello, h*llo | hllo, heello
        h*llo       | hllo, heeello, hllollo | ello, hll
        *           | x, ``      |
        **          | x          | ``
        ``          | ``         | x
        h[ae]llo    | hallo, hello | hillo, hllo
        h[^e]llo    | hallo, h^llo | hello, hllo
        h[a-c]llo   | hallo, hcllo | hdllo, h-llo
        h[c-a]llo   | hallo, hbllo | hdllo
        h[a-]llo    | | hallo, h-llo, h]llo
        [a-z        | a, m       | A, [
        [^          | a, ^       | ab, ``
        [           | | [, a
        [abc        | a, c       | d, [
        []          | | ], a
        [^]         | a, ]       | ``
        [\\]]       | ]          | \\, a
        [\\-z]      | -, z       | a, y
        [\\         | \\         | a
        \\*         | *          | a, \\*
        \\\\        | \\         | a
        a\\         | a\\        | a
        \\[a]       | [a]        | a
        *a*b*       | ab, xaybz, aab | ba, a, b
        *ab         | ab, aab, abab | aba
        a*?         | ab, abc    | a
        ?*          | a, ab      | ``
        é*          | é, éa      | e
        [a-é]       | B, é       | z
        """)
    void matchesWhatRedisMatches(String pattern, String matching, String others) {
        String wanted = pattern.replace("\\\\", "\\");
        for (String name : matching == null ? new String[0] : matching.split(", ", -1)) {
            String plain = name.replace("``", "").replace("\\\\", "\\");
            assertEquals(true, matches(wanted, plain), wanted + " and " + plain);
        }
        for (String name : others == null ? new String[0] : others.split(", ", -1)) {
            String plain = name.replace("``", "").replace("\\\\", "\\");
            assertEquals(false, matches(wanted, plain), wanted + " and " + plain);
        }
    }

    /// Against a matcher that tries everything.
    @Test
    void starsTakeWhateverLetsTheRestMatch() {
        Random random = new Random(1);
        for (int i = 0; i < 200_000; i++) {
            String pattern = text(random, "ab*?");
            String name = text(random, "ab");
            if (!name.isEmpty()) {
                assertEquals(tried(pattern, name), matches(pattern, name), pattern + " and " + name);
            }
        }
    }

    private static String text(Random random, String letters) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(8); length > 0; length--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    private static boolean tried(String pattern, String name) {
        if (pattern.isEmpty()) {
            return name.isEmpty();
        }
        String rest = pattern.substring(1);
        if (pattern.charAt(0) == '*') {
            return tried(rest, name) || !name.isEmpty() && tried(pattern, name.substring(1));
        }
        return !name.isEmpty()
                && (pattern.charAt(0) == '?' || pattern.charAt(0) == name.charAt(0))
                && tried(rest, name.substring(1));
    }
}
