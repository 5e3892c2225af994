/// HTTP/1.1 over jmill's sockets: a client and a file server.
///
/// **What this room is for.** Shows that a protocol is written the way one reads it: line by line,
/// with waits in the middle.
///
/// **What is in it.** The programs [Get][org.jmill.examples.net.http.Get] and
/// [HttpFiles][org.jmill.examples.net.http.HttpFiles]; heads, bodies and chunks, which they share.
///
/// **Who may come in.** The catalogue of `org.jmill.examples`, and programs that need a little HTTP.
///
/// **Rules.** As RFC 9112 says; what it forbids is an error. Nothing that a peer sends can take more
/// memory than a limit that stands in the file.
///
/// **Not here.** HTTP/2, proxies, cookies, compression.
package org.jmill.examples.net.http;
