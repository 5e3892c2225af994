package org.jmill.net;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.time.Duration;
import org.jmill.Mill;
import org.jmill.MillPanic;

/// Sends and receives datagrams.
///
/// {@snippet file="org/jmill/net/snippets/UdpSnippet.java" region="example"}
///
/// One coroutine may send while one receives. All methods are called on a mill's thread. A datagram
/// that was sent may be lost on its way, arrive twice or out of order.
///
/// Source: libmill's `udpsock`.
///
/// @since 0.1.0
public final class UdpSocket implements Closeable {
    private final DatagramChannel channel;
    private final IpAddr address;
    private final Turn sending = new Turn();
    private final Turn receiving = new Turn();
    private boolean closed;
    private IpAddr sender; // The last one, which is often the next one too.

    private UdpSocket(DatagramChannel channel, IpAddr address) {
        this.channel = channel;
        this.address = address;
    }

    /// Opens a socket at an address.
    ///
    /// @param address as [IpAddr#local] makes it
    /// @return the listener
    /// @throws BindException if it is taken, not this machine's or not allowed
    /// @throws IOException if there is no descriptor left
    /// @throws MillPanic if the address is null
    ///
    ///   Source: libmill `udplisten`, which leaks the descriptor if this fails.
    public static UdpSocket listen(IpAddr address) throws IOException {
        return listen(address, ListenOptions.defaults());
    }

    /// Opens a socket at an address that others may share.
    ///
    /// @param options the backlog has no meaning here
    /// @param address the address
    /// @return the listener
    /// @throws IOException as [#listen(IpAddr)]
    public static UdpSocket listen(IpAddr address, ListenOptions options) throws IOException {
        if (address == null || options == null) {
            throw new MillPanic("listen udp: address or options are null");
        }
        String what = "listen udp " + address;
        try {
            DatagramChannel channel = Doors.sockets().openDatagramChannel(TcpListener.family(address));
            return Takeover.own(channel, () -> {
                options.applyTo(channel, what);
                channel.bind(address.socketAddress());
                return setUp(channel, (InetSocketAddress) channel.getLocalAddress());
            });
        } catch (UnsupportedOperationException e) {
            throw Failures.noFamily(what, e);
        } catch (BindException e) {
            throw Failures.bind(what, e, "");
        } catch (IOException e) {
            throw Failures.socket(what, e);
        }
    }

    /// Takes over a channel that was bound elsewhere, and puts it into non-blocking mode. If that
    /// fails, the channel is the caller's as it was.
    ///
    /// @param channel the channel
    /// @return the socket
    /// @throws IOException if the channel is closed
    /// @throws MillPanic if it is null, not bound, or connected
    public static UdpSocket attach(DatagramChannel channel) throws IOException {
        return Takeover.attach(channel, "udp", () -> {
            if (!(channel.getLocalAddress() instanceof InetSocketAddress bound)) {
                throw new MillPanic("attach udp " + channel + ": channel is not bound; bind it first");
            }
            if (channel.isConnected()) {
                throw new MillPanic("attach udp " + channel + ": channel is connected");
            }
            return setUp(channel, bound);
        });
    }

    private static UdpSocket setUp(DatagramChannel channel, InetSocketAddress bound) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_BROADCAST, true);
        return new UdpSocket(channel, IpAddr.of(bound));
    }

    /// Sends a datagram; waits while the system has no room for it.
    ///
    /// @param target where to
    /// @param source its bytes, from position to limit; 65,507 at most by IPv4, 65,527 by IPv6
    /// @param deadlineMs as of [Mill#now]; negative: none; 0: drops it rather than wait
    /// @return whether the system has taken it: false only with deadline 0
    /// @throws java.net.SocketTimeoutException if the deadline passes
    /// @throws java.net.NoRouteToHostException if there is no way there, as from a socket of IPv4 to
    ///   an address of IPv6
    /// @throws java.net.SocketException if it is too long, or the system refuses it
    /// @throws java.nio.channels.ClosedChannelException if the socket is closed, also meanwhile
    /// @throws org.jmill.CancelledException if the coroutine is cancelled
    /// @throws MillPanic if an argument is null, or another coroutine is sending
    ///
    ///   Source: libmill `udpsend`, which drops it rather than wait.
    public boolean send(IpAddr target, ByteBuffer source, long deadlineMs) throws IOException {
        if (target == null || source == null) {
            throw new MillPanic("send " + this + ": address or buffer is null");
        }
        Mill.checkDeadline("send", deadlineMs);
        sending.begin("send", this);
        try {
            checkOpen("send");
            sending.moved(source.remaining());
            while (!trySend(target, source)) {
                if (deadlineMs == 0) {
                    return false;
                }
                sending.waited();
                await("send", Mill.FDW_OUT, deadlineMs);
            }
            return true;
        } finally {
            sending.end();
        }
    }

    /// Does the same as [#send(IpAddr,ByteBuffer,long)], with a deadline that lies so far ahead.
    ///
    /// @param target as for [#send(IpAddr,ByteBuffer,long)]
    /// @param source as for [#send(IpAddr,ByteBuffer,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#send(IpAddr,ByteBuffer,long)]
    /// @throws java.net.SocketTimeoutException as for [#send(IpAddr,ByteBuffer,long)]
    /// @throws java.net.NoRouteToHostException as for [#send(IpAddr,ByteBuffer,long)]
    /// @throws java.net.SocketException as for [#send(IpAddr,ByteBuffer,long)]
    /// @throws java.nio.channels.ClosedChannelException as for [#send(IpAddr,ByteBuffer,long)]
    /// @throws org.jmill.CancelledException as for [#send(IpAddr,ByteBuffer,long)]
    /// @throws MillPanic if the timeout is null, or as for [#send(IpAddr,ByteBuffer,long)]
    public boolean send(IpAddr target, ByteBuffer source, Duration timeout) throws IOException {
        return send(target, source, Mill.after(timeout));
    }

    private boolean trySend(IpAddr target, ByteBuffer source) throws IOException {
        int length = source.remaining();
        BufferPool pool = BufferPool.ofDatagrams();
        ByteBuffer buffer = pool.take();
        try {
            if (length > buffer.capacity()) {
                throw new IOException("message too long");
            }
            buffer.put(source.duplicate()).flip();
            boolean sent = length == 0 ? sendEmpty(buffer, target) : out(buffer, target);
            if (sent) {
                source.position(source.limit());
            }
            return sent;
        } catch (UnsupportedAddressTypeException e) {
            throw Failures.otherFamily(whatOfSend(target, length), e);
        } catch (IOException e) {
            throw Failures.datagram(whatOfSend(target, length), e);
        } finally {
            pool.give(buffer);
        }
    }

    private String whatOfSend(IpAddr target, int length) {
        return "send " + this + " to " + target + ", " + length + " bytes";
    }

    private boolean out(ByteBuffer buffer, IpAddr target) throws IOException {
        return channel.send(buffer, target.socketAddress()) > 0;
    }

    /// The JDK says 0 both for an empty datagram and for one that would block: it is taken as sent,
    /// for a datagram without bytes hardly ever wants room.
    private boolean sendEmpty(ByteBuffer buffer, IpAddr target) throws IOException {
        channel.send(buffer, target.socketAddress());
        return true;
    }

    /// Sends the first `length` bytes of an array: [#send(IpAddr,ByteBuffer,long)].
    ///
    /// @param target where to
    /// @param source has the bytes, from its start
    /// @param length how many bytes of the array are meant
    /// @param deadlineMs as of [org.jmill.Mill#now]; negative: none, past: tries once
    /// @return as there
    /// @throws IOException as there
    public boolean send(IpAddr target, byte[] source, int length, long deadlineMs) throws IOException {
        Arguments.check("send", this, source, length);
        return send(target, ByteBuffer.wrap(source, 0, length), deadlineMs);
    }

    /// Does the same as [#send(IpAddr,byte[\],int,long)], with a deadline that lies so far ahead.
    ///
    /// @param target as for [#send(IpAddr,byte[\],int,long)]
    /// @param source as for [#send(IpAddr,byte[\],int,long)]
    /// @param length as for [#send(IpAddr,byte[\],int,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#send(IpAddr,byte[\],int,long)]
    /// @throws IOException as for [#send(IpAddr,byte[\],int,long)]
    /// @throws MillPanic if the timeout is null, or as for [#send(IpAddr,byte[\],int,long)]
    public boolean send(IpAddr target, byte[] source, int length, Duration timeout) throws IOException {
        return send(target, source, length, Mill.after(timeout));
    }

    /// Waits for a datagram.
    ///
    /// @param target takes its bytes, from position to limit; those that do not fit are lost
    /// @param deadlineMs as of [Mill#now]; negative: none; past: looks once
    /// @return who sent it and how long it was
    /// @throws java.net.SocketTimeoutException if the deadline passes
    /// @throws java.nio.channels.ClosedChannelException if the socket is closed, also meanwhile
    /// @throws IOException if the system reports an error
    /// @throws org.jmill.CancelledException if the coroutine is cancelled
    /// @throws MillPanic if the buffer is null or read-only, or another coroutine is receiving
    ///
    ///   Source: libmill `udprecv`, which does not tell that bytes were lost.
    public Datagram recv(ByteBuffer target, long deadlineMs) throws IOException {
        Arguments.writable("recv", this, target);
        Mill.checkDeadline("recv", deadlineMs);
        receiving.begin("recv", this);
        try {
            checkOpen("recv");
            while (true) {
                Datagram received = tryRecv(target);
                if (received != null) {
                    receiving.moved(received.length());
                    return received;
                }
                receiving.waited();
                await("recv", Mill.FDW_IN, deadlineMs);
            }
        } finally {
            receiving.end();
        }
    }

    /// Does the same as [#recv(ByteBuffer,long)], with a deadline that lies so far ahead.
    ///
    /// @param target as for [#recv(ByteBuffer,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#recv(ByteBuffer,long)]
    /// @throws java.net.SocketTimeoutException as for [#recv(ByteBuffer,long)]
    /// @throws java.nio.channels.ClosedChannelException as for [#recv(ByteBuffer,long)]
    /// @throws IOException as for [#recv(ByteBuffer,long)]
    /// @throws org.jmill.CancelledException as for [#recv(ByteBuffer,long)]
    /// @throws MillPanic if the timeout is null, or as for [#recv(ByteBuffer,long)]
    public Datagram recv(ByteBuffer target, Duration timeout) throws IOException {
        return recv(target, Mill.after(timeout));
    }

    /// Into a buffer that holds the longest, so that truncation is seen.
    private Datagram tryRecv(ByteBuffer target) throws IOException {
        BufferPool pool = BufferPool.ofDatagrams();
        ByteBuffer buffer = pool.take();
        try {
            InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
            if (from == null) {
                return null;
            }
            if (sender == null || !sender.socketAddress().equals(from)) {
                sender = IpAddr.of(from);
            }
            int size = buffer.flip().remaining();
            int length = Math.min(size, target.remaining());
            target.put(buffer.limit(length));
            return new Datagram(sender, length, size);
        } catch (IOException e) {
            throw Failures.datagram("recv " + this, e);
        } finally {
            pool.give(buffer);
        }
    }

    /// Receives at most `length` bytes: [#recv(ByteBuffer,long)].
    ///
    /// @param target takes the bytes, from its start
    /// @param length how many bytes of the array are meant
    /// @param deadlineMs as of [org.jmill.Mill#now]; negative: none, past: tries once
    /// @return as there
    /// @throws IOException as there
    public Datagram recv(byte[] target, int length, long deadlineMs) throws IOException {
        Arguments.check("recv", this, target, length);
        return recv(ByteBuffer.wrap(target, 0, length), deadlineMs);
    }

    /// Does the same as [#recv(byte[\],int,long)], with a deadline that lies so far ahead.
    ///
    /// @param target as for [#recv(byte[\],int,long)]
    /// @param length as for [#recv(byte[\],int,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#recv(byte[\],int,long)]
    /// @throws IOException as for [#recv(byte[\],int,long)]
    /// @throws MillPanic if the timeout is null, or as for [#recv(byte[\],int,long)]
    public Datagram recv(byte[] target, int length, Duration timeout) throws IOException {
        return recv(target, length, Mill.after(timeout));
    }

    private void await(String verb, int events, long deadlineMs) throws IOException {
        int ready;
        try {
            ready = Mill.fdwait(channel, events, deadlineMs);
        } catch (UncheckedIOException e) {
            throw Failures.noWait(verb + " " + this, e, 0, Failures.NONE);
        }
        if (closed || (ready & Mill.FDW_ERR) != 0) {
            throw Failures.closedMeanwhile(verb + " " + this, 0, Failures.NONE);
        }
        if (ready == 0) {
            throw Failures.timeout(verb + " " + this, 0, Failures.NONE);
        }
    }

    private void checkOpen(String verb) throws IOException {
        if (closed) {
            throw Failures.closed(verb + " " + this + ": socket is closed");
        }
    }

    /// {@return the address it is at, with the port that the system has chosen}
    public IpAddr addr() {
        return address;
    }

    /// {@return the port it is at}
    ///
    /// Source: libmill `udpport`.
    public int port() {
        return address.port();
    }

    /// {@return whether it was not closed}
    public boolean isOpen() {
        return !closed;
    }

    /// Closes the socket; who waits on it gets an `AsynchronousCloseException`. Closing it again
    /// does nothing.
    ///
    /// @throws IOException if the system says so
    ///
    ///   Source: libmill `udpclose`.
    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            try {
                Mill.fdclean(channel);
            } finally {
                channel.close();
            }
        }
    }

    /// Gives up the channel, bound and in non-blocking mode.
    ///
    /// @return the channel
    /// @throws java.nio.channels.ClosedChannelException if the socket is closed
    /// @throws MillPanic if a coroutine waits on it
    public DatagramChannel detach() throws IOException {
        checkOpen("detach");
        if (sending.isTaken() || receiving.isTaken()) {
            throw new MillPanic("detach " + this + ": a coroutine waits on it");
        }
        closed = true;
        Mill.fdclean(channel);
        return channel;
    }

    /// `udp 127.0.0.1:5555`.
    @Override
    public String toString() {
        return "udp " + address;
    }
}
