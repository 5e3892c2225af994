package org.jmill.test;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.FileSystem;
import org.jmill.test.net.Host;
import org.jmill.test.net.Net;
import org.jmill.test.net.Readiness;
import org.jmill.test.sim.Agenda;
import org.jmill.test.sim.Decider;
import org.jmill.test.sim.Limits;
import org.jmill.test.sim.Listener;
import org.jmill.test.sim.Machines;
import org.jmill.test.sim.Marks;
import org.jmill.test.sim.Outward;
import org.jmill.test.sim.SimWorld;
import org.jmill.world.Names;
import org.jmill.world.Poller;
import org.jmill.world.Subject;

/// The outside of a test without a [Cluster]: a network in memory of one host, `localhost`, and an empty disk. Nothing
/// fails there by itself. Most tests ask for neither, so they are made when somebody does.
final class OneHost implements Outward, Outward.Descriptors {
    private final Agenda agenda;
    private final Decider decider;
    private Net net; // null = nobody has asked for it
    private Host host;
    private Readiness readiness;
    private FileSystem disk; // null = nobody has asked for it

    private OneHost(Agenda agenda, Decider decider) {
        this.agenda = agenda;
        this.decider = decider;
    }

    /// Makes a world with it.
    static SimWorld world(Decider decider, Limits limits, Marks marks, Listener observer) {
        Agenda agenda = new Agenda();
        return new SimWorld(agenda, new Machines(), decider, new OneHost(agenda, decider), limits, marks, observer);
    }

    private Net net() {
        if (net == null) {
            net = new Net(agenda, decider, () -> host);
            host = net.add("localhost");
            host.disk(files());
            readiness = new Readiness(net);
        }
        return net;
    }

    @Override
    public SelectorProvider sockets() {
        return net().provider();
    }

    @Override
    public Names names() {
        return net().names();
    }

    @Override
    public FileSystem files() {
        if (disk == null) {
            disk = new SimDisk("localhost", decider, agenda::nowNs).files();
        }
        return disk;
    }

    @Override
    public Descriptors descriptors() {
        return this;
    }

    @Override
    public Poller.Interest await(SelectableChannel channel, int events, Subject waiter) throws IOException {
        net();
        return readiness.await(channel, events, waiter);
    }

    @Override
    public Subject waiter(SelectableChannel channel, int events) {
        return readiness == null ? null : readiness.waiter(channel, events);
    }

    @Override
    public int waiters() {
        return readiness == null ? 0 : readiness.waiters();
    }

    @Override
    public void forget(SelectableChannel channel, Poller.Ready ready) {
        if (readiness != null) {
            readiness.forget(channel, ready);
        }
    }

    @Override
    public boolean isAnyReady() {
        return readiness != null && readiness.isAnyReady();
    }

    @Override
    public boolean serve(Poller.Ready ready) {
        return readiness != null && readiness.serve(ready);
    }
}
