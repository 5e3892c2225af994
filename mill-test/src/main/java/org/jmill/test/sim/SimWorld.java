package org.jmill.test.sim;

import java.nio.channels.spi.SelectorProvider;
import java.nio.file.FileSystem;
import java.util.random.RandomGenerator;
import org.jmill.world.Names;
import org.jmill.world.Observer;
import org.jmill.world.Poller;
import org.jmill.world.Turns;
import org.jmill.world.Workers;
import org.jmill.world.World;

/// The world of one run of a test: time that stands while anybody can run, and decisions wherever the real one leaves
/// something to chance. For one mill, once.
public final class SimWorld implements World {
    private final Agenda agenda;
    private final Machines machines;
    private final Decider decider;
    private final Outward outward;
    private final SimPoller poller;
    private final SimWorkers workers;
    private final SimTurns turns;
    private final Listener observer; // null = nobody listens

    private final Marks marks;
    private boolean isCalm;
    private Throwable noted; // A check that has failed, whoever has caught that; null = none has.

    // Written by a foreign thread; null = none has come.
    private volatile String intruder;

    /// @param agenda the time, of which `outward` may know
    /// @param machines what runs on which machine, if there are any
    /// @param decider who is asked
    /// @param outward sockets, names and files
    /// @param limits how far a run may go
    /// @param marks what is to be seen at least once, over all runs of a test
    /// @param observer whom events are told; null: nobody
    public SimWorld(
            Agenda agenda,
            Machines machines,
            Decider decider,
            Outward outward,
            Limits limits,
            Marks marks,
            Listener observer) {
        this.agenda = agenda;
        this.machines = machines;
        this.decider = decider;
        this.outward = outward;
        this.observer = observer;
        this.marks = marks;
        this.workers = new SimWorkers(agenda, decider, machines);
        this.poller = new SimPoller(agenda, outward.descriptors(), workers);
        this.turns = new SimTurns(this, decider, limits);
    }

    /// The time, and what is to happen in it.
    public Agenda agenda() {
        return agenda;
    }

    /// What runs on which machine.
    public Machines machines() {
        return machines;
    }

    /// From now on nothing goes wrong that a program offers by itself.
    public void calm() {
        isCalm = true;
    }

    /// Who is asked.
    public Decider decider() {
        return decider;
    }

    /// Where those wait who want to know that nobody can run.
    public SimPoller stillness() {
        return poller;
    }

    /// How long what blocks takes.
    public SimWorkers simWorkers() {
        return workers;
    }

    /// Who runs next.
    public SimTurns simTurns() {
        return turns;
    }

    /// What is to be seen at least once.
    public Marks marks() {
        return marks;
    }

    /// A check has failed: the run has, whoever catches what is thrown.
    public void note(Throwable failure) {
        if (noted == null) {
            noted = failure;
        }
    }

    /// The first check that has failed; null: none has.
    public Throwable noted() {
        return noted;
    }

    /// The body of the test has ended.
    public void bodyEnded() {
        if (observer != null) {
            observer.bodyEnded();
        }
    }

    /// What is left to happen is the clearing up after a failure.
    public void failed() {
        if (observer != null) {
            observer.failed();
        }
    }

    /// A variable that coroutines share is read or written.
    public void touch(Object object) {
        if (observer != null) {
            observer.touched(object);
        }
    }

    /// A thread that is none of the mill's and has reached for it; null: none has.
    public String intruder() {
        return intruder;
    }

    @Override
    public void reached(String mill) {
        Thread thread = Thread.currentThread();
        String name = thread.getName().isEmpty() ? "thread #" + thread.threadId() : "thread " + thread.getName();
        intruder = name;
        throw new IllegalStateException("reach mill: " + name
                + " is none of the mill's, and in a test there is no other; use go(), or blocking() for code that"
                + " blocks, or @MillTest(time = REAL)");
    }

    @Override
    public long nanoTime() {
        return agenda.nowNs();
    }

    @Override
    public Poller poller() {
        return poller;
    }

    /// What is simulated has no process that could end.
    @Override
    public Runnable atShutdown(Runnable action) {
        return () -> {};
    }

    @Override
    public SelectorProvider sockets() {
        return outward.sockets();
    }

    @Override
    public Names names() {
        return outward.names();
    }

    @Override
    public FileSystem files() {
        return outward.files();
    }

    @Override
    public Workers workers() {
        return workers;
    }

    @Override
    public int draw(RandomGenerator random, int bound) {
        return decider.pick(Kind.DRAW, "draw", bound);
    }

    @Override
    public Turns turns() {
        return turns;
    }

    @Override
    public boolean fault(String name, double probability) {
        return !isCalm && decider.happens(Kind.FAULT, name, probability);
    }

    @Override
    public Observer observer(String mill) {
        return observer;
    }

    @Override
    public String toString() {
        return "simulated";
    }
}
