package org.jmill.test.search;

import java.util.Arrays;
import java.util.List;
import org.jmill.test.sim.Decider;
import org.jmill.test.sim.Kind;
import org.jmill.world.Subject;

/// The decisions of one run: made by a guide, and written down. Used for one run after another.
///
/// Invariant I1: what is written down at a position has a bound of at least 2, and a choice below it.
final class Schedule implements Decider {
    private static final Kind[] KINDS = Kind.values();
    private static final int SAMPLES = 3; // Of the numbers in a range.

    private Guide guide = (position, kind, bound) -> 0;
    private byte[] kinds = new byte[64];
    private int[] bounds = new int[64];
    private int[] choices = new int[64];
    private String[] whats = new String[64];
    private int size;

    /// Begins a run.
    void begin(Guide newGuide) {
        guide = newGuide;
        size = 0;
    }

    int size() {
        return size;
    }

    Kind kind(int position) {
        return KINDS[kinds[position]];
    }

    int bound(int position) {
        return bounds[position];
    }

    int choice(int position) {
        return choices[position];
    }

    String what(int position) {
        return whats[position];
    }

    /// The kinds so far.
    Kind[] kinds() {
        Kind[] all = new Kind[size];
        for (int i = 0; i < size; i++) {
            all[i] = KINDS[kinds[i]];
        }
        return all;
    }

    /// The bounds so far.
    int[] bounds() {
        return Arrays.copyOf(bounds, size);
    }

    @Override
    public int pick(Kind kind, String what, int bound) {
        return bound == 1 ? 0 : write(kind, what, bound, guide.choose(size, kind, bound));
    }

    @Override
    public int turn(List<? extends Subject> candidates) {
        return turn(Kind.TURN, "turn", candidates);
    }

    @Override
    public int afterStart(List<? extends Subject> candidates) {
        return turn(Kind.START, "start", candidates);
    }

    private int turn(Kind kind, String what, List<? extends Subject> candidates) {
        int chosen = guide.turn(size, kind, candidates);
        return candidates.size() == 1 ? 0 : write(kind, what, candidates.size(), chosen);
    }

    @Override
    public boolean happens(Kind kind, String what, double probability) {
        return probability >= 1 || (probability > 0 && pick(kind, what, 2) == 1);
    }

    /// A search cannot go through all; it takes the ends of the range, and its middle.
    @Override
    public long between(Kind kind, String what, long min, long max) {
        int samples = (int) Math.min(max - min + 1, SAMPLES);
        return switch (pick(kind, what, samples)) {
            case 0 -> min;
            case 1 -> max;
            default -> min + (max - min) / 2;
        };
    }

    private int write(Kind kind, String what, int bound, int choice) {
        int at = size++;
        if (at == bounds.length) {
            grow();
        }
        kinds[at] = (byte) kind.ordinal();
        bounds[at] = bound;
        choices[at] = choice;
        whats[at] = what;
        return choice;
    }

    private void grow() {
        int length = 2 * size;
        kinds = Arrays.copyOf(kinds, length);
        bounds = Arrays.copyOf(bounds, length);
        choices = Arrays.copyOf(choices, length);
        whats = Arrays.copyOf(whats, length);
    }
}
