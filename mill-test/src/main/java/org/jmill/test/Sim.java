package org.jmill.test;

import java.util.Objects;
import org.jmill.Body;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.Order;
import org.jmill.Signal;
import org.jmill.test.search.Single;
import org.jmill.test.search.Trial;
import org.jmill.test.sim.Kind;
import org.jmill.test.sim.SimWorld;

/// The simulated world, as the body of a test sees it; and the shortest way to run one without JUnit.
///
/// {@snippet file="org/jmill/test/snippets/FirstSteps.java" region="settle"}
///
/// Source: none; [#settle] is Go's `synctest.Wait`, [#run] its `synctest.Test`.
///
/// @since 0.1.0
public final class Sim {
    private static final long NS_PER_MS = 1_000_000;

    private Sim() {}

    /// Runs a body in virtual time, once, in the order of today: the clock stands while anybody can run, and jumps to
    /// the next deadline when nobody can. Returns when all that it has started has ended.
    ///
    /// Called by any thread; the body runs on one of its own.
    ///
    /// @param body the test
    /// @throws AssertionError if somebody is left behind, if nothing can end all waits, if a check fails; what
    /// leaves the
    ///   body or a coroutine is thrown as it is
    public static void run(Body<?> body) {
        Objects.requireNonNull(body, "run sim: body is null; give it the code to run");
        CallSite caller = CallSite.ofCaller();
        Trial trial = Single.trial(body, Engine.AUTO, Order.DIRECT, false, OneHost::world);
        caller.announce(trial.marks());
        Single.run(trial, 0);
    }

    /// Waits until everybody else waits, before the time moves.
    ///
    /// Called in the body of a test.
    ///
    /// @throws MillPanic if no simulated mill runs on this thread
    public static void settle() {
        Signal still = Mill.signal();
        world("settle").stillness().whenStill(still);
        still.await();
    }

    /// Makes a decision of the test's own: a search goes through all answers, a simulation draws one.
    ///
    /// Called in the body of a test.
    ///
    /// @param bound how many there are, at least 1
    /// @return 0 to `bound - 1`; by default 0
    /// @throws IllegalArgumentException if the bound is less than 1
    /// @throws MillPanic if no simulated mill runs on this thread
    public static int pick(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("pick: bound is less than 1: " + bound);
        }
        return world("pick").decider().pick(Kind.PICK, "pick", bound);
    }

    /// Says how long code that blocks takes from now on, in virtual time. Until then it takes none, but is done only
    /// when nobody can run, or when a search picks that.
    ///
    /// Called in the body of a test.
    ///
    /// @param minMs the least, in milliseconds
    /// @param maxMs the most, at least `minMs`
    /// @throws IllegalArgumentException if one is negative, or the most is less than the least
    /// @throws MillPanic if no simulated mill runs on this thread
    public static void blockingTakes(long minMs, long maxMs) {
        if (minMs < 0 || maxMs < minMs) {
            throw new IllegalArgumentException("blockingTakes: not a range of milliseconds: " + minMs + " to " + maxMs);
        }
        world("blockingTakes").simWorkers().takes(minMs * NS_PER_MS, maxMs * NS_PER_MS);
    }

    static SimWorld world(String verb) {
        if (Mill.world() instanceof SimWorld sim) {
            return sim;
        }
        throw new MillPanic(verb + " sim: this mill is in the real world; run it by Sim.run, @MillTest or @Explore");
    }
}
