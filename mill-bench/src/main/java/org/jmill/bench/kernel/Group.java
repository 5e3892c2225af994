package org.jmill.bench.kernel;

/// What the coroutines of a kernel meet by, and so how hard it is to find.
public enum Group {
    /// Channels, choose, and a channel that is done for a context that is cancelled.
    CHANNELS("channels", 100),
    /// A channel that is used when it must not be.
    MISUSE("misuse of channels", 100),
    /// Locks, besides channels.
    LOCKS("locks", 1_000),
    /// Counts of what is still to be done.
    WAIT_GROUPS("wait groups", 1_000),
    /// Conditions that are signalled.
    CONDITIONS("conditions", 1_000);

    private final String title;
    private final int schedulesMax;

    Group(String title, int schedulesMax) {
        this.title = title;
        this.schedulesMax = schedulesMax;
    }

    /// What it is called in a table.
    public String title() {
        return title;
    }

    /// Within how many schedules a search is to find each of its bugs.
    public int schedulesMax() {
        return schedulesMax;
    }
}
