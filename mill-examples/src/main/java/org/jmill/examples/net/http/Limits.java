package org.jmill.examples.net.http;

import org.jmill.examples.AtLeast;
import picocli.CommandLine.Option;

/// How much a client may take of a web server. All of it, so that nothing that a client sends, or does not
/// send, makes the server hold more than these numbers together.
public final class Limits {
    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "1000",
            converter = AtLeast.One.class,
            description = "how many at once; one more is told 503; ${DEFAULT-VALUE} unless given")
    private int connections;

    @Option(
            names = "--line",
            paramLabel = "BYTES",
            defaultValue = "8192",
            converter = AtLeast.One.class,
            description = "the longest request line; else 414; ${DEFAULT-VALUE} unless given")
    private int lineBytes;

    @Option(
            names = "--header",
            paramLabel = "BYTES",
            defaultValue = "16384",
            converter = AtLeast.One.class,
            description = "the longest header, and trailer; else 431; ${DEFAULT-VALUE} unless given")
    private int headerBytes;

    @Option(
            names = "--body",
            paramLabel = "BYTES",
            defaultValue = "1048576",
            converter = AtLeast.Zero.class,
            description = "the longest body, which nobody reads; else 413; ${DEFAULT-VALUE} unless given")
    private int bodyBytes;

    @Option(
            names = "--idle",
            paramLabel = "S",
            defaultValue = "30",
            converter = AtLeast.One.class,
            description = "how long a client may be silent between requests, or take no byte of an answer, before"
                    + " it is hung up on; ${DEFAULT-VALUE} s unless given")
    private int idleS;

    @Option(
            names = "--request",
            paramLabel = "S",
            defaultValue = "20",
            converter = AtLeast.One.class,
            description = "how long a request may take from its first byte to its last; else 408; ${DEFAULT-VALUE} s"
                    + " unless given")
    private int requestS;

    /// For picocli.
    public Limits() {}

    int connections() {
        return connections;
    }

    int lineBytes() {
        return lineBytes;
    }

    int headerBytes() {
        return headerBytes;
    }

    int bodyBytes() {
        return bodyBytes;
    }

    long idleMs() {
        return idleS * 1000L;
    }

    long requestMs() {
        return requestS * 1000L;
    }
}
