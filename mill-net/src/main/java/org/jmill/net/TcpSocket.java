package org.jmill.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jmill.Mill;
import org.jmill.MillPanic;

/// A TCP connection. What it can do is told by [StreamSocket].
///
/// {@snippet file="org/jmill/net/snippets/TcpSnippet.java" region="client"}
///
/// `TCP_NODELAY` is on: the socket's own buffer sees to it that small sends go out together. So is keepalive; see
/// [SocketOptions].
///
/// Source: libmill's `tcpsock`.
///
/// @since 0.1.0
public final class TcpSocket extends StreamSocket {
    private final InetSocketAddress peer;

    private TcpSocket(ChannelTransport transport, int lingerMs) throws IOException {
        super(transport, lingerMs);
        this.peer = (InetSocketAddress) transport.channel().getRemoteAddress();
    }

    /// Connects to an address. Where it was resolved from a name that has several, they are tried
    /// in turn, the next one when the one before has failed or after 250 ms, until one is
    /// connected: the happy eyeballs of RFC 8305.
    ///
    /// @param address as [IpAddr#remote] makes it
    /// @param deadlineMs as of [org.jmill.Mill#now]; negative: none
    /// @return the connection
    /// @throws java.net.ConnectException if nobody listens there; also where the system has then connected the
    ///   socket to itself, as it may do on this machine
    /// @throws java.net.NoRouteToHostException if there is no way there
    /// @throws java.net.SocketTimeoutException if the deadline passes
    /// @throws java.net.SocketException if it fails otherwise, as for want of a descriptor
    /// @throws org.jmill.CancelledException if the coroutine is cancelled
    /// @throws MillPanic if the address is null or its port 0
    ///
    ///   Source: libmill `tcpconnect`, which leaks the descriptor if this fails.
    public static TcpSocket connect(IpAddr address, long deadlineMs) throws IOException {
        return connect(address, SocketOptions.defaults(), deadlineMs);
    }

    /// Does the same as [#connect(IpAddr,long)], with a deadline that lies so far ahead.
    ///
    /// @param address as for [#connect(IpAddr,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#connect(IpAddr,long)]
    /// @throws java.net.ConnectException as for [#connect(IpAddr,long)]
    /// @throws java.net.NoRouteToHostException as for [#connect(IpAddr,long)]
    /// @throws java.net.SocketTimeoutException as for [#connect(IpAddr,long)]
    /// @throws java.net.SocketException as for [#connect(IpAddr,long)]
    /// @throws org.jmill.CancelledException as for [#connect(IpAddr,long)]
    /// @throws MillPanic if the timeout is null, or as for [#connect(IpAddr,long)]
    public static TcpSocket connect(IpAddr address, Duration timeout) throws IOException {
        return connect(address, Mill.after(timeout));
    }

    /// Connects a socket that is as the options say: [#connect(IpAddr,long)].
    ///
    /// @param address as [IpAddr#remote] makes it
    /// @param options how the socket is to be
    /// @param deadlineMs as of [org.jmill.Mill#now]; negative: none
    /// @return the connection
    /// @throws IOException as there
    /// @throws MillPanic if an argument is null or the port 0
    public static TcpSocket connect(IpAddr address, SocketOptions options, long deadlineMs) throws IOException {
        if (address == null || options == null) {
            throw new MillPanic("connect tcp: address or options are null");
        }
        if (address.port() == 0) {
            throw new MillPanic("connect tcp " + address + ": port is 0");
        }
        Mill.checkDeadline("connect tcp", deadlineMs);
        SocketChannel channel = Connector.connect(address, options, deadlineMs);
        return Takeover.own(channel, () -> new TcpSocket(new ChannelTransport(channel), options.lingerMs()));
    }

    /// Does the same as [#connect(IpAddr,SocketOptions,long)], with a deadline that lies so far ahead.
    ///
    /// @param address as for [#connect(IpAddr,SocketOptions,long)]
    /// @param options as for [#connect(IpAddr,SocketOptions,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#connect(IpAddr,SocketOptions,long)]
    /// @throws IOException as for [#connect(IpAddr,SocketOptions,long)]
    /// @throws MillPanic if the timeout is null, or as for [#connect(IpAddr,SocketOptions,long)]
    public static TcpSocket connect(IpAddr address, SocketOptions options, Duration timeout) throws IOException {
        return connect(address, options, Mill.after(timeout));
    }

    /// Resolves a name and connects to it: [IpAddr#remote] with [IpAddr#PREF_IPV6], then
    /// [#connect(IpAddr,long)], under one deadline.
    ///
    /// @param host a name or an address
    /// @param port the port
    /// @param deadlineMs as of [org.jmill.Mill#now]; negative: none, past: tries once
    /// @return the connection
    /// @throws java.net.UnknownHostException if the name cannot be resolved
    /// @throws IOException as [#connect(IpAddr,long)]
    public static TcpSocket connect(String host, int port, long deadlineMs) throws IOException {
        return connect(host, port, SocketOptions.defaults(), deadlineMs);
    }

    /// Does the same as [#connect(String,int,long)], with a deadline that lies so far ahead.
    ///
    /// @param host as for [#connect(String,int,long)]
    /// @param port as for [#connect(String,int,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#connect(String,int,long)]
    /// @throws java.net.UnknownHostException as for [#connect(String,int,long)]
    /// @throws IOException as for [#connect(String,int,long)]
    /// @throws MillPanic if the timeout is null, or as for [#connect(String,int,long)]
    public static TcpSocket connect(String host, int port, Duration timeout) throws IOException {
        return connect(host, port, Mill.after(timeout));
    }

    /// Resolves a name and connects to it: [#connect(String,int,long)], with a socket that is as the options say.
    ///
    /// @param host a name or an address
    /// @param port the port
    /// @param options how the socket is to be
    /// @param deadlineMs as of [org.jmill.Mill#now]; negative: none, past: tries once
    /// @return the connection
    /// @throws IOException as there
    /// @throws MillPanic if an argument is null
    public static TcpSocket connect(String host, int port, SocketOptions options, long deadlineMs) throws IOException {
        return connect(IpAddr.remote(host, port, IpAddr.PREF_IPV6, deadlineMs), options, deadlineMs);
    }

    /// Does the same as [#connect(String,int,SocketOptions,long)], with a deadline that lies so far ahead.
    ///
    /// @param host as for [#connect(String,int,SocketOptions,long)]
    /// @param port as for [#connect(String,int,SocketOptions,long)]
    /// @param options as for [#connect(String,int,SocketOptions,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#connect(String,int,SocketOptions,long)]
    /// @throws IOException as for [#connect(String,int,SocketOptions,long)]
    /// @throws MillPanic if the timeout is null, or as for [#connect(String,int,SocketOptions,long)]
    public static TcpSocket connect(String host, int port, SocketOptions options, Duration timeout) throws IOException {
        return connect(host, port, options, Mill.after(timeout));
    }

    /// Takes over a channel that was connected elsewhere, and puts it into non-blocking mode. If
    /// that fails, the channel is the caller's as it was. `TCP_NODELAY` is switched on, all other options stay.
    ///
    /// @param channel the channel
    /// @return the socket
    /// @throws IOException if the channel is closed
    /// @throws MillPanic if it is null or not connected to an IP address
    ///
    ///   Source: libmill `tcpattach`.
    public static TcpSocket attach(SocketChannel channel) throws IOException {
        return Takeover.attach(channel, "tcp", () -> {
            if (!(channel.getRemoteAddress() instanceof InetSocketAddress)) {
                throw new MillPanic("attach tcp " + channel + ": channel is not connected");
            }
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            return new TcpSocket(
                    ChannelTransport.ofUsed(channel), SocketOptions.defaults().lingerMs());
        });
    }

    /// The socket of a channel that is connected and non-blocking, and has no other owner: it is
    /// closed if this fails.
    static TcpSocket of(SocketChannel channel, SocketOptions options) throws IOException {
        return Takeover.own(channel, () -> {
            options.applyTo(channel);
            return new TcpSocket(new ChannelTransport(channel), options.lingerMs());
        });
    }

    /// {@return the peer's address}
    ///
    /// Source: libmill `tcpaddr`.
    public IpAddr addr() {
        return IpAddr.of(peer);
    }

    /// {@return the peer's port}
    ///
    /// Source: libmill `tcpport`.
    public int port() {
        return peer.getPort();
    }

    /// {@return this end's address}
    ///
    /// @throws java.nio.channels.ClosedChannelException if the socket is closed
    /// @throws IOException if the system does not tell
    public IpAddr localAddr() throws IOException {
        checkOpen("localAddr");
        try {
            return IpAddr.of((InetSocketAddress) transport.channel().getLocalAddress());
        } catch (IOException e) {
            throw Failures.broken("localAddr " + this, e, 0, Failures.NONE);
        }
    }

    /// Gives up the channel, connected and in non-blocking mode.
    ///
    /// @return the channel
    /// @throws java.nio.channels.ClosedChannelException if the socket is closed
    /// @throws MillPanic if a coroutine waits on it, or bytes are buffered: flush first, and
    ///   receive what has come
    ///
    ///   Source: libmill `tcpdetach`.
    public SocketChannel detach() throws IOException {
        giveUp();
        return transport.channel();
    }

    /// Closes the socket and resets the connection: for a stream that was cut short, so that the peer does not take its
    /// end for a proper one. The peer's next call fails with "connection reset" or "broken pipe"; what was sent
    /// last may not arrive, and nothing is flushed. Whoever waits on the socket is woken as by [#close()]. On a
    /// closed socket it does nothing.
    ///
    /// Does not suspend. Called on the mill's thread.
    ///
    /// @throws IOException if the system fails to close it
    ///
    ///   Source: none of libmill's; Go's `SetLinger(0)` and `Close`.
    public void reset() throws IOException {
        if (isOpen()) {
            transport.channel().setOption(StandardSocketOptions.SO_LINGER, 0);
            drop();
        }
    }

    @Override
    String label() {
        return "tcp " + Connector.localOf(transport.channel()) + "->" + addr();
    }
}
