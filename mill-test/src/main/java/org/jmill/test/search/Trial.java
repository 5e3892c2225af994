package org.jmill.test.search;

import org.jmill.Body;
import org.jmill.CancelledException;
import org.jmill.DeadlockException;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.Order;
import org.jmill.Signal;
import org.jmill.test.sim.Decider;
import org.jmill.test.sim.Limits;
import org.jmill.test.sim.Listener;
import org.jmill.test.sim.Marks;
import org.jmill.test.sim.SimTurns;
import org.jmill.test.sim.SimWorld;
import org.jmill.world.Subject;

/// A test that can be run again and again, each time in a mill and a world of its own.
public final class Trial {
    private static final int JUMPS_AFTER_BODY = 1_000; // Of the time; who has not come to an end by then does not.

    private final Body<?> body;
    private final MillOptions fastOptions;
    private final MillOptions strictOptions;
    private final boolean mayLeave; // Whether coroutines may still wait at the end of the body.
    private final Limits limits;
    private final Stage stage;
    private final Marks marks = new Marks();
    private Rig rig = Rig.NONE;
    private String warning = ""; // Of a strict run that has passed.
    private volatile SimTurns turns; // Of the run that is under way.

    /// @param engine null: as `Mill.run` takes it
    /// @param mayLeave whether coroutines may still wait at the end of the body
    /// @param stage makes the world of each run
    public Trial(Body<?> body, Engine engine, Order order, boolean mayLeave, Limits limits, Stage stage) {
        this.body = body;
        MillOptions options = MillOptions.defaults().order(order).seed(0).name("test");
        this.fastOptions = (engine == null ? options : options.engine(engine)).strict(false);
        this.strictOptions = fastOptions.strict(true);
        this.mayLeave = mayLeave;
        this.limits = limits;
        this.stage = stage;
    }

    /// Has something done around each run.
    ///
    /// @return this
    public Trial rigged(Rig newRig) {
        rig = newRig;
        return this;
    }

    /// How far it may go.
    public Limits limits() {
        return limits;
    }

    /// What was to be seen at least once.
    public Marks marks() {
        return marks;
    }

    /// What is odd, though the default schedule passes: values that nobody has received; "" if nothing is.
    String warning() {
        return warning;
    }

    /// Who decides on turns in the run that is under way; null before the first one. Any thread may ask.
    SimTurns turns() {
        return turns;
    }

    /// Who runs, in words. Any thread may ask.
    String who() {
        SimTurns asked = turns;
        Subject last = asked == null ? null : asked.running();
        if (last == null) {
            return "{0} main";
        }
        return last.name().isEmpty() ? last.label() : last.label() + " " + last.name();
    }

    /// Runs it once on the calling thread.
    public Outcome run(Decider decider) {
        return run(decider, false, null);
    }

    /// Runs it once on the calling thread, and tells what happens.
    Outcome run(Decider decider, Chronicle chronicle) {
        return run(decider, false, chronicle);
    }

    /// Runs it once on the calling thread.
    ///
    /// @param strict whether monitors held across verbs are found, and places recorded
    /// @param observer whom events are told, or null
    public Outcome run(Decider decider, boolean strict, Listener observer) {
        SimWorld world = stage.world(decider, limits, marks, observer);
        turns = world.simTurns();
        if (observer instanceof Chronicle chronicle) {
            chronicle.in(world);
        }
        MillOptions options = (strict ? strictOptions : fastOptions).world(world);
        return outcome(world, thrown(options, () -> main(world, strict)));
    }

    /// What comes of a run and of what is around it; null: nothing.
    private Throwable thrown(MillOptions options, Body<?> main) {
        Throwable thrown = null;
        try {
            rig.before();
            Mill.run(options, main);
        } catch (Throwable t) {
            thrown = t;
        }
        try {
            rig.after();
        } catch (Throwable t) {
            thrown = thrown == null ? t : thrown;
        }
        return thrown;
    }

    private void main(SimWorld world, boolean strict) throws Exception {
        try {
            body.run();
        } catch (Throwable t) {
            if (strict) {
                // A coroutine's failure cancels main, and is the cause of that.
                Throwable failure = t instanceof CancelledException && t.getCause() != null ? t.getCause() : t;
                if (!(failure instanceof DeadlockException)) {
                    failure.addSuppressed(new AtFailure(Mill.dump().toString()));
                }
            }
            throw t;
        }
        if (!mayLeave) {
            world.bodyEnded();
        }
        if (!mayLeave && Mill.living() > 1) {
            Signal over = Mill.signal();
            world.stillness().whenOver(over, JUMPS_AFTER_BODY);
            over.await();
            if (Mill.living() > 1) {
                world.failed();
                throw LeftBehind.error();
            }
        }
        warning = strict ? LeftBehind.values() : warning;
    }

    private Outcome outcome(SimWorld world, Throwable thrown) {
        if (world.simTurns().isStopped()) {
            return new Outcome(FailureKind.ENDLESS, new AssertionError(endless(world.simTurns())));
        }
        if (world.intruder() != null) {
            return new Outcome(
                    FailureKind.INTRUSION,
                    new AssertionError(world.intruder()
                            + " has reached for the mill; in a test there is no other thread: use go(), or"
                            + " blocking()"));
        }
        if (world.noted() != null) {
            return new Outcome(FailureKind.THROWN, world.noted());
        }
        return switch (thrown) {
            case null -> Outcome.PASSED;
            case DeadlockException _ -> new Outcome(FailureKind.DEADLOCK, thrown);
            case LeftBehindError _ -> new Outcome(FailureKind.LEFT_BEHIND, thrown);
            case CancelledException _
            when thrown.getCause() instanceof DeadlockException deadlock -> new Outcome(FailureKind.DEADLOCK, deadlock);
            default -> new Outcome(FailureKind.THROWN, thrown);
        };
    }

    private String endless(SimTurns stopped) {
        return stopped.isIdle()
                ? "no end: those who do not wait only yield, and nothing is to come that could change that"
                : "no end within " + limits.steps() + " steps; see steps(n) if it needs more";
    }
}
