package org.jmill.test.net;

import static java.net.StandardSocketOptions.IP_MULTICAST_IF;
import static java.net.StandardSocketOptions.IP_MULTICAST_LOOP;
import static java.net.StandardSocketOptions.IP_MULTICAST_TTL;
import static java.net.StandardSocketOptions.IP_TOS;
import static java.net.StandardSocketOptions.SO_BROADCAST;
import static java.net.StandardSocketOptions.SO_KEEPALIVE;
import static java.net.StandardSocketOptions.SO_LINGER;
import static java.net.StandardSocketOptions.SO_RCVBUF;
import static java.net.StandardSocketOptions.SO_REUSEADDR;
import static java.net.StandardSocketOptions.SO_REUSEPORT;
import static java.net.StandardSocketOptions.SO_SNDBUF;
import static java.net.StandardSocketOptions.TCP_NODELAY;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPCOUNT;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPIDLE;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPINTERVAL;

import java.net.SocketOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// The options of a socket. Those that change nothing here are kept all the same, for whoever asks.
final class Options {
    static final Set<SocketOption<?>> OF_TCP = Set.of(
            SO_SNDBUF,
            SO_RCVBUF,
            SO_KEEPALIVE,
            SO_LINGER,
            SO_REUSEADDR,
            SO_REUSEPORT,
            TCP_NODELAY,
            IP_TOS,
            TCP_KEEPIDLE,
            TCP_KEEPINTERVAL,
            TCP_KEEPCOUNT);
    static final Set<SocketOption<?>> OF_TCP_LISTENER =
            Set.of(SO_RCVBUF, SO_REUSEADDR, SO_REUSEPORT, TCP_KEEPIDLE, TCP_KEEPINTERVAL, TCP_KEEPCOUNT);
    static final Set<SocketOption<?>> OF_UNIX = Set.of(SO_SNDBUF, SO_RCVBUF, SO_LINGER);
    static final Set<SocketOption<?>> OF_UNIX_LISTENER = Set.of(SO_RCVBUF);
    static final Set<SocketOption<?>> OF_UDP = Set.of(
            SO_SNDBUF,
            SO_RCVBUF,
            SO_REUSEADDR,
            SO_REUSEPORT,
            SO_BROADCAST,
            IP_TOS,
            IP_MULTICAST_IF,
            IP_MULTICAST_TTL,
            IP_MULTICAST_LOOP);

    private static final Map<SocketOption<?>, Object> DEFAULTS = Map.ofEntries(
            Map.entry(SO_KEEPALIVE, false),
            Map.entry(SO_LINGER, -1),
            Map.entry(SO_REUSEADDR, false),
            Map.entry(SO_REUSEPORT, false),
            Map.entry(SO_BROADCAST, false),
            Map.entry(TCP_NODELAY, false),
            Map.entry(IP_TOS, 0),
            Map.entry(IP_MULTICAST_TTL, 1),
            Map.entry(IP_MULTICAST_LOOP, true),
            Map.entry(TCP_KEEPIDLE, 7200),
            Map.entry(TCP_KEEPINTERVAL, 75),
            Map.entry(TCP_KEEPCOUNT, 9));

    private final Set<SocketOption<?>> supported;
    private final Map<SocketOption<?>, Object> values;

    Options(Set<SocketOption<?>> supported, int bufferBytes) {
        this.supported = supported;
        this.values = new HashMap<>(DEFAULTS);
        values.put(SO_SNDBUF, bufferBytes);
        values.put(SO_RCVBUF, bufferBytes);
    }

    private Options(Set<SocketOption<?>> supported, Map<SocketOption<?>, Object> values) {
        this.supported = supported;
        this.values = new HashMap<>(values);
    }

    /// Those of a connection, as it has them of its listener.
    Options copy() {
        return new Options(supported == OF_TCP_LISTENER ? OF_TCP : OF_UNIX, values);
    }

    Set<SocketOption<?>> supported() {
        return supported;
    }

    <T> T get(SocketOption<T> option) {
        check(option);
        return option.type().cast(values.get(option));
    }

    <T> void set(SocketOption<T> option, T value) {
        check(option);
        if (value == null && option != IP_MULTICAST_IF) {
            throw new IllegalArgumentException("Invalid option value");
        }
        if ((option == SO_SNDBUF || option == SO_RCVBUF) && (Integer) value < 0) {
            throw new IllegalArgumentException("Invalid send/receive buffer size");
        }
        values.put(option, value);
    }

    private void check(SocketOption<?> option) {
        if (option == null) {
            throw new NullPointerException();
        }
        if (!supported.contains(option)) {
            throw new UnsupportedOperationException("'" + option + "' not supported");
        }
    }

    private int number(SocketOption<Integer> option) {
        return (Integer) values.get(option);
    }

    int sendBytes() {
        return Math.max(1, number(SO_SNDBUF));
    }

    int receiveBytes() {
        return Math.max(1, number(SO_RCVBUF));
    }

    int lingerSeconds() {
        return number(SO_LINGER);
    }

    boolean sharesPort() {
        return (Boolean) values.get(SO_REUSEPORT);
    }

    boolean reusesAddress() {
        return (Boolean) values.get(SO_REUSEADDR);
    }

    boolean isKeptAlive() {
        return (Boolean) values.get(SO_KEEPALIVE);
    }

    /// How long a peer may be silent.
    long keepAliveSeconds() {
        return number(TCP_KEEPIDLE) + keepAliveIntervalSeconds() * number(TCP_KEEPCOUNT);
    }

    long keepAliveIntervalSeconds() {
        return number(TCP_KEEPINTERVAL);
    }
}
