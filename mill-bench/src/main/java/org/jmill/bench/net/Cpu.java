package org.jmill.bench.net;

import java.time.Duration;
import java.util.Locale;

/// How long a server and the process that asks, its client, have been on a processor.
///
/// @param server nanoseconds, in steps of the system's clock tick (10 ms on Linux)
/// @param client as well
record Cpu(long server, long client) {
    /// Both, so far.
    static Cpu now(ProcessHandle server) {
        return new Cpu(nanos(server), nanos(ProcessHandle.current()));
    }

    private static long nanos(ProcessHandle process) {
        return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
    }

    Cpu plus(Cpu other) {
        return new Cpu(server + other.server, client + other.client);
    }

    Cpu minus(Cpu before) {
        return new Cpu(server - before.server, client - before.client);
    }

    /// What a request has cost.
    ///
    /// @param name begins the line
    /// @param requests in how many of them this was spent
    String line(String name, long requests) {
        return String.format(
                Locale.ROOT,
                "%s: processor time a request in us: server %.2f, client %.2f",
                name,
                server / 1e3 / requests,
                client / 1e3 / requests);
    }
}
