package org.jmill.test.net;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jmill.test.sim.Decider;
import org.jmill.test.sim.Kind;

/// Answers as it was told, else as by default; notes what it was asked.
final class StubDecider implements Decider {
    final List<String> asked = new ArrayList<>();
    private final Map<String, List<Long>> answers = new HashMap<>();
    private Random random; // null: by default, nothing happens.

    /// From now on what has no answer is drawn.
    StubDecider drawing(long seed) {
        random = new Random(seed);
        return this;
    }

    /// The next questions of this name get these answers, in this order; true is 1.
    StubDecider answer(String what, long... values) {
        List<Long> mine = answers.computeIfAbsent(what, w -> new ArrayList<>());
        for (long value : values) {
            mine.add(value);
        }
        return this;
    }

    private Long next(String what) {
        asked.add(what);
        List<Long> mine = answers.getOrDefault(what, List.of());
        return mine.isEmpty() ? null : mine.removeFirst();
    }

    @Override
    public int pick(Kind kind, String what, int bound) {
        return (int) between(kind, what, 0, bound - 1L);
    }

    @Override
    public boolean happens(Kind kind, String what, double probability) {
        Long answer = next(what);
        return answer != null ? answer == 1 : random != null && random.nextDouble() < probability;
    }

    @Override
    public long between(Kind kind, String what, long min, long max) {
        Long answer = next(what);
        return answer != null ? answer : random != null ? random.nextLong(min, max + 1) : min;
    }
}
