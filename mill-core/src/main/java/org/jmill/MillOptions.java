package org.jmill;

import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jmill.world.World;

/// How a mill runs. Immutable: each call returns a new one, and leaves this one as it is.
///
/// ```java
/// Mill.run(MillOptions.defaults().engine(Engine.VIRTUAL).order(Order.LIBMILL).seed(42), () -> { … });
/// ```
///
/// May be made, shared and reused by any thread.
///
/// Source: none; libmill has no options.
///
/// @since 0.1.0
public final class MillOptions implements Cloneable {
    private static final Duration STALL_MAX = Duration.ofDays(365);
    private static final long STRICT_STALL_MS = 100;

    private static final MillOptions DEFAULTS = new MillOptions();

    // Written by the methods below in a copy that nobody else has yet.
    Engine engine; // null = as the system property says
    private Order order; // null = as the system property says
    RandomGenerator random; // null = a new one per run
    Long seed; // null = none was given
    String name = "mill";
    BiConsumer<? super Coroutine, ? super Throwable> uncaught; // null = ends the mill
    boolean strict = Boolean.getBoolean("jmill.strict");
    World world = World.real();
    Long stallMs = Long.getLong("jmill.stall"); // 0 = none; null = as strict mode says
    Duration graceAtShutdown; // null = the end of the process is not its affair

    private MillOptions() {}

    private MillOptions with(Consumer<MillOptions> change) {
        try {
            MillOptions copy = (MillOptions) clone();
            change.accept(copy);
            VarHandle.releaseFence(); // Whoever is handed it sees it whole, as if its fields were final.
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /// Gives the options that [Mill#run(Body)] uses: the first engine that the JVM allows (or the
    /// one named by `-Djmill.engine=`), direct order (or that of `-Djmill.order=`), a random seed, the name "mill";
    /// an uncaught exception ends the mill; strict mode as `-Djmill.strict=` says.
    ///
    /// @return the default options
    public static MillOptions defaults() {
        return DEFAULTS;
    }

    /// Chooses the engine. `-Djmill.engine=` then has no effect. Asking for one that the JVM does
    /// not allow fails in [Mill#run], with the flag to add.
    ///
    /// @param newEngine how coroutines switch
    /// @return options with this engine
    /// @throws NullPointerException if the engine is null
    public MillOptions engine(Engine newEngine) {
        Objects.requireNonNull(newEngine, "engine options: engine is null");
        return with(o -> o.engine = newEngine);
    }

    /// Chooses who runs after an operation that could complete at once. `-Djmill.order=` then has no effect.
    ///
    /// @param newOrder who runs
    /// @return options with this order
    /// @throws NullPointerException if the order is null
    public MillOptions order(Order newOrder) {
        Objects.requireNonNull(newOrder, "order options: order is null");
        return with(o -> o.order = newOrder);
    }

    /// Seeds the generator with which `choose` picks among ready clauses, anew for each run: the
    /// same program then makes the same choices, as far as nothing from outside comes in between.
    /// Takes the place of [#random(RandomGenerator)].
    ///
    /// @param newSeed any number
    /// @return options with this seed
    public MillOptions seed(long newSeed) {
        return with(o -> {
            o.random = null;
            o.seed = newSeed;
        });
    }

    /// Hands in the generator with which `choose` picks: `nextInt(n)` is drawn only where there is
    /// more than one to pick from. Takes the place of [#seed(long)].
    ///
    /// @param generator used by the mill's thread alone while the mill runs; goes on where it
    ///   stands in a second run
    /// @return options with this generator
    /// @throws NullPointerException if the generator is null
    public MillOptions random(RandomGenerator generator) {
        Objects.requireNonNull(generator, "random options: generator is null");
        return with(o -> {
            o.random = generator;
            o.seed = null;
        });
    }

    /// Names the mill, for messages and management tools.
    ///
    /// @param newName need not be unique
    /// @return options with this name
    /// @throws NullPointerException if the name is null
    public MillOptions name(String newName) {
        Objects.requireNonNull(newName, "name options: name is null");
        return with(o -> o.name = newName);
    }

    /// Takes care of exceptions that leave a coroutine's body, which otherwise end the mill. Main's
    /// own exceptions are always thrown by [Mill#run]; the [CancelledException] of a coroutine that
    /// was cancelled is a proper end and goes nowhere. The stack trace ends as that of what [Mill#run] throws.
    ///
    /// @param handler called on the mill's thread, in the coroutine that has failed; must not
    ///   block. What it throws ends the mill
    /// @return options with this handler
    /// @throws NullPointerException if the handler is null
    public MillOptions uncaught(BiConsumer<? super Coroutine, ? super Throwable> handler) {
        Objects.requireNonNull(handler, "uncaught options: handler is null");
        return with(o -> o.uncaught = handler);
    }

    /// Does the same as [#uncaught(BiConsumer)], for a handler that does not care which coroutine
    /// it was.
    ///
    /// @param handler as for [#uncaught(BiConsumer)]
    /// @return options with this handler
    /// @throws NullPointerException if the handler is null
    public MillOptions uncaught(Consumer<? super Throwable> handler) {
        Objects.requireNonNull(handler, "uncaught options: handler is null");
        return uncaught((coroutine, thrown) -> handler.accept(thrown));
    }

    /// Switches strict mode on or off for this mill: creation sites are recorded, and on the engine
    /// CONTINUATION each suspension checks that the coroutine holds no monitor. Costs about a tenth
    /// of a millisecond a suspension; for tests.
    ///
    /// A mill that passes does not prove that a program holds no lock: `java.util.concurrent` locks
    /// are not seen.
    ///
    /// On the engines VIRTUAL and PORTABLE, where main runs on another thread than the caller of [Mill#run], that
    /// call is a [MillPanic] while its caller holds a monitor, which main would not hold. Of a caller that is a
    /// virtual thread nothing is seen.
    ///
    /// On every engine it finds a [Choose] that is never ended. [Mill#run] throws a [MillPanic] with the place,
    /// once the mill has ended well, if of the chooses made there none was ever ended, and a coroutine that made
    /// one came to its end, not cancelled. One that the code keeps, in a variable or so, is left out if its class
    /// calls [Choose#end] anywhere: this time there was no need. A [DeadlockException] has the places suppressed in
    /// it.
    ///
    /// @param on whether to check
    /// @return options with this mode
    public MillOptions strict(boolean on) {
        return with(o -> o.strict = on);
    }

    /// Watches for stalls: for a coroutine that keeps the mill's thread for longer than this, while nobody else gets
    /// his turn. It is named, with its stack, in the log `org.jmill`, by an event `jmill.Stall` of the flight
    /// recorder, and counted in [Mill#stats]; when it has given the thread away, the log says for how long it had
    /// it. On CONTINUATION and PORTABLE, a blocking Java call does that, and is called so.
    ///
    /// A thread beside the mills looks four times within the limit, and takes its own lateness into account: a long
    /// garbage collection or a suspended machine is nobody's fault. It tells nothing where the JVM has a debugger,
    /// and watches no mill of a [World] of your own. The mill itself pays nothing.
    ///
    /// Without this, `-Djmill.stall=` says so, in milliseconds; without that, it is 100 ms in strict mode, and else
    /// nobody looks.
    ///
    /// Source: none; Go preempts a goroutine instead, and says nothing.
    ///
    /// @param limit how long nobody minds, from 1 ms; zero: do not watch
    /// @return options with this limit
    /// @throws NullPointerException if the limit is null
    /// @throws IllegalArgumentException if it is negative
    public MillOptions stall(Duration limit) {
        Objects.requireNonNull(limit, "stall options: limit is null; Duration.ZERO switches it off");
        if (limit.isNegative()) {
            throw new IllegalArgumentException("stall options: limit is negative: " + limit);
        }
        long ms = limit.compareTo(STALL_MAX) > 0 ? STALL_MAX.toMillis() : limit.toMillis();
        return with(o -> o.stallMs = limit.isZero() ? 0 : Math.max(1, ms));
    }

    /// After how many milliseconds a coroutine that keeps the thread is told of; 0: never.
    long stallLimitMs() {
        if (world != World.real()) {
            return 0;
        }
        return stallMs != null ? Math.clamp(stallMs, 0, STALL_MAX.toMillis()) : strict ? STRICT_STALL_MS : 0;
    }

    /// Puts another world in the place of the real one: another clock, other sockets, other names. See [World].
    ///
    /// @param newWorld where all that the mill does not compute itself comes from
    /// @return options with this world
    /// @throws NullPointerException if the world is null
    public MillOptions world(World newWorld) {
        Objects.requireNonNull(newWorld, "world options: world is null; use World.real()");
        return with(o -> o.world = newWorld);
    }

    /// The order asked for, or else the one that the system property says.
    Order order() {
        if (order != null) {
            return order;
        }
        String value = System.getProperty("jmill.order", "direct");
        try {
            return Order.valueOf(value.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new MillPanic("run order " + value + ": no such order; -Djmill.order= takes direct or libmill");
        }
    }

    /// Ends the mill cleanly when the process is asked to end: at Ctrl-C (SIGINT), SIGTERM, or `System.exit` on another
    /// thread. Main is cancelled, as by an interrupt of the thread that called [Mill#run], and with it all others;
    /// their `finally` blocks run, and the process waits for the end of [Mill#run], and up to a second for what its
    /// caller does then. The exit status is the usual one: 130 after SIGINT, 143 after SIGTERM, or what was given
    /// to `exit`.
    ///
    /// [Mill#run] returns normally if main has let the cancellation pass; [Mill#call], which has no value then,
    /// throws the [CancelledException]. The interrupt flag of the calling thread is set.
    ///
    /// When the grace is over the process ends all the same, also where a coroutine holds the thread, and says on
    /// standard error who still ran. Several mills are cancelled at the same time, and each has its own grace. A
    /// mill that starts while the process ends is cancelled from the start, and not waited for. A coroutine that
    /// calls `System.exit` is not waited for either on CONTINUATION and PORTABLE, where it holds the thread, so
    /// that nobody else's `finally` could run; on VIRTUAL the others end, and the grace passes. SIGKILL, SIGHUP
    /// where `-Xrs` was given, and a crash come without notice. In a [world][World] without a process, as that of
    /// `mill-test`, there is nothing to wait for.
    ///
    /// Nothing is left behind when [Mill#run] has returned. Given twice, the last one counts.
    ///
    /// Source: none; Go's `signal.NotifyContext`.
    ///
    /// @param grace how long the process waits for the mill's end; zero: it cancels, and does not wait
    /// @return options with this grace
    /// @throws NullPointerException if the grace is null
    /// @throws IllegalArgumentException if the grace is negative
    public MillOptions cancelOnShutdown(Duration grace) {
        Objects.requireNonNull(grace, "cancelOnShutdown options: grace is null");
        if (grace.isNegative()) {
            throw new IllegalArgumentException("cancelOnShutdown options: grace is negative: " + grace);
        }
        return with(o -> o.graceAtShutdown = grace);
    }

    RandomGenerator newRandom() {
        if (random != null) {
            return random;
        }
        return seed != null ? new SplittableRandom(seed) : new SplittableRandom();
    }

    /// Gives the options in words, for logs: `server: engine AUTO, order DIRECT`, and `, seed 7`, `, strict` and `,
    /// world …`, `, grace PT5S at shutdown` where that was asked for. Where no engine was, it reads `engine as
    /// -Djmill.engine says`. Any thread may call it.
    @Override
    public String toString() {
        return name + ": engine " + (engine == null ? "as -Djmill.engine says" : engine) + ", order " + order()
                + (seed != null ? ", seed " + seed : "") + (strict ? ", strict" : "")
                + (stallMs != null ? ", stall " + stallMs + " ms" : "")
                + (world == World.real() ? "" : ", world " + world)
                + (graceAtShutdown == null ? "" : ", grace " + graceAtShutdown + " at shutdown");
    }
}
