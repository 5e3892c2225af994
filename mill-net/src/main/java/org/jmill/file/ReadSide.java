package org.jmill.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jmill.CancelledException;

/// What was read ahead, and the read that is under way.
///
/// Invariants:
/// - I1 `fill` is null, or the one read that is under way or done and not yet looked at. While it
///   is not null nothing is read ahead.
/// - I2 The bytes read ahead lie in the file from `handle.position` on.
/// - I3 What a fill has brought counts only if no [#forget] came since it was started.
final class ReadSide {
    private static final int FIRST = 8 << 10;
    private static final int AHEAD_MAX = 256 << 10;
    private static final int AT_ONCE_MAX = 1 << 20;

    final Exclusive exclusive;
    private final FileHandle handle;

    // All guarded by this, since mills share standard input.
    private ByteBuffer ahead; // From its position to its limit; null = nothing.
    private Transfer fill; // I1
    private ByteBuffer filling;
    private int forgotten; // How often.
    private int forgottenBeforeFill;
    private int chunk = FIRST; // How much to read next, unless the caller wants more.
    private boolean atEnd; // The last fill has met the end.

    ReadSide(FileHandle handle, Exclusive exclusive) {
        this.handle = handle;
        this.exclusive = exclusive;
    }

    /// Reads into the buffer.
    ///
    /// @param whole whether to fill it; else any number of bytes will do
    /// @return how many bytes; fewer than wanted only at the end of the file
    int read(String operation, ByteBuffer into, boolean whole, long deadlineMs) throws IOException {
        int start = into.position();
        if (!exclusive.claim(operation, deadlineMs)) {
            throw FileErrors.timeout(operation, handle.name, 0, progress(into, start));
        }
        try {
            while (into.hasRemaining()) {
                int n = take(into);
                if (n > 0 && !whole) {
                    break;
                }
                if (n == 0 && !refill(operation, into.remaining(), deadlineMs)) {
                    throw FileErrors.timeout(operation, handle.name, into.position() - start, progress(into, start));
                }
                if (n == 0 && atEnd()) {
                    break;
                }
            }
            return into.position() - start;
        } catch (CancelledException e) {
            putBack(into, start);
            throw e;
        } finally {
            exclusive.release();
        }
    }

    private static String progress(ByteBuffer into, int start) {
        return " after " + (into.position() - start) + " of " + (into.limit() - start) + " bytes";
    }

    /// Moves what is there into the buffer.
    private synchronized int take(ByteBuffer into) {
        if (ahead == null) {
            return 0;
        }
        int n = Math.min(ahead.remaining(), into.remaining());
        into.put(into.position(), ahead, ahead.position(), n);
        into.position(into.position() + n);
        ahead.position(ahead.position() + n);
        advance(n);
        if (!ahead.hasRemaining()) {
            ahead = null;
        }
        return n;
    }

    /// The reader was cancelled: somebody else may read what it had taken.
    private synchronized void putBack(ByteBuffer into, int start) {
        int n = into.position() - start;
        if (n == 0) {
            return;
        }
        into.position(start);
        if (handle.positional) {
            handle.position -= n;
            forget();
            return;
        }
        ByteBuffer all = ByteBuffer.allocate(n + available());
        all.put(into.slice(start, n));
        if (ahead != null) {
            all.put(ahead);
        }
        ahead = all.flip();
    }

    private void advance(int n) {
        if (handle.positional) {
            handle.position += n;
        }
    }

    /// Waits for the read that is under way, or a new one.
    ///
    /// @return false if the deadline has passed; the read goes on
    private boolean refill(String operation, int wanted, long deadlineMs) throws IOException {
        Transfer transfer = underWay();
        boolean fresh = transfer == null;
        if (fresh) {
            transfer = start(wanted);
        }
        if (!transfer.await(Patience.of(handle, fresh, deadlineMs))) {
            return false;
        }
        IOException failure = harvest(transfer);
        if (failure != null) {
            throw FileErrors.of(operation, handle.name, failure, "");
        }
        return true;
    }

    private synchronized Transfer underWay() {
        return fill;
    }

    private synchronized Transfer start(int wanted) {
        ByteBuffer buffer = ByteBuffer.allocate(Math.clamp(wanted, chunk, AT_ONCE_MAX));
        long offset = handle.position;
        filling = buffer;
        forgottenBeforeFill = forgotten;
        atEnd = false;
        fill = handle.start(t -> t.count(handle.read(buffer, offset)));
        return fill;
    }

    /// Takes what a fill has brought, once.
    ///
    /// @return what it failed with, or null
    private synchronized IOException harvest(Transfer done) {
        if (fill != done) {
            return null;
        }
        ByteBuffer filled = filling;
        fill = null;
        filling = null;
        if (forgottenBeforeFill != forgotten) {
            return null;
        }
        if (done.failure() != null) {
            return done.failure();
        }
        atEnd = done.count() < 0;
        if (!atEnd) {
            grow(filled);
            ahead = filled.flip();
        }
        return null;
    }

    /// A reader that takes all there is gets more the next time; the buffer of one that reads a
    /// little now and then stays small.
    private void grow(ByteBuffer filled) {
        if (!filled.hasRemaining()) {
            chunk = Math.min(chunk * 2, AHEAD_MAX);
        }
    }

    /// Looks what the next read would find, also where the last one has met the end: the file may
    /// have grown. Nothing is read ahead before.
    ///
    /// @return how many bytes are there; 0 at the end of the file
    int lookAhead(String operation) throws IOException {
        exclusive.claim(operation, -1);
        try {
            boolean looked = false;
            while (available() == 0 && !(looked && atEnd())) {
                refill(operation, FIRST, -1);
                looked = true;
            }
            return available();
        } finally {
            exclusive.release();
        }
    }

    /// How many bytes were read ahead.
    synchronized int available() {
        return ahead == null ? 0 : ahead.remaining();
    }

    /// How many bytes its buffers take.
    synchronized int held() {
        return (ahead == null ? 0 : ahead.capacity()) + (filling == null ? 0 : filling.capacity());
    }

    /// Whether the last read has met the end of the file.
    synchronized boolean atEnd() {
        return atEnd && ahead == null;
    }

    /// Drops what was read ahead: the position or the file's contents have changed.
    synchronized void forget() {
        ahead = null;
        atEnd = false;
        forgotten++;
    }
}
