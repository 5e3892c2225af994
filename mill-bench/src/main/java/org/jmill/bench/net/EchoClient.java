package org.jmill.bench.net;

import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.net.MillNet.iplocal;
import static org.jmill.net.MillNet.tcpconnect;
import static org.jmill.net.MillNet.tcpflush;
import static org.jmill.net.MillNet.tcprecv;
import static org.jmill.net.MillNet.tcpsend;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jmill.bench.program.Sample;
import org.jmill.net.TcpSocket;

/// Sends requests to an echo server over several connections at once, each waiting for its answer
/// before it sends the next, and measures how many there are and how long each takes.
public final class EchoClient {
    private static final long WARM_UP_MS = 2000;
    private static final long NANOS_MAX = TimeUnit.MINUTES.toNanos(1);

    private final int port;
    private final int size;
    private final Histogram latency = new Histogram(NANOS_MAX, 3);
    private long requests;
    private boolean ending;

    /// @param port where the server listens
    /// @param size of a request in bytes, at least 1
    public EchoClient(int port, int size) {
        this.port = port;
        this.size = size;
    }

    /// As many of `wanted` connections as the limit of descriptors allows.
    public static int fitting(int wanted) {
        return Descriptors.fitting(wanted, 1);
    }

    /// Runs, and prints a line a round and one with the percentiles of all; called on a mill's
    /// thread.
    ///
    /// @param connections how many
    /// @param roundMs how long a round takes
    /// @param rounds how many there are
    /// @throws IOException if a connection fails
    public void run(int connections, long roundMs, int rounds, PrintWriter out) throws IOException {
        for (int i = 0; i < connections; i++) {
            TcpSocket socket = tcpconnect(iplocal("127.0.0.1", port, 0), now() + 10_000);
            byte filling = (byte) i;
            go(() -> talk(socket, filling));
        }
        msleep(now() + WARM_UP_MS);
        latency.reset();
        long requestsBefore = requests;
        long startOfAll = System.nanoTime();
        for (int i = 0; i < rounds; i++) {
            long before = requests;
            long start = System.nanoTime();
            msleep(now() + roundMs);
            out.println(Sample.since(start, Math.max(1, requests - before)).line("echo"));
            out.flush();
        }
        Sample all = Sample.since(startOfAll, Math.max(1, requests - requestsBefore));
        ending = true;
        out.println(summary(connections, all));
        out.flush();
    }

    private void talk(TcpSocket socket, byte filling) throws IOException {
        byte[] request = new byte[size];
        byte[] answer = new byte[size];
        Arrays.fill(request, filling);
        try (socket) {
            while (!ending) {
                long start = System.nanoTime();
                tcpsend(socket, request, size, -1);
                tcpflush(socket, -1);
                tcprecv(socket, answer, size, -1);
                latency.recordValue(Math.min(System.nanoTime() - start, NANOS_MAX));
                requests++;
                if (answer[0] != filling || answer[size - 1] != filling) {
                    throw new IllegalStateException("echo: the answer is not what was sent");
                }
            }
        }
    }

    private String summary(int connections, Sample all) {
        return String.format(
                Locale.ROOT,
                "echo: %d connections, %d bytes: %.0f requests/s; latency in us: p50 %.1f, p90 %.1f, p99"
                        + " %.1f, p99.9 %.1f, max %.1f",
                connections,
                size,
                1e9 / all.nanosPerOperation(),
                micros(50),
                micros(90),
                micros(99),
                micros(99.9),
                latency.getMaxValue() / 1e3);
    }

    private double micros(double percentile) {
        return latency.getValueAtPercentile(percentile) / 1e3;
    }
}
