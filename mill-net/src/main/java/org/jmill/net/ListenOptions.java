package org.jmill.net;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import org.jmill.MillPanic;

/// How to listen. Immutable: each call returns a new one.
///
/// @param backlog how many connections may wait to be accepted; 0: as many as the system allows
/// @param reusePort whether several listeners, of this mill, of others and of other processes of
///   this user, may share the port; the system then spreads the connections (`SO_REUSEPORT`)
/// @param socket how the connections that are accepted are to be
/// @since 0.1.0
public record ListenOptions(int backlog, boolean reusePort, SocketOptions socket) {
    private static final ListenOptions DEFAULTS = new ListenOptions(0, false, SocketOptions.defaults());

    /// More than systems allow, which then take their own limit; but no more than the 16 bits that some keep.
    private static final int BACKLOG_MAX = 0xffff;

    /// Options with these values.
    ///
    /// @throws MillPanic if the backlog is negative, or the socket's options are null
    public ListenOptions {
        if (backlog < 0) {
            throw new MillPanic("listen: backlog is negative: " + backlog);
        }
        if (socket == null) {
            throw new MillPanic("listen: socket options are null");
        }
    }

    /// As long a backlog as the system allows, a port of one's own, sockets as they are by default.
    ///
    /// @return the options as they are
    public static ListenOptions defaults() {
        return DEFAULTS;
    }

    /// With this backlog.
    ///
    /// @param connections how many
    /// @return the options, changed
    /// @throws MillPanic if it is negative
    public ListenOptions backlog(int connections) {
        return new ListenOptions(connections, reusePort, socket);
    }

    /// With or without sharing the port.
    ///
    /// @param shared whether to
    /// @return the options, changed
    public ListenOptions reusePort(boolean shared) {
        return new ListenOptions(backlog, shared, socket);
    }

    /// With such connections.
    ///
    /// @param options of each socket that is accepted
    /// @return the options, changed
    /// @throws MillPanic if they are null
    public ListenOptions socket(SocketOptions options) {
        return new ListenOptions(backlog, reusePort, options);
    }

    /// What to ask the system for; the JDK would make 50 of 0.
    int backlogToAsk() {
        return backlog == 0 ? BACKLOG_MAX : backlog;
    }

    /// @throws MillPanic if something was set that a UNIX socket has not
    void checkForUnix(String what) {
        if (reusePort) {
            throw new MillPanic(what + ": a UNIX socket has no reusePort; give options without it");
        }
        socket.checkForUnix(what);
    }

    void applyTo(NetworkChannel channel, String what) throws IOException {
        socket.applyTo(channel);
        if (!reusePort) {
            return;
        }
        if (!channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
            throw new IOException(what + ": this system cannot share a port");
        }
        channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
    }
}
