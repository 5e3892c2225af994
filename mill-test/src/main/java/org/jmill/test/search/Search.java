package org.jmill.test.search;

import java.util.List;
import java.util.Locale;
import org.jmill.test.sim.Kind;
import org.jmill.test.sim.Listener;

/// Goes through the schedules of a trial until one fails, or the budget is used up.
///
/// In this order: the default schedule, twice; all with 1, 2, 3, … deviations from it; all there are, if these are few;
/// else some at random.
final class Search {
    private static final int DESCENTS = 64; // At random, to estimate how many schedules there are.
    private static final int STREAK = 256; // Random schedules of one strategy, before the next has its turn.

    private final Trial trial;
    private final Settings settings;
    private final Schedule schedule = new Schedule();
    private final Budget budget;
    private Outcome outcome = Outcome.PASSED;
    private boolean failed; // One has, and `schedule` is that one.
    private long decisions;
    private int delaysCovered = -1;
    private boolean exhaustive;
    private boolean hasMore; // A schedule with one more deviation than the bound exists.
    private double log2 = -1; // Of the number of schedules, as it was estimated; negative: it was not.
    private long whole = -1; // How many there are in all, if that is known by going through them once more.
    private String reduced; // What is said where one schedule stood for many; null = none did.
    private String remark = ""; // Why none did, though that was asked for.
    private String drawnBy = ""; // The strategies, if some schedules were drawn.

    Search(Trial trial, Settings settings) {
        this.trial = trial;
        this.settings = settings;
        this.budget = new Budget(settings.schedules(), settings.limit());
    }

    Finding run() {
        if (settings.replay() != null) {
            return replay();
        }
        new Determinism(this).check();
        if (!failed) {
            delaysCovered = 0;
            explore();
        }
        if (failed) {
            return failure();
        }
        return new Finding(
                outcome,
                null,
                null,
                0,
                trial.warning(),
                covered(),
                budget.used(),
                exhaustive,
                delaysCovered,
                decisions);
    }

    // ---- one run

    /// Runs one schedule that counts.
    ///
    /// @return whether it has failed
    private boolean tryOut(Guide guide) {
        return counts(runAgain(guide));
    }

    /// Runs one that does not count, or was counted before.
    Outcome runAgain(Guide guide) {
        return run(guide, false, null);
    }

    /// @param strict as of [Trial#run]
    Outcome run(Guide guide, boolean strict, Listener listener) {
        schedule.begin(guide);
        Outcome ended = trial.run(schedule, strict, listener);
        decisions += schedule.size();
        return ended;
    }

    /// Counts the schedule that was run last.
    ///
    /// @return whether it has failed
    boolean counts(Outcome ended) {
        budget.use();
        outcome = ended;
        failed = ended.failed();
        return failed;
    }

    Schedule schedule() {
        return schedule;
    }

    // ---- strategies

    private void explore() {
        boundDelays();
        if (failed || exhaustive) {
            return;
        }
        estimate();
        if (settings.reduction() != Settings.Reduction.NONE) {
            reduce();
        }
        if (!failed && !exhaustive && Math.pow(2, log2) <= budget.left() + budget.used()) {
            depthFirst();
        }
        if (!failed && !exhaustive) {
            random();
        }
    }

    /// All with one deviation, two, three, as long as the budget holds all of a level.
    private void boundDelays() {
        for (int bound = 1; bound <= settings.delays() && !budget.isSpent(); bound++) {
            boolean fits = bound == 1 || sizeOfLevel(bound) <= budget.left();
            hasMore = false;
            if (!fits || !extend(Deviations.NONE, bound)) {
                return;
            }
            delaysCovered = bound;
            if (!hasMore) {
                exhaustive = true;
                return;
            }
        }
    }

    /// About how many schedules have exactly so many deviations, by the default one's bounds.
    private double sizeOfLevel(int bound) {
        runAgain(Deviations.NONE.follow());
        double branches = 0;
        for (int i = 0; i < schedule.size(); i++) {
            branches += schedule.bound(i) - 1;
        }
        double size = 1;
        for (int k = 0; k < bound; k++) {
            size = size * Math.max(branches - k, 1) / (k + 1);
        }
        return size;
    }

    /// Runs all schedules that have so many deviations more, behind the last one of these.
    ///
    /// @return false if the budget was used up, or one has failed
    private boolean extend(Deviations from, int more) {
        if (more == 0) {
            if (budget.isSpent()) {
                return false;
            }
            if (tryOut(from.follow())) {
                return false;
            }
            hasMore |= schedule.size() > from.next();
            return true;
        }
        runAgain(from.follow());
        int[] bounds = schedule.bounds();
        for (int position = from.next(); position < bounds.length; position++) {
            for (int choice = 1; choice < bounds[position]; choice++) {
                if (!extend(from.with(position, choice), more - 1)) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Knuth's estimate: the mean, over random descents, of the product of the bounds.
    private void estimate() {
        RandomGuides random = new RandomGuides(settings.seed() ^ 0x5DEECE66DL);
        double[] logs = new double[DESCENTS];
        double most = 0;
        for (int i = 0; i < DESCENTS; i++) {
            runAgain(random.uniform(i));
            for (int k = 0; k < schedule.size(); k++) {
                logs[i] += Math.log(schedule.bound(k)) / Math.log(2);
            }
            most = Math.max(most, logs[i]);
        }
        double sum = 0; // The products themselves may be larger than any number.
        for (double log : logs) {
            sum += Math.pow(2, log - most);
        }
        log2 = most + Math.log(sum / DESCENTS) / Math.log(2);
    }

    /// All there are: each run takes the last decision that has an answer left, and the next answer there. As many as
    /// were run before are run once more, so they need no budget.
    private void depthFirst() {
        DepthFirst guide = new DepthFirst();
        long before = budget.used();
        long count = 0;
        do {
            if (budget.isSpent() && count >= before) {
                return; // The estimate was too low.
            }
            if (tryOut(guide)) {
                return;
            }
            count++;
        } while (guide.advance(schedule));
        exhaustive = true;
        whole = count;
    }

    /// One schedule of each set that differs in the order of independent steps only.
    private void reduce() {
        Reduction reduction = new Reduction();
        Swaps swaps = new Swaps(this, settings.seed());
        boolean looks = settings.reduction() == Settings.Reduction.CHECKED;
        long stand = 0;
        do {
            if (budget.isSpent()) {
                return;
            }
            if (counts(run(reduction, false, reduction.begin()))) {
                return;
            }
            stand += reduction.end() ? 1 : 0;
            if (looks) {
                swaps.look(reduction.nodes());
                if (swaps.difference() != null) {
                    remark = "; coroutines share more than channels, so nothing was left out: " + swaps.difference();
                    return;
                }
            }
        } while (reduction.advance());
        exhaustive = true;
        reduced = String.format(
                Locale.ROOT,
                "%,d schedule%s for all, about 2^%d, if coroutines share only channels%s",
                stand,
                stand == 1 ? " stands" : "s stand",
                Math.round(log2),
                looks ? " (" + swaps.agreed() + " swaps agreed)" : " and what is declared");
    }

    private void random() {
        RandomGuides random = new RandomGuides(settings.seed());
        List<RandomGuides.Strategy> strategies = List.of(RandomGuides.Strategy.values());
        for (long number = 0; !budget.isSpent(); number++) {
            drawnBy = ", POS, PCT depth " + RandomGuides.PCT_DEPTH + " and uniform in turn, seed " + settings.seed();
            RandomGuides.Strategy strategy = strategies.get((int) (number / STREAK % strategies.size()));
            Guide guide = random.of(strategy, number, schedule.size());
            if (tryOut(guide)) {
                return;
            }
        }
    }

    // ---- what comes of it

    private Finding failure() {
        Outcome first = outcome;
        Deviations least = new Shrinker(this).shrink(Deviations.of(schedule), first);
        runAgain(least.follow());
        return report(new Weaker(this, first).weaken(least, needs(Deviations.of(schedule))));
    }

    /// Runs the schedule once more, with somebody who listens.
    private Finding report(Deviations least) {
        EventLog log = new EventLog(schedule);
        Outcome again = run(least.follow(), true, log);
        if (!again.failed()) { // Strict mode, and the listener, are no part of the schedule.
            log = new EventLog(schedule);
            again = run(least.follow(), false, log);
        }
        Deviations deviations = Deviations.of(schedule);
        return new Finding(
                again.failed() ? again : outcome,
                Token.of(settings.name(), new Token.Listed(deviations)),
                needs(deviations),
                deviations.count(),
                (again.kind() == FailureKind.ENDLESS ? Livelock.text(log) : "") + log.table(),
                covered(),
                budget.used(),
                false,
                delaysCovered,
                decisions);
    }

    /// As of [Finding].
    private Kind needs(Deviations deviations) {
        Kind needs = null;
        for (int position : deviations.positions()) {
            Kind kind = schedule.kind(position);
            if (kind == Kind.START) {
                return kind;
            }
            needs = kind == Kind.TURN ? kind : needs;
        }
        return needs;
    }

    private Finding replay() {
        Deviations deviations =
                switch (Token.parse(settings.name(), settings.replay())) {
                    case Token.Listed listed -> listed.deviations();
                    case Token.Drawn drawn ->
                        throw new IllegalArgumentException("replay " + settings.replay()
                                + ": of a simulation, drawn by " + drawn.strategy() + "; give it to @Simulate");
                };
        Deviations.Follower follower = deviations.follow();
        boolean fails = tryOut(follower);
        if (follower.misfit() >= 0) {
            throw new IllegalArgumentException(
                    "replay " + settings.replay() + ": does not fit the code any more: deviation "
                            + (follower.misfit() + 1) + " of " + deviations.count() + ", at decision "
                            + deviations.positions()[follower.misfit()] + " of " + schedule.size()
                            + ", is not possible; run the search again");
        }
        if (fails) {
            return report(deviations);
        }
        return new Finding(outcome, null, null, 0, "", "the schedule of " + settings.replay(), 1, false, -1, decisions);
    }

    private String covered() {
        if (reduced != null) {
            return reduced;
        }
        long count = whole >= 0 ? whole : budget.used();
        if (exhaustive) {
            return String.format(Locale.ROOT, "%,d schedule%s, all there are", count, count == 1 ? "" : "s") + remark;
        }
        String of = log2 < 0 ? "" : " of about 2^" + Math.round(log2);
        if (drawnBy.isEmpty()) {
            return String.format(
                            Locale.ROOT,
                            "%,d schedules, all with at most %s%s",
                            count,
                            deviations(delaysCovered),
                            of.isEmpty() ? "" : "," + of)
                    + remark;
        }
        String all = delaysCovered < 1 ? "" : ", all with at most " + deviations(delaysCovered) + " among them";
        return String.format(Locale.ROOT, "%,d%s schedules%s%s", count, of, all, drawnBy) + remark;
    }

    private static String deviations(int count) {
        return count + (count == 1 ? " deviation" : " deviations");
    }
}
