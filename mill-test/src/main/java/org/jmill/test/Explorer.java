package org.jmill.test;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jmill.Body;
import org.jmill.Engine;
import org.jmill.Order;
import org.jmill.test.search.Exploration;
import org.jmill.test.search.Finding;
import org.jmill.test.search.Rig;
import org.jmill.test.search.Settings;
import org.jmill.test.search.Token;
import org.jmill.test.search.Trial;
import org.jmill.test.sim.Limits;
import org.jmill.test.sim.Marks;
import org.jmill.world.World;
import org.jspecify.annotations.Nullable;

/// Searches for a schedule in which a body fails: in which its coroutines run in another order, other clauses of a
/// choose are taken, deadlines pass earlier than happens by default. `@Explore` is the same as an annotation.
///
/// {@snippet file="org/jmill/test/ExplorerSnippet.java" region="example"}
///
/// The body is run again and again, each time in a mill of its own, in virtual time. With the same decisions it must do
/// the same thing each time: no clock, random generator or thread of its own, and no variable outside that keeps
/// anything. That is looked into.
///
/// Verbs are the only points at which coroutines change, so the search is complete for plain variables as well.
///
/// Each method gives a new explorer. Any thread may use it.
///
/// Source: none in libmill or Go; it answers Shuttle, loom, Coyote and Fray.
///
/// @since 0.1.0
public final class Explorer implements Cloneable {
    private final Body<?> body;
    private final Rig rig;
    private final Consumer<Marks> places; // That are to be come to.
    private String name;
    private long schedules = 10_000;
    private int delays = 3;
    private long seed = 42;
    private Turns turns = Turns.ANY;
    private Sharing sharing = Sharing.ANYTHING;
    private Leftovers leftovers = Leftovers.FAIL;
    private int steps = 10_000;
    private Engine engine = Engine.AUTO;
    private Duration limit = Duration.ofSeconds(60);
    private String replay;

    private Explorer(Body<?> body, String name, Rig rig, Consumer<Marks> places) {
        this.body = body;
        this.name = name;
        this.rig = rig;
        this.places = places;
    }

    /// Makes an explorer of a body. Its tokens are those of the method that calls this; see [#named].
    ///
    /// @param body the test
    /// @return an explorer with 10,000 schedules, 3 delays, 10,000 steps, a minute
    public static Explorer of(Body<?> body) {
        Objects.requireNonNull(body, "explore: body is null; give it the code to run");
        CallSite caller = CallSite.ofCaller();
        return new Explorer(body, caller.name(), Rig.NONE, caller::announce);
    }

    /// An explorer of a test of JUnit's.
    ///
    /// @param rig what is done around each run
    /// @param places says which places the body wants to come to
    static Explorer of(Body<?> body, String name, Rig rig, Consumer<Marks> places) {
        return new Explorer(body, name, rig, places);
    }

    private Explorer with(Consumer<Explorer> change) {
        try {
            Explorer copy = (Explorer) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /// Gives the test a name, which its tokens are bound to.
    ///
    /// @param newName any
    /// @return an explorer
    public Explorer named(String newName) {
        return with(e -> e.name = Objects.requireNonNull(newName, "named: name is null"));
    }

    /// Sets how many schedules to run at most.
    ///
    /// @param count at least 1
    /// @return an explorer
    /// @throws IllegalArgumentException if it is less than 1
    public Explorer schedules(long count) {
        check(count >= 1, "schedules", count, "at least 1: the default one");
        return with(e -> e.schedules = count);
    }

    /// Sets up to how many deviations from the default schedule all schedules are gone through, before it goes on at
    /// random.
    ///
    /// @param count at least 0
    /// @return an explorer
    /// @throws IllegalArgumentException if it is negative
    public Explorer delays(int count) {
        check(count >= 0, "delays", count, "at least 0");
        return with(e -> e.delays = count);
    }

    /// Sets what the random strategies begin with.
    ///
    /// @param newSeed any
    /// @return an explorer
    public Explorer seed(long newSeed) {
        return with(e -> e.seed = newSeed);
    }

    /// Sets which orders are gone through.
    ///
    /// @param which any order by default
    /// @return an explorer
    public Explorer turns(Turns which) {
        return with(e -> e.turns = Objects.requireNonNull(which, "turns: null"));
    }

    /// Says what the coroutines have in common.
    ///
    /// @param what anything by default
    /// @return an explorer
    public Explorer sharing(Sharing what) {
        return with(e -> e.sharing = Objects.requireNonNull(what, "sharing: null"));
    }

    /// Says whether coroutines may still wait at the end of the body.
    ///
    /// @param what by default that is a failure
    /// @return an explorer
    public Explorer leftovers(Leftovers what) {
        return with(e -> e.leftovers = Objects.requireNonNull(what, "leftovers: null"));
    }

    /// Sets after how many steps a run is taken for endless.
    ///
    /// @param count at least 1
    /// @return an explorer
    /// @throws IllegalArgumentException if it is less than 1
    public Explorer steps(int count) {
        check(count >= 1, "steps", count, "at least 1");
        return with(e -> e.steps = count);
    }

    /// Sets the engine.
    ///
    /// @param which by default the one that `Mill.run` takes; it makes no difference to what is found
    /// @return an explorer
    public Explorer engine(Engine which) {
        return with(e -> e.engine = Objects.requireNonNull(which, "engine: null"));
    }

    /// Sets how long to search at most.
    ///
    /// @param time in real time; a search never ends in the midst of a schedule
    /// @return an explorer
    /// @throws IllegalArgumentException if it is not above zero
    public Explorer limit(Duration time) {
        check(time.isPositive(), "limit", time, "above zero");
        return with(e -> e.limit = time);
    }

    /// Runs one schedule alone, that of a failure.
    ///
    /// @param token as the report of the failure has it; null or "": search
    /// @return an explorer
    public Explorer replay(@Nullable String token) {
        return with(e -> e.replay = token == null || token.isBlank() ? null : token);
    }

    private static void check(boolean holds, String option, Object value, String wanted) {
        if (!holds) {
            throw new IllegalArgumentException(option + ": " + value + "; it is " + wanted);
        }
    }

    /// Searches. The calling thread waits; the body runs on one of its own.
    ///
    /// @return what was found, or covered
    /// @throws AssertionError if the test is not deterministic or vacuous, or a coroutine computes without end
    /// @throws IllegalArgumentException if the token to be replayed is of another test or version, was mistyped or
    ///   cut short, or does not fit the code any more
    public Report run() {
        long start = World.real().nanoTime();
        boolean any = turns == Turns.ANY;
        Trial trial = new Trial(
                        body,
                        engine,
                        Order.DIRECT,
                        leftovers == Leftovers.ALLOWED,
                        new Limits(steps, any, true),
                        OneHost::world)
                .rigged(rig);
        String token = replay();
        if (token == null) {
            places.accept(trial.marks());
        }
        Finding found = Exploration.run(trial, new Settings(name, schedules, delays, seed, reduction(), limit, token));
        if (token == null && found.token() == null) {
            trial.marks().check(); // One schedule need not see what others do.
        }
        return new Report(found, name, Duration.ofNanos(World.real().nanoTime() - start));
    }

    private Settings.Reduction reduction() {
        return switch (sharing) {
            case ANYTHING -> Settings.Reduction.NONE;
            case CHANNELS_ONLY -> Settings.Reduction.CHECKED;
            case DECLARED -> Settings.Reduction.TRUSTED;
        };
    }

    /// The property is for all tests of a JVM: those whose token it is not go on as ever.
    private String replay() {
        String asked = System.getProperty("jmill.replay");
        return replay != null || asked == null || !Token.isOf(name, asked) ? replay : asked;
    }
}
