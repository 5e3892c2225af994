package org.jmill.test.sim;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.FileSystem;
import org.jmill.world.Names;
import org.jmill.world.Poller;
import org.jmill.world.Subject;

/// What a simulated world has beside its time: sockets, names and files. Rooms that simulate these give it.
public interface Outward {
    /// Opens sockets.
    SelectorProvider sockets();

    /// Finds addresses.
    Names names();

    /// Opens files.
    FileSystem files();

    /// Knows which of the sockets are ready, and who waits for them. Called once.
    Descriptors descriptors();

    /// The part of a [Poller] that does not wait.
    interface Descriptors {
        /// As of [Poller#await].
        Poller.Interest await(SelectableChannel channel, int events, Subject waiter) throws IOException;

        /// As of [Poller#waiter].
        Subject waiter(SelectableChannel channel, int events);

        /// As of [Poller#waiters].
        int waiters();

        /// As of [Poller#forget].
        void forget(SelectableChannel channel, Poller.Ready ready);

        /// Whether one is ready that somebody waits for.
        boolean isAnyReady();

        /// Tells of those that are ready.
        ///
        /// @return whether there were any
        boolean serve(Poller.Ready ready);
    }
}
