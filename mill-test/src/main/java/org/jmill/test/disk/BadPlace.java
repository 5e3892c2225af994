package org.jmill.test.disk;

import java.io.IOException;

/// Where the reads, or the writes, of a channel fail.
///
/// One that fails at an offset fails once more if it is tried at the same place in the other way, by moving the
/// position there: it is the place that is bad, and who falls back from the one to the other, as `org.jmill.file`
/// does for odd devices, is to hear of it. No second decision is asked for that.
final class BadPlace {
    private static final long NOWHERE = -1;

    private final Faults faults;
    private final String operation;
    private long offset = NOWHERE; // Where it has just failed for one who had said where.

    BadPlace(Faults faults, String operation) {
        this.faults = faults;
        this.operation = operation;
    }

    /// For one who says where.
    void strikeAt(long newOffset) throws IOException {
        offset = newOffset;
        faults.strike(operation);
        offset = NOWHERE;
    }

    /// For one who goes on where the channel stands.
    void strikeHere(long position) throws IOException {
        boolean again = offset == position;
        offset = NOWHERE;
        if (again) {
            throw Faults.failure();
        }
        faults.strike(operation);
    }
}
