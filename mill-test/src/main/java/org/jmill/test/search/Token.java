package org.jmill.test.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What repeats a schedule, in a few characters: `J1-k3f9-2.1`.
///
/// After the version come two characters for the test and two that show a slip of the pen. Then the deviations: each as
/// its distance from the one before in base 36, counted from 1 for the first, and behind `_` what is chosen, unless
/// that is 1. `0` is the default schedule. A schedule with so many deviations that its strategy is shorter is told by
/// that: a letter, the seed, and the number of the schedule.
public final class Token {
    /// From this length on a strategy is tried.
    static final int LENGTH_MAX = 40;

    private static final String VERSION = "J1";
    private static final Pattern SHAPE = Pattern.compile("J(\\d+)-([0-9a-v]{2})([0-9a-v]{2})-(.+)");
    private static final Pattern DEVIATION = Pattern.compile("([0-9a-z]+)(?:_([0-9a-z]+))?");
    private static final Pattern DRAWN = Pattern.compile("([A-Z]\\d?)(-?[0-9a-z]+)\\.([0-9a-z]+)");
    private static final int RADIX = 36;
    private static final int HASH_RADIX = 32;

    private Token() {}

    /// How a schedule is found again.
    sealed interface Way {}

    /// By its deviations.
    record Listed(Deviations deviations) implements Way {}

    /// By the strategy that has drawn it.
    ///
    /// @param strategy its letter, and digit
    /// @param seed what it began with
    /// @param number of the schedule
    record Drawn(String strategy, long seed, long number) implements Way {}

    /// The token of a schedule.
    ///
    /// @param test the name of the test
    static String of(String test, Way way) {
        String text =
                switch (way) {
                    case Listed listed -> listed(listed.deviations());
                    case Drawn drawn ->
                        drawn.strategy() + Long.toString(drawn.seed(), RADIX) + "."
                                + Long.toString(drawn.number(), RADIX);
                };
        return VERSION + "-" + hash(test) + hash(text) + "-" + text;
    }

    private static String listed(Deviations deviations) {
        if (deviations.count() == 0) {
            return "0";
        }
        StringBuilder text = new StringBuilder();
        int last = -1;
        for (int i = 0; i < deviations.count(); i++) {
            text.append(i == 0 ? "" : ".").append(Integer.toString(deviations.positions()[i] - last, RADIX));
            last = deviations.positions()[i];
            if (deviations.choices()[i] != 1) {
                text.append('_').append(Integer.toString(deviations.choices()[i], RADIX));
            }
        }
        return text.toString();
    }

    /// Ten bits of a text, in two characters.
    private static String hash(String text) {
        int h = text.hashCode() * 0x9E3779B9;
        int bits = h >>> 22;
        return Integer.toString(bits / HASH_RADIX, HASH_RADIX) + Integer.toString(bits % HASH_RADIX, HASH_RADIX);
    }

    /// Reads a token.
    ///
    /// @param test the name of the test that is to be repeated
    /// @throws IllegalArgumentException if it is none, or of another version or test, or was cut short or mistyped
    static Way parse(String test, String token) {
        Matcher shape = SHAPE.matcher(token.strip());
        if (!shape.matches()) {
            throw new IllegalArgumentException("replay " + token
                    + ": not a token, or cut short; it reads like J1-k3f9-2.1, as the report of the failure has it");
        }
        if (!VERSION.equals("J" + shape.group(1))) {
            throw new IllegalArgumentException(
                    "replay " + token + ": of version " + shape.group(1) + ", this is version 1; run the search again");
        }
        String text = shape.group(4);
        if (!shape.group(3).equals(hash(text))) {
            throw new IllegalArgumentException(
                    "replay " + token + ": mistyped or cut short; copy it whole from the report of the failure");
        }
        if (!isOf(test, token)) {
            throw new IllegalArgumentException(
                    "replay " + token + ": of another test than " + test + "; give it to the one that has printed it");
        }
        return way(token, text);
    }

    /// Whether a token is that of a test, as far as that can be told.
    public static boolean isOf(String test, String token) {
        Matcher shape = SHAPE.matcher(token.strip());
        return !shape.matches() || shape.group(2).equals(hash(test));
    }

    private static Way way(String token, String text) {
        Matcher drawn = DRAWN.matcher(text);
        try {
            if (drawn.matches()) {
                return new Drawn(
                        drawn.group(1), Long.parseLong(drawn.group(2), RADIX), Long.parseLong(drawn.group(3), RADIX));
            }
            return new Listed(text.equals("0") ? Deviations.NONE : deviations(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("replay " + token + ": not a token", e);
        }
    }

    private static Deviations deviations(String text) {
        List<int[]> all = new ArrayList<>();
        int position = -1;
        for (String one : text.toLowerCase(Locale.ROOT).split("\\.", -1)) {
            Matcher m = DEVIATION.matcher(one);
            if (!m.matches()) {
                throw new NumberFormatException(one);
            }
            position = Math.addExact(position, Integer.parseInt(m.group(1), RADIX));
            all.add(new int[] {position, m.group(2) == null ? 1 : Integer.parseInt(m.group(2), RADIX)});
        }
        return new Deviations(
                all.stream().mapToInt(d -> d[0]).toArray(),
                all.stream().mapToInt(d -> d[1]).toArray());
    }
}
