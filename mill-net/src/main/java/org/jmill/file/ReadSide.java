package org.jmill.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jmill.CancelledException;
import org.jmill.text.LineTooLongException;
import org.jmill.text.TextOptions;
import org.jspecify.annotations.Nullable;

/// What was read ahead, and the read that is under way.
///
/// Invariants:
/// - I1 `fill` is null, or the one read that is under way or done and not yet looked at. What it brings lies
///   behind what is read ahead.
/// - I2 The bytes read ahead lie in the file from `handle.position` on, all in the order of the file.
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

    /// Takes a line, when it is whole: until then, its bytes stay read ahead.
    ///
    /// @return without its end; null at the end of the file
    @Nullable
    String line(TextOptions text, long deadlineMs) throws IOException {
        if (!exclusive.claim("readLine", deadlineMs)) {
            throw FileErrors.timeout("readLine", handle.name, 0, "");
        }
        try {
            int looked = 0;
            boolean last = false;
            while (true) {
                String line = takeLine(text, looked, last);
                if (line != null || last) {
                    return line;
                }
                looked = available();
                if (!refill("readLine", FIRST, deadlineMs)) {
                    throw FileErrors.timeout("readLine", handle.name, 0, " in the middle of a line");
                }
                last = hasMetEnd();
            }
        } finally {
            exclusive.release();
        }
    }

    /// @param looked how many of the bytes were looked at before
    /// @param last whether none come behind those that are there
    /// @return null if the end of the line is not there; if they are the last, if there are none
    private synchronized String takeLine(TextOptions text, int looked, boolean last) throws IOException {
        if (ahead == null) {
            return null;
        }
        int start = ahead.position();
        int end = ahead.limit();
        int at = start + looked;
        while (at < end && ahead.get(at) != '\n') {
            at++;
        }
        int length = at - start - (at > start && ahead.get(at - 1) == '\r' ? 1 : 0);
        if (length > text.lineBytesMax()) {
            throw new LineTooLongException("readLine file " + handle.name, text.lineBytesMax());
        }
        if (at == end && !last) {
            return null;
        }
        String line = new String(ahead.array(), ahead.arrayOffset() + start, length, text.charset());
        int taken = Math.min(at + 1, end);
        ahead.position(taken);
        advance(taken - start);
        if (taken == end) {
            ahead = null;
        }
        return line;
    }

    private synchronized boolean hasMetEnd() {
        return atEnd;
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
        long offset = handle.position + (handle.positional ? available() : 0);
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
            ahead = joined(ahead, filled.flip());
        }
        return null;
    }

    /// What was read ahead, and what lies behind it.
    private static ByteBuffer joined(ByteBuffer first, ByteBuffer second) {
        if (first == null) {
            return second;
        }
        int tail = first.limit();
        int more = second.remaining();
        ByteBuffer all = first;
        if (first.capacity() - tail < more) {
            all = ByteBuffer.allocate(2 * (first.remaining() + more)).put(first).flip();
            tail = all.limit();
        }
        return all.limit(tail + more).put(tail, second, second.position(), more);
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
