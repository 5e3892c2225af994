package org.jmill.test;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jmill.Engine;
import org.jmill.Order;
import org.jmill.test.net.Host;
import org.jmill.test.net.Net;
import org.jmill.test.net.SimOutward;
import org.jmill.test.search.Finding;
import org.jmill.test.search.Rig;
import org.jmill.test.search.Seeds;
import org.jmill.test.search.Settings;
import org.jmill.test.search.Token;
import org.jmill.test.search.Trial;
import org.jmill.test.sim.Agenda;
import org.jmill.test.sim.Decider;
import org.jmill.test.sim.Limits;
import org.jmill.test.sim.Listener;
import org.jmill.test.sim.Machines;
import org.jmill.test.sim.Marks;
import org.jmill.test.sim.SimWorld;
import org.jmill.world.World;
import org.jspecify.annotations.Nullable;

/// Runs a test of a [Cluster] again and again, each time with other faults, delays and draws, until it fails.
/// `@Simulate` is the same as an annotation.
///
/// {@snippet file="org/jmill/test/snippets/Parts.java" region="simulation"}
///
/// Coroutines run in the order of today; what differs from seed to seed is what comes from outside. The first seed is
/// run twice: a test that differs from itself cannot be repeated.
///
/// Each method gives a new simulation. Any thread may use it.
///
/// Source: none; FoundationDB's simulation, and TigerBeetle's.
///
/// @since 0.1.0
public final class Simulation implements Cloneable {
    private static final long MS_PER_HOUR = 3_600_000;

    private final Consumer<? super Cluster> body;
    private final Consumer<Marks> announce; // Says what is to be seen at least once.
    private String name;
    private long seeds = 100;
    private double hours = 1;
    private long seed;
    private Engine engine = Engine.AUTO;
    private Duration limit = Duration.ofMinutes(10);
    private String replay;
    private Rig rig = Rig.NONE;

    private Simulation(Consumer<? super Cluster> body, String name, Consumer<Marks> announce) {
        this.body = body;
        this.name = name;
        this.announce = announce;
    }

    /// Makes a simulation. Its tokens are those of the method that calls this; see [#named].
    ///
    /// @param body the test
    /// @return a simulation of 100 seeds, an hour each
    public static Simulation of(Consumer<? super Cluster> body) {
        Objects.requireNonNull(body, "simulate: body is null; give it the code to run");
        CallSite site = CallSite.ofCaller();
        return new Simulation(body, site.name(), site::announce);
    }

    /// As [#of(Consumer)], with something around each run.
    static Simulation of(Consumer<? super Cluster> body, String name, Rig rig, Consumer<Marks> announce) {
        return new Simulation(body, name, announce).with(s -> s.rig = rig);
    }

    private Simulation with(Consumer<Simulation> change) {
        try {
            Simulation copy = (Simulation) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /// Gives the test a name, which its tokens are bound to.
    ///
    /// @param newName any
    /// @return a simulation
    public Simulation named(String newName) {
        return with(s -> s.name = Objects.requireNonNull(newName, "named: name is null"));
    }

    /// Sets how many seeds to run.
    ///
    /// @param count at least 1
    /// @return a simulation
    /// @throws IllegalArgumentException if it is less than 1
    public Simulation seeds(long count) {
        check(count >= 1, "seeds", count, "at least 1");
        return with(s -> s.seeds = count);
    }

    /// Sets for how long faults go on; see [Cluster#calm].
    ///
    /// @param count virtual hours, above zero
    /// @return a simulation
    /// @throws IllegalArgumentException if they are not above zero
    public Simulation hours(double count) {
        check(count > 0 && count < 1e6, "hours", count, "above zero, and below a million");
        return with(s -> s.hours = count);
    }

    /// Sets what all is drawn from, together with the number of each run.
    ///
    /// @param newSeed any
    /// @return a simulation
    public Simulation seed(long newSeed) {
        return with(s -> s.seed = newSeed);
    }

    /// Sets the engine. Nodes crash on CONTINUATION alone.
    ///
    /// @param which by default the one that `Mill.run` takes; it makes no difference to what happens
    /// @return a simulation
    public Simulation engine(Engine which) {
        return with(s -> s.engine = Objects.requireNonNull(which, "engine: null"));
    }

    /// Sets after what time no further seed is begun.
    ///
    /// @param time in real time; ten minutes by default
    /// @return a simulation
    /// @throws IllegalArgumentException if it is not above zero
    public Simulation limit(Duration time) {
        check(time.isPositive(), "limit", time, "above zero");
        return with(s -> s.limit = time);
    }

    /// Runs one seed alone, that of a failure.
    ///
    /// @param token as the report of the failure has it; null or "": run all
    /// @return a simulation
    public Simulation replay(@Nullable String token) {
        return with(s -> s.replay = token == null || token.isBlank() ? null : token);
    }

    private static void check(boolean holds, String option, Object value, String wanted) {
        if (!holds) {
            throw new IllegalArgumentException(option + ": " + value + "; it is " + wanted);
        }
    }

    /// Runs it. The calling thread waits; the body runs on one of its own.
    ///
    /// @return what has failed, or how many seeds have passed
    /// @throws AssertionError if the test is not deterministic or vacuous, or a coroutine computes without end
    /// @throws IllegalArgumentException if the token to be replayed is of another test, or was mistyped
    public Report run() {
        long start = World.real().nanoTime();
        Finding found = Seeds.run(trial(), settings());
        return new Report(found, name, Duration.ofNanos(World.real().nanoTime() - start), true);
    }

    /// Runs one seed, and tells what happens in it: the same on all engines. The calling thread waits.
    ///
    /// @param number which of the seeds, from 0
    /// @return the last lines, and a number that stands for all that happened
    public String log(long number) {
        return Seeds.log(trial(), settings(), number);
    }

    private Settings settings() {
        String asked = System.getProperty("jmill.replay"); // For all tests of a JVM: those that it is not for go on.
        String token = replay != null || asked == null || !Token.isOf(name, asked) ? replay : asked;
        return new Settings(name, seeds, 0, seed, Settings.Reduction.NONE, limit, token);
    }

    private Trial trial() {
        Staging staging = new Staging(Math.round(hours * MS_PER_HOUR));
        Limits limits = new Limits(Integer.MAX_VALUE / 2, false, false);
        Trial trial = new Trial(() -> staging.cluster.run(body), engine, Order.DIRECT, true, limits, staging::world)
                .rigged(rig);
        announce.accept(trial.marks());
        return trial;
    }

    /// Makes a cluster with each world.
    private static final class Staging {
        private final long hoursMs;
        private Cluster cluster; // Of the run that is about to begin.

        Staging(long hoursMs) {
            this.hoursMs = hoursMs;
        }

        SimWorld world(Decider decider, Limits limits, Marks marks, Listener observer) {
            Agenda agenda = new Agenda();
            Machines machines = new Machines();
            Net net = new Net(agenda, decider, () -> host(machines.here()));
            SimOutward outward = new SimOutward(net, () -> cluster.filesHere());
            SimWorld world = new SimWorld(agenda, machines, decider, outward, limits, marks, observer);
            cluster = new Cluster(world, net, hoursMs);
            return world;
        }

        private static Host host(Object machine) {
            return machine instanceof Node node ? node.host() : null;
        }
    }
}
