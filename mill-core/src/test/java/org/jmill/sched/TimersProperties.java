package org.jmill.sched;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Random arming, removing and firing of timers, beside a list that is sorted by the rules.
class TimersProperties {
    /// One step: arms a timer (0 to 99: when), removes one (which), or lets time pass.
    private record Step(char kind, int number) {}

    private record Armed(Timer timer, long deadlineMs, int sequence) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Step> step = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(5, numbered('a')),
                net.jqwik.api.Tuple.of(2, numbered('r')),
                net.jqwik.api.Tuple.of(1, numbered('t')));
        return step.list().ofMinSize(1).ofMaxSize(300);
    }

    private static Arbitrary<Step> numbered(char kind) {
        return Arbitraries.integers().between(0, 40).map(n -> new Step(kind, n));
    }

    @Property(tries = 500)
    void timersFireAsTheSortedListSays(@ForAll("steps") List<Step> steps) {
        Timers timers = new Timers();
        List<Armed> model = new ArrayList<>();
        long nowMs = 0;
        int sequence = 0;
        for (Step step : steps) {
            switch (step.kind) {
                case 'a' -> {
                    Armed armed = new Armed(new Timer(null), nowMs + step.number - 5, sequence++);
                    timers.arm(armed.timer, armed.deadlineMs);
                    model.add(armed);
                }
                case 'r' -> {
                    if (!model.isEmpty()) {
                        timers.remove(model.remove(step.number % model.size()).timer);
                    }
                }
                default -> {
                    nowMs += step.number / 4;
                    fireAll(timers, model, nowMs);
                }
            }
            timers.checkInvariants();
            check(timers.size() == model.size(), "size " + timers.size() + ", not " + model.size());
        }
        fireAll(timers, model, Long.MAX_VALUE);
        check(timers.isEmpty(), "some are left");
    }

    private static void fireAll(Timers timers, List<Armed> model, long nowMs) {
        long until = nowMs;
        List<Armed> due = model.stream()
                .filter(a -> a.deadlineMs <= until)
                .sorted(Comparator.comparingLong(Armed::deadlineMs).thenComparingInt(Armed::sequence))
                .toList();
        for (Armed expected : due) {
            check(timers.nextMs() == expected.deadlineMs, "next at " + timers.nextMs() + ", not " + expected);
            check(timers.pollExpired(nowMs) == expected.timer, "not " + expected);
            timers.checkInvariants();
        }
        check(timers.pollExpired(nowMs) == null, "one too many");
        model.removeAll(due);
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
