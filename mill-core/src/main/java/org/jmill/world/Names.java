package org.jmill.world;

import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;

/// Finds addresses. Both methods may block: they are called by a [worker][Workers] of kind NAMES, by several at the same
/// time.
///
/// Source: none; libmill's `ip.c` asks the system's resolver.
public interface Names {
    /// Finds the addresses of a host.
    ///
    /// @param host a name, never a literal address
    /// @return at least one, in the order in which they are to be tried
    /// @throws UnknownHostException if there is none
    List<InetAddress> lookUp(String host) throws UnknownHostException;

    /// Finds the addresses of one of this machine's network interfaces.
    ///
    /// @param name of the interface: `eth0`
    /// @return its addresses; empty if there is no such interface
    /// @throws SocketException if the system does not tell
    List<InetAddress> ofInterface(String name) throws SocketException;
}
