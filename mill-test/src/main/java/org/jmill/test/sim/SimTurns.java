package org.jmill.test.sim;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jmill.world.Subject;
import org.jmill.world.Turns;

/// Who runs next, by decision; and how far a run may go.
///
/// The time stands while anybody can run. But where all who can have had a turn and did nothing with it, they wait for
/// what only the time can bring, and it moves.
public final class SimTurns implements Turns {
    private static final int STEPS_TO_END = 10_000; // Beyond the limit, for those who have been cancelled.

    /// Who yields for the first time may have computed something before; in a second round it has had its turn for
    /// nothing else.
    private static final int ROUNDS_TO_MOVE = 2;

    private static final int IDLE_ROUNDS = 100; // After which those who only yield are taken for such as wait.
    private static final int IDLE_ROUNDS_MAX = 10_000; // After which a run in which nothing is to come has no end.

    private final SimWorld world;
    private final Decider decider;
    private final Limits limits;
    private int stepsMax;
    private int steps;
    private int idlers; // In a row, up to now.
    private boolean idled; // The last step did nothing.
    private boolean isStopped;
    private boolean isIdle;
    private volatile boolean isStranded;

    // Who was picked last; another thread may see an older one. null = nobody was.
    private Subject running;

    SimTurns(SimWorld world, Decider decider, Limits limits) {
        this.world = world;
        this.decider = decider;
        this.limits = limits;
        this.stepsMax = limits.steps();
    }

    /// How many steps were made. Any thread may ask; the answer may be out of date.
    public int steps() {
        return steps;
    }

    /// Whether the run was stopped at its limit.
    public boolean isStopped() {
        return isStopped;
    }

    /// Whether it was stopped since nobody does anything, though some do not wait.
    public boolean isIdle() {
        return isIdle;
    }

    /// Whether the run cannot be brought to an end, and its thread is given up. Any thread may ask.
    public boolean isStranded() {
        return isStranded;
    }

    /// Who runs. Any thread may ask; the answer may be out of date.
    public Subject running() {
        return running;
    }

    @Override
    public int next(List<? extends Subject> candidates, long deadlineNs) {
        int picked = pick(candidates, deadlineNs);
        if (picked >= 0) {
            running = candidates.get(picked);
        }
        return picked;
    }

    private int pick(List<? extends Subject> candidates, long deadlineNs) {
        if (++steps >= stepsMax) {
            stop();
        }
        if (world.intruder() != null) {
            throw new IllegalStateException(world.intruder() + " has reached for the mill");
        }
        idlers = idled ? idlers + 1 : 0;
        idled = false;
        if (timeMoves(candidates.size(), deadlineNs)) {
            return OUTSIDE;
        }
        if (!limits.anyTurn()) {
            return 0;
        }
        return decider.turn(candidates);
    }

    private boolean timeMoves(int candidates, long deadlineNs) {
        long nextNs = Math.min(world.agenda().nextNs(), deadlineNs < 0 ? Long.MAX_VALUE : deadlineNs);
        int blocking = world.simWorkers().pending();
        boolean nothingToCome = nextNs == Long.MAX_VALUE && blocking == 0;
        if (idlers >= candidates && (nothingToCome || world.stillness().hasSettlers())) {
            return idlersAreTakenForWaiters(candidates, nothingToCome);
        }
        if (nothingToCome) {
            return false;
        }
        boolean isIdleRound = idlers >= candidates * ROUNDS_TO_MOVE;
        if (!isIdleRound && !(limits.arrivals() && decider.pick(Kind.ARRIVAL, "time", 2) == 1)) {
            return false;
        }
        idlers = 0;
        if (world.stillness().isOver(false)) {
            return true;
        }
        if (blocking > 0 && (nextNs == Long.MAX_VALUE || decider.pick(Kind.ARRIVAL, "blocking or time", 2) == 0)) {
            world.simWorkers().finishOne();
        } else {
            world.agenda().advanceTo(nextNs);
        }
        return true;
    }

    /// Some do not wait, but do nothing either. Where that goes on they are taken for such as wait: it is told to who
    /// waits for stillness; and if nobody does, the run has no end.
    private boolean idlersAreTakenForWaiters(long candidates, boolean nothingToCome) {
        if (idlers >= candidates * IDLE_ROUNDS) {
            if (world.stillness().settles() || world.stillness().isOver(nothingToCome)) {
                idlers = 0;
                return true;
            }
            if (idlers >= candidates * IDLE_ROUNDS_MAX) {
                isIdle = true;
                stop();
            }
        }
        return false;
    }

    @Override
    public int afterStart(List<? extends Subject> candidates) {
        int picked = limits.anyTurn() ? decider.afterStart(candidates) : 0;
        running = candidates.get(picked);
        return picked;
    }

    @Override
    public void idles(Subject coroutine) {
        idled = true;
    }

    /// Everybody is cancelled first; where that does not help, nobody gets this thread back.
    private void stop() {
        if (!isStopped) {
            isStopped = true;
            stepsMax = Math.min(stepsMax, steps);
            world.failed();
            throw new IllegalStateException("the run has made " + steps + " steps");
        }
        isStranded = steps >= stepsMax + STEPS_TO_END;
        while (isStranded) {
            LockSupport.park(this);
        }
    }
}
