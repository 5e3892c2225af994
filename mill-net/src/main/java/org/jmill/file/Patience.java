package org.jmill.file;

import org.jmill.Mill;

/// How long "try once" tries. A transfer happens on another thread, so that its outcome is never
/// there at once: a call whose deadline is past gives the transfer which it starts some time to do
/// what needs no waiting for anybody.
final class Patience {
    /// Regular files and disks always answer; this is for those that are far away.
    private static final long DISK_MS = 2_000;

    /// Whether the other end of a stream has something cannot be asked.
    private static final long STREAM_MS = 50;

    private Patience() {}

    /// Until when to wait for a transfer.
    ///
    /// @param fresh whether the caller has started it; one that was under way before has had its
    ///   time
    /// @param deadlineMs the caller's
    static long of(FileHandle handle, boolean fresh, long deadlineMs) {
        if (deadlineMs < 0 || !fresh && !handle.isOnDisk()) {
            return deadlineMs;
        }
        long now = Mill.now();
        if (deadlineMs > now) {
            return deadlineMs;
        }
        return now + (handle.isOnDisk() ? DISK_MS : STREAM_MS);
    }

    /// Until when to wait for what a closed file writes. What a disk has not got then is lost: so it
    /// has the time of a try, even if the deadline comes sooner.
    ///
    /// @param fresh as for [#of]
    /// @param deadlineMs the caller's
    static long atClose(FileHandle handle, boolean fresh, long deadlineMs) {
        long untilMs = of(handle, fresh, deadlineMs);
        return untilMs < 0 || !handle.isOnDisk() ? untilMs : Math.max(untilMs, Mill.now() + DISK_MS);
    }
}
