package org.jmill.examples.raft;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.FileSystem;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jmill.Body;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.Scope;
import org.jmill.test.disk.Disk;
import org.jmill.test.net.Host;
import org.jmill.test.net.Net;
import org.jmill.test.net.Readiness;
import org.jmill.test.sim.Limits;
import org.jmill.test.sim.Marks;
import org.jmill.test.sim.Outward;
import org.jmill.test.sim.SimWorld;
import org.jmill.world.Names;
import org.jmill.world.Observer;
import org.jmill.world.Poller;
import org.jmill.world.Subject;

/// Machines in memory, all of them in one mill, in virtual time: each has an address, a disk and a program. Whoever is
/// started by a coroutine runs on the same machine as it.
final class Machines implements Outward, Outward.Descriptors, Observer {
    private static final String CLIENTS = "clients"; // Where all run who are on no machine.

    private final Seeded decider;
    private final SimWorld world;
    private final Net net;
    private final Readiness readiness;
    private final Map<String, Machine> machines = new LinkedHashMap<>();
    private final Map<Subject, Machine> places = new IdentityHashMap<>(); // Of who lives and is on a machine.
    private Subject running;
    private Machine starting; // On which the next coroutine runs; null: where its parent does.

    private static final class Machine {
        final Host host;
        final Disk disk;
        final Body<?> program;
        Scope power; // null: it is off.

        Machine(Host host, Disk disk, Body<?> program) {
            this.host = host;
            this.disk = disk;
            this.program = program;
        }
    }

    Machines(long seed) {
        decider = new Seeded(seed);
        world = new SimWorld(decider, this, new Limits(Integer.MAX_VALUE / 2, false, false), new Marks(), this);
        net = new Net(world.agenda(), decider, this::here);
        readiness = new Readiness(net);
        net.add(CLIENTS);
    }

    /// Runs a body among them.
    <X extends Exception> void run(Engine engine, Body<X> body) throws X {
        Mill.run(MillOptions.defaults().world(world).seed(0).strict(false).engine(engine), body);
    }

    /// What lies between them.
    Net net() {
        return net;
    }

    /// How long a disk takes, and how often it fails.
    void disks(long minUs, long maxUs, double errors) {
        world.simWorkers().takes(minUs * 1_000, maxUs * 1_000);
        for (Machine machine : machines.values()) {
            machine.disk.faults().errors(errors);
            machine.disk.faults().splits(5 * errors);
            machine.disk.faults().reordered(0.2);
        }
    }

    /// See [Seeded#trace].
    long trace() {
        return decider.trace();
    }

    // ---- machines

    /// Adds a machine, and starts its program.
    void add(String name, Body<?> program) {
        Disk disk = new Disk(name, decider, world::nanoTime);
        Machine machine = new Machine(net.add(name), disk, program);
        machines.put(name, machine);
        start(name, machine);
    }

    private void start(String name, Machine machine) {
        starting = machine;
        Mill.go(name, () -> Scope.run(scope -> {
            machine.power = scope;
            scope.go(machine.program);
            Mill.msleep(-1);
        }));
    }

    /// Takes the power from one, if it has any, and gives it back after a time.
    void crash(String name, long offMs) {
        Machine machine = machines.get(name);
        if (machine.power == null) {
            return;
        }
        machine.power.abandon();
        machine.power = null;
        machine.host.crash();
        machine.disk.crash();
        Mill.go("power for " + name, () -> {
            Mill.msleep(Mill.now() + offMs);
            machine.host.restart();
            machine.disk.restart();
            start(name, machine);
        });
    }

    /// Whether all run.
    boolean areUp() {
        return machines.values().stream().allMatch(machine -> machine.power != null);
    }

    /// Their names.
    List<String> all() {
        return List.copyOf(machines.keySet());
    }

    // ---- who runs where

    private Host here() {
        Machine machine = places.get(running);
        return machine == null ? net.find(CLIENTS) : machine.host;
    }

    @Override
    public void spawned(Subject parent, Subject child) {
        Machine machine = starting != null ? starting : places.get(parent);
        starting = null;
        if (machine != null) {
            places.put(child, machine);
        }
    }

    @Override
    public void became(Subject coroutine) {
        running = coroutine;
    }

    @Override
    public void ended(Subject coroutine, Throwable thrown) {
        places.remove(coroutine);
    }

    // ---- what a world has

    @Override
    public SelectorProvider sockets() {
        return net.provider();
    }

    @Override
    public Names names() {
        return net.names();
    }

    @Override
    public FileSystem files() {
        return places.get(running).disk.files();
    }

    @Override
    public Descriptors descriptors() {
        return this;
    }

    @Override
    public Poller.Interest await(SelectableChannel channel, int events, Subject waiter) throws IOException {
        return readiness.await(channel, events, waiter);
    }

    @Override
    public Subject waiter(SelectableChannel channel, int events) {
        return readiness.waiter(channel, events);
    }

    @Override
    public int waiters() {
        return readiness.waiters();
    }

    @Override
    public void forget(SelectableChannel channel, Poller.Ready ready) {
        readiness.forget(channel, ready);
    }

    @Override
    public boolean serve(Poller.Ready ready) {
        return readiness.serve(ready) > 0;
    }
}
