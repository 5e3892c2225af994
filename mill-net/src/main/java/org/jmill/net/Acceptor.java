package org.jmill.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Supplier;
import org.jmill.Mill;

/// A listening channel and the loop that accepts from it: what tcp and unix listeners share.
final class Acceptor {
    /// How many connections in a row may fail before they are worth telling.
    private static final int FAILURES_MAX = 16;

    private static final int PAUSE_MS_MIN = 5;
    private static final int PAUSE_MS_MAX = 160;

    final ServerSocketChannel channel;
    private final String label;
    private final Turn turn = new Turn();
    private boolean closed;
    private int pauseMs = PAUSE_MS_MIN; // Before descriptors are asked for again.

    Acceptor(ServerSocketChannel channel, String label) {
        this.channel = channel;
        this.label = label;
    }

    /// Opens, binds and listens; leaves nothing open if it fails, which is told in full here.
    ///
    /// @param occupant says who has an address that is in use, behind the message; "" if that is not known
    static ServerSocketChannel listen(
            ProtocolFamily family, SocketAddress address, ListenOptions options, String what, Supplier<String> occupant)
            throws IOException {
        ServerSocketChannel channel;
        try {
            channel = Doors.sockets().openServerSocketChannel(family);
        } catch (UnsupportedOperationException e) {
            throw Failures.noFamily(what, e);
        } catch (IOException e) {
            throw Failures.socket(what, e);
        }
        boolean listening = false;
        try {
            channel.configureBlocking(false);
            options.applyTo(channel, what);
            bind(channel, address, options, what, occupant);
            listening = true;
            return channel;
        } finally {
            if (!listening) {
                channel.close();
            }
        }
    }

    private static void bind(
            ServerSocketChannel channel,
            SocketAddress address,
            ListenOptions options,
            String what,
            Supplier<String> occupant)
            throws IOException {
        try {
            channel.bind(address, options.backlogToAsk());
        } catch (IOException e) {
            throw Failures.bind(what, e, Failures.isInUse(e) ? occupant.get() : "");
        }
    }

    /// Takes the next connection, in non-blocking mode.
    SocketChannel accept(long deadlineMs) throws IOException {
        Mill.checkDeadline("accept", deadlineMs);
        turn.begin("accept", this);
        try {
            checkOpen("accept");
            int failures = 0;
            while (true) {
                SocketChannel connection = null;
                int ready;
                try {
                    connection = channel.accept();
                    if (connection != null) {
                        connection.configureBlocking(false);
                        pauseMs = PAUSE_MS_MIN;
                        return connection;
                    }
                    ready = Mill.fdwait(channel, Mill.FDW_IN, deadlineMs);
                } catch (IOException e) {
                    afterFailure(e, connection, ++failures, deadlineMs);
                    continue;
                } catch (UncheckedIOException e) { // There is no descriptor for the selector.
                    afterFailure(Failures.causeOfNoWait(e), null, ++failures, deadlineMs);
                    continue;
                }
                afterWait(ready);
            }
        } finally {
            turn.end();
        }
    }

    /// A connection that its peer has aborted is passed over. Where descriptors are missing it is
    /// tried once more, after the poller has let go of those that were closed; then reported, and
    /// not too often: a loop that accepts again and again must not starve who would free some.
    private void afterFailure(IOException e, SocketChannel connection, int failures, long deadlineMs)
            throws IOException {
        if (connection != null) {
            connection.close();
        }
        checkOpenMeanwhile();
        if (!Failures.isOutOfDescriptors(e) && failures < FAILURES_MAX) {
            return;
        }
        boolean first = failures == 1;
        long until = Mill.now() + (first ? 0 : pauseMs);
        Mill.msleep(deadlineMs < 0 ? until : Math.min(until, deadlineMs));
        checkOpenMeanwhile();
        if (!first) {
            pauseMs = Math.min(2 * pauseMs, PAUSE_MS_MAX);
            throw Failures.socket("accept " + this, e);
        }
    }

    private void afterWait(int ready) throws IOException {
        turn.waited();
        checkOpenMeanwhile();
        if (ready == 0) {
            throw Failures.timeout("accept " + this, 0, Failures.NONE);
        }
    }

    private void checkOpenMeanwhile() throws IOException {
        if (closed || !channel.isOpen()) {
            throw Failures.closedMeanwhile("accept " + this, 0, Failures.NONE);
        }
    }

    void checkOpen(String verb) throws IOException {
        if (closed) {
            throw Failures.closed(verb + " " + this + ": socket is closed");
        }
    }

    boolean isOpen() {
        return !closed;
    }

    boolean isTaken() {
        return turn.isTaken();
    }

    /// Closes it; wakes who waits. Returns false if that was done before.
    boolean close() throws IOException {
        if (closed) {
            return false;
        }
        closed = true;
        try {
            Mill.fdclean(channel);
        } finally {
            channel.close();
        }
        return true;
    }

    /// Forgets the channel without closing it.
    ServerSocketChannel giveUp() throws IOException {
        checkOpen("detach");
        closed = true;
        Mill.fdclean(channel);
        return channel;
    }

    @Override
    public String toString() {
        return label;
    }
}
