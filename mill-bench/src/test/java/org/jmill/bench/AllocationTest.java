package org.jmill.bench;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.choose;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.net.MillNet.iplocal;
import static org.jmill.net.MillNet.tcpaccept;
import static org.jmill.net.MillNet.tcpconnect;
import static org.jmill.net.MillNet.tcpflush;
import static org.jmill.net.MillNet.tcplisten;
import static org.jmill.net.MillNet.tcpport;
import static org.jmill.net.MillNet.tcprecv;
import static org.jmill.net.MillNet.tcpsend;
import static org.jmill.net.MillNet.unixflush;
import static org.jmill.net.MillNet.unixpair;
import static org.jmill.net.MillNet.unixrecv;
import static org.jmill.net.MillNet.unixrecvsome;
import static org.jmill.net.MillNet.unixsend;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.net.TcpListener;
import org.jmill.net.TcpSocket;
import org.jmill.net.UnixSocket;
import org.junit.jupiter.api.Test;

/// The hot paths allocate nothing. Measured on the continuation engine, where one thread does all
/// of it and the JVM counts what that thread allocates, the stacks of parked coroutines included.
///
/// What counts is the best of several batches: what an operation allocates, even if only every
/// thousandth, is in all of them. What is in some only is not the operation's: the engine looks, less
/// and less often, how deep a strand is; and the JVM moves a parked stack to a larger chunk when its
/// frames pass from the interpreter to the compilers, or to a new one when it was promoted.
class AllocationTest {
    private static final int BATCHES = 20;

    /// Less than one object in a thousand operations.
    private static final double BYTES_MAX = 0.01;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void sendAndReceiveOnABufferedChannel() {
        check(() -> {
            Chan<Integer> channel = chmake(2);
            return () -> {
                chs(channel, 1);
                chr(channel);
            };
        });
    }

    @Test
    void messageOnAnUnbufferedChannel() {
        check(() -> {
            Chan<Integer> channel = chmake(0);
            go(() -> {
                while (true) {
                    chs(channel, 1);
                }
            });
            return () -> chr(channel);
        });
    }

    @Test
    void keptChooseThatNeedNotWait() {
        check(() -> {
            Chan<Integer> used = chmake(1);
            Chan<Integer> empty = chmake(0);
            Choose out = choose().out(used, 1).in(empty);
            Choose in = choose().in(used).in(empty);
            return () -> {
                out.end();
                in.end();
            };
        });
    }

    @Test
    void keptChooseThatWaitsOnBothSides() {
        check(() -> {
            Chan<Integer> a = chmake(0);
            Chan<Integer> b = chmake(0);
            go(() -> {
                Choose out = choose().out(a, 1).out(b, 2);
                while (true) {
                    out.end();
                }
            });
            Choose in = choose().in(a).in(b);
            return in::end;
        });
    }

    @Test
    void yieldBetweenTwoCoroutines() {
        check(() -> {
            go(() -> {
                while (true) {
                    Mill.yield();
                }
            });
            return Mill::yield;
        });
    }

    @Test
    void roundTripOverASocket() {
        check(2_000, () -> {
            TcpListener listener = tcplisten(iplocal("127.0.0.1", 0, 0), 1);
            go(() -> {
                byte[] buffer = new byte[64];
                try (TcpSocket socket = tcpaccept(listener, -1)) {
                    while (true) {
                        tcprecv(socket, buffer, buffer.length, -1);
                        tcpsend(socket, buffer, buffer.length, -1);
                        tcpflush(socket, -1);
                    }
                }
            });
            TcpSocket socket = tcpconnect(iplocal("127.0.0.1", tcpport(listener), 0), -1);
            byte[] buffer = new byte[64];
            return () -> {
                tcpsend(socket, buffer, buffer.length, -1);
                tcpflush(socket, -1);
                tcprecv(socket, buffer, buffer.length, -1);
            };
        });
    }

    @Test
    void roundTripOverAUnixSocketWithDirectBuffers() {
        check(2_000, () -> {
            UnixSocket[] pair = unixpair();
            go(() -> {
                ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024);
                while (unixrecvsome(pair[0], buffer.clear(), -1) >= 0) {
                    unixsend(pair[0], buffer.flip(), -1);
                    unixflush(pair[0], -1);
                }
            });
            ByteBuffer buffer = ByteBuffer.allocateDirect(64);
            return () -> {
                unixsend(pair[1], buffer.clear(), -1);
                unixflush(pair[1], -1);
                unixrecv(pair[1], buffer.clear(), -1);
            };
        });
    }

    private interface Setup {
        Operation operation() throws IOException;
    }

    private interface Operation {
        void run() throws IOException;
    }

    private static void check(Setup setup) {
        check(20_000, setup);
    }

    private static void check(int operations, Setup setup) {
        double[] bytes = new double[BATCHES];
        try {
            Mill.run(MillOptions.defaults().engine(Engine.CONTINUATION).strict(false), () -> {
                Operation operation = setup.operation();
                for (int i = 0; i < BATCHES; i++) {
                    bytes[i] = measure(operations, operation);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        double least = Arrays.stream(bytes).min().orElseThrow();
        assertTrue(least < BYTES_MAX, () -> "bytes per operation, by batch: " + Arrays.toString(bytes));
    }

    private static double measure(int operations, Operation operation) throws IOException {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < operations; i++) {
            operation.run();
        }
        return (double) (THREADS.getCurrentThreadAllocatedBytes() - before) / operations;
    }
}
