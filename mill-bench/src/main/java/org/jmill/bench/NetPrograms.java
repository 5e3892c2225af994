package org.jmill.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.bench.compare.JavaCommand;
import org.jmill.bench.net.C10k;
import org.jmill.bench.net.EchoClient;
import org.jmill.bench.net.EchoServer;
import org.jmill.bench.net.RoundTrips;
import org.jmill.bench.program.Sample;

/// Runs the perf programs of the network, which take more than one number.
final class NetPrograms {
    private static final long WARM_UP_NANOS = 2_000_000_000L;
    private static final long WARM_UP_COUNT = 1000;

    private final MillOptions options;
    private final int rounds;
    private final PrintWriter out;

    /// @param out gets a line a round and a summary
    NetPrograms(MillOptions options, int rounds, PrintWriter out) {
        this.options = options;
        this.rounds = rounds;
        this.out = out;
    }

    /// `c10k CONNECTIONS ROUNDTRIPS`.
    ///
    /// @throws Exception if a connection fails
    void c10k(int wanted, long roundTrips) throws Exception {
        int connections = C10k.fitting(wanted);
        if (connections < wanted) {
            out.println("c10k: " + connections + " connections only: the limit of open files (ulimit -n)");
        }
        Mill.run(options, () -> {
            try (C10k program = new C10k(connections)) {
                measure(program, roundTrips, rounds, out);
                out.printf(Locale.ROOT, "c10k: %d idle connections, each with a blocked coroutine%n", connections - 1);
                out.flush();
            }
        });
    }

    /// Warms up, then prints a line a round and one with the median.
    static void measure(RoundTrips program, long roundTrips, int rounds, PrintWriter out) throws Exception {
        long end = System.nanoTime() + WARM_UP_NANOS;
        do {
            program.run(WARM_UP_COUNT);
        } while (System.nanoTime() < end);
        List<Double> nanos = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            Sample sample = program.run(roundTrips);
            nanos.add(sample.nanosPerOperation());
            out.println(sample.line("c10k"));
            out.flush();
        }
        out.println(Rounds.medianLine("c10k", nanos));
        out.flush();
    }

    /// `echo CONNECTIONS SIZE SECONDS`: the seconds are shared out among the rounds.
    ///
    /// @return the client's exit status
    /// @throws IOException if the server fails
    int echo(int wanted, int size, int seconds) throws IOException {
        int connections = EchoClient.fitting(wanted);
        if (connections < wanted) {
            out.println("echo: " + connections + " connections only: the limit of open files (ulimit -n)");
        }
        long roundMs = Math.max(1, seconds * 1000L / rounds);
        return Mill.call(
                options,
                () -> EchoServer.serve(
                        port -> {
                            List<String> numbers =
                                    List.of("" + port, "" + connections, "" + size, "" + roundMs, "" + rounds);
                            return JavaCommand.of("echo-client", numbers);
                        },
                        out));
    }
}
