/// Servers and clients on the network.
///
/// **What this room is for.** Whoever writes a network service with jmill finds one here that is
/// like his own: a coroutine a connection, and no locks, since what they share is never touched over a wait (nor, on
/// the engine VIRTUAL, over a Java call that blocks).
///
/// **What is in it.** A class a program, each an [Example][org.jmill.examples.Example]; what several
/// of them share: [Listen][org.jmill.examples.net.Listen] (where to listen),
/// [Server][org.jmill.examples.net.Server] (the loop that accepts, and what happens when a
/// connection fails), [Limits][org.jmill.examples.net.Limits] (what a server bears),
/// [Grace][org.jmill.examples.net.Grace] (how long its clients may go on when it stops),
/// [Lines][org.jmill.examples.net.Lines] and [Outbox][org.jmill.examples.net.Outbox] (the two
/// directions of a client that is talked to by others). Services of more than one file have packages
/// of their own below.
///
/// **Who may come in.** The catalogue of `org.jmill.examples`; the packages below.
///
/// **Rules.** A server first prints a line `listening at ADDRESS:PORT`; port 0 lets the system
/// choose. One bad client never stops a server: one coroutine owns each direction of a socket,
/// nobody else waits for a client, what fails in a connection's coroutines ends that connection, and
/// all that a client can make grow has a limit, in the server's `--help`. At Ctrl-C a server accepts
/// nobody any more and its clients have a grace to come to their ends; the last lines say how many did,
/// and what was done.
///
/// **Not here.** libmill's tutorial (`greet`).
package org.jmill.examples.net;
