package org.jmill.harness;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// Two sockets that are connected with each other.
public final class Sockets {
    private Sockets() {}

    /// A test of two sockets.
    public interface PairTest {
        void run(SocketChannel mine, SocketChannel peer) throws Exception;
    }

    /// Connects two sockets over loopback; the first does not block.
    public static void withPair(PairTest test) throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(any);
                SocketChannel mine = SocketChannel.open(listener.getLocalAddress());
                SocketChannel peer = listener.accept()) {
            mine.configureBlocking(false);
            test.run(mine, peer);
        }
    }
}
