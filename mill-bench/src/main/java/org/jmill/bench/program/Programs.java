package org.jmill.bench.program;

import java.util.Locale;
import java.util.function.Supplier;

/// The perf programs, in the order in which they are listed and compared.
public enum Programs implements Scenario {
    /// See [GoProgram].
    GO(Unit.MILLIONS, "coroutines started and ended", GoProgram::new),

    /// See [CtxswitchProgram].
    CTXSWITCH(Unit.MILLIONS, "yields between two coroutines", CtxswitchProgram::new),

    /// See [ChanProgram].
    CHAN(Unit.MILLIONS, "round trips (two messages each) over two channels", ChanProgram::new),

    /// See [ChsProgram].
    CHS(Unit.MILLIONS, "sends into a channel that has room", ChsProgram::new),

    /// See [ChrProgram].
    CHR(Unit.MILLIONS, "receives from a channel that has values", ChrProgram::new),

    /// See [StreamProgram].
    STREAM(Unit.MILLIONS, "messages over one unbuffered channel", () -> new StreamProgram(0)),

    /// See [StreamProgram].
    BUFFERED(Unit.MILLIONS, "messages over a channel that holds 128", () -> new StreamProgram(128)),

    /// See [ChooseProgram].
    CHOOSE(Unit.MILLIONS, "chooses over two channels that have values", ChooseProgram::new),

    /// See [SelectProgram].
    SELECT(Unit.MILLIONS, "messages, a choose of two clauses each side", SelectProgram::new),

    /// See [DoneProgram].
    DONE(Unit.MILLIONS, "channels made, done, received from and closed", DoneProgram::new),

    /// See [WhispersProgram].
    WHISPERS(Unit.ONES, "coroutines in a row that pass a whisper on", WhispersProgram::new),

    /// See [TimerProgram].
    TIMER(Unit.ONES, "sleepers, all armed at once, fired in order", TimerProgram::new),

    /// See [ParkProgram].
    PARK(Unit.ONES, "coroutines parked at once, resumed round robin", () -> new ParkProgram(true)),

    /// See [ScopeProgram].
    SCOPE_1(Unit.MILLIONS, "scopes with one child", ScopeProgram::new),

    /// See [ForkProgram].
    SCOPE_FORK10(Unit.MILLIONS, "scopes with ten forks that are joined", ForkProgram::new),

    /// See [WithinProgram].
    SCOPE_WITHIN(Unit.MILLIONS, "stretches of code with a deadline that does not come", WithinProgram::new),

    /// See [RaceProgram].
    SCOPE_RACE3(Unit.MILLIONS, "races of three", RaceProgram::new),

    /// See [SemaphoreProgram].
    SCOPE_SEMAPHORE(Unit.MILLIONS, "permits of a semaphore acquired and released", SemaphoreProgram::new),

    /// See [ContendedProgram].
    SCOPE_CONTENDED(Unit.MILLIONS, "permits for which two coroutines contend", ContendedProgram::new),

    /// See [MutexProgram].
    SCOPE_MUTEX(Unit.MILLIONS, "locks of a mutex that is free", MutexProgram::new),

    /// See [TickerProgram].
    SCOPE_TICKER(Unit.ONES, "ticks of a thousand tickers at once", TickerProgram::new);

    /// What the number on the command line counts.
    public enum Unit {
        /// Single things.
        ONES(1, 1L << 30),

        /// Millions of them.
        MILLIONS(1_000_000, 1L << 40);

        private final long size;
        private final long numberMax;

        Unit(long size, long numberMax) {
            this.size = size;
            this.numberMax = numberMax;
        }

        /// How many things one of it is.
        public long size() {
            return size;
        }

        /// The largest number that the command line takes; no machine gets there.
        public long numberMax() {
            return numberMax;
        }
    }

    private static final long MANY_MILLIONS = 10_000;

    private final Unit unit;
    private final String what;
    private final Supplier<Program> maker;

    Programs(Unit unit, String what, Supplier<Program> maker) {
        this.unit = unit;
        this.what = what;
        this.maker = maker;
    }

    @Override
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Whether it is one of those about scopes, and what coroutines in them share.
    public boolean isScope() {
        return compareTo(SCOPE_1) >= 0;
    }

    /// What it counts and what its number counts, in a few words.
    public String what() {
        return (unit == Unit.MILLIONS ? "N million " : "N ") + what;
    }

    /// Tells what a number that looks like a plain count will do, where millions are counted; null if there is
    /// nothing to tell.
    ///
    /// @param number as given on the command line
    public String warning(long number) {
        if (unit == Unit.ONES || number < MANY_MILLIONS) {
            return null;
        }
        return String.format(
                Locale.ROOT,
                "%s: N counts millions: %,d million operations a round, which take minutes or more",
                label(),
                number);
    }

    /// What the number on the command line counts.
    public Unit unit() {
        return unit;
    }

    /// A program for one run, or for several in turn.
    public Program make() {
        return maker.get();
    }

    /// The program behind `stream` and `buffered`, for any capacity.
    ///
    /// @param capacity that of the channel
    public static Program stream(int capacity) {
        return new StreamProgram(capacity);
    }

    /// The program of that name, or null.
    ///
    /// @param label as of [#label]
    public static Programs of(String label) {
        for (Programs program : values()) {
            if (program.label().equals(label)) {
                return program;
            }
        }
        return null;
    }
}
