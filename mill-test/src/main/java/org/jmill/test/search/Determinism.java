package org.jmill.test.search;

/// Runs the default schedule twice: a test that differs from itself cannot be searched.
final class Determinism {
    private final Search search;

    Determinism(Search search) {
        this.search = search;
    }

    void check() {
        Schedule schedule = search.schedule();
        EventLog first = new EventLog(schedule);
        EventLog second = new EventLog(schedule);
        Outcome one = runOnce(first);
        if (one.kind() == FailureKind.INTRUSION) {
            search.counts(one);
            return;
        }
        Outcome two = runOnce(second);
        String difference = first.differenceFrom(second);
        if (difference == null && one.failed() != two.failed()) {
            difference = "the first run " + how(one) + ", the second " + how(two);
        }
        if (difference != null) {
            throw new NotDeterministicError("two runs of the same schedule differ: " + difference);
        }
        search.counts(two);
    }

    private Outcome runOnce(EventLog log) {
        return search.run(Deviations.NONE.follow(), true, log);
    }

    private static String how(Outcome outcome) {
        return outcome.failed() ? "fails with " + outcome.thrown() : "passes";
    }
}
