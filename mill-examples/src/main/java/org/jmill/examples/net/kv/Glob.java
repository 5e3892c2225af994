package org.jmill.examples.net.kv;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Redis's patterns for names: `*`, `?`, `[abc]`, `[^a-z]`, and `\` before what is meant as it is.
///
/// A pattern is taken apart once. To match, it then goes over the name from left to right; where that
/// fails, only the last `*` takes a byte more: so the steps are at most the length of the name times that of the
/// pattern, without recursion, and mostly just the length of the name. They are counted, since a
/// pattern and a name of a megabyte each would still keep everybody waiting.
///
/// Source: Redis's `stringmatchlen`, with its ways: a class that is not closed ends with the
/// pattern, bytes in ranges are signed, the ends of a range may be in either order, and
/// nothing but `*` matches the empty name.
final class Glob {
    private static final int STAR = -1;
    private static final int ANY = -2;
    private static final int CLASS = -3; // And below: CLASS - i is the class i.

    private static final int LENGTH_MAX = 65_536;

    /// For one command, beyond what is linear: a quarter of a second, about.
    private static final long STEPS_MAX = 100_000_000;

    private final byte[] pattern;
    private final int[] elements; // A byte (0 to 255), or one of the above.
    private final List<BitSet> classes = new ArrayList<>();
    private int length; // Of the elements.
    private int singles; // Elements that match a byte each.
    private long stepsLeft = STEPS_MAX;

    /// @throws Refusal if the pattern is too long
    Glob(byte[] pattern) {
        if (pattern.length > LENGTH_MAX) {
            throw new Refusal("ERR pattern is longer than " + LENGTH_MAX + " bytes");
        }
        this.pattern = pattern;
        this.elements = new int[pattern.length];
        int at = 0;
        while (at < pattern.length) {
            at = element(at);
        }
    }

    /// Takes the element that begins here; returns where the next one does.
    private int element(int at) {
        switch (pattern[at]) {
            case '*' -> {
                if (length == 0 || elements[length - 1] != STAR) {
                    elements[length++] = STAR;
                }
                return at + 1;
            }
            case '?' -> {
                return single(ANY, at + 1);
            }
            case '[' -> {
                classes.add(new BitSet(256));
                return single(CLASS - (classes.size() - 1), members(at + 1, classes.getLast()));
            }
            default -> {
                int literal = pattern[at] == '\\' && at + 1 < pattern.length ? at + 1 : at;
                return single(pattern[literal] & 0xff, literal + 1);
            }
        }
    }

    private int single(int element, int next) {
        elements[length++] = element;
        singles++;
        return next;
    }

    /// Takes the members of a class; returns where the next element begins.
    private int members(int from, BitSet members) {
        int at = from;
        boolean not = at < pattern.length && pattern[at] == '^';
        at += not ? 1 : 0;
        while (at < pattern.length && pattern[at] != ']') {
            if (pattern[at] == '\\' && at + 1 < pattern.length) {
                members.set(pattern[at + 1] & 0xff);
                at += 2;
            } else if (at + 2 < pattern.length && pattern[at + 1] == '-') {
                int low = Math.min(pattern[at], pattern[at + 2]);
                int high = Math.max(pattern[at], pattern[at + 2]);
                for (int b = low; b <= high; b++) {
                    members.set(b & 0xff);
                }
                at += 3;
            } else {
                members.set(pattern[at] & 0xff);
                at++;
            }
        }
        if (not) {
            members.flip(0, 256);
        }
        return at + 1;
    }

    /// Whether the whole name matches.
    ///
    /// @param name its characters are bytes
    /// @throws Refusal if this would take too long, all calls together
    boolean matches(String name) {
        if (pattern.length == 1 && pattern[0] == '*') {
            return true;
        }
        if (name.isEmpty() || singles > name.length()) {
            return name.isEmpty() && length == 0;
        }
        int at = 0;
        int element = 0;
        int star = -1; // The last one seen, and where its bytes end.
        int starEnd = 0;
        long steps = 0;
        while (at < name.length()) {
            steps++;
            if (element < length && elements[element] == STAR) {
                if (element == length - 1) {
                    return true;
                }
                star = element++;
                starEnd = at;
            } else if (element < length && isMatch(elements[element], name.charAt(at))) {
                element++;
                at++;
            } else if (star >= 0) {
                checkSteps(steps, name);
                element = star + 1;
                at = ++starEnd;
            } else {
                return false;
            }
        }
        stepsLeft -= Math.max(0, steps - free(name));
        return element == length || element == length - 1 && elements[element] == STAR;
    }

    /// What goes over the name a few times is no trouble.
    private static long free(String name) {
        return 4L * name.length();
    }

    private void checkSteps(long steps, String name) {
        if (steps - free(name) > stepsLeft) {
            throw new Refusal("ERR pattern takes too long: too much of it matches too often");
        }
    }

    private boolean isMatch(int element, char b) {
        return element == b
                || element == ANY
                || element <= CLASS && classes.get(CLASS - element).get(b);
    }
}
