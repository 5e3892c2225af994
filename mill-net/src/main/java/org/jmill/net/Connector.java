package org.jmill.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import org.jmill.Mill;

/// Makes TCP connections: to one address here, to the several of a name by [AddressRace].
final class Connector {
    private Connector() {}

    static SocketChannel connect(IpAddr address, long deadlineMs) throws IOException {
        begin();
        var all = address.all();
        return all.size() == 1 ? connectToOne(address, deadlineMs) : AddressRace.run(all, deadlineMs);
    }

    /// The start of every connect: a coroutine that is cancelled makes no connection, even one that need
    /// not be waited for; nor does a thread that runs no mill.
    static void begin() {
        if (Mill.self().isCancelled()) {
            Mill.yield(); // Throws.
        }
    }

    /// Connects a non-blocking channel; leaves nothing open if it fails.
    static SocketChannel connectToOne(IpAddr address, long deadlineMs) throws IOException {
        String what = "connect tcp " + address;
        SocketChannel channel = null;
        boolean connected = false;
        try {
            channel = Mill.world().sockets().openSocketChannel(TcpListener.family(address));
            channel.configureBlocking(false);
            connected = channel.connect(address.socketAddress());
            while (!connected) {
                if (Mill.fdwait(channel, Mill.FDW_OUT, deadlineMs) == 0) {
                    throw Failures.timeout(what, 0, Failures.NONE);
                }
                connected = channel.finishConnect();
            }
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
