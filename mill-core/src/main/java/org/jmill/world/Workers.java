package org.jmill.world;

import java.util.concurrent.Future;

/// Runs code that blocks. Its methods may be called by any thread.
///
/// Source: none; libmill has no threads.
///
/// @since 0.1.0
public interface Workers {
    /// What the code does. Each kind has a limit of its own, so that none keeps another from running.
    enum Kind {
        /// Code of the user's: [Mill.blocking][org.jmill.Mill#blocking(java.util.concurrent.Callable)].
        BLOCKING,
        /// Reads and writes files that always answer.
        FILES,
        /// Opens, reads and writes pipes, terminals and other streams, which may take for ever.
        STREAMS,
        /// Looks up names and addresses.
        NAMES,
        /// Computes what a TLS handshake needs.
        TLS,
        /// Watches a mill from outside; there is hardly ever more than one.
        WATCH
    }

    /// Has code run, once. Never waits for it: where the limit of its kind is reached, it waits its turn in a queue.
    /// One that simulates threads may run it before it returns.
    ///
    /// @param kind what it does
    /// @param code throws nothing; may block
    /// @return to cancel it with: code that waits in the queue then never runs, code that runs is interrupted if
    ///   that is asked for
    Future<?> submit(Kind kind, Runnable code);

    /// Tells how busy they are.
    ///
    /// @param kind of which kind
    /// @return the numbers, out of date at once
    Load load(Kind kind);

    /// How busy the workers of a kind are.
    ///
    /// @param threads how many there are, idle ones among them
    /// @param limit how many there may be
    /// @param queued how many calls wait for one
    record Load(int threads, int limit, int queued) {}
}
