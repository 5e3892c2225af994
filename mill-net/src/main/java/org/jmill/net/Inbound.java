package org.jmill.net;

import static org.jmill.Mill.FDW_IN;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jmill.CancelledException;
import org.jmill.Mill;
import org.jmill.text.LineTooLongException;
import org.jmill.text.TextOptions;
import org.jspecify.annotations.Nullable;

/// The receiving half of a stream. Reads first, and waits only when there is nothing; reads as much
/// as the system has into a pooled buffer, and hands out what is asked for.
///
/// A read that did not fill its buffer took all there was. The next one waits first, which saves the
/// system call that would say so: where a request is answered before the next one comes, that is one
/// in four. If more has come meanwhile, the wait ends with the next poll.
///
/// Invariants:
/// - I1 `buffer` is null, or holds at least one byte, from its position to its limit, that was
///   received and not yet handed out.
/// - I2 No byte leaves the stream but into the caller's buffer, whatever the outcome; and none does in a
///   receive that is cancelled.
final class Inbound extends Turn {
    private final StreamSocket socket;
    private ByteBuffer buffer; // I1
    private boolean ended; // The peer has ended the stream.
    private boolean drained; // The last read took all there was: another would find nothing.

    Inbound(StreamSocket socket) {
        this.socket = socket;
    }

    // The caller's target is the first `length` bytes of `array` or, where that is null, the `length`
    // bytes of `target` from its position. An array is not wrapped: an idle connection would keep that.

    /// Fills the target.
    int exactly(ByteBuffer target, byte[] array, int length, long deadlineMs) throws IOException {
        begin("recv", deadlineMs);
        int done = 0;
        try {
            while (done < length) {
                int n = receive("recv", target, array, done, length);
                if (n > 0) {
                    done += n;
                    if (moved(n) && done < length) {
                        Mill.yield();
                        afterWait("recv", FDW_IN, target, array, done);
                    }
                } else if (n == 0) {
                    int ready = socket.transport.waitsForChannel()
                            ? Mill.fdwait(socket.transport.channel(), FDW_IN, deadlineMs)
                            : socket.transport.await(FDW_IN, deadlineMs);
                    afterWait("recv", ready, target, array, done);
                } else {
                    throw Failures.end(what("recv"), length, Failures.received(target, array, done));
                }
            }
            return length;
        } catch (RuntimeException e) {
            throw cutShort("recv", e, target, array, done);
        } finally {
            end();
        }
    }

    /// Gives what is there.
    int some(ByteBuffer target, byte[] array, int length, long deadlineMs) throws IOException {
        begin("recvSome", deadlineMs);
        try {
            int n = 0;
            while (length > 0 && (n = receive("recvSome", target, array, 0, length)) == 0) {
                int ready = socket.transport.waitsForChannel()
                        ? Mill.fdwait(socket.transport.channel(), FDW_IN, deadlineMs)
                        : socket.transport.await(FDW_IN, deadlineMs);
                afterWait("recvSome", ready, target, array, 0);
            }
            moved(Math.max(n, 0)); // The next call gives way, if need be.
            return n;
        } catch (RuntimeException e) {
            throw cutShort("recvSome", e, target, array, 0);
        } finally {
            end();
        }
    }

    /// Receives up to and including a delimiter.
    ///
    /// @param set delimiters of one byte, any of which will do; or null
    /// @param sequence else the one delimiter
    int until(ByteBuffer target, byte[] array, int length, @Nullable String set, byte[] sequence, long deadlineMs)
            throws IOException {
        begin("recvUntil", deadlineMs);
        int done = 0;
        try {
            while (true) {
                int n = handOutUntil(target, array, done, length, set, sequence);
                boolean due = moved(Math.abs(n));
                if (n < 0) {
                    return done - n;
                }
                done += n;
                if (done == length) {
                    throw full(target, array, done);
                }
                if (due) {
                    Mill.yield();
                    afterWait("recvUntil", FDW_IN, target, array, done);
                }
                n = read("recvUntil", null, target, array, done);
                if (n == 0) {
                    int ready = socket.transport.waitsForChannel()
                            ? Mill.fdwait(socket.transport.channel(), FDW_IN, deadlineMs)
                            : socket.transport.await(FDW_IN, deadlineMs);
                    afterWait("recvUntil", ready, target, array, done);
                } else if (n < 0) {
                    throw Failures.end(what("recvUntil"), -1, Failures.received(target, array, done));
                }
            }
        } catch (RuntimeException e) {
            throw cutShort("recvUntil", e, target, array, done);
        } finally {
            end();
        }
    }

    /// Takes a line off the stream, when it is whole: until then, its bytes stay in the buffer.
    ///
    /// @return without its end; null at the end of the stream
    @Nullable
    String line(TextOptions text, long deadlineMs) throws IOException {
        begin("readLine", deadlineMs);
        int looked = 0;
        try {
            while (true) {
                int length = LineBuffer.endOfLine(buffer, looked, text.lineBytesMax());
                boolean ends = length >= 0;
                looked = ends ? length : available();
                if (LineBuffer.lengthOfText(buffer, looked) > text.lineBytesMax()) {
                    throw new LineTooLongException(what("readLine"), text.lineBytesMax());
                }
                int n = ends ? -1 : read("readLine", null, null, Failures.NONE, 0);
                if (n < 0) {
                    return ends || looked > 0 ? takeLine(looked, ends, text) : null;
                }
                if (n == 0) {
                    int ready = socket.transport.waitsForChannel()
                            ? Mill.fdwait(socket.transport.channel(), FDW_IN, deadlineMs)
                            : socket.transport.await(FDW_IN, deadlineMs);
                    afterWait("readLine", ready, null, Failures.NONE, 0);
                } else if (moved(n)) {
                    Mill.yield();
                    afterWait("readLine", FDW_IN, null, Failures.NONE, 0);
                }
            }
        } catch (RuntimeException e) {
            throw cutShort("readLine", e, null, Failures.NONE, 0);
        } finally {
            end();
        }
    }

    private String takeLine(int length, boolean ends, TextOptions text) {
        String line = LineBuffer.decode(buffer, LineBuffer.lengthOfText(buffer, length), text.charset());
        buffer.position(buffer.position() + length + (ends ? 1 : 0));
        giveBackIfEmpty();
        return line;
    }

    private BufferFullException full(ByteBuffer target, byte[] array, int done) {
        return new BufferFullException(
                what("recvUntil") + ": no delimiter in " + done + " bytes", Failures.received(target, array, done));
    }

    private void begin(String verb, long deadlineMs) throws IOException {
        Mill.checkDeadline(verb, deadlineMs);
        begin(verb, socket);
        boolean ready = false;
        try {
            socket.checkOpen(verb);
            socket.transport.establish(socket, verb, deadlineMs);
            ready = true;
        } finally {
            if (!ready) {
                end();
            }
        }
    }

    /// Hands out what was received ahead, or else reads once.
    ///
    /// @param done how many bytes of the target are filled
    /// @return how many bytes more; 0 if there are none yet, -1 at the end
    private int receive(String verb, ByteBuffer target, byte[] array, int done, int length) throws IOException {
        if (buffer == null) {
            int n = read(verb, target, target, array, done);
            if (buffer == null) {
                return n;
            }
        }
        return handOut(target, array, done, length);
    }

    /// Copies from the buffer, which is not null, what the target takes.
    private int handOut(ByteBuffer target, byte[] array, int done, int length) {
        ByteBuffer from = buffer;
        int n = Math.min(length - done, from.remaining());
        if (array != null) {
            from.get(array, done, n);
        } else {
            int limit = from.limit();
            from.limit(from.position() + n);
            target.put(from);
            from.limit(limit);
        }
        giveBackIfEmpty();
        return n;
    }

    /// Copies up to and including a delimiter. Returns how many bytes, negated if there was one.
    private int handOutUntil(ByteBuffer target, byte[] array, int done, int length, String set, byte[] sequence) {
        ByteBuffer from = buffer;
        if (from == null) {
            return 0;
        }
        boolean found = false;
        int at = done;
        while (!found && from.hasRemaining() && at < length) {
            byte b = from.get();
            if (array != null) {
                array[at] = b;
            } else {
                target.put(b);
            }
            at++;
            found = set != null ? set.indexOf(b & 0xff) >= 0 : endsWith(target, array, at, sequence);
        }
        giveBackIfEmpty();
        return found ? done - at : at - done;
    }

    /// Whether the first `count` bytes received end so.
    private static boolean endsWith(ByteBuffer target, byte[] array, int count, byte[] sequence) {
        int from = count - sequence.length;
        if (from < 0) {
            return false;
        }
        for (int i = sequence.length - 1; i >= 0; i--) {
            byte b = array != null ? array[from + i] : target.get(target.position() - sequence.length + i);
            if (b != sequence[i]) {
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

    /// Reads once, into the target where that saves a copy, else into the buffer, behind what is in it.
    ///
    /// @param direct where to read to, or null if it must be the buffer
    /// @param target what the caller has received is in it or in the array: `done` bytes
    /// @return how many bytes; 0 if there are none yet, -1 at the end
    private int read(String verb, @Nullable ByteBuffer direct, ByteBuffer target, byte[] array, int done)
            throws IOException {
        int before = direct == null ? 0 : direct.position();
        try {
            int n = ended ? -1 : read(direct);
            ended = n < 0;
            return n;
        } catch (IOException e) {
            socket.broke();
            int more = direct == null ? 0 : direct.position() - before;
            byte[] received = Failures.received(target, array, done + more);
            throw Failures.broken(what(verb), e, received.length, received);
        }
    }

    private int read(ByteBuffer direct) throws IOException {
        if (drained && socket.transport.isOpen()) { // Else to wait would be a misuse.
            drained = false;
            return 0;
        }
        if (direct != null && isDirectCase(direct)) {
            return noteDrained(socket.transport.read(direct), direct);
        }
        if (buffer != null) {
            return readBehind();
        }
        BufferPool pool = BufferPool.ofStreams();
        ByteBuffer fresh = pool.take();
        int n = 0;
        try {
            n = noteDrained(socket.transport.read(fresh), fresh);
        } finally {
            if (n > 0) {
                buffer = fresh.flip();
            } else {
                pool.give(fresh);
            }
        }
        return n;
    }

    /// Reads behind what is in the buffer.
    private int readBehind() throws IOException {
        buffer = LineBuffer.withRoom(buffer, socket.transport.hasRecords() ? BufferPool.STREAM_BYTES : 1);
        int head = buffer.position();
        buffer.position(buffer.limit()).limit(buffer.capacity());
        try {
            return noteDrained(socket.transport.read(buffer), buffer);
        } finally {
            buffer.limit(buffer.position()).position(head);
        }
    }

    /// Whether copying would be a waste.
    private boolean isDirectCase(ByteBuffer target) {
        int least = socket.transport.hasRecords() ? BufferPool.STREAM_BYTES : BufferPool.COPY_BYTES_MAX;
        return target.isDirect() && target.remaining() >= least;
    }

    /// @param n how many bytes were read into `target`; is returned
    private int noteDrained(int n, ByteBuffer target) {
        drained = n > 0 && target.hasRemaining() && !socket.transport.hasRecords();
        return n;
    }

    /// The waits stand in the loops themselves: each frame of a coroutine that waits costs memory.
    private void afterWait(String verb, int ready, ByteBuffer target, byte[] array, int done) throws IOException {
        socket.waited();
        if (!socket.wasClosed(ready) && ready != 0) {
            return;
        }
        byte[] received = Failures.received(target, array, done);
        throw socket.wasClosed(ready)
                ? Failures.closedMeanwhile(what(verb), received.length, received)
                : Failures.timeout(what(verb), received.length, received);
    }

    /// What a wait has thrown, as the caller is to see it.
    private RuntimeException cutShort(String verb, RuntimeException e, ByteBuffer target, byte[] array, int done)
            throws IOException {
        if (e instanceof UncheckedIOException unchecked) {
            byte[] received = Failures.received(target, array, done);
            throw Failures.noWait(what(verb), unchecked, received.length, received);
        }
        if (e instanceof CancelledException && done > 0 && socket.isOpen()) {
            putBack(target, array, done);
        }
        return e;
    }

    /// Makes it so that nothing was received: a cancelled operation has not happened. The buffer is null, since
    /// there was a wait.
    private void putBack(ByteBuffer target, byte[] array, int done) {
        ByteBuffer fresh =
                done <= BufferPool.STREAM_BYTES ? BufferPool.ofStreams().take() : ByteBuffer.allocate(done);
        if (array != null) {
            fresh.put(array, 0, done);
        } else {
            int start = target.position() - done;
            fresh.put(0, target, start, done).position(done);
            target.position(start);
        }
        buffer = fresh.flip();
    }

    private String what(String verb) {
        return verb + " " + socket;
    }

    /// How many bytes were received and not handed out.
    int available() {
        return buffer == null ? 0 : buffer.remaining();
    }

    /// The stream was ended here: the next receive is not to wait for what the peer sends, but to learn of the end.
    void endHere() {
        drained = false;
    }

    /// Whether the peer is known to have ended the stream.
    boolean hasEnded() {
        return ended;
    }

    /// Hands over what was received ahead; null if there is nothing.
    ByteBuffer takeAhead() {
        ByteBuffer ahead = buffer;
        buffer = null;
        return ahead;
    }

    /// Drops what is there; the socket is closed.
    void release() {
        if (buffer != null) {
            giveBack();
        }
    }

    private void giveBack() {
        BufferPool.ofStreams().give(buffer);
        buffer = null;
    }
}
