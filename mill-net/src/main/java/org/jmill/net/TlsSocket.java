package org.jmill.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.jmill.MillPanic;

/// A TLS connection. What it can do is told by [StreamSocket].
///
/// {@snippet file="org/jmill/net/snippets/TlsSnippet.java" region="client"}
///
/// Of a socket that was accepted, the first call makes the handshake, under its deadline, so that a
/// client that dawdles holds up nobody else; [#connect] makes it itself. A handshake that fails is
/// an `SSLHandshakeException`, now and at each later call. What it computes, and a trust manager that asks
/// somebody, runs on a thread of the pool of [org.jmill.Mill#blocking]: a deadline that passes does not wait
/// for it, a later call on the socket does, and a close interrupts it.
///
/// [#close] and [#shutdown] send `close_notify`. A stream that ends without the peer's has been cut
/// off: that is an `SSLException`, not an end of stream, and so is each later receive. What ends the
/// session, such as a record that was tampered with, is told to the peer by an alert, and here at
/// each later receive and flush. In TLS 1.2 a peer that ends its half ends both (RFC 5246, section
/// 7.2.1). After [#close] the connection is kept in the background until the peer has ended its half
/// too: see there.
///
/// Source: libmill's `sslsock`, which verifies nothing, and loses what is sent just before a close.
public final class TlsSocket extends StreamSocket {
    private final InetSocketAddress peer;

    private TlsSocket(SocketChannel channel, InetSocketAddress peer, SSLEngine engine) {
        super(new TlsTransport(channel, engine));
        this.peer = peer;
    }

    /// The socket of a channel that is connected and non-blocking, and has no other owner: it is
    /// closed if this fails.
    static TlsSocket of(SocketChannel channel, SSLEngine engine) throws IOException {
        return Takeover.own(channel, () -> setUp(channel, engine));
    }

    private static TlsSocket setUp(SocketChannel channel, SSLEngine engine) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return new TlsSocket(channel, (InetSocketAddress) channel.getRemoteAddress(), engine);
    }

    /// Connects as [TcpSocket#connect(IpAddr,long)] does, makes the handshake, and makes sure that
    /// the peer is who it should be.
    ///
    /// @param address as [IpAddr#remote] makes it
    /// @param hostName the name that the peer's certificate must hold, and that it is told (SNI);
    ///   null: the name that the address was resolved from, or else the address itself
    /// @param deadlineMs as of [org.jmill.Mill#now], for all of it; negative: none
    /// @param options how
    /// @return the connection
    /// @throws javax.net.ssl.SSLHandshakeException if the peer's certificate is not trusted, has
    ///   expired or belongs to another name; or the two cannot agree
    /// @throws IOException as [TcpSocket#connect(IpAddr,long)]; or if a file of the options cannot
    ///   be read
    /// @throws MillPanic if address or options are null, the port is 0, or the options name what the JVM
    ///   does not know
    ///
    ///   Source: libmill `sslconnect`.
    public static TlsSocket connect(IpAddr address, String hostName, TlsOptions options, long deadlineMs)
            throws IOException {
        if (address == null || options == null) {
            throw new MillPanic("connect tls: address or options are null");
        }
        if (address.port() == 0) {
            throw new MillPanic("connect tls " + address + ": port is 0");
        }
        String host = hostName != null ? hostName : address.name();
        SSLContext context = options.load("connect tls " + address, deadlineMs);
        SSLEngine engine = options.client(context, host != null ? host : address.literal(), address.port());
        TlsSocket socket = of(Connector.connect(address, deadlineMs), engine);
        boolean ready = false;
        try {
            socket.handshake(deadlineMs);
            ready = true;
            return socket;
        } finally {
            if (!ready) {
                socket.close();
            }
        }
    }

    /// Resolves a name and connects to it: [IpAddr#remote] with [IpAddr#PREF_IPV6], then
    /// [#connect(IpAddr,String,TlsOptions,long)], under one deadline.
    ///
    /// @param host a name or an address
    /// @param port the port
    /// @param options how
    /// @param deadlineMs as of [org.jmill.Mill#now]; negative: none, past: tries once
    /// @return the connection
    /// @throws java.net.UnknownHostException if the name cannot be resolved
    /// @throws IOException as there
    public static TlsSocket connect(String host, int port, TlsOptions options, long deadlineMs) throws IOException {
        IpAddr address = IpAddr.remote(host, port, IpAddr.PREF_IPV6, deadlineMs);
        return connect(address, host, options, deadlineMs);
    }

    /// Makes the handshake, unless that was done.
    ///
    /// @param deadlineMs as of [org.jmill.Mill#now]; negative: none, past: tries once
    /// @throws javax.net.ssl.SSLHandshakeException if it fails
    /// @throws java.net.SocketTimeoutException if the deadline passes; another call goes on with it
    /// @throws java.net.SocketException if the connection is reset
    /// @throws java.nio.channels.ClosedChannelException if the socket is closed, also meanwhile
    public void handshake(long deadlineMs) throws IOException {
        checkOpen("handshake");
        transport.establish(this, "handshake", deadlineMs);
    }

    /// What the handshake has agreed on: version, cipher, and the peer's certificates.
    ///
    /// @return its name
    /// @throws MillPanic if there was none yet
    public SSLSession session() {
        return established("session").getSession();
    }

    /// {@return the protocol agreed on by ALPN; "" if there is none}
    ///
    /// @throws MillPanic if there was no handshake yet
    public String alpn() {
        return established("alpn").getApplicationProtocol();
    }

    private SSLEngine established(String verb) {
        TlsTransport tls = (TlsTransport) transport;
        if (!tls.isEstablished()) {
            throw new MillPanic(verb + " " + this + ": no handshake yet; call handshake(deadline)");
        }
        return tls.engine();
    }

    /// {@return the peer's address}
    ///
    /// Source: libmill `ssladdr`.
    public IpAddr addr() {
        return IpAddr.of(peer);
    }

    /// {@return the peer's port}
    ///
    /// Source: libmill `sslport`.
    public int port() {
        return peer.getPort();
    }

    @Override
    String label() {
        return "tls " + Connector.localOf(transport.channel()) + "->" + addr();
    }
}
