package org.jmill.test.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;

/// The bytes of one regular file, under whatever names it has.
///
/// Invariants:
/// - I1 What is read is `live`: all changes, in their order.
/// - I2 What a crash leaves for sure is `stable`: the changes up to the last force, but for those that a failed force
///   has dropped.
/// - I3 `unforced` are the changes since; where it is empty and `diverged` is false, both are the same.
final class Content {
    /// A kernel does not keep back what is not forced for ever, and memory is not endless: beyond these the oldest
    /// changes go to the disk by themselves.
    private static final int UNFORCED_MAX = 1_024;
    private static final long UNFORCED_BYTES_MAX = 16 << 20;

    /// What knows it: a name, the grave of a name that is to come back if its end is not durable, an open channel.
    enum Holder {
        NAME,
        GRAVE,
        CHANNEL
    }

    final Object key;
    final Locks locks = new Locks();
    private final FileChannel live;
    private final Image stable = new Image();
    private final ArrayDeque<Change> unforced = new ArrayDeque<>();
    private final int[] holders = new int[Holder.values().length];
    private long unforcedBytes;
    private boolean diverged;

    /// @param key that of its attributes
    /// @param live reads and writes it, and belongs to this object
    Content(Object key, FileChannel live) {
        this.key = key;
        this.live = live;
    }

    /// What code does to a file of Jimfs.
    @FunctionalInterface
    private interface Work<T> {
        T run() throws IOException;
    }

    /// An interrupt would close Jimfs's channel, which is everybody's.
    private static <T> T uninterrupted(Work<T> work) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            return work.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    long size() throws IOException {
        return uninterrupted(live::size);
    }

    /// Reads what is there, up to the buffer's limit.
    int read(ByteBuffer into, long offset) throws IOException {
        return uninterrupted(() -> live.read(into, offset));
    }

    /// Writes what remains in the buffer.
    void write(ByteBuffer from, long offset) throws IOException {
        byte[] bytes = new byte[from.remaining()];
        from.get(bytes);
        uninterrupted(() -> live.write(ByteBuffer.wrap(bytes), offset));
        note(new Change.Written(offset, bytes));
    }

    /// Cuts off what lies behind.
    void cut(long size) throws IOException {
        if (size < size()) {
            uninterrupted(() -> live.truncate(size));
            note(new Change.Cut(size));
        }
    }

    private void note(Change change) {
        unforced.add(change);
        unforcedBytes += change.length();
        while (unforced.size() > UNFORCED_MAX || unforcedBytes > UNFORCED_BYTES_MAX) {
            settleFirst();
        }
    }

    private void settleFirst() {
        Change first = unforced.remove();
        unforcedBytes -= first.length();
        first.applyTo(stable);
    }

    /// What was changed is on the disk from now on.
    void force() {
        while (!unforced.isEmpty()) {
            settleFirst();
        }
    }

    /// What was changed will never be on the disk, though it can still be read.
    ///
    /// @return how many changes these are
    int drop() {
        int dropped = unforced.size();
        diverged |= dropped > 0;
        unforced.clear();
        unforcedBytes = 0;
        return dropped;
    }

    /// Makes it what the disk has of it.
    void crash(Faults faults, Counts counts) throws IOException {
        diverged |= !unforced.isEmpty();
        if (!unforced.isEmpty()) {
            settleSome(faults, counts);
        }
        if (diverged) {
            uninterrupted(() -> live.truncate(0).write(stable.view(), 0));
            diverged = false;
        }
    }

    private void settleSome(Faults faults, Counts counts) {
        for (int kept = faults.survivors("writes that survive", unforced.size()); kept > 0; kept--) {
            settleFirst();
        }
        Change first = unforced.poll();
        if (first instanceof Change.Written(long offset, byte[] bytes) && tear(offset, bytes, faults)) {
            counts.torn++;
        } else if (first != null) {
            counts.lost++;
        }
        for (Change late : unforced) {
            if (faults.overtakes()) {
                late.applyTo(stable);
            } else {
                counts.lost++;
            }
        }
        unforced.clear();
        unforcedBytes = 0;
    }

    private boolean tear(long offset, byte[] bytes, Faults faults) {
        int length = faults.beginning(bytes.length);
        stable.write(offset, bytes, length);
        return length > 0;
    }

    /// One more or, negative, one less of those who hold it.
    void held(Holder by, int more) {
        holders[by.ordinal()] += more;
        assert holders[by.ordinal()] >= 0 : by;
    }

    /// Whether it takes room: its end need not be durable for that to end.
    boolean isLive() {
        return holders[Holder.NAME.ordinal()] > 0 || holders[Holder.CHANNEL.ordinal()] > 0;
    }

    /// Whether nobody can ever come to it.
    boolean isOver() {
        return !isLive() && holders[Holder.GRAVE.ordinal()] == 0;
    }

    void close() throws IOException {
        live.close();
    }
}
