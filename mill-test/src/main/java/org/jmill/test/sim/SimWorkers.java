package org.jmill.test.sim;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
    private final Machines machines;
    private final List<Job> waiting = new ArrayList<>(); // Those without a duration.
    private final Set<Job> timed = new LinkedHashSet<>(); // Those with one.
    private long minNs;
    private long maxNs;

    /// Something to be done, for a machine or none.
    private final class Job extends FutureTask<Object> {
        private final Object machine = machines.here();

        private final boolean isShared;

        /// @param kind of which a look-up is not one machine's alone: who asks for the same name waits for the same one
        Job(Kind kind, Runnable code) {
            super(Executors.callable(code));
            isShared = kind == Kind.NAMES;
        }

        boolean endsWith(Object crashed) {
            return machine == crashed && !isShared;
        }

        @Override
        public void run() {
            machines.runOn(machine, super::run);
        }

        /// Who blocks the mill's thread until it is done, as one who closes a file while he is cancelled, has it done:
        /// no other thread would do it.
        @Override
        public Object get(long timeout, TimeUnit unit)
                throws InterruptedException, ExecutionException, TimeoutException {
            run(); // Nothing, if it is done.
            return super.get(timeout, unit);
        }
    }

    SimWorkers(Agenda agenda, Decider decider, Machines machines) {
        this.agenda = agenda;
        this.decider = decider;
        this.machines = machines;
    }

    /// From now on what blocks takes so long.
    public void takes(long newMinNs, long newMaxNs) {
        minNs = newMinNs;
        maxNs = newMaxNs;
    }

    @Override
    public Future<?> submit(Kind kind, Runnable code) {
        Job job = new Job(kind, code);
        if (maxNs == 0) {
            waiting.add(job);
        } else {
            timed.add(job);
            agenda.after(decider.between(org.jmill.test.sim.Kind.ARRIVAL, "blocking", minNs, maxNs), () -> {
                timed.remove(job);
                job.run();
            });
        }
        return job;
    }

    /// A machine has crashed: nothing of what it has begun is done.
    public void forget(Object machine) {
        waiting.removeIf(job -> job.endsWith(machine));
        timed.forEach(job -> {
            if (job.endsWith(machine)) {
                job.cancel(false);
            }
        });
    }

    /// How many are to be done.
    int pending() {
        waiting.removeIf(Future::isDone);
        return waiting.size();
    }

    boolean isBusy() {
        return !timed.isEmpty() || pending() > 0;
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
        return new Load(0, Integer.MAX_VALUE, waiting.size() + timed.size());
    }
}
