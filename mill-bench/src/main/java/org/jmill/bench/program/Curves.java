package org.jmill.bench.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jmill.bench.program.ClausesProgram.Case;
import org.jmill.bench.program.LeaveProgram.Cause;

/// The programs whose cost an operation is measured over a range of sizes, in the order in which
/// they are listed.
public enum Curves {
    /// See [WhispersProgram].
    WHISPERS("coroutines in a row that pass a whisper on", Bound.N_LOG_N, 1_000, 1_000_000, WhispersProgram::new),

    /// See [ParkProgram].
    PARK(
            "coroutines parked at once, resumed round robin",
            Bound.N_LOG_N,
            1_000,
            1_000_000,
            () -> new ParkProgram(false)),

    /// See [TimerProgram].
    TIMER("sleepers, all armed at once, fired in order", Bound.N_LOG_N, 1_000, 1_000_000, TimerProgram::new),

    /// See [ClausesProgram].
    CHOOSE_NONE("clauses of a choose, none ready; ns per clause", () -> new ClausesProgram(Case.NONE)),

    /// See [ClausesProgram].
    CHOOSE_ALL("clauses of a choose, all ready; ns per clause", () -> new ClausesProgram(Case.ALL)),

    /// See [ClausesProgram].
    CHOOSE_WAIT("clauses of a choose that waits; ns per clause", () -> new ClausesProgram(Case.WAIT)),

    /// See [ClausesProgram].
    CHOOSE_SAME("clauses of one channel in a choose that waits", () -> new ClausesProgram(Case.SAME)),

    /// See [LeaveProgram].
    LEAVE_CANCEL(
            "waiters of a channel, cancelled from the middle",
            Bound.LINEAR,
            10,
            100_000,
            () -> new LeaveProgram(Cause.CANCEL, Curves.POPULATION)),

    /// See [LeaveProgram].
    LEAVE_TIMEOUT(
            "waiters of a channel, timed out from the middle",
            Bound.N_LOG_N,
            10,
            100_000,
            () -> new LeaveProgram(Cause.TIMEOUT, Curves.POPULATION)),

    /// See [LeaveProgram].
    LEAVE_CHOICE(
            "waiters of a channel, in a choose that another ends",
            Bound.LINEAR,
            10,
            100_000,
            () -> new LeaveProgram(Cause.CHOICE, Curves.POPULATION)),

    /// See [YieldProgram].
    YIELD("coroutines in the ready list that yield", Bound.LINEAR, 10, 1_000_000, YieldProgram::new);

    /// How the cost of all may grow with their number.
    public enum Bound {
        /// An operation costs the same however many there are.
        LINEAR("linear"),

        /// An operation costs as much as the logarithm of their number.
        N_LOG_N("n log n");

        private final String label;

        Bound(String label) {
            this.label = label;
        }

        /// As it is written.
        public String label() {
            return label;
        }

        /// How many times as much an operation may cost among `size` as among `first`, both above 1
        /// unless linear.
        public double ratio(long first, long size) {
            return this == LINEAR ? 1 : Math.log(size) / Math.log(first);
        }
    }

    private static final long POPULATION = 100_000;
    private static final int CLAUSES_MAX = 1024;

    private final String what;
    private final Bound bound;
    private final List<Long> sizes = new ArrayList<>();
    private final Supplier<Program> maker;

    /// One over sizes from `first` to `last`, each ten times the one before.
    Curves(String what, Bound bound, long first, long last, Supplier<Program> maker) {
        this.what = what;
        this.bound = bound;
        this.maker = maker;
        for (long size = first; size <= last; size *= 10) {
            sizes.add(size);
        }
    }

    /// One over the clauses of a choose, each time twice as many.
    Curves(String what, Supplier<Program> maker) {
        this.what = what;
        this.bound = Bound.LINEAR;
        this.maker = maker;
        for (long size = 1; size <= CLAUSES_MAX; size *= 2) {
            sizes.add(size);
        }
    }

    /// The name on the command line.
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// What its size counts, in a few words.
    public String what() {
        return what;
    }

    /// How its cost may grow.
    public Bound bound() {
        return bound;
    }

    /// The sizes to measure, from the smallest.
    public List<Long> sizes() {
        return List.copyOf(sizes);
    }

    /// A program for one run.
    public Program make() {
        return maker.get();
    }

    /// The curve of that name, or null.
    ///
    /// @param label as of [#label]
    public static Curves of(String label) {
        for (Curves curve : values()) {
            if (curve.label().equals(label)) {
                return curve;
            }
        }
        return null;
    }
}
