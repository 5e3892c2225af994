package org.jmill.file;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jmill.world.Workers;
import org.jmill.world.World;

/// The end of a file: what is buffered is written, until a deadline at most, and the file is closed, whatever happens.
///
/// The coroutine that closes waits for the writes by itself; only where it is cancelled a worker does, which waits for
/// others: so it is of a kind that those are not of.
final class Closing {
    /// How long a coroutine that is cancelled blocks its mill so that what it has written to a disk
    /// is there when it has closed the file.
    private static final long LAST_WORDS_NS = TimeUnit.SECONDS.toNanos(1);

    private final FileHandle handle;
    private final WriteSide output;
    private final long untilMs;
    private IOException unwritten; // What kept the rest from being written.
    private Transfer closing; // Null = not yet begun.

    /// @param untilMs as of `Mill.now`; negative: no limit
    Closing(FileHandle handle, WriteSide output, long untilMs) {
        this.handle = handle;
        this.output = output;
        this.untilMs = untilMs;
    }

    /// Suspends until the file is closed.
    ///
    /// @throws IOException if not all could be written, or closing has failed
    void run() throws IOException {
        try {
            writeOut();
            closing = handle.start(Workers.Kind.FILES, _ -> handle.close());
            closing.await(-1);
        } catch (Throwable cancelled) {
            goOnWithoutCaller();
            throw cancelled;
        }
        if (unwritten != null) {
            throw unwritten;
        }
        if (closing.failure() != null) {
            throw FileErrors.of("close", handle.name, closing.failure(), "");
        }
    }

    private void writeOut() {
        try {
            output.writeOut("close", transfer -> transfer.await(untilMs));
        } catch (IOException e) {
            unwritten = e;
        }
    }

    private void goOnWithoutCaller() {
        if (closing == null) {
            closing = handle.start(Workers.Kind.BLOCKING, _ -> writeOutAndClose());
        }
        if (handle.isOnDisk()) {
            World world = handle.world();
            closing.join(world, lastWordsUntil(world));
        }
    }

    /// On a worker's thread.
    private void writeOutAndClose() throws IOException {
        long untilNs = untilMs < 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(untilMs);
        try (handle) {
            output.writeOut("close", transfer -> transfer.join(handle.world(), untilNs));
        }
    }

    /// Until when a cancelled coroutine blocks its mill for what the disk is about to do.
    static long lastWordsUntil(World world) {
        return world.nanoTime() + LAST_WORDS_NS;
    }
}
