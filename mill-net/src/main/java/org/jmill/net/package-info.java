/// Sockets for coroutines: TCP, UDP, UNIX and TLS, and the resolution of names.
///
/// {@snippet file="org/jmill/net/snippets/MillNetSnippet.java" region="example"}
///
/// **Begin with** [MillNet], which has libmill's verbs as static methods; each is a line, and the object that it calls
/// has the full contract: [TcpSocket], [UnixSocket], [TlsSocket] and [MemorySocket], which are all a [StreamSocket];
/// their listeners; [UdpSocket]; [IpAddr], with names that are resolved; [SocketOptions].
///
/// All is called on a mill's thread, and what waits lets the others run. A deadline is a point in time, in
/// milliseconds of [now][org.jmill.Mill#now]; a negative one means none, one in the past "try once". Output is kept
/// until `flush`. Misuse is a [MillPanic][org.jmill.MillPanic]; the world's failures are the JDK's `IOException`s, with
/// a message `verb socket: cause`, and [PartialTransfer] says what a call that failed had done.
///
/// Protocols on top are not here; the examples of jmill have HTTP on these sockets, with Netty's codec.
///
/// @since 0.1.0
@NullMarked
@Plumbing
package org.jmill.net;

import org.jmill.world.Plumbing;
import org.jspecify.annotations.NullMarked;
