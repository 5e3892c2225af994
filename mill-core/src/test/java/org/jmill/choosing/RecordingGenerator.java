package org.jmill.choosing;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.random.RandomGenerator;

/// A generator that notes each bound it is asked for and gives the numbers that a test wants. Any
/// other kind of draw fails.
final class RecordingGenerator implements RandomGenerator {
    private final List<Integer> bounds = new ArrayList<>();
    private Iterator<Integer> numbers = List.<Integer>of().iterator();

    /// Gives these numbers next; 0 when they are used up.
    void willDraw(Integer... next) {
        numbers = List.of(next).iterator();
    }

    /// The bounds asked for since the last call.
    List<Integer> takeBounds() {
        List<Integer> taken = List.copyOf(bounds);
        bounds.clear();
        return taken;
    }

    @Override
    public int nextInt(int bound) {
        bounds.add(bound);
        int number = numbers.hasNext() ? numbers.next() : 0;
        if (number < 0 || number >= bound) {
            throw new IllegalArgumentException("nextInt: the test wants " + number + " of " + bound);
        }
        return number;
    }

    @Override
    public long nextLong() {
        throw new UnsupportedOperationException("nextLong: choose draws with nextInt(bound) only");
    }
}
