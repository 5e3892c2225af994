package org.jmill.world;

import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;

/// Finds addresses. Any thread may call its methods, several at the same time. One that knows hosts alone is a lambda.
///
/// Source: none; libmill's `ip.c` asks the system's resolver.
///
/// @since 0.1.0
@FunctionalInterface
public interface Names {
    /// Finds the addresses of a host. May block: it is called by a [worker][Workers] of kind NAMES.
    ///
    /// @param host a name, never a literal address
    /// @return at least one, in the order in which they are to be tried
    /// @throws UnknownHostException if there is none
    List<InetAddress> lookUp(String host) throws UnknownHostException;

    /// Finds the addresses of one of this machine's network interfaces. Answers at once: it is called on the mill's
    /// thread.
    ///
    /// @param name of the interface: `eth0`
    /// @return its addresses; empty if there is no such interface, as for all of them unless this is overridden
    /// @throws SocketException if the system does not tell
    default List<InetAddress> ofInterface(String name) throws SocketException {
        return List.of();
    }
}
