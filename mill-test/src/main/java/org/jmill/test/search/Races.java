package org.jmill.test.search;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Finds the steps of a run that could have come the other way round, and has that tried.
final class Races {
    private final List<Node> steps;
    private final BitSet[] before; // Of each step: those that happen before it.

    private Races(List<Node> steps) {
        this.steps = steps;
        this.before = new BitSet[steps.size()];
    }

    static void look(List<Node> nodes) {
        new Races(nodes.stream().filter(Node::isTurn).toList()).look();
    }

    private void look() {
        for (int t = 0; t < steps.size(); t++) {
            Node step = steps.get(t);
            BitSet reached = new BitSet();
            List<Integer> races = new ArrayList<>();
            int own = lastOf(step.coroutine(), t);
            for (int u = t - 1; u >= 0; u--) {
                if (reached.get(u)) {
                    continue;
                }
                Node other = steps.get(u);
                if (other.step.meets(step.step)) { // A step always meets those of its own coroutine.
                    reached.set(u);
                    reached.or(before[u]);
                    if (other.coroutine() != step.coroutine()) {
                        races.add(u);
                    }
                }
            }
            before[t] = reached;
            for (int u : races) {
                if (!enables(steps.get(u), step.coroutine(), u, own)) {
                    reverse(u, t);
                }
            }
        }
    }

    private int lastOf(long coroutine, int t) {
        for (int u = t - 1; u >= 0; u--) {
            if (steps.get(u).coroutine() == coroutine) {
                return u;
            }
        }
        return -1;
    }

    /// Whether a step is what has made the other one possible.
    private static boolean enables(Node step, long coroutine, int place, int own) {
        if (place < own) {
            return false;
        }
        for (long enabled : step.enables) {
            if (enabled == coroutine) {
                return true;
            }
        }
        return false;
    }

    /// Step `t` is to be tried before step `u`: with those steps in between that do not need `u`.
    private void reverse(int u, int t) {
        Node place = steps.get(u);
        List<Integer> sequence = new ArrayList<>();
        for (int k = u + 1; k < t; k++) {
            if (!before[k].get(u)) {
                sequence.add(k);
            }
        }
        sequence.add(t);
        long first = -1;
        boolean any = false;
        for (int i = 0; i < sequence.size(); i++) {
            int k = sequence.get(i);
            if (isInitial(sequence, i)) {
                long coroutine = steps.get(k).coroutine();
                if (place.isWanted(coroutine)) {
                    return;
                }
                if (!any && place.place(coroutine) >= 0) {
                    first = coroutine;
                    any = true;
                }
            }
        }
        if (any) {
            place.want(first);
        } else {
            for (long coroutine : place.enabled) { // To be on the safe side.
                place.want(coroutine);
            }
        }
    }

    /// Whether nothing in the sequence happens before one of its steps.
    private boolean isInitial(List<Integer> sequence, int index) {
        BitSet earlier = before[sequence.get(index)];
        for (int i = 0; i < index; i++) {
            if (earlier.get(sequence.get(i))) {
                return false;
            }
        }
        return true;
    }
}
