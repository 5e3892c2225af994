package org.jmill.test.net;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.file.FileSystem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A machine on the network: its addresses, and what its system knows of sockets.
public final class Host {
    private final Net net;
    private final String name;
    private final InetAddress four;
    private final InetAddress six;
    private final Ports tcp = new Ports();
    private final Ports udp = new Ports();
    private final UnixPaths unix = new UnixPaths();
    private final Set<StreamEnd> ends = new LinkedHashSet<>(); // Of connections that are not closed.
    private final Set<Mortal> sockets = new LinkedHashSet<>(); // All others that are bound.
    private boolean up = true;

    /// What ends with its host.
    @FunctionalInterface
    interface Mortal {
        /// It is gone, and says nothing to anybody.
        void vanish();
    }

    Host(Net net, String name, int number) {
        this.net = net;
        this.name = name;
        this.four = Addresses.four(number);
        this.six = Addresses.six(number);
    }

    /// Its name, which all hosts can resolve.
    public String name() {
        return name;
    }

    /// Its address: `10.0.0.1` of the first host, and so on.
    public InetAddress address() {
        return four;
    }

    /// Its address of IPv6.
    InetAddress address6() {
        return six;
    }

    /// Whether it has not crashed, or runs again.
    public boolean isUp() {
        return up;
    }

    /// Gives it a disk, on which the files of unix sockets lie.
    ///
    /// @param files null: none
    public void disk(FileSystem files) {
        unix.on(files);
    }

    /// Stops it without a word: its sockets are gone, and whoever sends it something gets no answer. Does nothing
    /// where it is down.
    public void crash() {
        if (up) {
            up = false;
            List.copyOf(ends).forEach(StreamEnd::vanish);
            ends.clear();
            List.copyOf(sockets).forEach(Mortal::vanish);
            sockets.clear();
            tcp.clear();
            udp.clear();
            unix.clear();
            net.changed();
        }
    }

    /// Has it run again: it remembers nothing, and answers whoever believes that there is a connection with a reset.
    /// Does nothing where it is up.
    public void restart() {
        if (!up) {
            up = true;
            net.links().release();
        }
    }

    // ---- for sockets
    // ------------------------------------------------------------------------------------------

    Ports tcp() {
        return tcp;
    }

    Ports udp() {
        return udp;
    }

    UnixPaths unix() {
        return unix;
    }

    Set<StreamEnd> ends() {
        return ends;
    }

    Set<Mortal> sockets() {
        return sockets;
    }

    boolean has(InetAddress address) {
        return address.isLoopbackAddress() || address.equals(four) || address.equals(six);
    }

    /// @throws SocketException if a socket's host has crashed, whether it runs again or not
    void checkSurvived(boolean gone) throws SocketException {
        if (gone || !up) {
            throw new SocketException("host " + name + " has crashed");
        }
    }

    /// @throws BindException if the address is another machine's
    void checkOwn(InetAddress address) throws BindException {
        if (!address.isAnyLocalAddress() && !has(address)) {
            throw new BindException("Cannot assign requested address");
        }
    }

    /// Finds the host that has an address, as seen from here.
    Host route(InetAddress to) throws SocketException {
        Host found = has(to) ? this : net.find(to);
        if (found == null) {
            throw new SocketException("Network is unreachable");
        }
        return found;
    }

    /// The address that what is sent there comes from.
    ///
    /// @param bound that of the socket, perhaps the wildcard
    InetAddress source(InetAddress bound, InetAddress to) throws IOException {
        if (!bound.isAnyLocalAddress()) {
            if (bound.isLoopbackAddress() && !has(to)) {
                throw new SocketException("Invalid argument");
            }
            return bound;
        }
        return has(to) ? to : to instanceof Inet4Address ? four : six;
    }

    /// Finds who listens at an address; of several that share it, each has its part of those who call.
    Listening listening(InetSocketAddress at, SocketAddress caller) {
        List<Listening> found = tcp.find(at, Listening.class);
        return found.isEmpty() ? null : found.get(Math.floorMod(share(caller), found.size()));
    }

    static int share(SocketAddress caller) {
        return caller instanceof InetSocketAddress internet ? internet.getPort() : 0;
    }

    @Override
    public String toString() {
        return name;
    }
}
