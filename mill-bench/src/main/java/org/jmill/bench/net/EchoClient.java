package org.jmill.bench.net;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Sends requests to an echo server over several connections at once, each waiting for its answer
/// before it sends the next, and measures how many there are, how long each takes, and what it costs
/// the processor on both sides.
///
/// It is to cost less than any server, else it would be what is measured: one thread, one selector,
/// no coroutines, a read and a write per request, nothing allocated.
public final class EchoClient implements Load {
    private static final int CONNECT_MS = 10_000;
    private static final long SETTLE_MS = 50;
    private static final int FILLINGS = 16; // A power of two.

    private final int size;
    private final Selector selector = Selector.open();
    private final Consumer<SelectionKey> action = this::serve;
    private final ByteBuffer[] requests = new ByteBuffer[FILLINGS];
    private final ByteBuffer answer;
    private final LoadFigures figures;
    private boolean begun; // A request is under way on each connection.

    /// Connects.
    ///
    /// @param name begins each line that is printed
    /// @param port where the server listens
    /// @param connections how many
    /// @param size of a request in bytes, at least 1
    /// @param server whose time on the processor is told
    /// @throws IOException if a connection fails
    public EchoClient(String name, int port, int connections, int size, ProcessHandle server) throws IOException {
        this.size = size;
        this.figures = new LoadFigures(name, connections + " connections, " + size + " bytes", server);
        this.answer = ByteBuffer.allocateDirect(size);
        for (int i = 0; i < FILLINGS; i++) {
            requests[i] = ByteBuffer.allocateDirect(size);
            while (requests[i].hasRemaining()) {
                requests[i].put((byte) (i + 1));
            }
        }
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port);
        for (int i = 0; i < connections; i++) {
            SocketChannel channel = SocketChannel.open();
            channel.socket().connect(address, CONNECT_MS);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            Connection connection = new Connection(channel, i % FILLINGS);
            connection.key = channel.register(selector, SelectionKey.OP_READ, connection);
        }
    }

    /// As many of `wanted` connections as the limit of descriptors allows.
    public static int fitting(int wanted) {
        return Descriptors.fitting(wanted, 1);
    }

    /// Sends requests and measures nothing.
    ///
    /// @param ms how long
    /// @throws IOException if a connection fails
    @Override
    public void warmUp(long ms) throws IOException {
        if (!begun) {
            begun = true;
            for (SelectionKey key : selector.keys()) {
                request((Connection) key.attachment());
            }
        }
        serveFor(ms);
    }

    /// Measures a round, and prints its line. Answers that came since the last one, and the time that the
    /// processor's caches need, are not in it.
    ///
    /// @param ms how long
    /// @throws IOException if a connection fails
    @Override
    public void round(long ms, PrintWriter out) throws IOException {
        warmUp(Math.min(ms, SETTLE_MS));
        figures.round(ms, out, this::serveFor);
    }

    /// Prints what all rounds together have shown: percentiles, and time on the processor.
    @Override
    public void summary(PrintWriter out) {
        figures.summary(out);
    }

    private void serveFor(long ms) throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        while (System.nanoTime() < end) {
            selector.select(action, ms);
        }
    }

    private void serve(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        try {
            if (key.isReadable() && hasAnswer(connection)) {
                figures.answered(connection.start);
                request(connection);
            } else if (connection.sent < size) {
                send(connection);
            }
        } catch (IOException e) {
            throw new IllegalStateException("echo: " + e.getMessage(), e);
        }
    }

    private void request(Connection connection) throws IOException {
        connection.start = System.nanoTime();
        connection.sent = 0;
        connection.received = 0;
        send(connection);
    }

    /// Sends what is left of the request; where there is no room for all of it, the selector says when there is.
    private void send(Connection connection) throws IOException {
        ByteBuffer request = requests[connection.filling];
        request.clear().position(connection.sent);
        connection.channel.write(request);
        connection.sent = request.position();
        boolean waits = request.hasRemaining();
        if (waits != connection.waits) {
            connection.waits = waits;
            connection.key.interestOps(waits ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }
    }

    /// Receives what is there; returns whether it was the rest of the answer.
    private boolean hasAnswer(Connection connection) throws IOException {
        answer.clear().limit(size - connection.received);
        int n = connection.channel.read(answer);
        if (n > 0) {
            byte expected = (byte) (connection.filling + 1);
            if (answer.get(0) != expected || answer.get(n - 1) != expected) {
                throw new IOException("the answer is not what was sent");
            }
            connection.received += n;
        } else if (n < 0) {
            throw new IOException("the server has closed a connection");
        }
        return connection.received == size;
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    private static final class Connection {
        private final SocketChannel channel;
        private final int filling;
        private SelectionKey key;
        private boolean waits; // For room to send.
        private int sent;
        private int received;
        private long start;

        Connection(SocketChannel channel, int filling) {
            this.channel = channel;
            this.filling = filling;
        }
    }
}
