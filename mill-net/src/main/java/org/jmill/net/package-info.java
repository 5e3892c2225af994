/// Sockets for coroutines: TCP, UDP, UNIX and TLS, and the resolution of names.
///
/// **What this room is for.** It has libmill's network verbs, as static methods of
/// [MillNet][org.jmill.net.MillNet]; each is a thin call to an object that has the full contract. A
/// call waits without blocking other coroutines.
///
/// **What is in it.** [IpAddr][org.jmill.net.IpAddr]; the connections
/// [TcpSocket][org.jmill.net.TcpSocket] and its siblings, which share one contract and one
/// implementation, [StreamSocket][org.jmill.net.StreamSocket], over what differs, a `Transport`: a channel,
/// memory, or TLS on another one; their listeners and options;
/// [UdpSocket][org.jmill.net.UdpSocket];
/// [PartialTransfer][org.jmill.net.PartialTransfer], what a failed call had done.
///
/// **Who may come in.** Everybody. It uses `org.jmill`, of which it needs nothing that is not
/// exported: channels of `java.nio` in non-blocking mode, `fdwait` and `fdclean`, `blocking` for
/// the resolver and for files.
///
/// **Rules.** Everything is called on a mill's thread. Deadlines are absolute, in milliseconds of
/// [now][org.jmill.Mill#now]; any negative one means none, one in the past means "try once". Read
/// or write first, wait only if that would block. `fdclean` comes before every close. What fails
/// after an acquire releases. Misuse is a [MillPanic][org.jmill.MillPanic], the world is an
/// `IOException` of the JDK's family, with a message `verb socket: cause`.
///
/// **Not here.** Lines and text, but how they are found among the bytes (`org.jmill.text`), protocols on top (HTTP, TLS
/// session tickets across processes), name servers asked directly (the system's resolver is used), files
/// (`org.jmill.file`).
@Plumbing
package org.jmill.net;

import org.jmill.world.Plumbing;
