package org.jmill.test;

import java.time.Duration;
import java.util.Locale;
import org.jmill.test.search.Finding;
import org.jspecify.annotations.Nullable;

/// What a search has found, or covered. Immutable; any thread may read it.
///
/// Source: none.
///
/// @since 0.1.0
public final class Report {
    private static final double NS_PER_S = 1e9;

    private final Finding finding;
    private final String name;
    private final Duration time;

    private final boolean isOfSeeds; // Else of schedules.

    Report(Finding finding, String name, Duration time) {
        this(finding, name, time, false);
    }

    Report(Finding finding, String name, Duration time, boolean isOfSeeds) {
        this.isOfSeeds = isOfSeeds;
        this.finding = finding;
        this.name = name;
        this.time = time;
    }

    /// Tells whether a schedule has failed.
    ///
    /// @return whether one has
    public boolean failed() {
        return finding.token() != null;
    }

    /// Gives the failure.
    ///
    /// @return what was thrown, or an error that tells of it; null where none failed
    public @Nullable Throwable failure() {
        return failed() ? finding.outcome().thrown() : null;
    }

    /// Gives what repeats the failure.
    ///
    /// @return the token; null where none failed
    public @Nullable String token() {
        return finding.token();
    }

    /// Tells what the failure needs.
    ///
    /// @return that; null where none failed
    public @Nullable Needs needs() {
        if (!failed()) {
            return null;
        }
        return switch (finding.needs()) {
            case START -> Needs.LATE_START;
            case TURN -> Needs.ORDER;
            case null, default -> Needs.TODAY;
        };
    }

    /// Counts where the failed schedule differs from the default one.
    ///
    /// @return how many deviations it has; 0 where none failed
    public int deviations() {
        return finding.deviations();
    }

    /// Counts the schedules that were run; those run again to shrink a failure are not among them.
    ///
    /// @return how many
    public long schedules() {
        return finding.schedules();
    }

    /// Tells whether these are all there are.
    ///
    /// @return whether there are no others
    public boolean isExhaustive() {
        return finding.exhaustive();
    }

    /// Tells up to how many deviations from the default schedule all were run.
    ///
    /// @return that number; -1 where not even the default one has passed
    public int delaysCovered() {
        return finding.delaysCovered();
    }

    /// Counts the decisions that were made, over all runs.
    ///
    /// @return how many
    public long decisions() {
        return finding.decisions();
    }

    /// Tells how long it has taken.
    ///
    /// @return the real time
    public Duration time() {
        return time;
    }

    /// Throws if a schedule has failed.
    ///
    /// @return this
    /// @throws AssertionError with [#toString], whose cause is the failure
    public Report orThrow() {
        if (failed()) {
            throw new AssertionError(toString(), failure());
        }
        return this;
    }

    /// Gives the failure as a table, what it needs, and how to repeat it; or what was covered.
    @Override
    public String toString() {
        String covered = finding.covered();
        double seconds = time.toNanos() / NS_PER_S;
        if (!failed()) {
            String warning = finding.table().isEmpty() ? "" : "\n    warning: " + finding.table();
            return String.format(
                            Locale.ROOT,
                            seconds < 1 ? "%s: none failed (%.2f s)" : "%s: none failed (%.1f s)",
                            covered,
                            seconds)
                    + warning;
        }
        return String.format(
                Locale.ROOT,
                "%s: %s %,d fails: %s%n%n%s%n%s%nto repeat it: %s(replay = \"%s\") or -Djmill.replay=%s%n",
                name,
                isOfSeeds ? "seed" : "schedule",
                finding.schedules(),
                failure() instanceof AssertionError e ? e.getMessage() : failure(),
                finding.table(),
                needsInWords(),
                isOfSeeds ? "@Simulate" : "@Explore",
                token(),
                token());
    }

    private String needsInWords() {
        return switch (needs()) {
            case TODAY -> "can happen today";
            case ORDER -> "needs another order of the ready list";
            case LATE_START -> "needs a child that starts later than its go(): not in jmill, but in Go";
        };
    }
}
