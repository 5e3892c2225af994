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
/// and keep the [Habits] of the program.
final class Oracle {
    private static final long FIRST_SEED = 1;
    private static final long SECOND_SEED = 2;
    private static final long USUAL_SEED = 42; // As of an explorer.
    private static final int THOROUGH = 3; // So many times more schedules than a mutant, to know what is rare.
    private static final int TODAY = 2; // A search begins with the order of today, so many times.

    private final Program program;
    private final long schedules;
    private final Leftovers leftovers;
    private final Golden golden;
    private final Habits habits;

    private Oracle(Program program, long schedules, Leftovers leftovers, Learned one, Learned other) {
        this.program = program;
        this.schedules = schedules;
        this.leftovers = leftovers;
        this.golden = one.golden;
        this.habits = new Habits(one.texts, other.texts);
    }

    /// What a search of the program has seen.
    private static final class Learned {
        private final Map<String, Integer> texts = new HashMap<>();
        private Golden golden; // null: no run has ended yet
    }

    /// Searches the program as it is, twice, with more schedules than a mutant then gets.
    ///
    /// @throws AssertionError if it fails, even where coroutines may be left behind
    static Oracle learn(Program program, long schedules) throws ReflectiveOperationException {
        Leftovers leftovers = Leftovers.FAIL;
        Learned one = new Learned();
        if (search(program, THOROUGH * schedules, leftovers, FIRST_SEED, one).failed()) {
            leftovers = Leftovers.ALLOWED;
            one = new Learned();
            search(program, THOROUGH * schedules, leftovers, FIRST_SEED, one).orThrow();
        }
        Learned other = new Learned();
        search(program, THOROUGH * schedules, leftovers, SECOND_SEED, other).orThrow();
        search(program, schedules, leftovers, USUAL_SEED, other).orThrow(); // Just as a mutant is searched.
        return new Oracle(program, schedules, leftovers, one, other);
    }

    private static Report search(Program program, long schedules, Leftovers leftovers, long seed, Learned learned)
            throws ReflectiveOperationException {
        ProgramLoader loader = new ProgramLoader(null);
        Recorder recorder = loader.recorder();
        Body<Exception> body = program.body(loader);
        return explorer(program, schedules, leftovers, () -> {
                    Golden done = run(body, recorder);
                    learned.texts.merge(done.text(), 1, Integer::sum);
                    learned.golden = learned.golden == null ? done : learned.golden;
                })
                .seed(seed)
                .run();
    }

    private static Explorer explorer(Program program, long schedules, Leftovers leftovers, Body<Exception> body) {
        return Explorer.of(body).named(program.name()).schedules(schedules).leftovers(leftovers);
    }

    private static Golden run(Body<Exception> body, Recorder recorder) throws Exception {
        recorder.rewind();
        long start = Mill.now();
        body.run();
        return new Golden(recorder.text(), Mill.now() - start);
    }

    /// Searches a mutant with the default settings, but for the number of schedules.
    ///
    /// @param mutant null: the program itself, which must survive
    Finding judge(Mutant mutant) throws ReflectiveOperationException {
        ProgramLoader loader = new ProgramLoader(mutant);
        Recorder recorder = loader.recorder();
        Body<Exception> body = program.body(loader);
        Map<String, Set<String>> seen = new HashMap<>();
        int[] runs = {0};
        Report report = explorer(program, schedules, leftovers, () -> {
                    boolean isToday = ++runs[0] <= TODAY;
                    Golden done = run(body, recorder);
                    String oddity = isToday ? done.differenceFrom(golden) : null;
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
            String told = isOdd ? report.failure().getMessage() : report.failure().toString();
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
