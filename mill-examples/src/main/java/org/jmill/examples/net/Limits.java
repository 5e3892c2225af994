package org.jmill.examples.net;

import static org.jmill.Mill.now;

import org.jmill.examples.AtLeast;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What a server bears: the options that servers have in common. Each server has defaults of its
/// own, and its `--help` shows them.
public final class Limits {
    @Option(
            names = "--connections",
            paramLabel = "N",
            converter = AtLeast.One.class,
            description = "how many there may be at a time, the next one is turned away; ${DEFAULT-VALUE} unless given")
    private int connections;

    @Option(
            names = "--bytes",
            paramLabel = "N",
            converter = AtLeast.One.class,
            description = "how many a client may make the server hold; ${DEFAULT-VALUE} unless given")
    private int bytes;

    @Option(
            names = "--idle",
            paramLabel = "MS",
            converter = AtLeast.Zero.class,
            description = "how long a client may neither send nor take a byte, 0: for ever; ${DEFAULT-VALUE} unless"
                    + " given")
    private int idleMs;

    @Mixin
    private final Grace grace = new Grace();

    /// @param connections how many at a time
    /// @param bytes how many a client may make the server hold
    /// @param idleMs how long a client may neither send nor take a byte; 0: for ever
    public Limits(int connections, int bytes, int idleMs) {
        this.connections = connections;
        this.bytes = bytes;
        this.idleMs = idleMs;
    }

    /// How many connections there may be at a time.
    public int connections() {
        return connections;
    }

    /// How many bytes a client may make the server hold.
    public int bytes() {
        return bytes;
    }

    /// How long a client has to come to its end when the server stops.
    Grace grace() {
        return grace;
    }

    /// How long a client may do nothing; 0: for ever.
    int idleMs() {
        return idleMs;
    }

    /// The deadline for the next byte, for a coroutine that both reads and writes.
    public long deadline() {
        return idleMs == 0 ? -1 : now() + idleMs;
    }
}
