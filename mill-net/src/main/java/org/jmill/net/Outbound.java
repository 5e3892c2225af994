package org.jmill.net;

import static org.jmill.Mill.FDW_OUT;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import org.jmill.Mill;
import org.jmill.file.MillFile;

/// The sending half of a stream. A send copies into a pooled buffer and writes only when that is
/// full; a flush writes the rest. What was written is remembered, so that a flush or a send that
/// failed can be repeated for what is left.
///
/// Invariants:
/// - I1 `buffer` is null, or holds at least one byte, from `head` to its position, that was
///   accepted and not yet written.
/// - I2 A byte of the caller's source is behind its position exactly if it was accepted.
final class Outbound extends Turn {
    private static final int PIECE_BYTES = 4 * 1024 * 1024; // Of a file, by the system: about what a socket takes.
    private static final int COPIED_BYTES = 64 * 1024; // Of a file, by us.

    private final StreamSocket socket;
    private ByteBuffer buffer; // I1
    private char head; // Of the bytes to write; 0 while buffer is null.
    private boolean ended; // Shut down.

    Outbound(StreamSocket socket) {
        this.socket = socket;
    }

    /// Accepts all of the source: the first `length` bytes of the array or, where that is null, the `length` bytes
    /// of `source` from its position.
    int send(ByteBuffer source, byte[] array, int length, long deadlineMs) throws IOException {
        begin("send", deadlineMs);
        try {
            return acceptAll("send", source, array, length, deadlineMs);
        } finally {
            end();
        }
    }

    /// Sends a line: accepts it and flushes. What fails counts the bytes that were accepted.
    void line(byte[] line, long deadlineMs) throws IOException {
        begin("writeLine", deadlineMs);
        try {
            int accepted = acceptAll("writeLine", null, line, line.length, deadlineMs);
            drain("writeLine", accepted, false, deadlineMs);
        } finally {
            end();
        }
    }

    private int acceptAll(String verb, ByteBuffer source, byte[] array, int length, long deadlineMs)
            throws IOException {
        int done = 0;
        while (done < length) {
            int n;
            if (isDirectCase(source)) {
                n = write(verb, source, done);
                done += n;
            } else {
                int accepted = accept(source, array, done, length);
                done += accepted;
                n = done == length ? accepted : writeBuffer(verb, done);
            }
            if (n == 0) {
                await(verb, done, deadlineMs);
            } else if (moved(n) && done < length) {
                giveWay(verb, done);
            }
        }
        return length;
    }

    /// Whether copying would be a waste.
    private boolean isDirectCase(ByteBuffer source) {
        return buffer == null && source != null && source.isDirect() && source.remaining() >= BufferPool.COPY_BYTES_MAX;
    }

    /// Copies into the buffer what fits; returns how many bytes. If that is not all, the buffer is full.
    private int accept(ByteBuffer source, byte[] array, int done, int length) {
        if (buffer == null) {
            buffer = BufferPool.ofStreams().take();
        }
        if (buffer.remaining() < length - done && head > 0) {
            int tail = buffer.position();
            buffer.limit(tail).position(head).compact();
            head = 0;
        }
        int n = Math.min(length - done, buffer.remaining());
        if (array != null) {
            buffer.put(array, done, n);
        } else {
            int limit = source.limit();
            source.limit(source.position() + n);
            buffer.put(source);
            source.limit(limit);
        }
        return n;
    }

    /// Writes all that was accepted.
    void flush(long deadlineMs) throws IOException {
        begin("flush", deadlineMs);
        try {
            drain("flush", deadlineMs);
        } finally {
            end();
        }
    }

    /// Sends a part of a file, after what was accepted before it.
    ///
    /// @return how many bytes: fewer than `length` only if the file ends before
    int sendFile(MillFile file, long offset, int length, long deadlineMs) throws IOException {
        begin("sendFile", deadlineMs);
        try {
            drain("sendFile", 0, false, deadlineMs);
            int done = socket.transport.hasRecords() ? 0 : transfer(file, offset, length, deadlineMs);
            return done < length ? copy(file, offset, done, length, deadlineMs) : done;
        } finally {
            end();
        }
    }

    /// Has the system write what it finds in the file; the socket's own thread never waits for a disk.
    ///
    /// @return how many bytes: fewer than `length` only if there are no more by the file's size
    private int transfer(MillFile file, long offset, int length, long deadlineMs) throws IOException {
        int done = 0;
        while (done < length) {
            int piece = Math.min(length - done, PIECE_BYTES);
            int n = transferOnce(file, offset, done, piece);
            if (n < 0) {
                break;
            }
            done += n;
            checkNotClosed("sendFile", done);
            if (n < piece) {
                await("sendFile", done, deadlineMs);
            } else if (moved(n) && done < length) {
                giveWay("sendFile", done);
            }
        }
        return done;
    }

    private int transferOnce(MillFile file, long offset, int done, int length) throws IOException {
        try {
            return file.transferTo(offset + done, length, socket.transport.channel());
        } catch (IOException e) {
            checkNotClosed("sendFile", done);
            file.readAt(offset + done, new byte[1], 1, -1); // If it is the file that has failed, this tells.
            throw failed("sendFile", e.getCause() instanceof IOException cause ? cause : e, done);
        }
    }

    /// Goes on by reading and writing: for TLS, which must see the bytes, and for files in /proc, which have more
    /// of them than their size says.
    private int copy(MillFile file, long offset, int already, int length, long deadlineMs) throws IOException {
        byte[] bytes = new byte[Math.min(length - already, COPIED_BYTES)];
        int done = already;
        while (done < length) {
            ByteBuffer piece = ByteBuffer.wrap(bytes);
            piece.limit(file.readAt(offset + done, bytes, Math.min(length - done, bytes.length), -1));
            checkNotClosed("sendFile", done);
            if (!piece.hasRemaining()) {
                break;
            }
            while (piece.hasRemaining()) {
                int n = write("sendFile", piece, done);
                done += n;
                if (n == 0) {
                    await("sendFile", done, deadlineMs);
                } else if (moved(n)) {
                    giveWay("sendFile", done);
                }
            }
        }
        return done;
    }

    private void drain(String verb, long deadlineMs) throws IOException {
        drain(verb, 0, true, deadlineMs);
    }

    /// @param before how many bytes of the caller's count already
    /// @param counted whether what goes out is what the caller counts
    private void drain(String verb, int before, boolean counted, long deadlineMs) throws IOException {
        int written = before;
        while (buffer != null || socket.transport.holdsOutput()) {
            boolean held = socket.transport.holdsOutput();
            int n = buffer != null ? writeBuffer(verb, written) : writeHeld(verb, written);
            written += counted ? n : 0;
            if (n == 0 && !(held && !socket.transport.holdsOutput())) {
                await(verb, written, deadlineMs);
            }
        }
    }

    /// Flushes and ends the output; the peer then sees the end of the stream.
    void shutdown(long deadlineMs) throws IOException {
        begin("shutdown", socket);
        try {
            socket.checkOpen("shutdown");
            drain("shutdown", deadlineMs);
            end("shutdown", deadlineMs);
            finish();
        } finally {
            end();
        }
    }

    private void finish() throws IOException {
        try {
            socket.transport.finishOutput();
        } catch (IOException e) {
            throw failed("shutdown", e, 0);
        }
    }

    /// Flushes before a close, unless another coroutine is at it, which then fails, or nothing can
    /// go out any more but the reason why.
    void close(long deadlineMs) throws IOException {
        if (isTaken()) {
            return;
        }
        if (socket.isBroken()) {
            farewell(deadlineMs);
            return;
        }
        drain("close", deadlineMs);
        try {
            end("close", deadlineMs);
        } catch (SocketException e) {
            // All of the caller's went out: a peer that is gone needs no farewell.
        }
    }

    private void farewell(long deadlineMs) {
        try {
            while (!socket.transport.pushFarewell()) {
                socket.await(FDW_OUT, "close", 0, deadlineMs);
            }
        } catch (IOException e) {
            // Whoever wants to know has been told of the first failure.
        }
    }

    /// Has the end of the stream follow what was written.
    private void end(String verb, long deadlineMs) throws IOException {
        if (ended) {
            return;
        }
        ended = true;
        while (!endOutput(verb)) {
            drain(verb, deadlineMs);
        }
        drain(verb, deadlineMs);
    }

    private boolean endOutput(String verb) throws IOException {
        try {
            return socket.transport.endOutput();
        } catch (IOException e) {
            throw failed(verb, e, 0);
        }
    }

    private void begin(String verb, long deadlineMs) throws IOException {
        Mill.checkDeadline(verb, deadlineMs);
        begin(verb, socket);
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
                end();
            }
        }
    }

    /// Writes the buffer once.
    private int writeBuffer(String verb, int count) throws IOException {
        int tail = buffer.position();
        buffer.limit(tail).position(head);
        int n = 0;
        try {
            n = write(verb, buffer, count);
        } finally {
            if (n == tail - head) {
                release();
            } else {
                head += (char) n;
                buffer.limit(buffer.capacity()).position(tail);
            }
        }
        return n;
    }

    /// Has the transport go on with what it holds.
    private int writeHeld(String verb, int written) throws IOException {
        return write(verb, Empty.BUFFER, written);
    }

    /// @param count how many of the caller's bytes were accepted, or flushed, before
    private int write(String verb, ByteBuffer from, int count) throws IOException {
        int before = from.position();
        try {
            return socket.transport.write(from);
        } catch (IOException e) {
            boolean direct = from != buffer && from != Empty.BUFFER;
            throw failed(verb, e, direct ? count + from.position() - before : count);
        }
    }

    private IOException failed(String verb, IOException e, int count) {
        socket.broke();
        return Failures.broken(verb + " " + socket, e, count, Failures.NONE);
    }

    /// The socket has room, but others are to have their turn.
    private void giveWay(String verb, int count) throws IOException {
        socket.waited();
        Mill.yield();
        checkNotClosed(verb, count);
    }

    /// After a wait for something else than the socket.
    private void checkNotClosed(String verb, int count) throws IOException {
        if (socket.wasClosed(FDW_OUT)) {
            throw Failures.closedMeanwhile(verb + " " + socket, count, Failures.NONE);
        }
    }

    private void await(String verb, int count, long deadlineMs) throws IOException {
        socket.waited();
        socket.await(FDW_OUT, verb, count, deadlineMs);
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
