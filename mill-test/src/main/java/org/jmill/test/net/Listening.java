package org.jmill.test.net;

import java.util.ArrayDeque;

/// Connections that wait to be accepted.
///
/// Invariant I1: `promised` ends have been answered, and are not in the queue yet.
final class Listening {
    /// What systems allow at most (`somaxconn`).
    private static final int BACKLOG_MAX = 4096;

    private final int backlog;
    private final Options options;
    private final Watch watch;
    private final ArrayDeque<StreamEnd> queue = new ArrayDeque<>();
    private int promised;
    private boolean closed;

    Listening(int backlog, Options options, Watch watch) {
        this.backlog = Math.min(backlog, BACKLOG_MAX);
        this.options = options;
        this.watch = watch;
    }

    /// The options of connections are those of the listener.
    Options options() {
        return options;
    }

    /// Whether no more may come: one more may wait than was asked for, as with Linux.
    boolean isFull() {
        return queue.size() + promised > backlog;
    }

    boolean isClosed() {
        return closed;
    }

    boolean isReadable() {
        return !queue.isEmpty();
    }

    /// Keeps a place for a connection that is being opened.
    void promise() {
        promised++;
    }

    /// It will not come.
    void withdraw() {
        promised--;
    }

    /// It has come, on the place that was kept.
    void add(StreamEnd end) {
        promised--;
        if (closed) {
            end.abort();
        } else {
            queue.add(end);
            watch.stir();
        }
    }

    /// @return null: none is there
    StreamEnd accept() {
        return queue.poll();
    }

    /// Who waits is reset.
    void close() {
        closed = true;
        queue.forEach(StreamEnd::abort);
        queue.clear();
    }

    /// Its host has crashed: who waits is told nothing.
    void vanish() {
        closed = true;
        queue.clear();
    }
}
