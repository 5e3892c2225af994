package org.jmill.test.search;

import java.util.EnumSet;
import java.util.Set;
import org.jmill.test.sim.Kind;

/// Looks whether a failure can do with less than the schedule in which it was found: what only needs another draw can
/// happen today.
final class Weaker {
    private static final int DEVIATIONS_MAX = 2;
    private static final int RUNS_MAX = 2_000;

    private final Search search;
    private final Outcome failure;
    private Set<Kind> kinds;
    private int runs;

    Weaker(Search search, Outcome failure) {
        this.search = search;
        this.failure = failure;
    }

    /// @param found those of the schedule that has failed
    /// @return of one that needs least, among those with few deviations
    Deviations weaken(Deviations found, Kind needs) {
        if (needs == null) {
            return found;
        }
        Deviations weaker = without(EnumSet.of(Kind.TURN, Kind.START));
        if (weaker == null && needs == Kind.START) {
            weaker = without(EnumSet.of(Kind.START));
        }
        return weaker == null ? found : weaker;
    }

    private Deviations without(Set<Kind> forbidden) {
        kinds = EnumSet.complementOf(EnumSet.copyOf(forbidden));
        runs = 0;
        Deviations weaker = null;
        for (int bound = 1; bound <= DEVIATIONS_MAX && weaker == null; bound++) {
            weaker = extend(Deviations.NONE, bound);
        }
        return weaker;
    }

    /// @return what fails in the same way with so many deviations more; null: nothing does, or the runs are used up
    private Deviations extend(Deviations from, int more) {
        if (runs++ >= RUNS_MAX) {
            return null;
        }
        Outcome outcome = search.runAgain(from.follow());
        if (more == 0) {
            return outcome.failed() && outcome.isLike(failure) ? from : null;
        }
        Schedule schedule = search.schedule();
        int[] bounds = schedule.bounds();
        Kind[] kindsThere = schedule.kinds();
        for (int position = from.next(); position < bounds.length; position++) {
            for (int choice = 1; kinds.contains(kindsThere[position]) && choice < bounds[position]; choice++) {
                Deviations found = extend(from.with(position, choice), more - 1);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}
