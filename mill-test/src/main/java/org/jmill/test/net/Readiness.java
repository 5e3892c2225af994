package org.jmill.test.net;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.util.ArrayDeque;
import org.jmill.test.sim.Outward;
import org.jmill.world.Poller;
import org.jmill.world.Subject;

/// Who waits for the channels of a network, and who of them can go on: all of a [Poller] but the waiting.
///
/// Channels are told of in the order in which something has changed for them, of one channel the reader first.
public final class Readiness implements Outward.Descriptors {
    private final Net net;
    private ArrayDeque<Watch> stirred = new ArrayDeque<>();
    private int waiters;

    /// Of the channels of this network.
    public Readiness(Net net) {
        this.net = net;
    }

    /// Fails for a channel that is closed or none of this network, or for which another mill waits.
    @Override
    public Poller.Interest await(SelectableChannel channel, int events, Subject waiter) throws IOException {
        if (!(channel instanceof Watch.Watched watched)) {
            throw new IOException("a channel of the system, in a world whose network is simulated; open it with"
                    + " Mill.world().sockets()");
        }
        if (watched.net() != net) {
            throw new IOException("a channel of another simulated world");
        }
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        Watch watch = watched.watch();
        if (watch.owner() != null && watch.owner() != this && watch.waiter(Poller.IN | Poller.OUT) != null) {
            throw new IOException("a channel for which another mill waits");
        }
        waiters++;
        watch.enter(this, events, waiter);
        return watch;
    }

    @Override
    public Subject waiter(SelectableChannel channel, int events) {
        return channel instanceof Watch.Watched watched && watched.watch().owner() == this
                ? watched.watch().waiter(events)
                : null;
    }

    @Override
    public int waiters() {
        return waiters;
    }

    @Override
    public void forget(SelectableChannel channel, Poller.Ready ready) {
        if (channel instanceof Watch.Watched watched && watched.watch().owner() == this) {
            watched.watch().fail(ready);
        }
    }

    /// Whether somebody can go on.
    public boolean isAnyReady() {
        for (Watch watch : stirred) {
            if (watch.isReady()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean serve(Poller.Ready ready) {
        int before = waiters;
        ArrayDeque<Watch> all = stirred;
        stirred = new ArrayDeque<>();
        for (Watch watch = all.poll(); watch != null; watch = all.poll()) {
            watch.serve(ready);
        }
        return waiters != before;
    }

    void stirred(Watch watch) {
        stirred.add(watch);
    }

    void left() {
        waiters--;
    }
}
