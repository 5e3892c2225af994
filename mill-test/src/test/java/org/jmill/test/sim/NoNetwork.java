package org.jmill.test.sim;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import org.jmill.world.Names;
import org.jmill.world.Poller;
import org.jmill.world.Subject;

/// The outside of a test that has none: sockets can be opened, as nobody may be told of it, but not be waited for.
public final class NoNetwork implements Outward, Outward.Descriptors {
    /// The only one.
    public static final NoNetwork INSTANCE = new NoNetwork();

    private NoNetwork() {}

    @Override
    public SelectorProvider sockets() {
        return SelectorProvider.provider();
    }

    @Override
    public Names names() {
        return host -> {
            throw new java.net.UnknownHostException(host);
        };
    }

    @Override
    public FileSystem files() {
        return FileSystems.getDefault();
    }

    @Override
    public Descriptors descriptors() {
        return this;
    }

    @Override
    public Poller.Interest await(SelectableChannel channel, int events, Subject waiter) throws IOException {
        throw new IOException(
                "channel of the real world in a simulated one; open it by way of Mill.world().sockets(), as mill-net"
                        + " does");
    }

    @Override
    public Subject waiter(SelectableChannel channel, int events) {
        return null;
    }

    @Override
    public int waiters() {
        return 0;
    }

    @Override
    public void forget(SelectableChannel channel, Poller.Ready ready) {
        // Nobody waits.
    }

    @Override
    public boolean isAnyReady() {
        return false;
    }

    @Override
    public boolean serve(Poller.Ready ready) {
        return false;
    }
}
