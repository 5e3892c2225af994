package org.jmill.test.search;

import java.util.ArrayList;
import java.util.List;

/// A decision on the way to the present schedule: which answers were tried, and which are to be.
///
/// Invariant I1: whoever is in `done` was run from here, with all that can follow.
final class Node {
    /// A coroutine whose next step need not be run from here, as long as nothing touches what it does: all schedules
    /// that begin with it were run.
    ///
    /// @param step what its next step touches
    record Sleeper(long coroutine, Footprint step) {}

    final long[] enabled; // The coroutines that can run; null where it is not about turns.
    final int bound; // How many answers there are, where it is not about turns.
    final List<Sleeper> asleep; // When it was come to.
    final List<Sleeper> done = new ArrayList<>();
    private final List<Long> wanted = new ArrayList<>(); // Coroutines to be run from here.
    int choice;
    Footprint step = new Footprint(); // What the chosen one's step touches.
    Footprint allSteps = new Footprint(); // That, over all answers to decisions within the step.
    long[] enables = {}; // Whom that step makes ready.
    boolean creates; // Whether that step makes a channel or a coroutine, whose number depends on its turn.
    long numbersFrom; // As of Touched, when it was come to.

    private Node(long[] enabled, int bound, List<Sleeper> asleep) {
        this.enabled = enabled;
        this.bound = bound;
        this.asleep = asleep;
    }

    static Node turn(long[] enabled, List<Sleeper> asleep) {
        return new Node(enabled, 0, asleep);
    }

    static Node data(int bound) {
        return new Node(null, bound, List.of());
    }

    boolean isTurn() {
        return enabled != null;
    }

    long coroutine() {
        return enabled[choice];
    }

    /// The place of a coroutine among those that can run; -1 if it is not there.
    int place(long coroutine) {
        for (int i = 0; i < enabled.length; i++) {
            if (enabled[i] == coroutine) {
                return i;
            }
        }
        return -1;
    }

    boolean isWanted(long coroutine) {
        return wanted.contains(coroutine);
    }

    void want(long coroutine) {
        if (!wanted.contains(coroutine)) {
            wanted.add(coroutine);
        }
    }

    /// Whether running it from here would repeat what was run.
    boolean isAsleep(long coroutine) {
        return has(asleep, coroutine) || has(done, coroutine);
    }

    private static boolean has(List<Sleeper> sleepers, long coroutine) {
        for (Sleeper sleeper : sleepers) {
            if (sleeper.coroutine() == coroutine) {
                return true;
            }
        }
        return false;
    }

    /// Those who sleep behind the chosen step.
    List<Sleeper> asleepAfter() {
        List<Sleeper> after = new ArrayList<>();
        keepApart(asleep, after);
        keepApart(done, after);
        return after;
    }

    private void keepApart(List<Sleeper> from, List<Sleeper> to) {
        for (Sleeper sleeper : from) {
            if (sleeper.coroutine() != coroutine() && !sleeper.step().meets(step)) {
                to.add(sleeper);
            }
        }
    }

    /// Goes on to the next answer.
    ///
    /// @return false if there is none
    boolean advance() {
        if (!isTurn()) {
            return ++choice < bound;
        }
        done.add(new Sleeper(coroutine(), allSteps.portable(numbersFrom, Touched.numbersTo())));
        for (long coroutine : wanted) {
            if (!isAsleep(coroutine)) {
                choice = place(coroutine);
                step = new Footprint();
                allSteps = new Footprint();
                return true;
            }
        }
        return false;
    }
}
