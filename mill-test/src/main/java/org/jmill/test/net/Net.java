package org.jmill.test.net;

import java.net.InetAddress;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jmill.MillPanic;
import org.jmill.test.sim.Agenda;
import org.jmill.test.sim.Decider;
import org.jmill.test.sim.Kind;
import org.jmill.world.Names;

/// A network: hosts, the wires between them, and the sockets of all.
///
/// In a network of one host, what this sends to itself goes over the wire, too, so that a test of one program has
/// faults. Where there are more, loopback is as fast and as good as with a kernel.
public final class Net {
    private static final String ONLY = "localhost";
    private static final int HOSTS_MAX = 0xfffe;
    private static final long NS_PER_MS = 1_000_000;

    private final Agenda agenda;
    private final Decider decider;
    private final Supplier<Host> current;
    private final Conditions conditions = new Conditions();
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final Map<InetAddress, Host> byAddress = new LinkedHashMap<>();
    private final Links links;
    private final Wire wire;
    private final HostNames names = new HostNames(this);
    private final SimProvider provider = new SimProvider(this);
    private final List<Agenda.Entry> swizzled = new ArrayList<>(); // Clogs that may be to come.
    private Host only; // Made when it is asked for; null: it was not.

    private long dropped;
    private long duplicated;
    private long resets;
    private long delivered;

    /// A network without hosts.
    ///
    /// @param current tells on which host the caller runs; null, or what gives null: there is but one, `localhost`
    public Net(Agenda agenda, Decider decider, Supplier<Host> current) {
        this.agenda = agenda;
        this.decider = decider;
        this.current = current == null ? () -> null : current;
        this.links = new Links(agenda, this::changed);
        this.wire = new Wire(this, agenda, decider);
    }

    // ---- what a world hands out
    // -------------------------------------------------------------------------------

    /// Opens sockets, on the host on which the caller runs. Always the same.
    public SelectorProvider provider() {
        return provider;
    }

    /// Knows all hosts by their name.
    public Names names() {
        return names;
    }

    // ---- hosts
    // ----------------------------------------------------------------------------------------------------

    /// Adds a host.
    ///
    /// @throws MillPanic if there is one of that name
    public Host add(String name) {
        if (hosts.containsKey(name)) {
            throw new MillPanic("host " + name + ": there is one of that name");
        }
        if (hosts.size() == HOSTS_MAX) {
            throw new MillPanic("host " + name + ": there are " + HOSTS_MAX + " already");
        }
        Host host = new Host(this, name, hosts.size() + 1);
        hosts.put(name, host);
        byAddress.put(host.address(), host);
        byAddress.put(host.address6(), host);
        return host;
    }

    /// The host of that name, or null.
    public Host find(String name) {
        return hosts.get(name);
    }

    Host find(InetAddress address) {
        return byAddress.get(address);
    }

    /// All names of hosts, in the order in which they were added.
    public Set<String> hostNames() {
        return new LinkedHashSet<>(hosts.keySet());
    }

    /// The host on which the caller runs.
    Host here() {
        Host host = current.get();
        if (host != null) {
            return host;
        }
        if (only == null) {
            only = hosts.containsKey(ONLY) ? hosts.get(ONLY) : add(ONLY);
        }
        return only;
    }

    /// Adds a name, or says what one means.
    public void name(String name, List<InetAddress> addresses) {
        names.add(name, addresses);
    }

    // ---- disturbances
    // -----------------------------------------------------------------------------------------

    /// How its wires are, to be changed.
    public Conditions conditions() {
        return conditions;
    }

    /// Cuts these hosts off from all others.
    ///
    /// @param forMs 0 or less: until [#heal]
    public void partition(Collection<String> nodes, long forMs) {
        links.cut(known("partition", nodes), null, true, ns(forMs));
    }

    /// Loses what the ones send to the others.
    ///
    /// @param forMs 0 or less: until [#heal]
    public void partitionOneWay(Collection<String> from, Collection<String> to, long forMs) {
        links.cut(known("partitionOneWay", from), known("partitionOneWay", to), false, ns(forMs));
    }

    /// Holds up what these hosts and all others send each other.
    ///
    /// @param forMs 0 or less: until [#heal]
    public void clog(Collection<String> nodes, long forMs) {
        links.clog(known("clog", nodes), ns(forMs));
    }

    /// Clogs each of these hosts at some time of the first half, and lets go of it at some time of the second.
    public void swizzle(Collection<String> nodes, long forMs) {
        if (forMs < 1) {
            throw new MillPanic("swizzle: not a positive time: " + forMs);
        }
        swizzled.removeIf(entry -> entry.atNs() < agenda.nowNs());
        for (String node : known("swizzle", nodes)) {
            long beginMs = decider.between(Kind.FAULT, "clogged at", 0, forMs / 2);
            long endMs = decider.between(Kind.FAULT, "clogged until", forMs / 2 + 1, forMs);
            Runnable clog = () -> links.clog(Set.of(node), ns(endMs - beginMs));
            swizzled.add(agenda.after(ns(beginMs), clog));
        }
    }

    /// Ends all partitions and clogs, and those of a swizzle that are to come.
    public void heal() {
        swizzled.forEach(Agenda.Entry::cancel);
        swizzled.clear();
        links.heal();
    }

    /// Ends all partitions and clogs, and has nothing fail any more.
    public void calm() {
        conditions.calm();
        heal();
    }

    private static long ns(long ms) {
        return Math.min(ms, Long.MAX_VALUE / NS_PER_MS) * NS_PER_MS;
    }

    /// These hosts, in the order in which they were added: that of a set may be another one each time.
    private Set<String> known(String verb, Collection<String> nodes) {
        for (String node : nodes) {
            if (!hosts.containsKey(node)) {
                throw new MillPanic(verb + " " + node + ": no such host; there are " + hosts.keySet());
            }
        }
        Set<String> ordered = hostNames();
        ordered.retainAll(nodes);
        return ordered;
    }

    /// Who can reach whom has changed: connections find out by keepalive.
    void changed() {
        for (Host host : hosts.values()) {
            List.copyOf(host.ends()).forEach(StreamEnd::probe);
        }
    }

    // ---- inside
    // ---------------------------------------------------------------------------------------------------

    Links links() {
        return links;
    }

    Wire wire() {
        return wire;
    }

    /// Whether what goes from the one to the other goes over no wire.
    boolean isInside(Host from, Host to) {
        return from == to && hosts.size() > 1;
    }

    // ---- counts
    // ---------------------------------------------------------------------------------------------------

    void countDropped() {
        dropped++;
    }

    void countDuplicated() {
        duplicated++;
    }

    void countReset() {
        resets++;
    }

    void countDelivered() {
        delivered++;
    }

    /// How many packets were lost.
    public long dropped() {
        return dropped;
    }

    /// How many datagrams were sent twice.
    public long duplicated() {
        return duplicated;
    }

    /// How many connections were reset by the network.
    public long resets() {
        return resets;
    }

    /// How many packets with bytes have arrived.
    public long delivered() {
        return delivered;
    }
}
