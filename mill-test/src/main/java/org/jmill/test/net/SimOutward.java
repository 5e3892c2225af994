package org.jmill.test.net;

import java.nio.channels.spi.SelectorProvider;
import java.nio.file.FileSystem;
import java.util.function.Supplier;
import org.jmill.test.sim.Outward;
import org.jmill.world.Names;

/// A network, and the disk of whoever asks, as a simulated world hands them out.
///
/// @param net the network
/// @param disks gives the disk of the host on which the caller runs
public record SimOutward(Net net, Supplier<FileSystem> disks) implements Outward {
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
        return disks.get();
    }

    @Override
    public Descriptors descriptors() {
        return new Readiness(net);
    }
}
