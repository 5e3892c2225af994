package org.jmill;

import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jmill.sched.Clock;
import org.jmill.sched.Poller;
import org.jmill.sched.SelectorPoller;

/// How a mill runs. Immutable: each call returns a new one.
///
/// ```java
/// Mill.run(MillOptions.defaults().engine(Engine.VIRTUAL).order(Order.LIBMILL).seed(42), () -> { … });
/// ```
///
/// May be made, shared and reused by any thread.
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

    /// The first engine that the JVM allows (or the one named by `-Djmill.engine=`), direct order,
    /// a random seed, the name "mill"; an uncaught exception ends the mill; strict mode as
    /// `-Djmill.strict=` says.
    public static MillOptions defaults() {
        return DEFAULTS;
    }

    /// Chooses the engine. Asking for one that the JVM does not allow makes `Mill.run` fail with
    /// the flag to add.
    public MillOptions engine(Engine newEngine) {
        Objects.requireNonNull(newEngine, "engine options: engine is null");
        return new MillOptions(newEngine, order, random, seed, seeded, name, uncaught, strict, clock, poller);
    }

    /// Chooses who runs after an operation that could complete at once.
    public MillOptions order(Order newOrder) {
        Objects.requireNonNull(newOrder, "order options: order is null");
        return new MillOptions(engine, newOrder, random, seed, seeded, name, uncaught, strict, clock, poller);
    }

    /// Seeds the generator with which `choose` picks among ready clauses, anew for each run: the
    /// same program then makes the same choices.
    public MillOptions seed(long newSeed) {
        return new MillOptions(engine, order, null, newSeed, true, name, uncaught, strict, clock, poller);
    }

    /// Hands in the generator with which `choose` picks: `nextInt(n)` is drawn only where there is
    /// more than one to pick from. It is used by the mill's thread alone, while the mill runs.
    public MillOptions random(RandomGenerator generator) {
        Objects.requireNonNull(generator, "random options: generator is null");
        return new MillOptions(engine, order, generator, 0, false, name, uncaught, strict, clock, poller);
    }

    /// Names the mill, for messages, dumps and management tools.
    public MillOptions name(String newName) {
        Objects.requireNonNull(newName, "name options: name is null");
        return new MillOptions(engine, order, random, seed, seeded, newName, uncaught, strict, clock, poller);
    }

    /// Takes care of exceptions that leave a coroutine's body, which otherwise end the mill. Main's
    /// own exceptions are always thrown by `Mill.run`.
    ///
    /// @param handler called on the mill's thread, in the coroutine that has failed; must not
    ///   block. What it throws ends the mill.
    public MillOptions uncaught(BiConsumer<? super Coroutine, ? super Throwable> handler) {
        Objects.requireNonNull(handler, "uncaught options: handler is null");
        return new MillOptions(engine, order, random, seed, seeded, name, handler, strict, clock, poller);
    }

    /// As [#uncaught(BiConsumer)], for a handler that does not care which coroutine it was.
    public MillOptions uncaught(Consumer<? super Throwable> handler) {
        Objects.requireNonNull(handler, "uncaught options: handler is null");
        return uncaught((coroutine, thrown) -> handler.accept(thrown));
    }

    /// Switches strict mode on or off for this mill: each suspension checks that the coroutine
    /// holds no monitor, and creation sites are recorded. Slow; for tests.
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
}
