package org.jmill.examples.net;

import org.jmill.examples.AtLeast;
import picocli.CommandLine.Option;

/// How long the clients of a server have to come to their ends when it stops.
public final class Grace {
    /// What they have unless somebody says otherwise.
    public static final int DEFAULT_MS = 5000;

    @Option(
            names = "--grace",
            paramLabel = "MS",
            defaultValue = "" + DEFAULT_MS,
            converter = AtLeast.Zero.class,
            description = "how long clients have after Ctrl-C until they are cut off; ${DEFAULT-VALUE} unless given")
    private int ms = DEFAULT_MS;

    /// For picocli, and for a server that asks nobody.
    public Grace() {}

    /// In milliseconds, at least 0.
    public int ms() {
        return ms;
    }
}
