package org.jmill.test.net;

import org.jmill.MillPanic;

/// How the wires of a network are. As it begins, nothing is slow and nothing fails.
public final class Conditions {
    private static final long NS_PER_MS = 1_000_000;

    /// For a connection's writer and for its reader each.
    private static final int BUFFER_BYTES = 64 * 1024;

    long latencyMinNs;
    long latencyMaxNs;
    double loss;
    double resets;
    double duplicates;
    double reorders;
    double splits;
    int bufferBytes = BUFFER_BYTES;
    long bytesPerSecond; // 0: as fast as can be.

    Conditions() {}

    /// A packet takes between `minMs` and `maxMs`.
    public void latency(long minMs, long maxMs) {
        if (minMs < 0 || maxMs < minMs) {
            throw new MillPanic("latency: not 0 <= min <= max: " + minMs + ", " + maxMs);
        }
        latencyMinNs = Math.multiplyExact(minMs, NS_PER_MS);
        latencyMaxNs = Math.multiplyExact(maxMs, NS_PER_MS);
    }

    /// So many of all packets are lost.
    public void loss(double probability) {
        loss = checked("loss", probability);
    }

    /// So many of all packets of a connection have it reset.
    public void resets(double probability) {
        resets = checked("resets", probability);
    }

    /// So many datagrams come twice.
    public void duplicates(double probability) {
        duplicates = checked("duplicates", probability);
    }

    /// So many datagrams come late.
    public void reorders(double probability) {
        reorders = checked("reorders", probability);
    }

    /// So many reads and writes move less than they could.
    public void splits(double probability) {
        splits = checked("splits", probability);
    }

    /// So much is kept of what was written, and as much of what was not read.
    public void buffers(int bytes) {
        if (bytes < 1) {
            throw new MillPanic("buffers: not a positive number of bytes: " + bytes);
        }
        bufferBytes = bytes;
    }

    /// So many bytes a second go one way on one connection.
    public void bandwidth(long bytesASecond) {
        if (bytesASecond < 0) {
            throw new MillPanic("bandwidth: bytes a second are negative: " + bytesASecond);
        }
        bytesPerSecond = bytesASecond;
    }

    /// Nothing fails any more; what is slow stays slow.
    void calm() {
        loss = 0;
        resets = 0;
        duplicates = 0;
        reorders = 0;
        splits = 0;
    }

    private static double checked(String what, double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new MillPanic(what + ": probability is not between 0 and 1: " + probability);
        }
        return probability;
    }
}
