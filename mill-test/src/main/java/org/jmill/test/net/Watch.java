package org.jmill.test.net;

import java.nio.channels.SelectableChannel;
import org.jmill.world.Poller;
import org.jmill.world.Subject;

/// A channel, and the coroutines that wait for its two directions.
///
/// Invariant I1: somebody may be ready only if it stands in its owner's line of those that have stirred.
final class Watch implements Poller.Interest {
    /// A channel that can be waited for.
    interface Watched {
        /// Of which network it is.
        Net net();

        /// Who waits for it.
        Watch watch();

        /// Whether a read, or an accept, has an answer now.
        boolean isReadable();

        /// Whether a write, or a connect, has an answer now.
        boolean isWritable();
    }

    private final SelectableChannel channel;
    private final Watched watched;
    private Readiness owner; // null: nobody has waited yet.
    private Subject in;
    private Subject out;
    private boolean stirred;

    <C extends SelectableChannel & Watched> Watch(C channel) {
        this.channel = channel;
        this.watched = channel;
    }

    @Override
    public SelectableChannel channel() {
        return channel;
    }

    @Override
    public int events(Subject waiter) {
        return (in == waiter ? Poller.IN : 0) | (out == waiter ? Poller.OUT : 0);
    }

    @Override
    public void abandon(Subject waiter) {
        if (in == waiter || out == waiter) {
            in = in == waiter ? null : in;
            out = out == waiter ? null : out;
            owner.left();
        }
    }

    /// Whose it is; null: it is free.
    Readiness owner() {
        return owner;
    }

    void enter(Readiness by, int events, Subject waiter) {
        stirred &= owner == by; // Who had it before never asks again.
        owner = by;
        in = (events & Poller.IN) != 0 ? waiter : in;
        out = (events & Poller.OUT) != 0 ? waiter : out;
        stir();
    }

    Subject waiter(int events) {
        return (events & Poller.IN) != 0 && in != null ? in : (events & Poller.OUT) != 0 ? out : null;
    }

    /// Something has changed.
    void stir() {
        if (!stirred && (in != null || out != null)) {
            stirred = true;
            owner.stirred(this);
        }
    }

    boolean isReady() {
        return !channel.isOpen() || in != null && watched.isReadable() || out != null && watched.isWritable();
    }

    /// Tells of those that are ready. It has left its owner's line.
    void serve(Poller.Ready ready) {
        stirred = false;
        if (!channel.isOpen()) {
            fail(ready);
            return;
        }
        Subject reader = in != null && watched.isReadable() ? in : null;
        Subject writer = out != null && watched.isWritable() ? out : null;
        if (reader != null && reader == writer) {
            tell(ready, reader, Poller.IN | Poller.OUT);
            return;
        }
        if (reader != null) {
            tell(ready, reader, Poller.IN);
        }
        if (writer != null) {
            tell(ready, writer, Poller.OUT);
        }
    }

    /// Tells all that the channel is closed.
    void fail(Poller.Ready ready) {
        Subject reader = in;
        Subject writer = out;
        if (reader != null) {
            tell(ready, reader, Poller.ERR);
        }
        if (writer != null && writer != reader) {
            tell(ready, writer, Poller.ERR);
        }
    }

    private void tell(Poller.Ready ready, Subject waiter, int events) {
        abandon(waiter);
        ready.ready(waiter, events);
    }
}
