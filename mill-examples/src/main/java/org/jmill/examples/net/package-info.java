/// Servers and clients on the network.
///
/// **What this room is for.** Whoever writes a network service with jmill finds one here that is
/// like his own: a coroutine a connection, and no locks.
///
/// **What is in it.** A class a program, each an [Example][org.jmill.examples.Example]; what several
/// of them share: [Listen][org.jmill.examples.net.Listen] (where to listen) and
/// [Server][org.jmill.examples.net.Server] (the loop that accepts). Services of more than one file
/// have packages of their own below.
///
/// **Who may come in.** The catalogue of `org.jmill.examples`; the packages below.
///
/// **Rules.** A server first prints a line `listening at ADDRESS:PORT`; port 0 lets the system
/// choose. One bad client never stops a server. Ctrl-C ends all connections, and the last line says
/// what was done.
///
/// **Not here.** libmill's tutorial (`greet`).
package org.jmill.examples.net;
