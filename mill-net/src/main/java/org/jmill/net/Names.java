package org.jmill.net;

import static org.jmill.net.IpAddr.IPV4;
import static org.jmill.net.IpAddr.IPV6;
import static org.jmill.net.IpAddr.PREF_IPV6;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jmill.Mill;
import org.jmill.world.World;

/// From names to addresses: literals, interfaces, and what the world's resolver knows, which blocks.
final class Names {
    private static final byte[] ANY_4 = new byte[4];
    private static final byte[] ANY_6 = new byte[16];

    private Names() {}

    static IpAddr local(String name, int port, int mode) throws IOException {
        if (name == null) {
            boolean six = mode == IPV6 || mode == PREF_IPV6;
            InetAddress any = InetAddress.getByAddress(six ? ANY_6 : ANY_4);
            return IpAddr.of(null, List.of(any), port);
        }
        InetAddress literal = parse(name);
        if (literal != null && isAllowed(literal, mode)) {
            return IpAddr.of(null, List.of(literal), port);
        }
        if (literal == null) {
            checkScope("iplocal", name);
        }
        List<InetAddress> ordered = ordered(ofInterface(name), mode);
        if (ordered.isEmpty()) {
            throw new UnknownHostException(
                    "iplocal " + name + ": neither " + kind(mode) + " nor an interface that has one");
        }
        return IpAddr.of(null, List.of(ordered.getFirst()), port);
    }

    private static List<InetAddress> ofInterface(String name) throws IOException {
        World world = Mill.world();
        List<InetAddress> found = Doors.names(world).ofInterface(name);
        if (found == null) {
            throw Doors.breach("iplocal " + name, world, "ofInterface gives a list, never null");
        }
        return found;
    }

    static IpAddr remote(String name, int port, int mode, long deadlineMs) throws IOException {
        InetAddress literal = parse(name);
        if (literal != null) {
            if (!isAllowed(literal, mode)) {
                throw new UnknownHostException("ipremote " + name + ": not " + kind(mode));
            }
            return IpAddr.of(null, List.of(literal), port);
        }
        checkScope("ipremote", name);
        List<InetAddress> ordered = ordered(resolve(name, deadlineMs), mode);
        if (ordered.isEmpty()) {
            throw new UnknownHostException("ipremote " + name + ": name has not " + kind(mode));
        }
        return IpAddr.of(name, ordered, port);
    }

    private static List<InetAddress> resolve(String name, long deadlineMs) throws IOException {
        try {
            return Lookup.of(name, deadlineMs);
        } catch (UnknownHostException e) {
            throw new UnknownHostException("ipremote " + name + ": name cannot be resolved");
        }
    }

    static boolean isLiteral(String text) {
        return parse(text) != null;
    }

    /// Refuses what would be a literal but for its scope (RFC 4007, section 11).
    private static void checkScope(String verb, String name) throws IOException {
        int percent = name.indexOf('%');
        String scope = name.substring(percent + 1);
        if (percent >= 0 && !scope.isEmpty() && parse(name.substring(0, percent)) instanceof Inet6Address) {
            boolean known = !ofInterface(scope).isEmpty();
            String why = known ? "interface has no address of that scope: " : "no such interface: ";
            throw new UnknownHostException(verb + " " + name + ": " + why + scope);
        }
    }

    /// The address that a literal spells, or null if it is none. Unlike the JDK this wants all four
    /// numbers of an IPv4 address: `1` may be an interface, and else is the resolver's affair.
    private static InetAddress parse(String text) {
        try {
            if (text.indexOf(':') >= 0) {
                return Inet6Address.ofLiteral(text);
            }
            boolean four = text.chars().filter(c -> c == '.').count() == 3;
            return four ? Inet4Address.ofLiteral(text) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isAllowed(InetAddress address, int mode) {
        return mode == IPV4 ? address instanceof Inet4Address : mode != IPV6 || address instanceof Inet6Address;
    }

    /// Those that the mode allows: the preferred family first, then in turns, as RFC 8305 asks.
    static List<InetAddress> ordered(List<InetAddress> addresses, int mode) {
        List<InetAddress> four =
                addresses.stream().filter(a -> a instanceof Inet4Address).toList();
        List<InetAddress> six =
                addresses.stream().filter(a -> a instanceof Inet6Address).toList();
        if (mode == IPV4 || mode == IPV6) {
            return mode == IPV4 ? four : six;
        }
        Iterator<InetAddress> first = (mode == PREF_IPV6 ? six : four).iterator();
        Iterator<InetAddress> second = (mode == PREF_IPV6 ? four : six).iterator();
        List<InetAddress> ordered = new ArrayList<>(addresses.size());
        while (first.hasNext() || second.hasNext()) {
            if (first.hasNext()) {
                ordered.add(first.next());
            }
            if (second.hasNext()) {
                ordered.add(second.next());
            }
        }
        return List.copyOf(ordered);
    }

    private static String kind(int mode) {
        return switch (mode) {
            case IPV4 -> "an IPv4 address";
            case IPV6 -> "an IPv6 address";
            default -> "an address";
        };
    }

    /// An address as text, in the shortest form (RFC 5952).
    static String literal(InetAddress address) {
        String text = address.getHostAddress();
        return address instanceof Inet6Address ? shortened(text) : text;
    }

    /// The JDK writes all eight groups: the longest run of zeros becomes `::`.
    private static String shortened(String text) {
        int percent = text.indexOf('%');
        String zone = percent < 0 ? "" : text.substring(percent);
        String[] groups = (percent < 0 ? text : text.substring(0, percent)).split(":");
        int bestStart = -1;
        int bestLength = 1;
        for (int i = 0; i < groups.length; i++) {
            int end = i;
            while (end < groups.length && groups[end].equals("0")) {
                end++;
            }
            if (end - i > bestLength) {
                bestStart = i;
                bestLength = end - i;
            }
        }
        if (bestStart < 0) {
            return String.join(":", groups) + zone;
        }
        List<String> all = Arrays.asList(groups);
        return String.join(":", all.subList(0, bestStart))
                + "::"
                + String.join(":", all.subList(bestStart + bestLength, groups.length))
                + zone;
    }
}
