package org.jmill.bench.net;

import java.util.Locale;
import org.jmill.bench.program.Scenario;

/// What is compared of the network, in this order.
public enum NetScenario implements Scenario {
    /// Requests of 64 bytes over one connection.
    ECHO_64X1(1, 64),

    /// The same over a hundred.
    ECHO_64X100(100, 64),

    /// The same over a thousand.
    ECHO_64X1000(1000, 64),

    /// Requests of 16 KB over one connection.
    ECHO_16KX1(1, 16 * 1024),

    /// The same over a hundred.
    ECHO_16KX100(100, 16 * 1024),

    /// The same over a thousand.
    ECHO_16KX1000(1000, 16 * 1024),

    /// Connections over TLS whose handshake is a whole one, each with a request of 2 bytes.
    TLS_NEW(1, 2),

    /// The same with handshakes that resume the session of the one before.
    TLS_RESUMED(1, 2),

    /// Requests of 8 KB over one connection with TLS.
    TLS_ECHO_8KX1(1, 8 * 1024),

    /// Round trips of a byte beside idle connections, in one process: [C10k].
    C10K(10_000, 1);

    private final int connections;
    private final int bytes;

    NetScenario(int connections, int bytes) {
        this.connections = connections;
        this.bytes = bytes;
    }

    @Override
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Whether the client is a process of its own.
    public boolean isEcho() {
        return this != C10K;
    }

    /// Whether the server does TLS, and needs a certificate.
    public boolean isTls() {
        return name().startsWith("TLS_");
    }

    /// How many connections there are, those included that are idle.
    public int connections() {
        return connections;
    }

    /// The size of a request.
    public int bytes() {
        return bytes;
    }

    /// The scenario of that name, or null.
    ///
    /// @param label as of [#label]
    public static NetScenario of(String label) {
        for (NetScenario scenario : values()) {
            if (scenario.label().equals(label)) {
                return scenario;
            }
        }
        return null;
    }
}
