package org.jmill.test.disk;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jmill.test.sim.Decider;
import org.jmill.test.sim.Kind;

/// Answers what goes wrong as told, for each question by itself; what is not told happens as it does by default.
final class Script implements Decider {
    final List<String> asked = new ArrayList<>();
    private final Map<String, Queue<Long>> answers = new HashMap<>();

    /// The next answers to a question: a number; for one that has yes and no, 1 or 0.
    Script answer(String what, long... next) {
        Queue<Long> queue = answers.computeIfAbsent(what, _ -> new ArrayDeque<>());
        for (long answer : next) {
            queue.add(answer);
        }
        return this;
    }

    private long next(Kind kind, String what, long usual) {
        if (kind != Kind.FAULT) {
            return usual;
        }
        asked.add(what);
        Queue<Long> queue = answers.get(what);
        return queue == null || queue.isEmpty() ? usual : queue.remove();
    }

    @Override
    public int pick(Kind kind, String what, int bound) {
        long answer = next(kind, what, 0);
        assert answer < bound : what + ": " + answer + " of " + bound;
        return (int) answer;
    }

    @Override
    public boolean happens(Kind kind, String what, double probability) {
        return next(kind, what, 0) == 1;
    }

    @Override
    public long between(Kind kind, String what, long min, long max) {
        long answer = next(kind, what, min);
        assert answer >= min && answer <= max : what + ": " + answer + " of " + min + " to " + max;
        return answer;
    }
}
