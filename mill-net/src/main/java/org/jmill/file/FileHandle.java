package org.jmill.file;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jmill.Mill;
import org.jmill.world.Workers;
import org.jmill.world.World;
import org.jspecify.annotations.Nullable;

/// An open file as the operating system, or the world's file system, sees it. The methods that do something block, and
/// are called on a worker's thread.
///
/// A file is *positional* if it has a position of its own that can be chosen (regular files, most
/// devices): each read and write then says where, and the kernel's own position is not used.
/// Otherwise (pipes, terminals, the standard streams, files opened to append) it is a *stream*:
/// bytes come and go in turn.
final class FileHandle implements AutoCloseable {
    /// A read or write of the channel.
    @FunctionalInterface
    private interface Move {
        int run() throws IOException;
    }

    private static final int AT_ONCE_MAX = 1 << 20;
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /// With what a FIFO or device can be opened as [#openBoth] does. Not among them: what is for a new
    /// file, or cares for links, which would have to be looked at and opened in one step.
    private static final Set<OpenOption> OF_BOTH = Set.of(
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.SPARSE,
            StandardOpenOption.SYNC,
            StandardOpenOption.DSYNC);

    private final World world; // Null = that of whoever uses it: a standard stream.
    final String name;
    final boolean readable;
    final boolean writable;
    final boolean appending;
    final boolean positional;
    private final FileChannel input;
    private final FileChannel output; // The same, unless this is a stream that is both read and written.

    private Workers.Kind kind;
    private volatile boolean seeks; // It knows no reads and writes that say where.

    // The mill's thread only: where the next byte is read or written. For a file opened to append,
    // the size at the opening and what was written since. -1 = a stream that has no position.
    long position;

    private FileHandle(
            World world,
            String name,
            FileChannel channel,
            boolean readable,
            boolean writable,
            boolean appending,
            long position) {
        this(world, name, channel, channel, readable, writable, appending, position);
    }

    private FileHandle(
            World world,
            String name,
            FileChannel input,
            FileChannel output,
            boolean readable,
            boolean writable,
            boolean appending,
            long position) {
        this.world = world;
        this.name = name;
        this.input = input;
        this.output = output;
        this.readable = readable;
        this.writable = writable;
        this.appending = appending;
        this.positional = position >= 0 && !appending;
        this.position = position;
        this.kind = isOnDisk() ? Workers.Kind.FILES : Workers.Kind.STREAMS;
    }

    /// Opens a file. Blocks: that of a FIFO until the other end is open.
    static FileHandle open(World world, Path path, Set<? extends OpenOption> options, FileAttribute<?>[] with)
            throws IOException {
        boolean appending = options.contains(StandardOpenOption.APPEND);
        boolean writable = appending || options.contains(StandardOpenOption.WRITE);
        boolean readable = !writable || options.contains(StandardOpenOption.READ);
        String name = path.toString();
        if (!writable && Files.isDirectory(path)) {
            throw FileErrors.failed("open", name, "is a directory"); // Else only a read would say so.
        }
        if (readable && writable && OF_BOTH.containsAll(options) && isSpecial(path)) {
            FileHandle both = openBoth(world, path, modeOf(options));
            if (both != null) {
                return both;
            }
        }
        try {
            FileChannel channel = channel(path, options, with);
            return new FileHandle(world, name, channel, readable, writable, appending, startOf(channel, appending));
        } catch (IOException e) {
            throw FileErrors.of("open", name, e, "");
        }
    }

    /// Opens what the path's own file system has there.
    static FileChannel channel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... with)
            throws IOException {
        return path.getFileSystem().provider().newFileChannel(path, options, with);
    }

    /// Whether it is there, and is a FIFO or a device.
    static boolean isSpecial(Path path) {
        try {
            return path.getFileSystem() == FileSystems.getDefault()
                    && Files.readAttributes(path, BasicFileAttributes.class).isOther();
        } catch (IOException e) {
            return false;
        }
    }

    /// Says that it is a FIFO or a device, of which one never knows whether it answers, though it has a position.
    FileHandle asSpecial() {
        kind = Workers.Kind.STREAMS;
        return this;
    }

    /// What of the options matters to a file that exists and cannot be truncated.
    private static String modeOf(Set<? extends OpenOption> options) {
        if (options.contains(StandardOpenOption.SYNC)) {
            return "rws";
        }
        return options.contains(StandardOpenOption.DSYNC) ? "rwd" : "rw";
    }

    /// Opens a FIFO or device to be read and written. If it is a stream, each direction has a channel
    /// of its own, since a channel lets nobody write while a read waits. Both have one descriptor: to
    /// open the file twice would not do for each device, as every opening of /dev/ptmx is another
    /// terminal.
    ///
    /// @param mode of a `RandomAccessFile`
    /// @return null if it cannot be opened in this way; the usual one will tell why
    private static @Nullable FileHandle openBoth(World world, Path path, String mode) {
        try {
            RandomAccessFile file = new RandomAccessFile(path.toFile(), mode);
            FileChannel channel = file.getChannel();
            long position = positionOf(channel);
            if (position >= 0) {
                return new FileHandle(world, path.toString(), channel, true, true, false, position);
            }
            FileChannel input = new FileInputStream(file.getFD()).getChannel();
            FileChannel output = new FileOutputStream(file.getFD()).getChannel();
            return new FileHandle(world, path.toString(), input, output, true, true, false, position);
        } catch (IOException e) {
            return null;
        }
    }

    /// One that appends stands at its end, which not each file system says by itself.
    private static long startOf(FileChannel channel, boolean appending) throws IOException {
        long position = positionOf(channel);
        return appending && position >= 0 ? channel.size() : position;
    }

    private static long positionOf(FileChannel channel) {
        try {
            return channel.position();
        } catch (IOException e) {
            return -1; // Illegal seek.
        }
    }

    /// Standard input.
    static FileHandle in() {
        FileChannel channel = new FileInputStream(FileDescriptor.in).getChannel();
        return new FileHandle(null, "stdin", channel, true, false, false, -1);
    }

    /// Standard output or error.
    static FileHandle out(String name, FileDescriptor descriptor) {
        FileChannel channel = new FileOutputStream(descriptor).getChannel();
        return new FileHandle(null, name, channel, false, true, false, -1);
    }

    /// Whether reads and writes end without anybody else doing something.
    boolean isOnDisk() {
        return positional || appending && position >= 0;
    }

    /// Starts work on this file.
    Transfer start(Transfer.Work work) {
        return start(kind, work);
    }

    /// Starts work of this kind.
    Transfer start(Workers.Kind kind, Transfer.Work work) {
        return Transfer.start(world(), kind, work);
    }

    /// Where it is: for a standard stream, that of the calling thread.
    World world() {
        return world == null ? Mill.world() : world;
    }

    // ---- on a worker's thread
    // -------------------------------------------------------------------

    /// Reads what is there, waiting for at least a byte.
    ///
    /// @param offset where, if the file is positional
    /// @return how many bytes; -1 at the end of the file
    int read(ByteBuffer into, long offset) throws IOException {
        while (true) {
            int n = piece(into, () -> readOnce(into, offset));
            if (n != 0 || !into.hasRemaining()) {
                return n;
            }
            LockSupport.parkNanos(AGAIN_NANOS); // Somebody has made the descriptor non-blocking.
        }
    }

    private int readOnce(ByteBuffer into, long offset) throws IOException {
        return positional
                ? at(offset, input, () -> input.read(into, offset), () -> input.read(into))
                : input.read(into);
    }

    /// Writes everything.
    ///
    /// @param offset where, if the file is positional
    /// @param progress is told how many bytes are out
    void write(ByteBuffer from, long offset, Transfer progress) throws IOException {
        int start = from.position();
        while (from.hasRemaining()) {
            int done = from.position() - start;
            int n = piece(from, () -> writeOnce(from, offset + done));
            progress.count(done + n);
            if (n == 0) {
                LockSupport.parkNanos(AGAIN_NANOS);
            }
        }
    }

    private int writeOnce(ByteBuffer from, long offset) throws IOException {
        return positional
                ? at(offset, output, () -> output.write(from, offset), () -> output.write(from))
                : output.write(from);
    }

    /// The JDK copies the bytes into a buffer outside of the heap, and keeps one as large as that for the thread.
    private static int piece(ByteBuffer buffer, Move move) throws IOException {
        int limit = buffer.limit();
        buffer.limit(buffer.position() + Math.min(buffer.remaining(), AT_ONCE_MAX));
        try {
            return move.run();
        } finally {
            buffer.limit(limit);
        }
    }

    /// Reads or writes at an offset. Some files can be given a position and yet not be told where to read or write, as
    /// those of /proc that are written: "illegal seek" says the system, in its user's language. So whatever
    /// fails is tried in the other way, and where that succeeds it is the way from then on.
    private int at(long offset, FileChannel channel, Move there, Move here) throws IOException {
        if (seeks) {
            return seekAnd(here, offset, channel);
        }
        try {
            return there.run();
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            try {
                int n = seekAnd(here, offset, channel);
                seeks = true;
                return n;
            } catch (IOException alsoFailed) {
                e.addSuppressed(alsoFailed);
                throw e;
            }
        }
    }

    private synchronized int seekAnd(Move here, long offset, FileChannel channel) throws IOException {
        channel.position(offset);
        return here.run();
    }

    /// Writes to a channel until that takes no more.
    ///
    /// @return how many bytes; 0 if it takes none; -1 if the file ends before the offset
    int transferTo(long offset, int length, WritableByteChannel target) throws IOException {
        if (offset >= input.size()) {
            return -1;
        }
        int done = 0;
        try {
            // A call moves what there is room for; the peer makes some more meanwhile.
            for (long n = 1; n > 0 && done < length; done += (int) n) {
                n = input.transferTo(offset + done, length - done, target);
            }
        } catch (IOException e) {
            if (done == 0) {
                throw e; // Else the next call will meet it.
            }
        }
        return done;
    }

    long size() throws IOException {
        return input.size();
    }

    @Override
    public void close() throws IOException {
        try (output) {
            input.close(); // Closes the output too, and wakes whoever is blocked in either.
        }
    }
}
