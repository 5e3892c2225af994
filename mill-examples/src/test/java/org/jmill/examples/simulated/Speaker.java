package org.jmill.examples.simulated;

/// One connection of somebody who says numbered lines: `x/7/1`, `x/7/2`, …
final class Speaker {
    private final String id;
    private int said;
    private boolean gone;

    /// @param id without a slash at its end; unlike all others
    Speaker(String id) {
        this.id = id;
    }

    /// The next line to be said. It counts as said, though it may never arrive.
    String next() {
        return id + "/" + ++said;
    }

    int said() {
        return said;
    }

    String id() {
        return id;
    }

    /// The connection has ended: what was last said may be lost.
    void leave() {
        gone = true;
    }

    boolean isGone() {
        return gone;
    }
}
