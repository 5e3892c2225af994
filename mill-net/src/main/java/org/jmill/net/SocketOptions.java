package org.jmill.net;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import jdk.net.ExtendedSocketOptions;
import org.jmill.MillPanic;
import org.jspecify.annotations.Nullable;

/// How a socket is to be: the one place for that, whether it connects
/// ([TcpSocket#connect(IpAddr,SocketOptions,long)],
/// [TlsSocket#connect(IpAddr,String,TlsOptions,SocketOptions,long)],
/// [UnixSocket#connect(String,SocketOptions,long)]) or is accepted ([ListenOptions#socket]).
/// Immutable: each call returns a new one.
///
/// {@snippet file="org/jmill/net/snippets/TcpSnippet.java" region="options"}
///
/// By default small sends are not held back (`TCP_NODELAY`), and a peer that has vanished without a word is
/// found out by keepalive: after 15 seconds of silence it is probed every 15 seconds, and given up after 9
/// probes that it has not answered, as in Go. A receive then fails as for any connection that is broken. What a
/// system does not know is left out.
///
/// A UNIX socket has buffers and may linger; to set for it what only a connection of IP has is a panic.
///
/// Source: none; libmill leaves all to the system. Go's `net.KeepAliveConfig` and `TCPConn`.
///
/// @since 0.1.0
public final class SocketOptions {
    private static final SocketOptions DEFAULTS = new SocketOptions(new Settings());

    private static final int SECONDS_MAX = 32_767; // What Linux takes.
    private static final int PROBES_MAX = 127;
    private static final int TRAFFIC_CLASS_MAX = 255;

    /// What can be set.
    private static final class Settings implements Cloneable {
        boolean noDelay = true;
        boolean keepAlive = true;
        int idleS = 15;
        int intervalS = 15;
        int probes = 9;
        int sendBytes; // 0: the system's affair.
        int receiveBytes; // 0: the system's affair.
        int trafficClass = -1; // -1: the system's affair.
        int lingerMs = (int) StreamSocket.LINGER_MS;
        String ofIp = ""; // Of what was set, the last that only IP has, by its method's name; "": nothing was.

        @Override
        public Settings clone() {
            try {
                return (Settings) super.clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /// Changes a copy of the settings.
    private interface Change {
        void apply(Settings settings);
    }

    private final Settings settings;

    private SocketOptions(Settings settings) {
        this.settings = settings;
    }

    private SocketOptions with(Change change) {
        Settings changed = settings.clone();
        change.apply(changed);
        return new SocketOptions(changed);
    }

    /// With keepalive and without delay.
    ///
    /// @return the options as they are
    public static SocketOptions defaults() {
        return DEFAULTS;
    }

    /// Whether a silent peer is probed (`SO_KEEPALIVE`).
    ///
    /// @param on whether to
    /// @return the options, changed
    public SocketOptions keepAlive(boolean on) {
        return with(s -> {
            s.keepAlive = on;
            s.ofIp = "keepAlive";
        });
    }

    /// Probes a silent peer at these times. Where the JDK does not know how to ask for that, the system's times
    /// hold.
    ///
    /// @param idleS seconds of silence before the first probe, 1 to 32767
    /// @param intervalS seconds between two probes, 1 to 32767
    /// @param probes so many that are not answered end the connection, 1 to 127
    /// @return the options, changed
    /// @throws MillPanic if one is out of range
    public SocketOptions keepAlive(int idleS, int intervalS, int probes) {
        check("keepalive's idle time in seconds", idleS, 1, SECONDS_MAX);
        check("keepalive's interval in seconds", intervalS, 1, SECONDS_MAX);
        check("keepalive's number of probes", probes, 1, PROBES_MAX);
        return with(s -> {
            s.keepAlive = true;
            s.idleS = idleS;
            s.intervalS = intervalS;
            s.probes = probes;
            s.ofIp = "keepAlive";
        });
    }

    /// Whether what is written goes out at once (`TCP_NODELAY`), also while the peer has not acknowledged what
    /// went before. A [StreamSocket] writes when it is flushed or full, so that there is hardly a reason not to.
    ///
    /// @param on whether to
    /// @return the options, changed
    public SocketOptions noDelay(boolean on) {
        return with(s -> {
            s.noDelay = on;
            s.ofIp = "noDelay";
        });
    }

    /// How much the system keeps of what was written and is not acknowledged (`SO_SNDBUF`); it may take more or
    /// less.
    ///
    /// @param bytes how many; 0: the system's affair, which then adapts it to the connection
    /// @return the options, changed
    /// @throws MillPanic if it is negative
    public SocketOptions sendBuffer(int bytes) {
        check("send buffer", bytes, 0, Integer.MAX_VALUE);
        return with(s -> s.sendBytes = bytes);
    }

    /// How much the system keeps of what has come and was not read (`SO_RCVBUF`); it may take more or less.
    /// Of a UNIX socket the sender's buffer alone counts on Linux.
    ///
    /// @param bytes how many; 0: the system's affair, which then adapts it to the connection
    /// @return the options, changed
    /// @throws MillPanic if it is negative
    public SocketOptions receiveBuffer(int bytes) {
        check("receive buffer", bytes, 0, Integer.MAX_VALUE);
        return with(s -> s.receiveBytes = bytes);
    }

    /// The traffic class of each packet (`IP_TOS`): the upper six bits are its DSCP (RFC 2474).
    ///
    /// @param octet 0 to 255
    /// @return the options, changed
    /// @throws MillPanic if it is out of range
    public SocketOptions trafficClass(int octet) {
        check("traffic class", octet, 0, TRAFFIC_CLASS_MAX);
        return with(s -> {
            s.trafficClass = octet;
            s.ofIp = "trafficClass";
        });
    }

    /// How long a connection is kept in the background after its close, for a silent peer to end its half: see
    /// [StreamSocket#close(long)].
    ///
    /// @param ms milliseconds; 0: not at all, and the peer is sent a reset (`SO_LINGER` 0), so that what was
    ///   sent last may be lost
    /// @return the options, changed
    /// @throws MillPanic if it is negative
    public SocketOptions lingerMs(int ms) {
        check("linger in milliseconds", ms, 0, Integer.MAX_VALUE);
        return with(s -> s.lingerMs = ms);
    }

    private static void check(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new MillPanic("socket options: " + what + " is not between " + min + " and " + max + ": " + value);
        }
    }

    // ---- for sockets
    // -----------------------------------------------------------------------------

    int lingerMs() {
        return settings.lingerMs;
    }

    /// @throws MillPanic if something was set that a UNIX socket has not
    void checkForUnix(String what) {
        if (!settings.ofIp.isEmpty()) {
            throw new MillPanic(what + ": a UNIX socket has no " + settings.ofIp + "; give options without it");
        }
    }

    /// Sets what this kind of channel knows. A listener's receive buffer is that of the connections that it
    /// accepts, which cannot have another one later.
    void applyTo(NetworkChannel channel) throws IOException {
        Settings s = settings;
        set(channel, StandardSocketOptions.TCP_NODELAY, s.noDelay);
        set(channel, StandardSocketOptions.SO_KEEPALIVE, s.keepAlive);
        if (s.keepAlive) {
            set(channel, ExtendedSocketOptions.TCP_KEEPIDLE, s.idleS);
            set(channel, ExtendedSocketOptions.TCP_KEEPINTERVAL, s.intervalS);
            set(channel, ExtendedSocketOptions.TCP_KEEPCOUNT, s.probes);
        }
        if (s.sendBytes > 0) {
            set(channel, StandardSocketOptions.SO_SNDBUF, s.sendBytes);
        }
        if (s.receiveBytes > 0) {
            set(channel, StandardSocketOptions.SO_RCVBUF, s.receiveBytes);
        }
        if (s.trafficClass >= 0) {
            set(channel, StandardSocketOptions.IP_TOS, s.trafficClass);
        }
        if (s.lingerMs == 0) {
            set(channel, StandardSocketOptions.SO_LINGER, 0);
        }
    }

    private static <T extends @Nullable Object> void set(NetworkChannel channel, SocketOption<T> option, T value)
            throws IOException {
        if (channel.supportedOptions().contains(option)) {
            channel.setOption(option, value);
        }
    }
}
