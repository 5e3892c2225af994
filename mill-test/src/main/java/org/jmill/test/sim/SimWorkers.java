package org.jmill.test.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jmill.world.Workers;

/// Runs code that blocks, later, on the mill's own thread, where nobody else may run meanwhile.
///
/// Without a duration it is done when nobody can run, or when it is decided that it comes sooner; with one, when that
/// time has passed.
public final class SimWorkers implements Workers {
    private final Agenda agenda;
    private final Decider decider;
    private final List<FutureTask<?>> waiting = new ArrayList<>(); // Those without a duration.
    private long minNs;
    private long maxNs;
    private int timed; // Those with one.

    SimWorkers(Agenda agenda, Decider decider) {
        this.agenda = agenda;
        this.decider = decider;
    }

    /// From now on what blocks takes so long.
    public void takes(long newMinNs, long newMaxNs) {
        minNs = newMinNs;
        maxNs = newMaxNs;
    }

    @Override
    public Future<?> submit(Kind kind, Runnable code) {
        FutureTask<?> task = new Work(Executors.callable(code));
        if (maxNs == 0) {
            waiting.add(task);
        } else {
            timed++;
            agenda.after(decider.between(org.jmill.test.sim.Kind.ARRIVAL, "blocking", minNs, maxNs), () -> {
                timed--;
                task.run();
            });
        }
        return task;
    }

    /// Who blocks the mill's thread until it is done, as one who closes a file while he is cancelled, has it done: no
    /// other thread would do it.
    private static final class Work extends FutureTask<Object> {
        Work(Callable<Object> code) {
            super(code);
        }

        @Override
        public Object get() throws InterruptedException, ExecutionException {
            run(); // Nothing, if it is done.
            return super.get();
        }

        @Override
        public Object get(long timeout, TimeUnit unit)
                throws InterruptedException, ExecutionException, TimeoutException {
            run();
            return super.get(timeout, unit);
        }
    }

    /// How many are to be done.
    int pending() {
        waiting.removeIf(Future::isDone);
        return waiting.size();
    }

    boolean isBusy() {
        return timed > 0 || pending() > 0;
    }

    /// Does one of those without a duration, if there is any.
    boolean finishOne() {
        int count = pending();
        if (count == 0) {
            return false;
        }
        waiting.remove(decider.pick(org.jmill.test.sim.Kind.ARRIVAL, "which of what blocks", count))
                .run();
        return true;
    }

    @Override
    public Load load(Kind kind) {
        return new Load(0, Integer.MAX_VALUE, waiting.size() + timed);
    }
}
