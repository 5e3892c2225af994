package org.jmill.test.search;

/// Takes deviations away from a schedule that fails, until no single one can go.
final class Shrinker {
    private static final int RUNS_MAX = 5_000;

    private final Search search;
    private int runs;

    Shrinker(Search search) {
        this.search = search;
    }

    /// @param from those of a schedule that has failed
    /// @param failure in which way; another one does not count
    Deviations shrink(Deviations from, Outcome failure) {
        Deviations least = from;
        for (int chunk = Math.max(least.count() / 2, 1); chunk >= 1 && runs < RUNS_MAX; ) {
            Deviations fewer = withoutOneChunk(least, chunk, failure);
            if (fewer != null) {
                least = fewer;
                chunk = Math.min(chunk, Math.max(least.count(), 1));
            } else {
                chunk = chunk == 1 ? 0 : chunk / 2;
            }
        }
        return least;
    }

    /// The last ones are tried first: what comes after the failure's cause goes at once.
    private Deviations withoutOneChunk(Deviations from, int chunk, Outcome failure) {
        for (int end = from.count(); end > 0 && runs < RUNS_MAX; end -= chunk) {
            Deviations candidate = from.without(Math.max(end - chunk, 0), end);
            runs++;
            Outcome outcome = search.runAgain(candidate.follow());
            if (outcome.failed() && outcome.isLike(failure)) {
                Deviations taken = Deviations.of(search.schedule());
                return taken.count() < from.count() ? taken : candidate;
            }
        }
        return null;
    }
}
