package org.jmill.bench.jmh;

import static org.jmill.Mill.go;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jmill.bench.net.C10k;
import org.jmill.bench.program.Sample;
import org.jmill.net.UnixSocket;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/// What a message costs that is sent over a socket and received from it. Both ends are in one mill,
/// and an operation is one message: half of a round trip.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(2 * SocketBenchmark.ROUND_TRIPS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {MillState.CONTINUATIONS, MillState.THREADS, MillState.COLLECTOR, MillState.HEADERS})
public class SocketBenchmark {
    /// How many round trips an invocation makes.
    static final int ROUND_TRIPS = 50_000;

    private static final int COUNT = Math.min(MillState.COUNT, ROUND_TRIPS);
    private static final int BYTES = 64;

    /// A byte over tcp, in arrays.
    @Benchmark
    public Sample tcp(MillState state) throws Exception {
        return state.call(() -> {
            try (C10k connection = new C10k(1)) {
                return connection.run(COUNT);
            }
        });
    }

    /// Sixty-four bytes over a unix socket, in direct buffers.
    @Benchmark
    public Sample unix(MillState state) throws Exception {
        return state.call(SocketBenchmark::unixRoundTrips);
    }

    private static Sample unixRoundTrips() throws IOException {
        UnixSocket[] pair = UnixSocket.pair();
        try (UnixSocket near = pair[0];
                UnixSocket far = pair[1]) {
            go(() -> answer(far));
            ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES);
            long start = System.nanoTime();
            for (int i = 0; i < COUNT; i++) {
                near.send(buffer.clear(), -1);
                near.flush(-1);
                near.recv(buffer.clear(), -1);
            }
            return Sample.since(start, COUNT);
        }
    }

    private static void answer(UnixSocket socket) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES);
        for (int i = 0; i < COUNT; i++) {
            socket.recv(buffer.clear(), -1);
            socket.send(buffer.flip(), -1);
            socket.flush(-1);
        }
    }
}
