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

    private final SimWorld world;
    private final Decider decider;
    private final Limits limits;
    private final int stepsMax;
    private int steps;
    private int idlers; // In a row, up to now.
    private boolean idled; // The last step did nothing.
    private boolean hasJustStarted; // A child was made ready, and is the last of the next candidates.
    private boolean isStopped;
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
        boolean isLate = hasJustStarted;
        hasJustStarted = false;
        if (timeMoves(candidates.size(), deadlineNs)) {
            return OUTSIDE;
        }
        if (!limits.anyTurn()) {
            return 0;
        }
        int count = candidates.size();
        if (isLate && count > 1) {
            count--; // That the child runs now was decided against.
        }
        return count == 1 ? 0 : decider.turn(candidates, count);
    }

    private boolean timeMoves(int candidates, long deadlineNs) {
        Agenda agenda = world.agenda();
        long nextNs = Math.min(agenda.nextNs(), deadlineNs < 0 ? Long.MAX_VALUE : deadlineNs);
        int blocking = world.simWorkers().pending();
        if (nextNs == Long.MAX_VALUE && blocking == 0) {
            return false;
        }
        boolean isIdleRound = idlers >= candidates;
        if (!isIdleRound && !(limits.arrivals() && decider.pick(Kind.ARRIVAL, "time", 2) == 1)) {
            return false;
        }
        idlers = 0;
        if (blocking > 0 && (nextNs == Long.MAX_VALUE || decider.pick(Kind.ARRIVAL, "blocking or time", 2) == 0)) {
            world.simWorkers().finishOne();
        } else {
            agenda.advanceTo(nextNs);
        }
        return true;
    }

    @Override
    public boolean startsAtOnce(Subject parent, Subject child) {
        boolean late = limits.anyTurn() && decider.startsLate(parent, child);
        hasJustStarted = late;
        running = late ? running : child;
        return !late;
    }

    @Override
    public void idles(Subject coroutine) {
        idled = true;
    }

    /// Everybody is cancelled first; where that does not help, nobody gets this thread back.
    private void stop() {
        if (!isStopped) {
            isStopped = true;
            throw new IllegalStateException("the run has made " + steps + " steps");
        }
        isStranded = steps >= stepsMax + STEPS_TO_END;
        while (isStranded) {
            LockSupport.park(this);
        }
    }
}
