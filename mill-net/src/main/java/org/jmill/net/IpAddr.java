package org.jmill.net;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jmill.Coroutine;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jspecify.annotations.Nullable;

/// An IP address and a port. Immutable; any thread may use it.
///
/// {@snippet file="org/jmill/net/snippets/IpAddrSnippet.java" region="example"}
///
/// One that was resolved from a name remembers the name, and the other addresses that the name has:
/// to connect to it tries them all, see [TcpSocket#connect]. Two are equal if address and port are.
///
/// Source: libmill's `ipaddr`, which holds a single address.
///
/// @since 0.1.0
public final class IpAddr {
    /// Mode: an IPv4 address, nothing else.
    public static final int IPV4 = 1;

    /// Mode: an IPv6 address, nothing else.
    public static final int IPV6 = 2;

    /// Mode: an IPv4 address if there is one; mode 0 means the same.
    public static final int PREF_IPV4 = 3;

    /// Mode: an IPv6 address if there is one.
    public static final int PREF_IPV6 = 4;

    static {
        Failures.loadTypes(); // A name's resolution waits.
    }

    private final InetSocketAddress socketAddress;
    private final String name; // null: made from an address.
    private final List<InetAddress> addresses; // All of the name; the first is this one's.

    private IpAddr(String name, List<InetAddress> addresses, int port) {
        this.socketAddress = new InetSocketAddress(addresses.getFirst(), port);
        this.name = name;
        this.addresses = addresses;
    }

    /// The address of a JDK class.
    ///
    /// @param address the address
    /// @return the same as an [IpAddr]
    /// @throws MillPanic if it is null or unresolved
    public static IpAddr of(InetSocketAddress address) {
        if (address == null || address.isUnresolved()) {
            throw new MillPanic("ip " + address + ": address is not resolved; use ipremote for names");
        }
        return new IpAddr(null, List.of(address.getAddress()), address.getPort());
    }

    /// The addresses of a name, the one to prefer first.
    static IpAddr of(String name, List<InetAddress> addresses, int port) {
        return new IpAddr(name, addresses, port);
    }

    /// An address of this machine, to listen at. Does not wait.
    ///
    /// @param name an address, or the name of a network interface; null: all addresses
    /// @param port 0: one that the system chooses
    /// @param mode 0, [#IPV4], [#IPV6], [#PREF_IPV4] or [#PREF_IPV6]
    /// @return the address
    /// @throws java.net.UnknownHostException if it is neither, or has no address of that kind
    /// @throws MillPanic if port or mode is out of range
    ///
    ///   Source: libmill `iplocal`. The IPv6 wildcard takes IPv4 connections too, as on Linux.
    public static IpAddr local(@Nullable String name, int port, int mode) throws IOException {
        check("iplocal", port, mode);
        return Names.local(name, port, mode);
    }

    /// An address to connect to. Names are resolved on another thread; only the caller waits.
    ///
    /// @param name an address or a host's name; what is neither is what the JDK makes of it, as for
    ///   `InetAddress.getByName`: `1` is 0.0.0.1, and the empty name this machine
    /// @param port 1 to 65535
    /// @param mode 0, [#IPV4], [#IPV6], [#PREF_IPV4] or [#PREF_IPV6]
    /// @param deadlineMs as of [org.jmill.Mill#now]; negative: none
    /// @return the address
    /// @throws java.net.UnknownHostException if the name has no address of that kind
    /// @throws java.net.SocketTimeoutException if the deadline passes
    /// @throws org.jmill.CancelledException if the coroutine is cancelled
    /// @throws MillPanic if the name is null, or port or mode out of range
    ///
    ///   Source: libmill `ipremote`, which keeps the first address only.
    public static IpAddr remote(String name, int port, int mode, long deadlineMs) throws IOException {
        check("ipremote", port, mode);
        if (name == null) {
            throw new MillPanic("ipremote: name is null");
        }
        if (Coroutine.current().isPresent()) { // A literal may be read anywhere, also where no clock runs.
            Mill.checkDeadline("ipremote", deadlineMs);
        }
        return Names.remote(name, port, mode, deadlineMs);
    }

    /// Does the same as [#remote(String,int,int,long)], with a deadline that lies so far ahead.
    ///
    /// @param name as for [#remote(String,int,int,long)]
    /// @param port as for [#remote(String,int,int,long)]
    /// @param mode as for [#remote(String,int,int,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#remote(String,int,int,long)]
    /// @throws java.net.UnknownHostException as for [#remote(String,int,int,long)]
    /// @throws java.net.SocketTimeoutException as for [#remote(String,int,int,long)]
    /// @throws org.jmill.CancelledException as for [#remote(String,int,int,long)]
    /// @throws MillPanic if the timeout is null, or as for [#remote(String,int,int,long)]
    public static IpAddr remote(String name, int port, int mode, Duration timeout) throws IOException {
        return remote(name, port, mode, Mill.after(timeout));
    }

    private static void check(String verb, int port, int mode) {
        if (port < 0 || port > 0xffff) {
            throw new MillPanic(verb + ": port is not between 0 and 65535: " + port);
        }
        if (mode < 0 || mode > PREF_IPV6) {
            throw new MillPanic(verb + ": mode is 0, IPV4, IPV6, PREF_IPV4 or PREF_IPV6, not " + mode);
        }
    }

    /// {@return the address}
    public InetAddress address() {
        return socketAddress.getAddress();
    }

    /// {@return the port}
    public int port() {
        return socketAddress.getPort();
    }

    /// {@return the name it was resolved from, or null}
    public @Nullable String name() {
        return name;
    }

    /// {@return all addresses of the name, in the order in which a connect tries them; else just this one}
    public List<IpAddr> all() {
        return addresses.size() == 1
                ? List.of(this)
                : addresses.stream()
                        .map(a -> new IpAddr(name, List.of(a), port()))
                        .toList();
    }

    /// {@return whether it is an IPv6 address}
    public boolean isIpv6() {
        return address() instanceof Inet6Address;
    }

    /// {@return the address for JDK classes}
    public InetSocketAddress socketAddress() {
        return socketAddress;
    }

    /// The same with another port.
    ///
    /// @param port the port
    /// @return the changed address
    /// @throws MillPanic if the port is out of range
    public IpAddr withPort(int port) {
        check("ip", port, 0);
        return new IpAddr(name, addresses, port);
    }

    /// The address without the port: `127.0.0.1`, `::1`.
    ///
    /// Source: libmill `ipaddrstr`.
    ///
    /// @return without a port
    public String literal() {
        return Names.literal(address());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IpAddr that && socketAddress.equals(that.socketAddress);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(socketAddress);
    }

    /// `127.0.0.1:80`, `[::1]:80`.
    @Override
    public String toString() {
        return isIpv6() ? "[" + literal() + "]:" + port() : literal() + ":" + port();
    }
}
