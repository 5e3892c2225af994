package org.jmill.test.search;

import java.util.Locale;

/// Runs a trial once for each seed, all of whose decisions are drawn from that, until one fails.
public final class Seeds {
    private static final String STRATEGY = "S";

    private final Trial trial;
    private final Settings settings;
    private final Budget budget;
    private long decisions;

    private Seeds(Trial trial, Settings settings) {
        this.trial = trial;
        this.settings = settings;
        this.budget = new Budget(settings.schedules(), settings.limit());
    }

    /// Runs them, watched from another thread.
    ///
    /// @throws AssertionError if the test is not deterministic, is vacuous, or does not get on
    /// @throws IllegalArgumentException if the token to be replayed is not this test's
    public static Finding run(Trial trial, Settings settings) {
        return new Watchdog(trial).watch(() -> new Seeds(trial, settings).run());
    }

    /// Runs one seed, and tells what happens in it.
    ///
    /// @param number which of them
    /// @return the last lines, and a number that stands for all
    public static String log(Trial trial, Settings settings, long number) {
        return new Watchdog(trial).watch(() -> {
            Chronicle chronicle = new Chronicle();
            new Seeds(trial, settings).tell(number, chronicle);
            return chronicle.text() + chronicle.digest() + "\n";
        });
    }

    private Finding run() {
        if (settings.replay() != null) {
            return replay();
        }
        for (long number = 0; !budget.isSpent(); number++) {
            budget.use();
            Outcome outcome = number == 0 && settings.schedules() > 1 ? runTwice() : runOnce(number);
            if (outcome.failed()) {
                return failure(number, outcome);
            }
        }
        trial.marks().check();
        return new Finding(Outcome.PASSED, null, null, 0, "", covered(), budget.used(), false, -1, decisions);
    }

    private String covered() {
        long wanted = settings.schedules();
        return budget.used() == wanted
                ? String.format(Locale.ROOT, wanted == 1 ? "%,d seed" : "%,d seeds", wanted)
                : String.format(Locale.ROOT, "%,d of %,d seeds, as the time was up", budget.used(), wanted);
    }

    private Finding replay() {
        if (!(Token.parse(settings.name(), settings.replay()) instanceof Token.Drawn drawn)
                || !drawn.strategy().equals(STRATEGY)) {
            throw new IllegalArgumentException(
                    "replay " + settings.replay() + ": of a search; give it to the @Explore that has printed it");
        }
        Seeds one = new Seeds(
                trial, new Settings(settings.name(), 1, 0, drawn.seed(), settings.reduction(), settings.limit(), null));
        one.budget.use();
        Outcome outcome = one.runOnce(drawn.number());
        return outcome.failed()
                ? one.failure(drawn.number(), outcome)
                : new Finding(outcome, null, null, 0, "", one.covered(), 1, false, -1, one.decisions);
    }

    private Outcome runOnce(long number) {
        Drawing drawing = new Drawing(settings.seed(), number);
        Outcome outcome = trial.run(drawing);
        decisions += drawing.count();
        return outcome;
    }

    /// A test that differs from itself cannot be repeated.
    private Outcome runTwice() {
        Drawing one = new Drawing(settings.seed(), 0);
        Drawing two = new Drawing(settings.seed(), 0);
        Outcome first = trial.run(one);
        Outcome second = trial.run(two);
        decisions += one.count();
        if (one.count() != two.count() || one.digest() != two.digest() || first.failed() != second.failed()) {
            throw new NotDeterministicError("two runs of the same seed differ: in the first "
                    + String.format(Locale.ROOT, "%,d", one.count()) + " decisions were made, in the second "
                    + String.format(Locale.ROOT, "%,d", two.count()));
        }
        return second;
    }

    private Outcome tell(long number, Chronicle chronicle) {
        return trial.run(new Drawing(settings.seed(), number), chronicle);
    }

    private Finding failure(long number, Outcome outcome) {
        Chronicle chronicle = new Chronicle();
        Outcome again = tell(number, chronicle);
        String same = again.isLike(outcome)
                ? ""
                : "    run once more, it does not fail in the same way" + NotDeterministicError.CAUSES + "\n";
        String token = Token.of(settings.name(), new Token.Drawn(STRATEGY, settings.seed(), number));
        return new Finding(
                outcome, token, null, 0, chronicle.text() + same, covered(), budget.used(), false, -1, decisions);
    }
}
