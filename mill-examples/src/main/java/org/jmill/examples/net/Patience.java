package org.jmill.examples.net;

import static org.jmill.Mill.now;

import java.net.SocketTimeoutException;

/// How long a connection has been silent, for the two coroutines that own its directions: as long
/// as the one moves bytes, the other may wait.
public final class Patience {
    private final int idleMs; // 0: no limit.
    private long movedMs = now();

    /// @param limits how long a client may do nothing
    public Patience(Limits limits) {
        idleMs = limits.idleMs();
    }

    /// A byte has gone either way.
    public void moved() {
        movedMs = now();
    }

    /// When it will be over, unless bytes move.
    public long deadline() {
        return idleMs == 0 ? -1 : movedMs + idleMs;
    }

    /// Goes on if bytes have moved meanwhile.
    ///
    /// @throws SocketTimeoutException the one given, if not
    public void unlessMoved(SocketTimeoutException timeout) throws SocketTimeoutException {
        if (deadline() <= now()) {
            throw timeout;
        }
    }
}
