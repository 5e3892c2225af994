package org.jmill.test;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.FileSystem;
import org.jmill.test.net.Net;
import org.jmill.test.net.Readiness;
import org.jmill.test.sim.Outward;
import org.jmill.world.Names;
import org.jmill.world.Poller;
import org.jmill.world.Subject;

/// What the programs of a cluster see of the outside: each its own host and disk, all the same network.
final class ClusterOutside implements Outward, Outward.Descriptors {
    private final Net net;
    private final Readiness readiness;
    private Cluster cluster;

    ClusterOutside(Net net) {
        this.net = net;
        this.readiness = new Readiness(net);
    }

    /// The cluster has been made.
    void of(Cluster newCluster) {
        cluster = newCluster;
    }

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
        return cluster.filesHere();
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
