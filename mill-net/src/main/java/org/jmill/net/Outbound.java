package org.jmill.net;

import static org.jmill.Mill.FDW_OUT;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;

/// The sending half of a stream. A send copies into a pooled buffer and writes only when that is
/// full; a flush writes the rest. What was written is remembered, so that a flush or a send that
/// failed can be repeated for what is left.
///
/// Invariants:
/// - I1 `buffer` is null, or holds at least one byte, from `head` to its position, that was
///   accepted and not yet written.
/// - I2 A byte of the caller's source is behind its position exactly if it was accepted.
final class Outbound {
    private final StreamSocket socket;
    final Turn turn = new Turn();
    private ByteBuffer buffer; // I1
    private int head; // Of the bytes to write; 0 while buffer is null.
    private ByteBuffer wrapper; // Of the array sent last, so that it is wrapped once.
    private boolean ended; // Shut down.

    Outbound(StreamSocket socket) {
        this.socket = socket;
    }

    /// A buffer over the first `length` bytes of an array.
    ByteBuffer wrap(byte[] array, int length) {
        if (wrapper == null || wrapper.array() != array) {
            wrapper = ByteBuffer.wrap(array);
        }
        return wrapper.clear().limit(length);
    }

    /// Accepts all of the source.
    int send(ByteBuffer source, long deadlineMs) throws IOException {
        int start = source.position();
        begin("send", deadlineMs);
        try {
            while (source.hasRemaining()) {
                if (isDirectCase(source)) {
                    if (write("send", source, source, start) == 0) {
                        await("send", source.position() - start, deadlineMs);
                    }
                } else if (accept(source)) {
                    if (writeBuffer("send", source, start) == 0) {
                        await("send", source.position() - start, deadlineMs);
                    }
                }
            }
            return source.position() - start;
        } finally {
            turn.end();
        }
    }

    /// Whether copying would be a waste.
    private boolean isDirectCase(ByteBuffer source) {
        return buffer == null && source.isDirect() && source.remaining() >= BufferPool.STREAM_BYTES;
    }

    /// Copies into the buffer what fits. Returns whether it is full, with some of the source left.
    private boolean accept(ByteBuffer source) {
        if (buffer == null) {
            buffer = BufferPool.ofStreams().take();
        }
        if (buffer.remaining() < source.remaining() && head > 0) {
            int tail = buffer.position();
            buffer.limit(tail).position(head).compact();
            head = 0;
        }
        int limit = source.limit();
        source.limit(Math.min(limit, source.position() + buffer.remaining()));
        buffer.put(source);
        source.limit(limit);
        return source.hasRemaining();
    }

    /// Writes all that was accepted.
    void flush(long deadlineMs) throws IOException {
        begin("flush", deadlineMs);
        try {
            drain("flush", deadlineMs);
        } finally {
            turn.end();
        }
    }

    private void drain(String verb, long deadlineMs) throws IOException {
        int written = 0;
        while (buffer != null || socket.transport.holdsOutput()) {
            boolean held = socket.transport.holdsOutput();
            int n = buffer != null ? writeBuffer(verb, null, -written) : writeHeld(verb, written);
            written += n;
            if (n == 0 && !(held && !socket.transport.holdsOutput())) {
                await(verb, written, deadlineMs);
            }
        }
    }

    /// Flushes and ends the output; the peer then sees the end of the stream.
    void shutdown(long deadlineMs) throws IOException {
        turn.begin("shutdown", socket);
        try {
            socket.checkOpen("shutdown");
            drain("shutdown", deadlineMs);
            end("shutdown", deadlineMs);
            socket.transport.finishOutput();
        } finally {
            turn.end();
        }
    }

    /// Flushes before a close, unless another coroutine is at it, which then fails, or nothing can
    /// go out any more.
    void close(long deadlineMs) throws IOException {
        if (turn.isTaken() || socket.isBroken()) {
            return;
        }
        drain("close", deadlineMs);
        try {
            end("close", deadlineMs);
        } catch (SocketException e) {
            // All of the caller's went out: a peer that is gone needs no farewell.
        }
    }

    /// Has the end of the stream follow what was written.
    private void end(String verb, long deadlineMs) throws IOException {
        if (ended) {
            return;
        }
        ended = true;
        try {
            socket.transport.endOutput();
        } catch (IOException e) {
            throw failed(verb, e, 0);
        }
        drain(verb, deadlineMs);
    }

    private void begin(String verb, long deadlineMs) throws IOException {
        turn.begin(verb, socket);
        boolean ready = false;
        try {
            socket.checkOpen(verb);
            if (ended) {
                throw Failures.closed(verb + " " + socket + ": output was shut down");
            }
            socket.transport.establish(socket, verb, deadlineMs);
            ready = true;
        } finally {
            if (!ready) {
                turn.end();
            }
        }
    }

    /// Writes the buffer once.
    private int writeBuffer(String verb, ByteBuffer source, int start) throws IOException {
        int tail = buffer.position();
        buffer.limit(tail).position(head);
        int n = 0;
        try {
            n = write(verb, buffer, source, start);
        } finally {
            if (n == tail - head) {
                release();
            } else {
                head += n;
                buffer.limit(buffer.capacity()).position(tail);
            }
        }
        return n;
    }

    /// Has the transport go on with what it holds.
    private int writeHeld(String verb, int written) throws IOException {
        return write(verb, Empty.BUFFER, null, -written);
    }

    /// @param source what the caller sends, or null; `start` is where it began, or the negative
    ///   count of what it has flushed
    private int write(String verb, ByteBuffer from, ByteBuffer source, int start) throws IOException {
        try {
            return socket.transport.write(from);
        } catch (IOException e) {
            throw failed(verb, e, source == null ? -start : source.position() - start);
        }
    }

    private IOException failed(String verb, IOException e, int count) {
        socket.broke();
        return Failures.broken(verb + " " + socket, e, count, Failures.NONE);
    }

    private void await(String verb, int count, long deadlineMs) throws IOException {
        turn.waited();
        int outcome = socket.await(FDW_OUT, deadlineMs);
        if (outcome > 0) {
            return;
        }
        String what = verb + " " + socket;
        throw outcome == 0
                ? Failures.timeout(what, count, Failures.NONE)
                : Failures.closedMeanwhile(what, count, Failures.NONE);
    }

    /// How many bytes were accepted and not written.
    int pending() {
        return buffer == null ? 0 : buffer.position() - head;
    }

    /// Drops what is there.
    void release() {
        if (buffer != null) {
            BufferPool.ofStreams().give(buffer);
            buffer = null;
            head = 0;
        }
    }

    /// Made when TLS first needs it.
    private static final class Empty {
        static final ByteBuffer BUFFER = ByteBuffer.allocate(0);
    }
}
