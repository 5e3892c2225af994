package org.jmill.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jspecify.annotations.Nullable;

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
///
/// @since 0.1.0
public final class TlsSocket extends StreamSocket {
    private final InetSocketAddress peer; // null: it is not known by an address.
    private final String carrier; // The label of the socket that TLS was started on; null: there was none.

    private TlsSocket(Transport transport, int lingerMs, InetSocketAddress peer, String carrier) {
        super(transport, lingerMs);
        this.peer = peer;
        this.carrier = carrier;
    }

    /// The socket of a channel that is connected and non-blocking, and has no other owner: it is
    /// closed if this fails.
    static TlsSocket of(SocketChannel channel, SocketOptions options, SSLEngine engine) throws IOException {
        return Takeover.own(channel, () -> {
            options.applyTo(channel);
            InetSocketAddress peer = (InetSocketAddress) channel.getRemoteAddress();
            TlsTransport tls = new TlsTransport(new ChannelTransport(channel), engine, null);
            return new TlsSocket(tls, options.lingerMs(), peer, null);
        });
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
    public static TlsSocket connect(IpAddr address, @Nullable String hostName, TlsOptions options, long deadlineMs)
            throws IOException {
        return connect(address, hostName, options, SocketOptions.defaults(), deadlineMs);
    }

    /// Does the same as [#connect(IpAddr,String,TlsOptions,long)], with a deadline that lies so far ahead.
    ///
    /// @param address as for [#connect(IpAddr,String,TlsOptions,long)]
    /// @param hostName as for [#connect(IpAddr,String,TlsOptions,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @param options as for [#connect(IpAddr,String,TlsOptions,long)]
    /// @return as of [#connect(IpAddr,String,TlsOptions,long)]
    /// @throws javax.net.ssl.SSLHandshakeException as for [#connect(IpAddr,String,TlsOptions,long)]
    /// @throws IOException as for [#connect(IpAddr,String,TlsOptions,long)]
    /// @throws MillPanic if the timeout is null, or as for [#connect(IpAddr,String,TlsOptions,long)]
    public static TlsSocket connect(IpAddr address, String hostName, TlsOptions options, Duration timeout)
            throws IOException {
        return connect(address, hostName, options, Mill.after(timeout));
    }

    /// Connects a socket that is as the options say: [#connect(IpAddr,String,TlsOptions,long)].
    ///
    /// @param address as [IpAddr#remote] makes it
    /// @param hostName as there
    /// @param options how to do TLS
    /// @param socketOptions how the socket is to be
    /// @param deadlineMs as of [org.jmill.Mill#now], for all of it; negative: none
    /// @return the connection
    /// @throws IOException as there
    /// @throws MillPanic as there, or if the socket's options are null
    public static TlsSocket connect(
            IpAddr address, String hostName, TlsOptions options, SocketOptions socketOptions, long deadlineMs)
            throws IOException {
        if (address == null || options == null || socketOptions == null) {
            throw new MillPanic("connect tls: address or options are null");
        }
        if (address.port() == 0) {
            throw new MillPanic("connect tls " + address + ": port is 0");
        }
        Mill.checkDeadline("connect tls", deadlineMs);
        String host = hostName != null ? hostName : address.name();
        SSLContext context = options.load("connect tls " + address, deadlineMs);
        SSLEngine engine = options.client(context, host != null ? host : address.literal(), address.port());
        SocketChannel channel = Connector.connect(address, socketOptions, deadlineMs);
        return of(channel, socketOptions, engine).shaken(deadlineMs);
    }

    /// Does the same as [#connect(IpAddr,String,TlsOptions,SocketOptions,long)], with a deadline that lies so far
    /// ahead.
    ///
    /// @param address as for [#connect(IpAddr,String,TlsOptions,SocketOptions,long)]
    /// @param hostName as for [#connect(IpAddr,String,TlsOptions,SocketOptions,long)]
    /// @param options as for [#connect(IpAddr,String,TlsOptions,SocketOptions,long)]
    /// @param socketOptions as for [#connect(IpAddr,String,TlsOptions,SocketOptions,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#connect(IpAddr,String,TlsOptions,SocketOptions,long)]
    /// @throws IOException as for [#connect(IpAddr,String,TlsOptions,SocketOptions,long)]
    /// @throws MillPanic if the timeout is null, or as for [#connect(IpAddr,String,TlsOptions,SocketOptions,long)]
    public static TlsSocket connect(
            IpAddr address, String hostName, TlsOptions options, SocketOptions socketOptions, Duration timeout)
            throws IOException {
        return connect(address, hostName, options, socketOptions, Mill.after(timeout));
    }

    /// This socket after its handshake; it is closed if that fails.
    private TlsSocket shaken(long deadlineMs) throws IOException {
        boolean ready = false;
        try {
            handshake(deadlineMs);
            ready = true;
            return this;
        } finally {
            if (!ready) {
                close();
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
        return connect(host, port, options, SocketOptions.defaults(), deadlineMs);
    }

    /// Does the same as [#connect(String,int,TlsOptions,long)], with a deadline that lies so far ahead.
    ///
    /// @param host as for [#connect(String,int,TlsOptions,long)]
    /// @param port as for [#connect(String,int,TlsOptions,long)]
    /// @param options as for [#connect(String,int,TlsOptions,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#connect(String,int,TlsOptions,long)]
    /// @throws java.net.UnknownHostException as for [#connect(String,int,TlsOptions,long)]
    /// @throws IOException as for [#connect(String,int,TlsOptions,long)]
    /// @throws MillPanic if the timeout is null, or as for [#connect(String,int,TlsOptions,long)]
    public static TlsSocket connect(String host, int port, TlsOptions options, Duration timeout) throws IOException {
        return connect(host, port, options, Mill.after(timeout));
    }

    /// Resolves a name and connects to it: [#connect(String,int,TlsOptions,long)], with a socket that is as the
    /// options say.
    ///
    /// @param host a name or an address
    /// @param port the port
    /// @param options how to do TLS
    /// @param socketOptions how the socket is to be
    /// @param deadlineMs as of [org.jmill.Mill#now]; negative: none, past: tries once
    /// @return the connection
    /// @throws IOException as there
    /// @throws MillPanic if an argument is null
    public static TlsSocket connect(
            String host, int port, TlsOptions options, SocketOptions socketOptions, long deadlineMs)
            throws IOException {
        IpAddr address = IpAddr.remote(host, port, IpAddr.PREF_IPV6, deadlineMs);
        return connect(address, host, options, socketOptions, deadlineMs);
    }

    /// Does the same as [#connect(String,int,TlsOptions,SocketOptions,long)], with a deadline that lies so far ahead.
    ///
    /// @param host as for [#connect(String,int,TlsOptions,SocketOptions,long)]
    /// @param port as for [#connect(String,int,TlsOptions,SocketOptions,long)]
    /// @param options as for [#connect(String,int,TlsOptions,SocketOptions,long)]
    /// @param socketOptions as for [#connect(String,int,TlsOptions,SocketOptions,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#connect(String,int,TlsOptions,SocketOptions,long)]
    /// @throws IOException as for [#connect(String,int,TlsOptions,SocketOptions,long)]
    /// @throws MillPanic if the timeout is null, or as for [#connect(String,int,TlsOptions,SocketOptions,long)]
    public static TlsSocket connect(
            String host, int port, TlsOptions options, SocketOptions socketOptions, Duration timeout)
            throws IOException {
        return connect(host, port, options, socketOptions, Mill.after(timeout));
    }

    /// Starts TLS, as its client, on a connection that is there already: through a proxy that was asked to
    /// `CONNECT`, after a `STARTTLS`, on a UNIX socket, on another TLS connection. Makes the handshake, and
    /// makes sure that the peer is who it should be.
    ///
    /// {@snippet file="org/jmill/net/snippets/TlsOverSnippet.java" region="proxy"}
    ///
    /// From then on the connection is this socket's: to the other one's callers that one is closed, but the peer
    /// sees no end. It stays the caller's if this fails before the handshake begins; a handshake that fails
    /// closes the connection.
    ///
    /// @param socket on which nobody waits, and nothing waits to be flushed; bytes received ahead belong to TLS
    /// @param hostName the name or address that the peer's certificate must hold, and that it is told (SNI); null,
    ///   which only options that do not [verify][TlsOptions#verify] allow: none
    /// @param options how
    /// @param deadlineMs as of [org.jmill.Mill#now], for all of it; negative: none
    /// @return the connection
    /// @throws javax.net.ssl.SSLHandshakeException as [#connect(IpAddr,String,TlsOptions,long)]
    /// @throws java.net.SocketTimeoutException if the deadline passes
    /// @throws java.nio.channels.ClosedChannelException if the socket is closed
    /// @throws IOException if the connection fails, or a file of the options cannot be read
    /// @throws MillPanic if an argument is null that must not be, the socket is in use or has bytes to flush, or
    ///   the options name what the JVM does not know
    ///
    ///   Source: none; libmill's users would detach and attach.
    public static TlsSocket over(StreamSocket socket, @Nullable String hostName, TlsOptions options, long deadlineMs)
            throws IOException {
        if (socket == null || options == null) {
            throw new MillPanic("connect tls: socket or options are null");
        }
        if (hostName == null && options.verifies()) {
            throw new MillPanic("connect tls over " + socket + ": host name is null; it is what to verify");
        }
        Mill.checkDeadline("connect tls", deadlineMs);
        SSLContext context = options.load("connect tls over " + socket, deadlineMs);
        SSLEngine engine = options.client(context, hostName, portOf(socket));
        return on(socket, "connect tls over", engine).shaken(deadlineMs);
    }

    /// Does the same as [#over(StreamSocket,String,TlsOptions,long)], with a deadline that lies so far ahead.
    ///
    /// @param socket as for [#over(StreamSocket,String,TlsOptions,long)]
    /// @param hostName as for [#over(StreamSocket,String,TlsOptions,long)]
    /// @param options as for [#over(StreamSocket,String,TlsOptions,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#over(StreamSocket,String,TlsOptions,long)]
    /// @throws javax.net.ssl.SSLHandshakeException as for [#over(StreamSocket,String,TlsOptions,long)]
    /// @throws java.net.SocketTimeoutException as for [#over(StreamSocket,String,TlsOptions,long)]
    /// @throws java.nio.channels.ClosedChannelException as for [#over(StreamSocket,String,TlsOptions,long)]
    /// @throws IOException as for [#over(StreamSocket,String,TlsOptions,long)]
    /// @throws MillPanic if the timeout is null, or as for [#over(StreamSocket,String,TlsOptions,long)]
    public static TlsSocket over(StreamSocket socket, String hostName, TlsOptions options, Duration timeout)
            throws IOException {
        return over(socket, hostName, options, Mill.after(timeout));
    }

    /// Starts TLS, as its server, on a connection that is there already. As of a socket that a [TlsListener] has
    /// accepted, the first call on it makes the handshake, under its deadline.
    ///
    /// From then on the connection is this socket's, as with [#over]. It stays the caller's if this fails.
    ///
    /// @param socket on which nobody waits, and nothing waits to be flushed; bytes received ahead belong to TLS
    /// @param options with a certificate
    /// @param deadlineMs for reading the options' files, unless that was done; negative: none
    /// @return the connection
    /// @throws java.nio.channels.ClosedChannelException if the socket is closed
    /// @throws IOException as [TlsListener#listen(IpAddr,TlsOptions,ListenOptions)] for the files of the options
    /// @throws MillPanic if an argument is null, the socket is in use or has bytes to flush, or the options name
    ///   no certificate, or what the JVM does not know
    public static TlsSocket serveOver(StreamSocket socket, TlsOptions options, long deadlineMs) throws IOException {
        if (socket == null || options == null) {
            throw new MillPanic("serve tls: socket or options are null");
        }
        String what = "serve tls over " + socket;
        options.checkServes(what);
        Mill.checkDeadline("serve tls", deadlineMs);
        SSLContext context = options.load(what, deadlineMs);
        return on(socket, "serve tls over", options.server(context));
    }

    /// Does the same as [#serveOver(StreamSocket,TlsOptions,long)], with a deadline that lies so far ahead.
    ///
    /// @param socket as for [#serveOver(StreamSocket,TlsOptions,long)]
    /// @param options as for [#serveOver(StreamSocket,TlsOptions,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#serveOver(StreamSocket,TlsOptions,long)]
    /// @throws java.nio.channels.ClosedChannelException as for [#serveOver(StreamSocket,TlsOptions,long)]
    /// @throws IOException as for [#serveOver(StreamSocket,TlsOptions,long)]
    /// @throws MillPanic if the timeout is null, or as for [#serveOver(StreamSocket,TlsOptions,long)]
    public static TlsSocket serveOver(StreamSocket socket, TlsOptions options, Duration timeout) throws IOException {
        return serveOver(socket, options, Mill.after(timeout));
    }

    static TlsSocket on(StreamSocket socket, String verb, SSLEngine engine) throws IOException {
        socket.checkUnused(verb);
        InetSocketAddress peer =
                switch (socket) {
                    case TcpSocket tcp -> tcp.addr().socketAddress();
                    case TlsSocket tls -> tls.peer;
                    case UnixSocket _, MemorySocket _ -> null;
                };
        TlsTransport tls = new TlsTransport(socket.transport, engine, socket.retire());
        return new TlsSocket(tls, socket.lingerMs(), peer, socket.toString());
    }

    private static int portOf(StreamSocket socket) {
        return switch (socket) {
            case TcpSocket tcp -> tcp.port();
            case TlsSocket tls -> tls.peer == null ? -1 : tls.port();
            case UnixSocket _, MemorySocket _ -> -1;
        };
    }

    /// Makes the handshake, unless that was done.
    ///
    /// @param deadlineMs as of [org.jmill.Mill#now]; negative: none, past: tries once
    /// @throws javax.net.ssl.SSLHandshakeException if it fails
    /// @throws java.net.SocketTimeoutException if the deadline passes; another call goes on with it
    /// @throws java.net.SocketException if the connection is reset
    /// @throws java.nio.channels.ClosedChannelException if the socket is closed, also meanwhile
    public void handshake(long deadlineMs) throws IOException {
        Mill.checkDeadline("handshake", deadlineMs);
        checkOpen("handshake");
        transport.establish(this, "handshake", deadlineMs);
    }

    /// Does the same as [#handshake(long)], with a deadline that lies so far ahead.
    ///
    /// @param timeout how far, as for [Mill#after]
    /// @throws javax.net.ssl.SSLHandshakeException as for [#handshake(long)]
    /// @throws java.net.SocketTimeoutException as for [#handshake(long)]
    /// @throws java.net.SocketException as for [#handshake(long)]
    /// @throws java.nio.channels.ClosedChannelException as for [#handshake(long)]
    /// @throws MillPanic if the timeout is null, or as for [#handshake(long)]
    public void handshake(Duration timeout) throws IOException {
        handshake(Mill.after(timeout));
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

    /// {@return the peer's address; where TLS was started on another socket, that one's}
    ///
    /// @throws MillPanic if it has none, as on a UNIX socket
    ///
    ///   Source: libmill `ssladdr`.
    public IpAddr addr() {
        return IpAddr.of(peer("addr"));
    }

    /// {@return the peer's port; where TLS was started on another socket, that one's}
    ///
    /// @throws MillPanic if it has none, as on a UNIX socket
    ///
    ///   Source: libmill `sslport`.
    public int port() {
        return peer("port").getPort();
    }

    private InetSocketAddress peer(String verb) {
        if (peer == null) {
            throw new MillPanic(verb + " " + this + ": peer has no address of IP");
        }
        return peer;
    }

    @Override
    String label() {
        return carrier != null
                ? "tls over " + carrier
                : "tls " + Connector.localOf(transport.channel()) + "->" + addr();
    }
}
