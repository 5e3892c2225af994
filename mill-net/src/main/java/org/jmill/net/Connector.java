package org.jmill.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.jmill.Mill;

/// Makes TCP connections: to one address here, to the several of a name by [AddressRace].
final class Connector {
    static {
        Failures.loadTypes();
    }

    private Connector() {}

    static SocketChannel connect(IpAddr address, SocketOptions options, long deadlineMs) throws IOException {
        begin();
        var all = address.all();
        return all.size() == 1 ? connectToOne(address, options, deadlineMs) : AddressRace.run(all, options, deadlineMs);
    }

    /// The start of every connect: a coroutine that is cancelled makes no connection, even one that need
    /// not be waited for; nor does a thread that runs no mill.
    static void begin() {
        if (Mill.self().isCancelled()) {
            Mill.yield(); // Throws.
        }
    }

    /// Connects a non-blocking channel; leaves nothing open if it fails.
    static SocketChannel connectToOne(IpAddr address, SocketOptions options, long deadlineMs) throws IOException {
        String what = "connect tcp " + address;
        SocketChannel channel = null;
        boolean connected = false;
        try {
            channel = Doors.sockets().openSocketChannel(TcpListener.family(address));
            channel.configureBlocking(false);
            options.applyTo(channel); // Before, since the window's scale is agreed on at the start.
            connect(channel, address, what, deadlineMs);
            connected = true;
            return channel;
        } catch (java.net.SocketTimeoutException e) {
            throw e;
        } catch (UnsupportedOperationException e) {
            throw Failures.noFamily(what, e);
        } catch (IOException e) {
            throw Failures.connect(what, e);
        } catch (UncheckedIOException e) {
            throw Failures.noWait(what, e, 0, Failures.NONE);
        } finally {
            if (!connected && channel != null) {
                drop(channel);
            }
        }
    }

    static void connect(SocketChannel channel, IpAddr address, String what, long deadlineMs) throws IOException {
        boolean connected = channel.connect(address.socketAddress());
        while (!connected) {
            if (Mill.fdwait(channel, Mill.FDW_OUT, deadlineMs) == 0) {
                throw Failures.timeout(what, 0, Failures.NONE);
            }
            connected = channel.finishConnect();
        }
        if (isItsOwnPeer(channel)) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0); // Its port is free at once then.
            throw new ConnectException("connection refused: nobody listens there, it was connected to itself");
        }
    }

    /// Whether the system gave the socket the very port that it connects to: where nobody listens, its packet then
    /// meets itself, which TCP takes for both ends opening at once (RFC 9293, section 3.5).
    private static boolean isItsOwnPeer(SocketChannel channel) throws IOException {
        return channel.getRemoteAddress().equals(channel.getLocalAddress());
    }

    static void drop(SocketChannel channel) throws IOException {
        try {
            Mill.fdclean(channel);
        } finally {
            channel.close();
        }
    }

    /// The address of this end, for messages.
    static String localOf(SocketChannel channel) {
        try {
            return channel.getLocalAddress() instanceof InetSocketAddress local
                    ? IpAddr.of(local).toString()
                    : "?";
        } catch (IOException e) {
            return "?";
        }
    }
}
