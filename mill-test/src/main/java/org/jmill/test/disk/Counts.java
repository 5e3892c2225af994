package org.jmill.test.disk;

/// What has happened to a disk.
public final class Counts {
    long writes;
    long forced;
    long lost;
    long torn;

    Counts() {}

    /// How many writes were made.
    public long writes() {
        return writes;
    }

    /// How often a file or directory was forced.
    public long forced() {
        return forced;
    }

    /// How many changes crashes and failed forces took.
    public long lost() {
        return lost;
    }

    /// How many writes survived a crash in part.
    public long torn() {
        return torn;
    }
}
