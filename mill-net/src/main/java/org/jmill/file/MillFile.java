package org.jmill.file;

import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystem;
import java.nio.file.InvalidPathException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jmill.CancelledException;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.text.TextOptions;
import org.jmill.text.TextStream;
import org.jmill.world.World;
import org.jspecify.annotations.Nullable;

/// A file, FIFO, device or standard stream that coroutines read and write, and which never blocks
/// the mill's thread. With libmill's `mf*` verbs as static methods, for `import static
/// org.jmill.file.MillFile.*`.
///
/// {@snippet file="org/jmill/file/snippets/FileSnippet.java" region="example"}
///
/// Whatever may block is done by a worker of the mill's [world][org.jmill.world.World], from which also
/// come the files of paths given as text. Reading is ahead and writing is behind, each with a buffer, so that small
/// reads and writes suspend seldom; what is written is sure to be out after [#flush] or [#close]. A file that has a
/// position has one for both reading and writing; a read writes out first what was written before it.
///
/// **Deadlines** are points on the clock of [Mill#now], in milliseconds. Negative: none. In the
/// past: one try, which may take as long as a disk takes to answer; on a pipe or terminal 50 ms at
/// most. A call whose deadline passes throws `SocketTimeoutException`, the JDK's exception for
/// this, with the count of bytes in `bytesTransferred`; a read that goes on in the background keeps
/// its bytes for the next one, and written bytes stay in the buffer, to be written later: nothing
/// is lost or doubled.
///
/// **Cancellation**: what a cancelled read had received is there for the next read. A cancelled
/// write may have accepted some of its bytes: the position of the `ByteBuffer` tells how many.
///
/// **Lines and text** are told by [TextStream]: [#readLine(long)], [#writeLine(String,long)], and views as streams
/// of `java.io`.
///
/// **Who.** One coroutine may read and one may write at a time; a further one that would have to
/// wait for it is a [MillPanic] that names both. On a file that has a position, reads, writes and
/// [#seek] are each done as a whole, in the order in which they came: there a write waits for a read
/// that is under way, and a read for a write. A file belongs to the mill in which it was opened.
/// Standard streams belong to the process: all mills share [#mfin], [#mfout] and [#mferr] with
/// their buffers, and writers, of any mill, wait in turn instead.
///
/// **Errors**, all `IOException`, with messages of the form `read file /tmp/x: cause`:
/// `NoSuchFileException`, `AccessDeniedException`, `FileAlreadyExistsException`, or else
/// `FileSystemException`; `ClosedChannelException`, and `AsynchronousCloseException` for a
/// coroutine that waits on a file which another one closes. A byte that could not be written (the
/// disk is full, say) stays in the buffer and is tried again by the next write that runs out of
/// room, flush or close; each failure tells how many there are.
///
/// @since 0.1.0
public final class MillFile implements TextStream {
    /// How long [#close()] tries to write what is buffered: ten times as long as a socket does. A disk
    /// that wakes, or a file system across the network, may answer after seconds, and does answer;
    /// what it has not got then is lost. A peer that takes nothing for a second may never do.
    public static final long CLOSE_MS = 10_000;

    /// How many calls may find at once what they want before others have a turn, as for channels.
    private static final int CALLS_IN_A_ROW = 103;

    static {
        FileErrors.loadTypes();
    }

    /// Standard input.
    ///
    /// What is read ahead is shared by all mills of the process, at the same time or one after the
    /// other. [#close] does nothing to it.
    public static final MillFile mfin = StandardFiles.in();

    /// Standard output. It is buffered apart from `System.out`, and written at [#flush] and when
    /// the process ends. [#close] flushes it only.
    public static final MillFile mfout = StandardFiles.out("stdout", FileDescriptor.out);

    /// Standard error, as [#mfout].
    public static final MillFile mferr = StandardFiles.out("stderr", FileDescriptor.err);

    private final FileHandle handle;
    private final boolean standard;
    private final ReadSide input;
    private final WriteSide output;
    private final Place place = new Place(); // Only if the file is positional.
    private boolean closed; // The mill's thread only.
    private int callsInARow; // Since the last that gave way; a guess where mills share the file.

    MillFile(FileHandle handle, boolean standard) {
        this.handle = handle;
        this.standard = standard;
        this.input = new ReadSide(handle, new Exclusive(toString(), false));
        this.output = new WriteSide(handle, new Exclusive(toString(), standard));
    }

    // ---- opening
    // ---------------------------------------------------------------------------------

    /// Opens a file; suspends until it is open, which for a FIFO means: until its other end is.
    ///
    /// A FIFO or terminal that is opened to be read and written can be written while a read waits; but
    /// not if the options have `NOFOLLOW_LINKS`, `DELETE_ON_CLOSE` or one of the JDK's own: the JDK
    /// then gives both directions one channel, and a write waits for the read.
    ///
    /// @param path what to open
    /// @param options as for `FileChannel.open`; none: to read; one may be given twice
    /// @return the open file
    /// @throws IOException if it cannot be opened; see the class
    /// @throws MillPanic if an argument is null or the options contradict each other
    /// @throws CancelledException if the coroutine is cancelled; a file that is opened nevertheless
    ///   is closed. A FIFO that still waits is given up: other processes that wait for the same end of it
    ///   believe then that somebody has opened the other one and closed it again
    ///
    ///   Source: libmill `mfopen`, which blocks the process.
    public static MillFile open(Path path, OpenOption... options) throws IOException {
        check(options != null, "open file " + path + ": options are null; leave them out");
        return open(path, new LinkedHashSet<>(Arrays.asList(options)));
    }

    /// Opens a file as [#open(Path,OpenOption...)] does, with attributes (permissions, say) if it
    /// is created.
    ///
    /// @param path what to open
    /// @param options as for `FileChannel.open`; none: to read
    /// @param attributes of a file that is created
    /// @return the open file
    /// @throws IOException as [#open(Path,OpenOption...)]
    public static MillFile open(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        check(path != null, "open file: path is null");
        check(options != null, "open file " + path + ": options are null; give an empty set");
        for (OpenOption option : options) {
            check(option != null, "open file " + path + ": an option is null");
        }
        check(attributes != null, "open file " + path + ": attributes are null; leave them out");
        for (FileAttribute<?> attribute : attributes) {
            check(attribute != null, "open file " + path + ": an attribute is null");
        }
        try {
            return new MillFile(Opening.open(path, options, attributes), false);
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            throw new MillPanic("open file " + path + ": options not allowed: " + e.getMessage());
        }
    }

    // ---- reading
    // ---------------------------------------------------------------------------------

    /// Reads until the buffer is full or the file ends; suspends as needed.
    ///
    /// @param into where to, from its position to its limit
    /// @param deadlineMs see the class
    /// @return how many bytes: fewer than the buffer has room for only at the end of the file, 0 if
    ///   that was reached before
    /// @throws IOException if the deadline passes (the bytes received so far are in the buffer, and
    ///   counted in the exception), the file is closed, or reading fails
    /// @throws MillPanic if another coroutine reads, or the file is not open for reading
    /// @throws CancelledException if the coroutine is cancelled
    ///
    ///   Source: libmill `mfread`, which also stops in time at the end of a pipe here.
    public int read(ByteBuffer into, long deadlineMs) throws IOException {
        return read("read", into, true, deadlineMs);
    }

    /// Does the same as [#read(ByteBuffer,long)], with a deadline that lies so far ahead.
    ///
    /// @param into as for [#read(ByteBuffer,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#read(ByteBuffer,long)]
    /// @throws IOException as for [#read(ByteBuffer,long)]
    /// @throws CancelledException as for [#read(ByteBuffer,long)]
    /// @throws MillPanic if the timeout is null, or as for [#read(ByteBuffer,long)]
    public int read(ByteBuffer into, Duration timeout) throws IOException {
        return read(into, Mill.after(timeout));
    }

    /// Reads `len` bytes as [#read(ByteBuffer,long)] does.
    ///
    /// @param buf where to, from its start
    /// @param len how many
    /// @param deadlineMs see the class
    /// @return as [#read(ByteBuffer,long)]
    /// @throws IOException as [#read(ByteBuffer,long)]
    public int read(byte[] buf, int len, long deadlineMs) throws IOException {
        return read(wrap("read", buf, len), deadlineMs);
    }

    /// Does the same as [#read(byte[\],int,long)], with a deadline that lies so far ahead.
    ///
    /// @param buf as for [#read(byte[\],int,long)]
    /// @param len as for [#read(byte[\],int,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#read(byte[\],int,long)]
    /// @throws IOException as for [#read(byte[\],int,long)]
    /// @throws MillPanic if the timeout is null, or as for [#read(byte[\],int,long)]
    public int read(byte[] buf, int len, Duration timeout) throws IOException {
        return read(buf, len, Mill.after(timeout));
    }

    /// Reads what is there; suspends until that is at least a byte.
    ///
    /// @param into where to, from its position to its limit
    /// @param deadlineMs see the class
    /// @return how many bytes; -1 at the end of the file; 0 only if the buffer has no room
    /// @throws IOException as [#read(ByteBuffer,long)]
    public int readSome(ByteBuffer into, long deadlineMs) throws IOException {
        int n = read("readSome", into, false, deadlineMs);
        return n == 0 && into.hasRemaining() ? -1 : n;
    }

    /// Does the same as [#readSome(ByteBuffer,long)], with a deadline that lies so far ahead.
    ///
    /// @param into as for [#readSome(ByteBuffer,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#readSome(ByteBuffer,long)]
    /// @throws IOException as for [#readSome(ByteBuffer,long)]
    /// @throws MillPanic if the timeout is null, or as for [#readSome(ByteBuffer,long)]
    public int readSome(ByteBuffer into, Duration timeout) throws IOException {
        return readSome(into, Mill.after(timeout));
    }

    /// Reads up to `len` bytes as [#readSome(ByteBuffer,long)] does.
    ///
    /// @param buf where to, from its start
    /// @param len how many at most
    /// @param deadlineMs see the class
    /// @return as [#readSome(ByteBuffer,long)]
    /// @throws IOException as [#read(ByteBuffer,long)]
    public int readSome(byte[] buf, int len, long deadlineMs) throws IOException {
        return readSome(wrap("readSome", buf, len), deadlineMs);
    }

    /// Does the same as [#readSome(byte[\],int,long)], with a deadline that lies so far ahead.
    ///
    /// @param buf as for [#readSome(byte[\],int,long)]
    /// @param len as for [#readSome(byte[\],int,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#readSome(byte[\],int,long)]
    /// @throws IOException as for [#readSome(byte[\],int,long)]
    /// @throws MillPanic if the timeout is null, or as for [#readSome(byte[\],int,long)]
    public int readSome(byte[] buf, int len, Duration timeout) throws IOException {
        return readSome(buf, len, Mill.after(timeout));
    }

    /// Fills the buffer; suspends as needed.
    ///
    /// @param into where to, from its position to its limit
    /// @param deadlineMs see the class
    /// @throws EOFException if the file ends before; the bytes it had are in the buffer
    /// @throws IOException as [#read(ByteBuffer,long)]
    public void readFully(ByteBuffer into, long deadlineMs) throws IOException {
        check(into != null, "readFully " + this + ": buffer is null");
        int wanted = into.remaining();
        int n = read("readFully", into, true, deadlineMs);
        if (n < wanted) {
            throw new EOFException("readFully " + this + ": file ended after " + n + " of " + wanted + " bytes");
        }
    }

    /// Does the same as [#readFully(ByteBuffer,long)], with a deadline that lies so far ahead.
    ///
    /// @param into as for [#readFully(ByteBuffer,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @throws EOFException as for [#readFully(ByteBuffer,long)]
    /// @throws IOException as for [#readFully(ByteBuffer,long)]
    /// @throws MillPanic if the timeout is null, or as for [#readFully(ByteBuffer,long)]
    public void readFully(ByteBuffer into, Duration timeout) throws IOException {
        readFully(into, Mill.after(timeout));
    }

    /// Reads exactly `len` bytes as [#readFully(ByteBuffer,long)] does.
    ///
    /// @param buf where to, from its start
    /// @param len how many
    /// @param deadlineMs see the class
    /// @throws IOException as [#readFully(ByteBuffer,long)]
    public void readFully(byte[] buf, int len, long deadlineMs) throws IOException {
        readFully(wrap("readFully", buf, len), deadlineMs);
    }

    /// Does the same as [#readFully(byte[\],int,long)], with a deadline that lies so far ahead.
    ///
    /// @param buf as for [#readFully(byte[\],int,long)]
    /// @param len as for [#readFully(byte[\],int,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @throws IOException as for [#readFully(byte[\],int,long)]
    /// @throws MillPanic if the timeout is null, or as for [#readFully(byte[\],int,long)]
    public void readFully(byte[] buf, int len, Duration timeout) throws IOException {
        readFully(buf, len, Mill.after(timeout));
    }

    private int read(String operation, ByteBuffer into, boolean whole, long deadlineMs) throws IOException {
        check(into != null, operation + " " + this + ": buffer is null");
        check(!into.isReadOnly(), operation + " " + this + ": buffer is read-only");
        boolean placed = beginRead(operation, deadlineMs);
        try {
            return input.read(operation, into, whole, deadlineMs);
        } finally {
            endRead(placed);
        }
    }

    /// @return whether the position was taken, for [#endRead]
    private boolean beginRead(String operation, long deadlineMs) throws IOException {
        Mill.checkDeadline(operation, deadlineMs);
        begin(operation, handle.readable, "reading", "READ");
        if (!handle.positional) {
            return false;
        }
        input.exclusive.refuseSecond(operation);
        takePlace(operation, deadlineMs);
        boolean ready = false;
        try {
            output.flushBefore(operation, deadlineMs);
            ready = true;
        } finally {
            endRead(!ready);
        }
        return true;
    }

    private void endRead(boolean placed) {
        if (placed) {
            place.release();
        }
    }

    /// Waits until no other coroutine uses the position. Whoever has it writes out all that is
    /// buffered before it moves the position by anything but a write.
    private void takePlace(String operation, long deadlineMs) throws IOException {
        if (place.tryClaim()) {
            return;
        }
        if (!place.await(Patience.of(handle, true, deadlineMs))) {
            throw FileErrors.timeout(operation, handle.name, 0, " while another coroutine used the position");
        }
        if (closed) {
            place.release();
            throw FileErrors.closedMeanwhile(operation, handle.name);
        }
    }

    /// Whether the next read would find the end of the file. On a file that has a position this
    /// looks at the file, and may suspend; on a pipe, a terminal or standard input it is true once
    /// a read has found the end, as in C.
    ///
    /// @return whether it would
    /// @throws IOException if the file is closed, or looking at it fails
    /// @throws MillPanic if another coroutine reads
    /// @throws CancelledException if the coroutine is cancelled
    ///
    ///   Source: libmill `mfeof`, which fails on pipes.
    public boolean isEof() throws IOException {
        begin("isEof", true, "", "");
        if (input.available() > 0) {
            return false;
        }
        if (handle.position < 0) {
            return input.atEnd();
        }
        if (size() > handle.position) {
            return false;
        }
        // Some files (in /proc, devices) hold more than their size says: only a read can tell.
        return !handle.readable || !output.isFlushed() || input.lookAhead("isEof") == 0;
    }

    // ---- writing
    // ---------------------------------------------------------------------------------

    /// Writes all of the buffer. Suspends only when the file's own buffer is full, or another
    /// coroutine uses the position.
    ///
    /// @param from what to write, from its position to its limit
    /// @param deadlineMs see the class
    /// @return how many bytes: all
    /// @throws IOException if the deadline passes (the bytes accepted so far are counted in the
    ///   exception; go on behind them), the file is closed, or writing has failed, now or in the
    ///   background since the last call
    /// @throws MillPanic if another coroutine writes, or the file is not open for writing
    /// @throws CancelledException if the coroutine is cancelled
    ///
    ///   Source: libmill `mfwrite`.
    public int write(ByteBuffer from, long deadlineMs) throws IOException {
        check(from != null, "write " + this + ": buffer is null");
        Mill.checkDeadline("write", deadlineMs);
        begin("write", handle.writable, "writing", "WRITE");
        if (!handle.positional) {
            return output.write(from, deadlineMs);
        }
        if (!output.exclusive.isHeldFor("flush")) {
            output.exclusive.refuseSecond("write");
        }
        takePlace("write", deadlineMs);
        try {
            checkEnd(from.remaining());
            input.forget();
            return output.write(from, deadlineMs);
        } finally {
            place.release();
        }
    }

    /// Does the same as [#write(ByteBuffer,long)], with a deadline that lies so far ahead.
    ///
    /// @param from as for [#write(ByteBuffer,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#write(ByteBuffer,long)]
    /// @throws IOException as for [#write(ByteBuffer,long)]
    /// @throws CancelledException as for [#write(ByteBuffer,long)]
    /// @throws MillPanic if the timeout is null, or as for [#write(ByteBuffer,long)]
    public int write(ByteBuffer from, Duration timeout) throws IOException {
        return write(from, Mill.after(timeout));
    }

    /// A position beyond the largest number would be a negative one, and what is buffered there could
    /// never be written, nor the position be left.
    private void checkEnd(int length) throws IOException {
        if (handle.position > Long.MAX_VALUE - length) {
            throw FileErrors.failed("write", handle.name, "file cannot be that large");
        }
    }

    /// Writes `len` bytes as [#write(ByteBuffer,long)] does.
    ///
    /// @param buf what to write, from its start
    /// @param len how many
    /// @param deadlineMs see the class
    /// @return as [#write(ByteBuffer,long)]
    /// @throws IOException as [#write(ByteBuffer,long)]
    public int write(byte[] buf, int len, long deadlineMs) throws IOException {
        return write(wrap("write", buf, len), deadlineMs);
    }

    /// Does the same as [#write(byte[\],int,long)], with a deadline that lies so far ahead.
    ///
    /// @param buf as for [#write(byte[\],int,long)]
    /// @param len as for [#write(byte[\],int,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#write(byte[\],int,long)]
    /// @throws IOException as for [#write(byte[\],int,long)]
    /// @throws MillPanic if the timeout is null, or as for [#write(byte[\],int,long)]
    public int write(byte[] buf, int len, Duration timeout) throws IOException {
        return write(buf, len, Mill.after(timeout));
    }

    /// Suspends until all that was written is with the operating system.
    ///
    /// @param deadlineMs see the class; what is not out then stays in the buffer
    /// @throws IOException as [#write(ByteBuffer,long)]
    /// @throws MillPanic if another coroutine writes or flushes
    /// @throws CancelledException if the coroutine is cancelled; the bytes are written nevertheless
    ///
    ///   Source: libmill `mfflush`, which writes bytes twice when it is repeated after a deadline.
    public void flush(long deadlineMs) throws IOException {
        Mill.checkDeadline("flush", deadlineMs);
        begin("flush", true, "", "");
        output.flush("flush", deadlineMs);
    }

    /// Does the same as [#flush(long)], with a deadline that lies so far ahead.
    ///
    /// @param timeout how far, as for [Mill#after]
    /// @throws IOException as for [#flush(long)]
    /// @throws CancelledException as for [#flush(long)]
    /// @throws MillPanic if the timeout is null, or as for [#flush(long)]
    public void flush(Duration timeout) throws IOException {
        flush(Mill.after(timeout));
    }

    // ---- text
    // ------------------------------------------------------------------------------------

    /// {@inheritDoc}
    @Override
    public @Nullable String readLine(long deadlineMs) throws IOException {
        return readLine(TextOptions.defaults(), deadlineMs);
    }

    /// {@inheritDoc}
    @Override
    public @Nullable String readLine(TextOptions options, long deadlineMs) throws IOException {
        check(options != null, "readLine " + this + ": options are null");
        boolean placed = beginRead("readLine", deadlineMs);
        try {
            return input.line(options, deadlineMs);
        } finally {
            endRead(placed);
        }
    }

    /// {@inheritDoc}
    @Override
    public void writeLine(String text, long deadlineMs) throws IOException {
        writeLine(text, TextOptions.defaults(), deadlineMs);
    }

    /// {@inheritDoc}
    @Override
    public void writeLine(String text, TextOptions options, long deadlineMs) throws IOException {
        check(text != null, "writeLine " + this + ": text is null");
        check(options != null, "writeLine " + this + ": options are null");
        byte[] line = text.concat(options.lineEnd()).getBytes(options.charset());
        write(line, line.length, deadlineMs);
        if (handle.positional) {
            return;
        }
        try {
            output.flush("writeLine", deadlineMs);
        } catch (SocketTimeoutException e) {
            e.bytesTransferred = line.length; // Accepted, if not out.
            throw e;
        }
    }

    /// {@inheritDoc}
    @Override
    public InputStream inputStream(Duration timeoutPerRead) {
        check(timeoutPerRead != null, "inputStream " + this + ": timeout is null");
        return new FileInput(this, timeoutPerRead);
    }

    /// {@inheritDoc}
    @Override
    public OutputStream outputStream(Duration timeoutPerWrite) {
        check(timeoutPerWrite != null, "outputStream " + this + ": timeout is null");
        return new FileOutput(this, timeoutPerWrite);
    }

    /// How many bytes were read ahead.
    int available() throws IOException {
        checkOpen("available");
        return input.available();
    }

    // ---- position
    // --------------------------------------------------------------------------------

    /// Goes to a position, in bytes from the start; waits for a read or write that is under way, and
    /// writes out first what was written.
    ///
    /// @param offset may lie behind the end
    /// @return the offset
    /// @throws IOException if the file has no position, is closed, or writing fails
    /// @throws MillPanic if the offset is negative
    /// @throws CancelledException if the coroutine is cancelled
    ///
    ///   Source: libmill `mfseek`, which drops what was written.
    public long seek(long offset) throws IOException {
        check(offset >= 0, "seek " + this + ": offset is negative: " + offset);
        begin("seek", true, "", "");
        checkPositional("seek");
        takePlace("seek", -1);
        try {
            output.flushBefore("seek", -1);
            input.forget();
            handle.position = offset;
            return offset;
        } finally {
            place.release();
        }
    }

    /// The position: where the next byte is read or written. Never suspends. Of a file opened to
    /// append: its size when it was opened and what was written since.
    ///
    /// @return the offset in bytes from the start
    /// @throws IOException if the file has no position, or is closed
    ///
    ///   Source: libmill `mftell`.
    public long tell() throws IOException {
        checkOpen("tell");
        if (handle.position < 0) {
            throw notPositional("tell");
        }
        return handle.position;
    }

    /// The size in bytes, with what was written and is not out yet; suspends.
    ///
    /// @return the size
    /// @throws IOException if the file is closed, or the operating system cannot tell
    /// @throws CancelledException if the coroutine is cancelled
    public long size() throws IOException {
        begin("size", true, "", "");
        long[] size = new long[1];
        long bufferedEnd = bufferedEnd(); // That may be written out meanwhile, after the system was asked.
        finish("size", handle.start(_ -> size[0] = handle.size()), -1);
        return Math.max(size[0], Math.max(bufferedEnd, bufferedEnd()));
    }

    /// Where ends what was written and is not out yet; 0 if there is no such thing.
    private long bufferedEnd() {
        return output.isFlushed() ? 0 : handle.position;
    }

    /// Reads at a position, without going there: as [#read(ByteBuffer,long)], but [#tell] is the
    /// same afterwards, nothing is read ahead, and any number of coroutines may do so at once.
    ///
    /// @param offset in bytes from the start
    /// @param into where to, from its position to its limit
    /// @param deadlineMs see the class; the buffer is unchanged then
    /// @return as [#read(ByteBuffer,long)]
    /// @throws IOException as [#read(ByteBuffer,long)], or if the file has no position
    /// @throws MillPanic if the offset is negative, or the file is not open for reading
    public int readAt(long offset, ByteBuffer into, long deadlineMs) throws IOException {
        check(into != null, "readAt " + this + ": buffer is null");
        check(!into.isReadOnly(), "readAt " + this + ": buffer is read-only");
        check(offset >= 0, "readAt " + this + ": offset is negative: " + offset);
        Mill.checkDeadline("readAt", deadlineMs);
        begin("readAt", handle.readable, "reading", "READ");
        checkPositional("readAt");
        output.flushBefore("readAt", deadlineMs);
        // A buffer of its own: the caller may be gone when the bytes come.
        ByteBuffer bytes = ByteBuffer.allocate(into.remaining());
        finish("readAt", handle.start(_ -> fill(bytes, offset)), deadlineMs);
        int n = bytes.position();
        into.put(bytes.flip());
        return n;
    }

    /// Does the same as [#readAt(long,ByteBuffer,long)], with a deadline that lies so far ahead.
    ///
    /// @param offset as for [#readAt(long,ByteBuffer,long)]
    /// @param into as for [#readAt(long,ByteBuffer,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#readAt(long,ByteBuffer,long)]
    /// @throws IOException as for [#readAt(long,ByteBuffer,long)]
    /// @throws MillPanic if the timeout is null, or as for [#readAt(long,ByteBuffer,long)]
    public int readAt(long offset, ByteBuffer into, Duration timeout) throws IOException {
        return readAt(offset, into, Mill.after(timeout));
    }

    private void fill(ByteBuffer bytes, long offset) throws IOException {
        boolean more = true;
        while (more && bytes.hasRemaining()) {
            more = handle.read(bytes, offset + bytes.position()) > 0;
        }
    }

    /// Reads `len` bytes as [#readAt(long,ByteBuffer,long)] does.
    ///
    /// @param offset in bytes from the start
    /// @param buf where to, from its start
    /// @param len how many
    /// @param deadlineMs see the class
    /// @return as [#read(ByteBuffer,long)]
    /// @throws IOException as [#readAt(long,ByteBuffer,long)]
    public int readAt(long offset, byte[] buf, int len, long deadlineMs) throws IOException {
        return readAt(offset, wrap("readAt", buf, len), deadlineMs);
    }

    /// Does the same as [#readAt(long,byte[\],int,long)], with a deadline that lies so far ahead.
    ///
    /// @param offset as for [#readAt(long,byte[\],int,long)]
    /// @param buf as for [#readAt(long,byte[\],int,long)]
    /// @param len as for [#readAt(long,byte[\],int,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#readAt(long,byte[\],int,long)]
    /// @throws IOException as for [#readAt(long,byte[\],int,long)]
    /// @throws MillPanic if the timeout is null, or as for [#readAt(long,byte[\],int,long)]
    public int readAt(long offset, byte[] buf, int len, Duration timeout) throws IOException {
        return readAt(offset, buf, len, Mill.after(timeout));
    }

    /// Writes at a position, without going there; suspends until the bytes are with the operating
    /// system. Any number of coroutines may do so at once.
    ///
    /// @param offset in bytes from the start
    /// @param from what to write, from its position to its limit
    /// @param deadlineMs see the class; a write whose deadline has passed may happen nevertheless
    /// @return how many bytes: all
    /// @throws IOException as [#write(ByteBuffer,long)], or if the file has no position
    /// @throws MillPanic if the offset is negative, or the file is not open for writing
    /// @throws CancelledException if the coroutine is cancelled; the bytes are written nevertheless
    public int writeAt(long offset, ByteBuffer from, long deadlineMs) throws IOException {
        check(from != null, "writeAt " + this + ": buffer is null");
        check(offset >= 0, "writeAt " + this + ": offset is negative: " + offset);
        Mill.checkDeadline("writeAt", deadlineMs);
        begin("writeAt", handle.writable, "writing", "WRITE");
        checkPositional("writeAt");
        output.flushBefore("writeAt", deadlineMs);
        int n = from.remaining();
        ByteBuffer bytes = ByteBuffer.allocate(n).put(from.duplicate()).flip();
        Transfer transfer = handle.start(t -> handle.write(bytes, offset, t));
        try {
            finish("writeAt", transfer, deadlineMs);
        } finally {
            input.forget(); // It may hold what was there before.
        }
        from.position(from.limit());
        return n;
    }

    /// Does the same as [#writeAt(long,ByteBuffer,long)], with a deadline that lies so far ahead.
    ///
    /// @param offset as for [#writeAt(long,ByteBuffer,long)]
    /// @param from as for [#writeAt(long,ByteBuffer,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#writeAt(long,ByteBuffer,long)]
    /// @throws IOException as for [#writeAt(long,ByteBuffer,long)]
    /// @throws CancelledException as for [#writeAt(long,ByteBuffer,long)]
    /// @throws MillPanic if the timeout is null, or as for [#writeAt(long,ByteBuffer,long)]
    public int writeAt(long offset, ByteBuffer from, Duration timeout) throws IOException {
        return writeAt(offset, from, Mill.after(timeout));
    }

    /// Writes `len` bytes as [#writeAt(long,ByteBuffer,long)] does.
    ///
    /// @param offset in bytes from the start
    /// @param buf what to write, from its start
    /// @param len how many
    /// @param deadlineMs see the class
    /// @return as [#writeAt(long,ByteBuffer,long)]
    /// @throws IOException as [#writeAt(long,ByteBuffer,long)]
    public int writeAt(long offset, byte[] buf, int len, long deadlineMs) throws IOException {
        return writeAt(offset, wrap("writeAt", buf, len), deadlineMs);
    }

    /// Does the same as [#writeAt(long,byte[\],int,long)], with a deadline that lies so far ahead.
    ///
    /// @param offset as for [#writeAt(long,byte[\],int,long)]
    /// @param buf as for [#writeAt(long,byte[\],int,long)]
    /// @param len as for [#writeAt(long,byte[\],int,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#writeAt(long,byte[\],int,long)]
    /// @throws IOException as for [#writeAt(long,byte[\],int,long)]
    /// @throws MillPanic if the timeout is null, or as for [#writeAt(long,byte[\],int,long)]
    public int writeAt(long offset, byte[] buf, int len, Duration timeout) throws IOException {
        return writeAt(offset, buf, len, Mill.after(timeout));
    }

    /// Writes bytes at a position to a channel, without going there; the system does that without showing
    /// them to this process, if it can. Suspends until the disk has answered and the channel takes no more.
    /// That is no wait for the channel, which is to be in non-blocking mode. Hence no deadline. Any number of
    /// coroutines may do so at once. For a socket of jmill's there is
    /// [sendFile][org.jmill.net.StreamSocket#sendFile], which waits for room.
    ///
    /// @param offset in bytes from the start
    /// @param length how many bytes at most
    /// @param target where to
    /// @return how many bytes; 0 if the channel takes none now; -1 if the file ends before the offset, by
    ///   its size: some (in /proc, devices) hold more than that says, which
    ///   [#readAt(long,ByteBuffer,long)] finds
    /// @throws IOException as [#readAt(long,ByteBuffer,long)], or if the channel fails; with what was
    ///   thrown as the cause
    /// @throws MillPanic if an argument is null or negative, or the file is not open for reading
    /// @throws CancelledException if the coroutine is cancelled; a transfer that is under way is waited for,
    ///   up to a second, so that nobody else finds the channel in use
    ///
    ///   Source: none; `sendfile` of the system.
    public int transferTo(long offset, int length, WritableByteChannel target) throws IOException {
        check(target != null, "transferTo " + this + ": channel is null");
        check(offset >= 0, "transferTo " + this + ": offset is negative: " + offset);
        check(length >= 0, "transferTo " + this + ": length is negative: " + length);
        begin("transferTo", handle.readable, "reading", "READ");
        checkPositional("transferTo");
        output.flushBefore("transferTo", -1);
        Transfer transfer = handle.start(t -> t.count(handle.transferTo(offset, length, target)));
        try {
            finish("transferTo", transfer, -1);
        } catch (CancelledException e) {
            transfer.join(handle.world(), Closing.lastWordsUntil(handle.world()));
            throw e;
        }
        return transfer.count();
    }

    private void finish(String operation, Transfer transfer, long deadlineMs) throws IOException {
        if (!transfer.await(Patience.of(handle, true, deadlineMs))) {
            throw FileErrors.timeout(operation, handle.name, 0, "");
        }
        if (transfer.failure() != null) {
            throw FileErrors.of(operation, handle.name, transfer.failure(), "");
        }
    }

    // ---- closing
    // ---------------------------------------------------------------------------------

    /// Writes what is buffered, for [#CLOSE_MS] at most, and closes the file; see [#close(long)].
    ///
    /// @throws IOException as [#close(long)]
    ///
    ///   Source: libmill `mfclose`, which drops what was written.
    @Override
    public void close() throws IOException {
        close(closed ? -1 : Mill.after(Duration.ofMillis(CLOSE_MS)));
    }

    /// Writes what is buffered, until the deadline at most, and closes the file, whatever happens.
    /// Coroutines that wait on it are woken by `AsynchronousCloseException`. Suspends until it is
    /// closed. Closing a closed file does nothing.
    ///
    /// A cancelled coroutine may close files: the file is written and closed in the background. If
    /// it is on a disk, the mill waits for that up to a second, so that the file is complete when
    /// `Mill.run` returns.
    ///
    /// @param deadlineMs see the class; a disk is given the time of one try at least
    /// @throws IOException if something could not be written; the message says how many bytes. The
    ///   file is closed nevertheless.
    /// @throws CancelledException if the coroutine is cancelled; the file is closed nevertheless
    public void close(long deadlineMs) throws IOException {
        if (!closed) {
            Mill.checkDeadline("close", deadlineMs);
        }
        if (standard) {
            output.flush("close", deadlineMs);
            return;
        }
        if (closed) {
            return;
        }
        closed = true;
        output.seal();
        new Closing(handle, output, Patience.atClose(handle, output.isIdle(), deadlineMs)).run();
    }

    /// Does the same as [#close(long)], with a deadline that lies so far ahead.
    ///
    /// @param timeout how far, as for [Mill#after]
    /// @throws IOException as for [#close(long)]
    /// @throws CancelledException as for [#close(long)]
    /// @throws MillPanic if the timeout is null, or as for [#close(long)]
    public void close(Duration timeout) throws IOException {
        close(Mill.after(timeout));
    }

    /// Blocks the calling thread, which is no mill's, until all is written.
    ///
    /// @param untilNs when to give up, on the world's clock
    void writeRest(String operation, long untilNs) throws IOException {
        World world = handle.world();
        output.writeOut(operation, transfer -> transfer.join(world, untilNs));
    }

    /// How many bytes its buffers take.
    int held() {
        return input.held() + output.held();
    }

    /// Whether it was not closed.
    ///
    /// @return whether it is open
    public boolean isOpen() {
        return !closed;
    }

    /// `file /tmp/x`. Any thread.
    @Override
    public String toString() {
        return "file " + handle.name;
    }

    // ---- checks
    // ----------------------------------------------------------------------------------

    /// The start of every operation that may suspend.
    private void begin(String operation, boolean allowed, String what, String option) throws IOException {
        if (Mill.self().isCancelled() || ++callsInARow > CALLS_IN_A_ROW) {
            callsInARow = 0;
            Mill.yield(); // Throws if cancelled.
        }
        checkOpen(operation);
        if (!allowed) {
            throw new MillPanic(operation
                    + " "
                    + this
                    + ": file is not open for "
                    + what
                    + "; open it with StandardOpenOption."
                    + option);
        }
    }

    private void checkOpen(String operation) throws IOException {
        if (closed) {
            throw FileErrors.closed(operation, handle.name);
        }
    }

    private void checkPositional(String operation) throws IOException {
        if (!handle.positional) {
            throw notPositional(operation);
        }
    }

    private IOException notPositional(String operation) {
        String cause = handle.appending ? "file was opened to append" : "not seekable, bytes come in turn";
        return FileErrors.failed(operation, handle.name, cause);
    }

    private ByteBuffer wrap(String operation, byte[] buf, int len) {
        check(buf != null, operation + " " + this + ": buffer is null");
        check(
                len >= 0 && len <= buf.length,
                operation + " " + this + ": length is " + len + ", buffer has " + buf.length);
        return ByteBuffer.wrap(buf, 0, len);
    }

    private static void check(boolean condition, String message) {
        if (!condition) {
            throw new MillPanic(message);
        }
    }

    private static MillFile checked(String verb, MillFile file) {
        check(file != null, verb + ": file is null");
        return file;
    }

    // ---- libmill's verbs
    // -------------------------------------------------------------------------

    /// Opens a file of the mill's world: [#open(Path,OpenOption...)]. Where libmill says `O_RDWR | O_CREAT | O_TRUNC`,
    /// say `READ, WRITE, CREATE, TRUNCATE_EXISTING`.
    ///
    /// @param path what to open
    /// @param options of `java.nio.file.StandardOpenOption`; none: to read
    /// @return the open file
    /// @throws IOException if it cannot be opened
    public static MillFile mfopen(String path, OpenOption... options) throws IOException {
        check(path != null, "mfopen: path is null");
        World world = Mill.world();
        FileSystem files = world.files();
        check(
                files != null,
                "open file " + path + ": world " + world + " breaks a rule: files gives something, never null");
        try {
            return open(files.getPath(path), options);
        } catch (InvalidPathException e) {
            throw FileErrors.failed("open", path.replace('\0', '?'), "path has a character that paths cannot have");
        }
    }

    /// Reads `len` bytes: [#read(byte\[\],int,long)].
    ///
    /// @param file where from
    /// @param buf where to, from its start
    /// @param len how many
    /// @param deadline as of [Mill#now]; -1: none; past: one try
    /// @return how many bytes; fewer than `len`, or 0, only at the end of the file
    /// @throws IOException if the deadline passes, or reading fails
    public static int mfread(MillFile file, byte[] buf, int len, long deadline) throws IOException {
        return checked("mfread", file).read(buf, len, deadline);
    }

    /// Does the same as [#mfread(MillFile,byte[\],int,long)], with a deadline that lies so far ahead.
    ///
    /// @param file as for [#mfread(MillFile,byte[\],int,long)]
    /// @param buf as for [#mfread(MillFile,byte[\],int,long)]
    /// @param len as for [#mfread(MillFile,byte[\],int,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#mfread(MillFile,byte[\],int,long)]
    /// @throws IOException as for [#mfread(MillFile,byte[\],int,long)]
    /// @throws MillPanic if the timeout is null, or as for [#mfread(MillFile,byte[\],int,long)]
    public static int mfread(MillFile file, byte[] buf, int len, Duration timeout) throws IOException {
        return mfread(file, buf, len, Mill.after(timeout));
    }

    /// Reads until the buffer is full: [#read(ByteBuffer,long)].
    ///
    /// @param file where from
    /// @param buf where to
    /// @param deadline as of [Mill#now]; -1: none; past: one try
    /// @return how many bytes; fewer than there is room for, or 0, only at the end of the file
    /// @throws IOException if the deadline passes, or reading fails
    public static int mfread(MillFile file, ByteBuffer buf, long deadline) throws IOException {
        return checked("mfread", file).read(buf, deadline);
    }

    /// Does the same as [#mfread(MillFile,ByteBuffer,long)], with a deadline that lies so far ahead.
    ///
    /// @param file as for [#mfread(MillFile,ByteBuffer,long)]
    /// @param buf as for [#mfread(MillFile,ByteBuffer,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#mfread(MillFile,ByteBuffer,long)]
    /// @throws IOException as for [#mfread(MillFile,ByteBuffer,long)]
    /// @throws MillPanic if the timeout is null, or as for [#mfread(MillFile,ByteBuffer,long)]
    public static int mfread(MillFile file, ByteBuffer buf, Duration timeout) throws IOException {
        return mfread(file, buf, Mill.after(timeout));
    }

    /// Writes `len` bytes: [#write(byte\[\],int,long)].
    ///
    /// @param file where to
    /// @param buf what, from its start
    /// @param len how many
    /// @param deadline as of [Mill#now]; -1: none; past: one try
    /// @return `len`
    /// @throws IOException if the deadline passes, or writing has failed
    public static int mfwrite(MillFile file, byte[] buf, int len, long deadline) throws IOException {
        return checked("mfwrite", file).write(buf, len, deadline);
    }

    /// Does the same as [#mfwrite(MillFile,byte[\],int,long)], with a deadline that lies so far ahead.
    ///
    /// @param file as for [#mfwrite(MillFile,byte[\],int,long)]
    /// @param buf as for [#mfwrite(MillFile,byte[\],int,long)]
    /// @param len as for [#mfwrite(MillFile,byte[\],int,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#mfwrite(MillFile,byte[\],int,long)]
    /// @throws IOException as for [#mfwrite(MillFile,byte[\],int,long)]
    /// @throws MillPanic if the timeout is null, or as for [#mfwrite(MillFile,byte[\],int,long)]
    public static int mfwrite(MillFile file, byte[] buf, int len, Duration timeout) throws IOException {
        return mfwrite(file, buf, len, Mill.after(timeout));
    }

    /// Writes all of the buffer: [#write(ByteBuffer,long)].
    ///
    /// @param file where to
    /// @param buf what
    /// @param deadline as of [Mill#now]; -1: none; past: one try
    /// @return how many bytes: all
    /// @throws IOException if the deadline passes, or writing has failed
    public static int mfwrite(MillFile file, ByteBuffer buf, long deadline) throws IOException {
        return checked("mfwrite", file).write(buf, deadline);
    }

    /// Does the same as [#mfwrite(MillFile,ByteBuffer,long)], with a deadline that lies so far ahead.
    ///
    /// @param file as for [#mfwrite(MillFile,ByteBuffer,long)]
    /// @param buf as for [#mfwrite(MillFile,ByteBuffer,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#mfwrite(MillFile,ByteBuffer,long)]
    /// @throws IOException as for [#mfwrite(MillFile,ByteBuffer,long)]
    /// @throws MillPanic if the timeout is null, or as for [#mfwrite(MillFile,ByteBuffer,long)]
    public static int mfwrite(MillFile file, ByteBuffer buf, Duration timeout) throws IOException {
        return mfwrite(file, buf, Mill.after(timeout));
    }

    /// Writes out what was written: [#flush(long)].
    ///
    /// @param file the file
    /// @param deadline as of [Mill#now]; -1: none; past: one try
    /// @throws IOException if the deadline passes, or writing has failed
    public static void mfflush(MillFile file, long deadline) throws IOException {
        checked("mfflush", file).flush(deadline);
    }

    /// Does the same as [#mfflush(MillFile,long)], with a deadline that lies so far ahead.
    ///
    /// @param file as for [#mfflush(MillFile,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @throws IOException as for [#mfflush(MillFile,long)]
    /// @throws MillPanic if the timeout is null, or as for [#mfflush(MillFile,long)]
    public static void mfflush(MillFile file, Duration timeout) throws IOException {
        mfflush(file, Mill.after(timeout));
    }

    /// Goes to a position: [#seek(long)].
    ///
    /// @param file the file
    /// @param offset in bytes from the start
    /// @return the offset
    /// @throws IOException if the file has no position, or writing has failed
    public static long mfseek(MillFile file, long offset) throws IOException {
        return checked("mfseek", file).seek(offset);
    }

    /// The position: [#tell].
    ///
    /// @param file the file
    /// @return the offset in bytes from the start
    /// @throws IOException if the file has no position
    public static long mftell(MillFile file) throws IOException {
        return checked("mftell", file).tell();
    }

    /// Whether the next read would find the end of the file: [#isEof].
    ///
    /// @param file the file
    /// @return whether it would
    /// @throws IOException if looking at the file fails
    public static boolean mfeof(MillFile file) throws IOException {
        return checked("mfeof", file).isEof();
    }

    /// Writes what is buffered and closes the file: [#close()].
    ///
    /// @param file the file
    /// @throws IOException if something could not be written
    public static void mfclose(MillFile file) throws IOException {
        checked("mfclose", file).close();
    }

    /// [#mfin], for those who like to call it.
    ///
    /// @return standard input
    public static MillFile mfin() {
        return mfin;
    }

    /// [#mfout], for those who like to call it.
    ///
    /// @return standard output
    public static MillFile mfout() {
        return mfout;
    }

    /// [#mferr], for those who like to call it.
    ///
    /// @return standard error
    public static MillFile mferr() {
        return mferr;
    }
}
