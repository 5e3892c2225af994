package org.jmill.test.net;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;

/// What the JDK does to addresses before the system sees them.
final class Addresses {
    static final InetAddress LOOPBACK_4 = of(127, 0, 0, 1);
    static final InetAddress LOOPBACK_6 = six(0, 1);
    static final InetAddress ANY_4 = of(0, 0, 0, 0);
    static final InetAddress ANY_6 = six(0, 0);

    private Addresses() {}

    private static InetAddress of(int... octets) {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError(e); // It has 4 or 16 octets.
        }
    }

    /// The address of the host of this number.
    static InetAddress four(int number) {
        return of(10, 0, number >> 8, number & 0xff);
    }

    /// The other address of the host of this number.
    static InetAddress six(int number) {
        return six(0xfd, number);
    }

    private static InetAddress six(int first, int last) {
        int[] octets = new int[16];
        octets[0] = first;
        octets[14] = last >> 8;
        octets[15] = last & 0xff;
        return of(octets);
    }

    static ProtocolFamily checked(ProtocolFamily family) {
        if (family == null) {
            throw new NullPointerException();
        }
        if (!(family instanceof StandardProtocolFamily)) {
            throw new UnsupportedOperationException("Protocol family not supported");
        }
        return family;
    }

    /// The address, if a socket of this family can use it.
    static InetSocketAddress checked(SocketAddress address, ProtocolFamily family) {
        if (address == null) {
            throw new NullPointerException();
        }
        if (!(address instanceof InetSocketAddress internet)) {
            throw new UnsupportedAddressTypeException();
        }
        if (internet.isUnresolved()) {
            throw new UnresolvedAddressException();
        }
        boolean four = internet.getAddress() instanceof Inet4Address;
        if (!four && !(internet.getAddress() instanceof Inet6Address)
                || !four && family == StandardProtocolFamily.INET) {
            throw new UnsupportedAddressTypeException();
        }
        return internet;
    }

    /// Where a socket is bound that asks for this: any wildcard is that of its family.
    ///
    /// @param address null: anywhere
    static InetSocketAddress toBind(SocketAddress address, ProtocolFamily family) {
        InetAddress any = family == StandardProtocolFamily.INET ? ANY_4 : ANY_6;
        if (address == null) {
            return new InetSocketAddress(any, 0);
        }
        InetSocketAddress checked = checkedWildcard(address, family);
        return checked.getAddress().isAnyLocalAddress() ? new InetSocketAddress(any, checked.getPort()) : checked;
    }

    /// The JDK's wildcard may be of either family.
    private static InetSocketAddress checkedWildcard(SocketAddress address, ProtocolFamily family) {
        boolean any = address instanceof InetSocketAddress internet
                && !internet.isUnresolved()
                && internet.getAddress().isAnyLocalAddress();
        return any ? (InetSocketAddress) address : checked(address, family);
    }

    /// Where a connect to this leads: one to the wildcard leads to this host.
    static InetSocketAddress toReach(SocketAddress address, ProtocolFamily family) {
        InetSocketAddress checked = checked(address, family);
        if (!checked.getAddress().isAnyLocalAddress()) {
            return checked;
        }
        boolean four = checked.getAddress() instanceof Inet4Address;
        return new InetSocketAddress(four ? LOOPBACK_4 : LOOPBACK_6, checked.getPort());
    }
}
