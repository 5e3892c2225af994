package org.jmill;

import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jmill.sched.Clock;
import org.jmill.sched.Poller;
import org.jmill.sched.SelectorPoller;

/// How a mill runs. Immutable: each call returns a new one, and leaves this one as it is.
///
/// ```java
/// Mill.run(MillOptions.defaults().engine(Engine.VIRTUAL).order(Order.LIBMILL).seed(42), () -> { … });
/// ```
///
/// May be made, shared and reused by any thread.
///
/// Source: none; libmill has no options.
public final class MillOptions {
    private static final MillOptions DEFAULTS = new MillOptions(
            null, Order.DIRECT, null, 0, false, "mill", null, Boolean.getBoolean("jmill.strict"), Clock.system(), null);

    final Engine engine; // null = as the system property says
    final Order order;
    final RandomGenerator random; // null = a new one per run
    final long seed;
    final boolean seeded;
    final String name;
    final BiConsumer<? super Coroutine, ? super Throwable> uncaught; // null = ends the mill
    final boolean strict;
    final Clock clock;
    final Poller poller; // null = a new one per run

    private MillOptions(
            Engine engine,
            Order order,
            RandomGenerator random,
            long seed,
            boolean seeded,
            String name,
            BiConsumer<? super Coroutine, ? super Throwable> uncaught,
            boolean strict,
            Clock clock,
            Poller poller) {
        this.engine = engine;
        this.order = order;
        this.random = random;
        this.seed = seed;
        this.seeded = seeded;
        this.name = name;
        this.uncaught = uncaught;
        this.strict = strict;
        this.clock = clock;
        this.poller = poller;
    }

    /// Gives the options that [Mill#run(Body)] uses: the first engine that the JVM allows (or the
    /// one named by `-Djmill.engine=`), direct order, a random seed, the name "mill"; an uncaught
    /// exception ends the mill; strict mode as `-Djmill.strict=` says.
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
        return new MillOptions(newEngine, order, random, seed, seeded, name, uncaught, strict, clock, poller);
    }

    /// Chooses who runs after an operation that could complete at once.
    ///
    /// @param newOrder who runs
    /// @return options with this order
    /// @throws NullPointerException if the order is null
    public MillOptions order(Order newOrder) {
        Objects.requireNonNull(newOrder, "order options: order is null");
        return new MillOptions(engine, newOrder, random, seed, seeded, name, uncaught, strict, clock, poller);
    }

    /// Seeds the generator with which `choose` picks among ready clauses, anew for each run: the
    /// same program then makes the same choices, as far as nothing from outside comes in between.
    /// Takes the place of [#random(RandomGenerator)].
    ///
    /// @param newSeed any number
    /// @return options with this seed
    public MillOptions seed(long newSeed) {
        return new MillOptions(engine, order, null, newSeed, true, name, uncaught, strict, clock, poller);
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
        return new MillOptions(engine, order, generator, 0, false, name, uncaught, strict, clock, poller);
    }

    /// Names the mill, for messages and management tools.
    ///
    /// @param newName need not be unique
    /// @return options with this name
    /// @throws NullPointerException if the name is null
    public MillOptions name(String newName) {
        Objects.requireNonNull(newName, "name options: name is null");
        return new MillOptions(engine, order, random, seed, seeded, newName, uncaught, strict, clock, poller);
    }

    /// Takes care of exceptions that leave a coroutine's body, which otherwise end the mill. Main's
    /// own exceptions are always thrown by [Mill#run]; the [CancelledException] of a coroutine that
    /// was cancelled is a proper end and goes nowhere.
    ///
    /// @param handler called on the mill's thread, in the coroutine that has failed; must not
    ///   block. What it throws ends the mill
    /// @return options with this handler
    /// @throws NullPointerException if the handler is null
    public MillOptions uncaught(BiConsumer<? super Coroutine, ? super Throwable> handler) {
        Objects.requireNonNull(handler, "uncaught options: handler is null");
        return new MillOptions(engine, order, random, seed, seeded, name, handler, strict, clock, poller);
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
    /// @param on whether to check
    /// @return options with this mode
    public MillOptions strict(boolean on) {
        return new MillOptions(engine, order, random, seed, seeded, name, uncaught, on, clock, poller);
    }

    /// Hands in a clock; for tests.
    MillOptions clock(Clock newClock) {
        return new MillOptions(engine, order, random, seed, seeded, name, uncaught, strict, newClock, poller);
    }

    /// Hands in a poller, to be used for one run only; for tests.
    MillOptions poller(Poller newPoller) {
        return new MillOptions(engine, order, random, seed, seeded, name, uncaught, strict, clock, newPoller);
    }

    RandomGenerator newRandom() {
        if (random != null) {
            return random;
        }
        return seeded ? new SplittableRandom(seed) : new SplittableRandom();
    }

    Poller newPoller() {
        return poller != null ? poller : new SelectorPoller();
    }

    /// Gives the options in words, for logs: `server: engine AUTO, order DIRECT`, and `, seed 7` and `, strict` where
    /// that was asked for. Where no engine was, it reads `engine as -Djmill.engine says`. Any thread may call it.
    @Override
    public String toString() {
        return name + ": engine " + (engine == null ? "as -Djmill.engine says" : engine) + ", order " + order
                + (seeded ? ", seed " + seed : "") + (strict ? ", strict" : "");
    }
}
