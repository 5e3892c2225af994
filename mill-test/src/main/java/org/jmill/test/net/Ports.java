package org.jmill.test.net;

import java.net.BindException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Who has which port of a host, of one protocol.
final class Ports {
    private static final int EPHEMERAL_MIN = 32_768; // As Linux takes them.
    private static final int EPHEMERAL_MAX = 60_999;

    /// A socket at its address.
    ///
    /// @param shared whether others that share, too, may be at the same
    record Bound(InetSocketAddress at, boolean shared, Object owner) {
        private boolean conflictsWith(Bound other) {
            return overlaps(at.getAddress(), other.at.getAddress()) && !(shared && other.shared);
        }
    }

    private final Map<Integer, List<Bound>> all = new HashMap<>();
    private int next = EPHEMERAL_MIN;

    /// @param address one of the host's, or the wildcard
    /// @param port 0: any one that is free
    Bound bind(InetAddress address, int port, boolean shared, Object owner) throws BindException {
        Bound bound = new Bound(new InetSocketAddress(address, port == 0 ? free() : port), shared, owner);
        List<Bound> there = all.computeIfAbsent(bound.at.getPort(), p -> new ArrayList<>());
        if (there.stream().anyMatch(bound::conflictsWith)) {
            throw new BindException("Address already in use");
        }
        there.add(bound);
        return bound;
    }

    private int free() throws BindException {
        for (int tried = EPHEMERAL_MIN; tried <= EPHEMERAL_MAX; tried++) {
            int port = next;
            next = next == EPHEMERAL_MAX ? EPHEMERAL_MIN : next + 1;
            if (!all.containsKey(port)) {
                return port;
            }
        }
        throw new BindException("Address already in use");
    }

    void release(Bound bound) {
        List<Bound> there = all.get(bound.at.getPort());
        if (there != null && there.remove(bound) && there.isEmpty()) {
            all.remove(bound.at.getPort());
        }
    }

    void clear() {
        all.clear();
    }

    /// Finds whoever of this type is at an address: those at just that, else those at a wildcard.
    <T> List<T> find(InetSocketAddress to, Class<T> type) {
        List<Bound> there = all.getOrDefault(to.getPort(), List.of());
        List<T> exact = owners(there, to.getAddress(), false, type);
        return exact.isEmpty() ? owners(there, to.getAddress(), true, type) : exact;
    }

    private static <T> List<T> owners(List<Bound> there, InetAddress to, boolean wildcard, Class<T> type) {
        List<T> found = new ArrayList<>();
        for (Bound bound : there) {
            InetAddress at = bound.at.getAddress();
            boolean fits = wildcard ? at.isAnyLocalAddress() && overlaps(at, to) : at.equals(to);
            if (fits && type.isInstance(bound.owner)) {
                found.add(type.cast(bound.owner));
            }
        }
        return found;
    }

    /// The wildcard of IPv6 takes IPv4, too.
    private static boolean overlaps(InetAddress a, InetAddress b) {
        return a.equals(b) || takes(a, b) || takes(b, a);
    }

    private static boolean takes(InetAddress wildcard, InetAddress other) {
        return wildcard.isAnyLocalAddress() && (wildcard instanceof Inet6Address || other instanceof Inet4Address);
    }
}
