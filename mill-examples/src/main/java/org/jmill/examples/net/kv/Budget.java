package org.jmill.examples.net.kv;

/// So many bytes, of which some are taken. Belongs to one mill.
final class Budget {
    private final long max;
    private long taken;

    Budget(long max) {
        this.max = max;
    }

    long left() {
        return max - taken;
    }

    /// Takes so many, or none if there are not so many; a negative number gives back.
    ///
    /// @return whether there were
    boolean take(long bytes) {
        if (bytes > left()) {
            return false;
        }
        taken += bytes;
        return true;
    }

    void giveBack(long bytes) {
        taken -= bytes;
    }

    long taken() {
        return taken;
    }
}
