package org.jmill.test.search;

/// Runs the default schedule twice: a test that differs from itself cannot be searched.
final class Determinism {
    private static final String CAUSES = "; usual causes: the order of a HashMap or HashSet, an identity hash, a static"
            + " that survives the run, a clock of the real world, a random generator of its own, a thread of its own";

    private final Trial trial;

    Determinism(Trial trial) {
        this.trial = trial;
    }

    void check(Search search) {
        Schedule schedule = search.schedule();
        EventLog first = new EventLog(schedule);
        EventLog second = new EventLog(schedule);
        Outcome one = runOnce(search, first);
        if (one.kind() == FailureKind.INTRUSION) {
            search.countDefault(one);
            return;
        }
        Outcome two = runOnce(search, second);
        String difference = first.differenceFrom(second);
        if (difference == null && one.failed() != two.failed()) {
            difference = "the first run " + how(one) + ", the second " + how(two);
        }
        if (difference != null) {
            throw new NotDeterministicError("two runs of the same schedule differ: " + difference + CAUSES);
        }
        search.countDefault(two);
    }

    private Outcome runOnce(Search search, EventLog log) {
        search.schedule().begin(Deviations.NONE.follow());
        return trial.run(search.schedule(), true, log);
    }

    private static String how(Outcome outcome) {
        return outcome.failed() ? "fails with " + outcome.thrown() : "passes";
    }
}
