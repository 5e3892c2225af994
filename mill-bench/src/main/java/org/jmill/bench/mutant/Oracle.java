package org.jmill.bench.mutant;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jmill.Body;
import org.jmill.Mill;
import org.jmill.test.Explorer;
import org.jmill.test.Leftovers;
import org.jmill.test.Report;

/// Knows how a program behaves before it is changed, and so can tell a mutant.
///
/// In the order of today a mutant must print the same text and take the same time. In other orders it must not fail,
/// and keep the [Habits] of the program: the strict ones, if two more searches of the program itself keep them, else
/// the lax ones.
final class Oracle {
    private static final long[] LEARNED_SEEDS = {1, 2};
    private static final long[] CHECKED_SEEDS = {3, 4};
    private static final long USUAL_SEED = 42; // As of an explorer.
    private static final int THOROUGH = 2; // So many times more schedules than a mutant, to know what is rare.
    private static final int TODAY = 2; // A search begins with the order of today, so many times.

    private final Program program;
    private final long schedules;
    private final Leftovers leftovers;
    private final Map<String, byte[]> taped;
    private final Golden golden;
    private final Habits habits;

    private Oracle(
            Program program,
            long schedules,
            Leftovers leftovers,
            Map<String, byte[]> taped,
            Golden golden,
            Habits habits) {
        this.program = program;
        this.schedules = schedules;
        this.leftovers = leftovers;
        this.taped = taped;
        this.golden = golden;
        this.habits = habits;
    }

    /// What a search of the program has seen.
    private static final class Learned {
        private final Map<String, Integer> texts = new HashMap<>();
        private Golden golden; // null: no run has ended yet
    }

    /// Searches the program as it is: with more schedules than a mutant then gets to learn, with as many to check what
    /// was learned.
    ///
    /// @throws UnfitException if it fails, even where coroutines may be left behind; or does not keep its own
    /// habits
    static Oracle learn(Program program, long schedules) throws ReflectiveOperationException, UnfitException {
        Oracle strict = learn(program, schedules, Leftovers.FAIL);
        Oracle sure = strict != null ? strict : learn(program, schedules, Leftovers.ALLOWED);
        if (sure.contradiction() == null) {
            return sure;
        }
        Oracle lax = new Oracle(program, schedules, sure.leftovers, sure.taped, sure.golden, sure.habits.lax());
        String contradiction = lax.contradiction();
        if (contradiction != null) {
            throw new UnfitException(contradiction);
        }
        return lax;
    }

    /// @return null: somebody is left behind, or it fails otherwise, and that may be looked at again
    private static Oracle learn(Program program, long schedules, Leftovers leftovers)
            throws ReflectiveOperationException, UnfitException {
        Map<String, byte[]> taped = new HashMap<>();
        Learned[] learned = {new Learned(), new Learned()};
        for (int i = 0; i < learned.length; i++) {
            Report report = search(program, THOROUGH * schedules, leftovers, taped, LEARNED_SEEDS[i], learned[i]);
            if (report.failed() && leftovers == Leftovers.FAIL) {
                return null;
            }
            if (report.failed()) {
                throw new UnfitException(report.failure().toString());
            }
        }
        Habits habits = Habits.of(learned[0].texts, learned[1].texts);
        return new Oracle(program, schedules, leftovers, taped, learned[0].golden, habits);
    }

    private static Report search(
            Program program, long schedules, Leftovers leftovers, Map<String, byte[]> taped, long seed, Learned learned)
            throws ReflectiveOperationException {
        ProgramLoader loader = new ProgramLoader(null, taped);
        Recorder recorder = loader.recorder();
        Body<Exception> body = program.body(loader);
        return explorer(program, schedules, leftovers, seed, () -> {
                    Golden done = run(body, recorder);
                    learned.texts.merge(done.text(), 1, Integer::sum);
                    learned.golden = learned.golden == null ? done : learned.golden;
                })
                .run();
    }

    private static Explorer explorer(
            Program program, long schedules, Leftovers leftovers, long seed, Body<Exception> body) {
        return Explorer.of(body)
                .named(program.name())
                .schedules(schedules)
                .leftovers(leftovers)
                .seed(seed);
    }

    private static Golden run(Body<Exception> body, Recorder recorder) throws Exception {
        recorder.rewind();
        long start = Mill.now();
        body.run();
        return new Golden(recorder.text(), Mill.now() - start);
    }

    /// What the program itself does that a mutant must not; null: nothing was seen.
    private String contradiction() throws ReflectiveOperationException {
        for (long seed : CHECKED_SEEDS) {
            Finding finding = judge(null, seed);
            if (finding.verdict() != Verdict.SURVIVED) {
                return finding.verdict() + " after " + finding.schedules() + " schedules: " + finding.detail();
            }
        }
        Finding usual = judge(null);
        return usual.verdict() == Verdict.SURVIVED ? null : usual.verdict() + ": " + usual.detail();
    }

    /// Searches a mutant with the default settings, but for the number of schedules.
    ///
    /// @param mutant null: the program itself, which must survive
    Finding judge(Mutant mutant) throws ReflectiveOperationException {
        return judge(mutant, USUAL_SEED);
    }

    private Finding judge(Mutant mutant, long seed) throws ReflectiveOperationException {
        ProgramLoader loader = new ProgramLoader(mutant, taped);
        Recorder recorder = loader.recorder();
        Body<Exception> body = program.body(loader);
        Map<String, Set<String>> seen = new HashMap<>();
        int[] runs = {0};
        boolean[] isOddToday = {false}; // Then the runs to come only repeat that schedule.
        Report report = explorer(program, schedules, leftovers, seed, () -> {
                    boolean isToday = ++runs[0] <= TODAY || isOddToday[0];
                    Golden done = run(body, recorder);
                    String oddity = isToday ? done.differenceFrom(golden) : null;
                    isOddToday[0] |= oddity != null;
                    oddity = oddity == null ? habits.oddity(done.text(), seen) : oddity;
                    if (oddity != null) {
                        throw new OddityError(oddity);
                    }
                })
                .run();
        return finding(mutant, report, recorder.wasReached(), habits.missing(seen));
    }

    private Finding finding(Mutant mutant, Report report, boolean wasReached, String missing) {
        long count = report.schedules();
        if (report.failed()) {
            boolean isOdd = report.failure() instanceof OddityError;
            Verdict today = isOdd ? Verdict.ODD_TODAY : Verdict.FAILED_TODAY;
            Verdict later = isOdd ? Verdict.ODD : Verdict.FAILED;
            String told =
                    isOdd ? report.failure().getMessage() : report.failure().toString();
            return new Finding(program, mutant, count == 1 ? today : later, count, told);
        }
        if (mutant != null && !wasReached) {
            return new Finding(program, mutant, Verdict.NOT_REACHED, count, "");
        }
        return missing == null
                ? new Finding(program, mutant, Verdict.SURVIVED, count, "")
                : new Finding(program, mutant, Verdict.MISSING, count, missing);
    }

    /// What was learned, in a line.
    @Override
    public String toString() {
        return program + ": left behind " + leftovers + "; " + habits;
    }
}
