/// HTTP/1.1 over jmill's sockets: a client and a file server, with a codec of somebody else's.
///
/// **What this room is for.** Shows how a protocol that others have written a codec for is spoken with
/// jmill: the codec makes messages of bytes, coroutines wait for them, and neither knows the other.
///
/// **What is in it.** The programs [Get][org.jmill.examples.net.http.Get],
/// [Crawl][org.jmill.examples.net.http.Crawl] and [HttpFiles][org.jmill.examples.net.http.HttpFiles]. `Codec`
/// joins any codec of Netty's to a socket; `StrictRequests` and `Request` refuse what that for HTTP lets
/// pass; `Conversation` is a connection of the server, `Client` one of a client.
///
/// **Who may come in.** The catalogue of `org.jmill.examples`. Who needs HTTP copies `Codec` and goes on from
/// there.
///
/// **Rules.** As RFC 9110 and RFC 9112 say; what they forbid is an error, and
/// `src/test/resources/http-cases.txt` has a line for each such rule. Nothing that a peer sends, or promises
/// to send, takes more memory or time than [Limits][org.jmill.examples.net.http.Limits] allows.
///
/// **Not here.** HTTP/2, proxies, cookies, compression; Netty's threads and channels.
package org.jmill.examples.net.http;
