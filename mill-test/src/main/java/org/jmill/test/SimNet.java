package org.jmill.test;

import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import org.jmill.MillPanic;
import org.jmill.test.net.Net;

/// The network of a simulated world: how good its wires are, and who is cut off from whom.
///
/// As it begins, nothing takes time and nothing fails. What is set holds from then on, for connections that are there
/// already, too. A connection never loses, doubles or reorders bytes, whatever its wire does: it is late, or it breaks.
/// Datagrams do all of that. In a network of one host the wire is what this host sends itself; where there are more,
/// loopback is always fast and good.
///
/// {@snippet file="org/jmill/test/snippets/Parts.java" region="net"}
///
/// A host's name is known to all of them, `localhost` is whoever asks, and each has an interface `eth0`. Buffers,
/// errors and time limits are those of Linux. What happens when, and what fails, is drawn from the seed of the run;
/// nothing is drawn where there is no choice. Called on the mill's thread, as is all of a simulation.
///
/// Source: none; the network of FoundationDB's simulator, with its swizzled clogs.
///
/// @since 0.1.0
public final class SimNet {
    private final Net net;

    SimNet(Net net) {
        this.net = net;
    }

    // ---- how the wires are
    // -----------------------------------------------------------------------------------------

    /// Sets how long a packet takes from one host to another; each draws anew. A round trip takes twice that.
    ///
    /// @param minMs at least, in milliseconds
    /// @param maxMs at most
    /// @return this
    /// @throws MillPanic unless 0 <= min <= max
    public SimNet latency(long minMs, long maxMs) {
        net.conditions().latency(minMs, maxMs);
        return this;
    }

    /// Has packets lost. A datagram is gone; what belongs to a connection is sent again, 0.2 to 1 s later the first
    /// time, twice as late each further time.
    ///
    /// @param probability of each packet, 0 to 1
    /// @return this
    /// @throws MillPanic if it is no probability
    public SimNet loss(double probability) {
        net.conditions().loss(probability);
        return this;
    }

    /// Has connections reset, on both ends, at a write; what was under way is lost with it.
    ///
    /// @param probability of each write, 0 to 1
    /// @return this
    /// @throws MillPanic if it is no probability
    public SimNet resets(double probability) {
        net.conditions().resets(probability);
        return this;
    }

    /// Has datagrams come twice.
    ///
    /// @param probability of each, 0 to 1
    /// @return this
    /// @throws MillPanic if it is no probability
    public SimNet duplicates(double probability) {
        net.conditions().duplicates(probability);
        return this;
    }

    /// Has datagrams come so late that others overtake them.
    ///
    /// @param probability of each, 0 to 1
    /// @return this
    /// @throws MillPanic if it is no probability
    public SimNet reorders(double probability) {
        net.conditions().reorders(probability);
        return this;
    }

    /// Has reads and writes of connections move fewer bytes than they could.
    ///
    /// @param probability of each call, 0 to 1
    /// @return this
    /// @throws MillPanic if it is no probability
    public SimNet splits(double probability) {
        net.conditions().splits(probability);
        return this;
    }

    /// Sets how much the sockets opened from now on keep of what was written, and as much of what was not read; one
    /// that sets `SO_SNDBUF` or `SO_RCVBUF` has that. 65,536 as it begins.
    ///
    /// @param bytes how many, at least 1
    /// @return this
    /// @throws MillPanic if it is not positive
    public SimNet buffers(int bytes) {
        net.conditions().buffers(bytes);
        return this;
    }

    /// Sets how fast a connection is, each way. Of datagrams nothing is slowed down.
    ///
    /// @param bytesASecond how many; 0: as fast as can be
    /// @return this
    /// @throws MillPanic if it is negative
    public SimNet bandwidth(long bytesASecond) {
        net.conditions().bandwidth(bytesASecond);
        return this;
    }

    /// Adds a name that hosts can resolve, or changes what one means.
    ///
    /// @param host the name
    /// @param addresses in the order in which they are to be tried
    /// @return this
    /// @throws MillPanic if there is no address
    public SimNet name(String host, InetAddress... addresses) {
        if (addresses.length == 0) {
            throw new MillPanic("name " + host + ": no addresses");
        }
        net.name(host, List.of(addresses));
        return this;
    }

    // ---- who is cut off
    // --------------------------------------------------------------------------------------------

    /// Cuts hosts off from all others, both ways; among each other they are connected. Datagrams are lost. A connection
    /// falls silent, and goes on once this has ended, unless one of its ends has given up by then: by a deadline,
    /// by keepalive (150 s with what `org.jmill.net` sets), after 127 s of connecting or 924 s of sending.
    ///
    /// @param nodes names of hosts
    /// @param forMs milliseconds; 0 or less: until [#heal]
    /// @return this
    /// @throws MillPanic if there is no host of such a name
    public SimNet partition(Collection<String> nodes, long forMs) {
        net.partition(nodes, forMs);
        return this;
    }

    /// Loses what some hosts send to others; what these send back arrives. Else as [#partition].
    ///
    /// @param from names of hosts
    /// @param to names of hosts
    /// @param forMs milliseconds; 0 or less: until [#heal]
    /// @return this
    /// @throws MillPanic if there is no host of such a name
    public SimNet partitionOneWay(Collection<String> from, Collection<String> to, long forMs) {
        net.partitionOneWay(from, to, forMs);
        return this;
    }

    /// Holds up what hosts and all others send each other, datagrams too: it arrives once this has ended.
    ///
    /// @param nodes names of hosts
    /// @param forMs milliseconds; 0 or less: until [#heal]
    /// @return this
    /// @throws MillPanic if there is no host of such a name
    public SimNet clog(Collection<String> nodes, long forMs) {
        net.clog(nodes, forMs);
        return this;
    }

    /// Clogs hosts one after the other and lets go of them in another order: each at a time drawn from the first half,
    /// until one drawn from the second. This finds more than partitions do.
    ///
    /// @param nodes names of hosts
    /// @param forMs milliseconds from the first to the last of it, at least 1
    /// @return this
    /// @throws MillPanic if there is no host of such a name, or the time is not positive
    public SimNet swizzle(Collection<String> nodes, long forMs) {
        net.swizzle(nodes, forMs);
        return this;
    }

    /// Ends all partitions and clogs: what was held up is sent again.
    ///
    /// @return this
    public SimNet heal() {
        net.heal();
        return this;
    }

    // ---- what has happened
    // -----------------------------------------------------------------------------------------

    /// {@return how many packets were lost so far, also those that were sent again}
    public long dropped() {
        return net.dropped();
    }

    /// {@return how many datagrams came twice}
    public long duplicated() {
        return net.duplicated();
    }

    /// {@return how many connections the network has reset}
    public long resets() {
        return net.resets();
    }

    /// {@return how many packets with bytes have arrived}
    public long delivered() {
        return net.delivered();
    }
}
