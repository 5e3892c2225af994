package org.jmill.net;

import static org.jmill.Mill.FDW_IN;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jmill.Mill;

/// The receiving half of a stream. Reads first, and waits only when there is nothing; reads as much
/// as the system has into a pooled buffer, and hands out what is asked for.
///
/// Invariants:
/// - I1 `buffer` is null, or holds at least one byte, from its position to its limit, that was
///   received and not yet handed out.
/// - I2 No byte leaves the stream but into the caller's buffer, whatever the outcome.
final class Inbound {
    private final StreamSocket socket;
    final Turn turn = new Turn();
    private ByteBuffer buffer; // I1
    private ByteBuffer wrapper; // Of the array received into last, so that it is wrapped once.
    private boolean ended; // The peer has ended the stream.

    Inbound(StreamSocket socket) {
        this.socket = socket;
    }

    /// A buffer over the first `length` bytes of an array.
    ByteBuffer wrap(byte[] array, int length) {
        if (wrapper == null || wrapper.array() != array) {
            wrapper = ByteBuffer.wrap(array);
        }
        return wrapper.clear().limit(length);
    }

    /// Fills the target.
    int exactly(ByteBuffer target, long deadlineMs) throws IOException {
        int start = target.position();
        begin("recv", deadlineMs);
        try {
            handOut(target);
            while (target.hasRemaining()) {
                int n = read("recv", target, start, target);
                if (n > 0) {
                    handOut(target);
                } else if (n == 0) {
                    int ready = Mill.fdwait(socket.transport.channel(), FDW_IN, deadlineMs);
                    afterWait("recv", ready, target, start);
                } else {
                    int wanted = target.limit() - start;
                    throw Failures.end(what("recv"), wanted, Failures.received(target, start));
                }
            }
            return target.position() - start;
        } finally {
            turn.end();
        }
    }

    /// Gives what is there.
    int some(ByteBuffer target, long deadlineMs) throws IOException {
        int start = target.position();
        begin("recvSome", deadlineMs);
        try {
            handOut(target);
            while (target.position() == start && target.hasRemaining()) {
                int n = read("recvSome", target, start, target);
                if (n > 0) {
                    handOut(target);
                } else if (n == 0) {
                    int ready = Mill.fdwait(socket.transport.channel(), FDW_IN, deadlineMs);
                    afterWait("recvSome", ready, target, start);
                } else {
                    return -1;
                }
            }
            return target.position() - start;
        } finally {
            turn.end();
        }
    }

    /// Receives up to and including a delimiter.
    ///
    /// @param set delimiters of one byte, any of which will do; or null
    /// @param sequence else the one delimiter
    int until(ByteBuffer target, String set, byte[] sequence, long deadlineMs) throws IOException {
        int start = target.position();
        begin("recvUntil", deadlineMs);
        try {
            while (!handOutUntil(target, start, set, sequence)) {
                if (!target.hasRemaining()) {
                    throw full(target, start);
                }
                int n = read("recvUntil", null, start, target);
                if (n == 0) {
                    int ready = Mill.fdwait(socket.transport.channel(), FDW_IN, deadlineMs);
                    afterWait("recvUntil", ready, target, start);
                } else if (n < 0) {
                    byte[] received = Failures.received(target, start);
                    throw Failures.end(what("recvUntil"), -1, received);
                }
            }
            return target.position() - start;
        } finally {
            turn.end();
        }
    }

    private BufferFullException full(ByteBuffer target, int start) {
        int length = target.position() - start;
        return new BufferFullException(
                what("recvUntil") + ": no delimiter in " + length + " bytes", Failures.received(target, start));
    }

    private void begin(String verb, long deadlineMs) throws IOException {
        turn.begin(verb, socket);
        boolean ready = false;
        try {
            socket.checkOpen(verb);
            socket.transport.establish(socket, verb, deadlineMs);
            ready = true;
        } finally {
            if (!ready) {
                turn.end();
            }
        }
    }

    /// Copies from the buffer what the target takes.
    private void handOut(ByteBuffer target) {
        ByteBuffer from = buffer;
        if (from == null) {
            return;
        }
        int limit = from.limit();
        from.limit(Math.min(limit, from.position() + target.remaining()));
        target.put(from);
        from.limit(limit);
        giveBackIfEmpty();
    }

    /// Copies up to and including a delimiter; returns whether there was one.
    private boolean handOutUntil(ByteBuffer target, int start, String set, byte[] sequence) {
        ByteBuffer from = buffer;
        if (from == null) {
            return false;
        }
        boolean found = false;
        while (!found && from.hasRemaining() && target.hasRemaining()) {
            byte b = from.get();
            target.put(b);
            found = set != null ? set.indexOf(b & 0xff) >= 0 : endsWith(target, start, sequence);
        }
        giveBackIfEmpty();
        return found;
    }

    private static boolean endsWith(ByteBuffer target, int start, byte[] sequence) {
        int from = target.position() - sequence.length;
        if (from < start) {
            return false;
        }
        for (int i = sequence.length - 1; i >= 0; i--) {
            if (target.get(from + i) != sequence[i]) {
                return false;
            }
        }
        return true;
    }

    private void giveBackIfEmpty() {
        if (!buffer.hasRemaining()) {
            giveBack();
        }
    }

    /// Reads once, into the target where that saves a copy, else into the buffer, which is empty.
    ///
    /// @param direct where to read to, or null if it must be the buffer
    /// @param target what the caller has received is in it, from `start`
    /// @return how many bytes; 0 if there are none yet, -1 at the end
    private int read(String verb, ByteBuffer direct, int start, ByteBuffer target) throws IOException {
        try {
            int n = ended ? -1 : read(direct);
            ended = n < 0;
            return n;
        } catch (IOException e) {
            socket.broke();
            byte[] received = Failures.received(target, start);
            throw Failures.broken(what(verb), e, received.length, received);
        }
    }

    private int read(ByteBuffer direct) throws IOException {
        if (direct != null && direct.isDirect() && direct.remaining() >= BufferPool.STREAM_BYTES) {
            return socket.transport.read(direct);
        }
        BufferPool pool = BufferPool.ofStreams();
        ByteBuffer fresh = pool.take();
        int n = 0;
        try {
            n = socket.transport.read(fresh);
        } finally {
            if (n > 0) {
                buffer = fresh.flip();
            } else {
                pool.give(fresh);
            }
        }
        return n;
    }

    /// The waits stand in the loops themselves: each frame of a coroutine that waits costs memory.
    private void afterWait(String verb, int ready, ByteBuffer target, int start) throws IOException {
        turn.waited();
        if (!socket.wasClosed(ready) && ready != 0) {
            return;
        }
        byte[] received = Failures.received(target, start);
        throw socket.wasClosed(ready)
                ? Failures.closedMeanwhile(what(verb), received.length, received)
                : Failures.timeout(what(verb), received.length, received);
    }

    private String what(String verb) {
        return verb + " " + socket;
    }

    /// How many bytes were received and not handed out.
    int available() {
        return buffer == null ? 0 : buffer.remaining();
    }

    /// Whether the peer is known to have ended the stream.
    boolean hasEnded() {
        return ended;
    }

    /// Drops what is there; the socket is closed.
    void release() {
        wrapper = null;
        if (buffer != null) {
            giveBack();
        }
    }

    private void giveBack() {
        BufferPool.ofStreams().give(buffer);
        buffer = null;
    }
}
