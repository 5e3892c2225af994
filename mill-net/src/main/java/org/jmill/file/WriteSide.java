package org.jmill.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Predicate;

/// What was written and is not out yet: a buffer that is being written in the background, and one
/// that is being filled meanwhile.
///
/// Invariants:
/// - I1 `active` is null, or the one write that is under way or done and not yet looked at; it
///   writes what remains of `out`.
/// - I2 The bytes to be written are those that remain of `out`, then those of `pending`; on a
///   positional file they lie side by side, and end at `handle.position`: whoever moves that, see
///   [Place], has written them out before.
/// - I3 `accepted - settled` is how many these are. A byte that could not be written stays.
final class WriteSide {
    private static final int FIRST = 4 << 10;
    private static final int BEHIND_MAX = 64 << 10;
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    final Exclusive exclusive;
    private final FileHandle handle;

    // All guarded by this, since mills share the standard streams, and a worker writes what is left where a
    // coroutine that is cancelled closes the file.
    private ByteBuffer pending = EMPTY; // Filled up to its position.
    private long pendingOffset; // Where it goes.
    private ByteBuffer out = EMPTY; // To be written from its position to its limit.
    private long outOffset; // Where the rest of it goes.
    private Transfer active; // I1
    private long accepted;
    private long settled;
    private boolean sealed; // The file was closed: nothing more is accepted.

    WriteSide(FileHandle handle, Exclusive exclusive) {
        this.handle = handle;
        this.exclusive = exclusive;
    }

    /// Writes all of the buffer, into memory as far as there is room.
    int write(ByteBuffer from, long deadlineMs) throws IOException {
        int start = from.position();
        if (exclusive.isHeldFor("flush") && acceptWhole(from)) {
            return from.position() - start; // Whoever flushes does not mind.
        }
        if (!exclusive.claim("write", deadlineMs)) {
            throw timeout(from, start);
        }
        try {
            settleIfDone("write");
            Predicate<Transfer> wait = suspension(deadlineMs);
            accept(from);
            while (from.hasRemaining()) {
                if (!makeRoom(wait)) {
                    throw timeout(from, start);
                }
                accept(from);
            }
            return from.position() - start;
        } finally {
            exclusive.release();
        }
    }

    private IOException timeout(ByteBuffer from, int start) {
        int n = from.position() - start;
        String progress = " after " + n + " of " + (from.limit() - start) + " bytes";
        return FileErrors.timeout("write", handle.name, n, progress);
    }

    /// Writes out what was accepted up to now.
    ///
    /// @param operation for messages
    void flush(String operation, long deadlineMs) throws IOException {
        long start = settled();
        if (isFlushed()) {
            return;
        }
        boolean flushed = exclusive.claim("flush", deadlineMs);
        if (flushed) {
            try {
                flushed = drain(operation, suspension(deadlineMs));
            } finally {
                exclusive.release();
            }
        }
        if (!flushed) {
            throw FileErrors.timeout(operation, handle.name, settled() - start, unwritten());
        }
    }

    /// Writes out what was accepted up to now, before something else is done with the file. This is
    /// no writing of the caller's: it needs no turn, and any number of coroutines wait for the same
    /// transfers, whoever has started them.
    ///
    /// @param operation what is to be done, for messages
    void flushBefore(String operation, long deadlineMs) throws IOException {
        if (!isFlushed()) {
            writeOut(operation, suspension(deadlineMs));
        }
    }

    /// Writes out what was accepted up to now. Others may do so at the same time.
    ///
    /// @param operation what is done, for messages
    /// @param wait waits for a transfer; false: gives up
    void writeOut(String operation, Predicate<Transfer> wait) throws IOException {
        if (!drain(operation, wait)) {
            throw FileErrors.timeout(operation, handle.name, 0, unwritten());
        }
    }

    /// How a coroutine waits for a transfer: the result is false when the deadline has passed.
    private Predicate<Transfer> suspension(long deadlineMs) {
        long untilMs = Patience.of(handle, isIdle(), deadlineMs);
        return transfer -> transfer.await(untilMs);
    }

    /// @return false if it was given up
    private boolean drain(String operation, Predicate<Transfer> wait) throws IOException {
        long target = accepted();
        while (settled() < target) {
            Transfer transfer = underWay();
            if (transfer == null) {
                return true; // Somebody else, who drains as well, has just settled the last one.
            }
            if (!wait.test(transfer)) {
                return false;
            }
            settle(operation, transfer);
        }
        return true;
    }

    /// Makes room in `pending`, which is full.
    private boolean makeRoom(Predicate<Transfer> wait) throws IOException {
        Transfer transfer = underWay();
        while (room() == 0) {
            if (transfer != null) { // Else somebody else has just settled it, and another writer taken the room.
                if (!wait.test(transfer)) {
                    return false;
                }
                settle("write", transfer);
            }
            transfer = underWay();
        }
        return true;
    }

    // ---- under the lock
    // --------------------------------------------------------------------------

    /// Copies all, if there is room for all.
    private synchronized boolean acceptWhole(ByteBuffer from) throws IOException {
        if (from.remaining() > room()) {
            return false;
        }
        accept(from);
        return true;
    }

    /// Copies as much as there is room for.
    private synchronized void accept(ByteBuffer from) throws IOException {
        if (sealed) {
            throw FileErrors.closedMeanwhile("write", handle.name);
        }
        int n = Math.min(from.remaining(), BEHIND_MAX - pending.position());
        if (n == 0) {
            return;
        }
        if (pending.position() == 0) {
            pendingOffset = handle.position;
        }
        assert !handle.positional || pendingOffset + pending.position() == handle.position : "I2";
        if (pending.remaining() < n) {
            int size = Math.clamp(2L * (pending.position() + n), FIRST, BEHIND_MAX);
            pending = ByteBuffer.allocate(size).put(pending.flip());
        }
        pending.put(pending.position(), from, from.position(), n);
        pending.position(pending.position() + n);
        from.position(from.position() + n);
        accepted += n;
        if (handle.position >= 0) {
            handle.position += n;
        }
    }

    private synchronized int room() {
        return BEHIND_MAX - pending.position();
    }

    /// The write under way; starts one if there is none and something to be written. Null: nothing is.
    private synchronized Transfer underWay() {
        if (active == null && accepted > settled) {
            if (!out.hasRemaining()) {
                swap();
            }
            ByteBuffer bytes = out.duplicate();
            long offset = outOffset;
            active = handle.start(transfer -> handle.write(bytes, offset, transfer));
        }
        return active;
    }

    private void swap() {
        ByteBuffer free = out;
        out = pending.flip();
        outOffset = pendingOffset;
        pending = free.clear();
    }

    /// Notes what a transfer has done, once.
    ///
    /// @throws IOException what it failed with; the bytes stay
    private void settle(String operation, Transfer done) throws IOException {
        synchronized (this) {
            if (active != done) {
                return;
            }
            active = null;
            out.position(out.position() + done.count());
            outOffset += done.count();
            settled += done.count();
            if (settled == accepted) {
                giveBack();
            }
        }
        if (done.failure() != null) {
            throw FileErrors.of(operation, handle.name, done.failure(), unwritten());
        }
    }

    /// Keeps no buffer while there is nothing to write.
    private void giveBack() {
        out = EMPTY;
        pending = EMPTY;
    }

    /// How many bytes its buffers take.
    synchronized int held() {
        return out.capacity() + pending.capacity();
    }

    /// Reports a write that has failed meanwhile.
    private void settleIfDone(String operation) throws IOException {
        Transfer transfer;
        synchronized (this) {
            transfer = active;
        }
        if (transfer != null && transfer.isDone()) {
            settle(operation, transfer);
        }
    }

    /// Whether no write is under way.
    synchronized boolean isIdle() {
        return active == null;
    }

    private synchronized long accepted() {
        return accepted;
    }

    private synchronized long settled() {
        return settled;
    }

    /// Whether all is out.
    synchronized boolean isFlushed() {
        return settled == accepted;
    }

    /// How much is not out, for messages.
    synchronized String unwritten() {
        return " (" + (accepted - settled) + " bytes not written)";
    }

    /// Accepts nothing more.
    synchronized void seal() {
        sealed = true;
    }
}
