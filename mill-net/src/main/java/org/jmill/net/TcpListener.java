package org.jmill.net;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jmill.Mill;
import org.jmill.MillPanic;

/// Listens for TCP connections.
///
/// {@snippet file="org/jmill/net/snippets/TcpSnippet.java" region="listener"}
///
/// All methods are called on a mill's thread. Several mills serve one port with a listener each,
/// see [ListenOptions#reusePort].
///
/// Source: libmill's `tcpsock` made by `tcplisten`.
///
/// @since 0.1.0
public final class TcpListener implements Closeable {
    private final Acceptor acceptor;
    private final IpAddr address;
    private final SocketOptions socketOptions;

    private TcpListener(ServerSocketChannel channel, IpAddr address, SocketOptions socketOptions) {
        this.acceptor = new Acceptor(channel, "tcp " + address);
        this.address = address;
        this.socketOptions = socketOptions;
    }

    /// Listens at an address, with the options as they are by default.
    ///
    /// @param address as [IpAddr#local] makes it
    /// @return the listener
    /// @throws IOException as [#listen(IpAddr, ListenOptions)]
    public static TcpListener listen(IpAddr address) throws IOException {
        return listen(address, ListenOptions.defaults());
    }

    /// Listens at an address.
    ///
    /// @param address as [IpAddr#local] makes it
    /// @param options how
    /// @return the listener
    /// @throws java.net.BindException if it is taken, not this machine's or not allowed; the
    ///   message names it
    /// @throws IOException if there is no descriptor left
    /// @throws MillPanic if an argument is null
    ///
    ///   Source: libmill `tcplisten`, which leaks the descriptor if this fails.
    public static TcpListener listen(IpAddr address, ListenOptions options) throws IOException {
        if (address == null || options == null) {
            throw new MillPanic("listen tcp: address or options are null");
        }
        String what = "listen tcp " + address;
        ServerSocketChannel channel =
                Acceptor.listen(family(address), address.socketAddress(), options, what, () -> "");
        return Takeover.own(channel, () -> {
            IpAddr bound = IpAddr.of((InetSocketAddress) channel.getLocalAddress());
            return new TcpListener(channel, bound, options.socket());
        });
    }

    /// A channel's family, so that an IPv4 address is just that.
    static StandardProtocolFamily family(IpAddr address) {
        return address.isIpv6() ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
    }

    /// Takes over a channel that was bound elsewhere, and puts it into non-blocking mode. If that
    /// fails, the channel is the caller's as it was.
    ///
    /// @param channel the channel
    /// @return the socket
    /// @throws IOException if the channel is closed
    /// @throws MillPanic if it is null or not bound to an IP address
    ///
    ///   Source: libmill `tcpattach`.
    public static TcpListener attach(ServerSocketChannel channel) throws IOException {
        return Takeover.attach(channel, "tcp", () -> {
            if (!(channel.getLocalAddress() instanceof InetSocketAddress bound)) {
                throw new MillPanic("attach tcp " + channel + ": channel is not bound; bind it first");
            }
            channel.configureBlocking(false);
            return new TcpListener(channel, IpAddr.of(bound), SocketOptions.defaults());
        });
    }

    /// Waits for a connection. Connections that their peers have given up are passed over.
    ///
    /// @param deadlineMs as of [org.jmill.Mill#now]; negative: none; past: looks once
    /// @return the connection
    /// @throws java.net.SocketTimeoutException if the deadline passes
    /// @throws java.nio.channels.ClosedChannelException if the listener is closed, also meanwhile
    /// @throws java.net.SocketException if there is no descriptor left; the connection still waits:
    ///   accept again once others were closed
    /// @throws org.jmill.CancelledException if the coroutine is cancelled
    /// @throws MillPanic if another coroutine accepts
    ///
    ///   Source: libmill `tcpaccept`.
    public TcpSocket accept(long deadlineMs) throws IOException {
        while (true) {
            SocketChannel channel = acceptChannel(deadlineMs);
            try {
                return TcpSocket.of(channel, socketOptions);
            } catch (IOException e) {
                // Gone already: the next one.
            }
        }
    }

    /// Does the same as [#accept(long)], with a deadline that lies so far ahead.
    ///
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#accept(long)]
    /// @throws java.net.SocketTimeoutException as for [#accept(long)]
    /// @throws java.nio.channels.ClosedChannelException as for [#accept(long)]
    /// @throws java.net.SocketException as for [#accept(long)]
    /// @throws org.jmill.CancelledException as for [#accept(long)]
    /// @throws MillPanic if the timeout is null, or as for [#accept(long)]
    public TcpSocket accept(Duration timeout) throws IOException {
        return accept(Mill.after(timeout));
    }

    /// How the connections are to be that it accepts.
    SocketOptions socketOptions() {
        return socketOptions;
    }

    SocketChannel acceptChannel(long deadlineMs) throws IOException {
        return acceptor.accept(deadlineMs);
    }

    /// {@return the address it listens at, with the port that the system has chosen}
    public IpAddr addr() {
        return address;
    }

    /// {@return the port it listens at}
    ///
    /// Source: libmill `tcpport`.
    public int port() {
        return address.port();
    }

    /// {@return whether it was not closed}
    public boolean isOpen() {
        return acceptor.isOpen();
    }

    /// Stops listening; who waits gets an `AsynchronousCloseException`. Connections that wait to be
    /// accepted are reset. Closing it again does nothing.
    ///
    /// @throws IOException if the system says so
    ///
    ///   Source: libmill `tcpclose`.
    @Override
    public void close() throws IOException {
        acceptor.close();
    }

    /// Gives up the channel, which goes on listening, in non-blocking mode.
    ///
    /// @return the channel
    /// @throws java.nio.channels.ClosedChannelException if it is closed
    /// @throws MillPanic if a coroutine accepts
    ///
    ///   Source: libmill `tcpdetach`.
    public ServerSocketChannel detach() throws IOException {
        if (acceptor.isTaken()) {
            throw new MillPanic("detach " + this + ": a coroutine waits on it");
        }
        return acceptor.giveUp();
    }

    /// `tcp 127.0.0.1:5555`.
    @Override
    public String toString() {
        return acceptor.toString();
    }
}
