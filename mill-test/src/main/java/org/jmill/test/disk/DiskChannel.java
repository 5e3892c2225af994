package org.jmill.test.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// An open file of a disk.
final class DiskChannel extends FileChannel {
    private static final int CHUNK = 64 << 10;

    /// Says whether a read or write fails.
    @FunctionalInterface
    private interface Strike {
        void at(long offset) throws IOException;
    }

    private final Disk disk;
    private final Content content;
    private final Mode mode;
    private final Path deletedOnClose; // Null = it stays.
    private final BadPlace badRead;
    private final BadPlace badWrite;
    private long position;

    /// @param path of Jimfs
    DiskChannel(Disk disk, Content content, Mode mode, Path path) throws IOException {
        this.disk = disk;
        this.content = content;
        this.mode = mode;
        this.deletedOnClose = mode.deletesOnClose() ? path : null;
        this.badRead = new BadPlace(disk.faults(), "read fails");
        this.badWrite = new BadPlace(disk.faults(), "write fails");
        this.position = mode.appends() ? content.size() : 0;
        disk.contents().held(content, Content.Holder.CHANNEL, 1);
        disk.opened(this);
    }

    // ---- reading

    @Override
    public int read(ByteBuffer into) throws IOException {
        checkReads();
        int n = readAt(into, position, badRead::strikeHere);
        position += Math.max(n, 0);
        return n;
    }

    @Override
    public int read(ByteBuffer into, long offset) throws IOException {
        checkOffset(offset);
        checkReads();
        return readAt(into, offset, badRead::strikeAt);
    }

    @Override
    public long read(ByteBuffer[] into, int first, int count) throws IOException {
        checkReads();
        ByteBuffer whole = ByteBuffer.allocate(Buffers.remaining(into, first, count));
        int n = read(whole);
        Buffers.scatter(whole.flip(), into, first, count);
        return n;
    }

    private int readAt(ByteBuffer into, long offset, Strike strike) throws IOException {
        long there = content.size() - offset;
        if (!into.hasRemaining() || there <= 0) {
            return into.hasRemaining() ? -1 : 0;
        }
        strike.at(offset);
        int limit = into.limit();
        int n = disk.faults().split("short read", (int) Math.min(there, into.remaining()));
        into.limit(into.position() + n);
        try {
            return content.read(into, offset);
        } finally {
            into.limit(limit);
        }
    }

    @Override
    public long transferTo(long offset, long count, WritableByteChannel target) throws IOException {
        checkOffset(offset);
        checkOffset(count);
        checkReads();
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(count, CHUNK));
        long done = 0;
        int n = 1;
        try {
            for (; n > 0 && done < count; done += n) {
                n = transferSome(offset + done, chunk.clear().limit((int) Math.min(count - done, CHUNK)), target);
            }
        } catch (IOException e) {
            if (done == 0) {
                throw e; // Else what was moved must be told; the next call may meet it.
            }
        }
        return done;
    }

    private int transferSome(long offset, ByteBuffer chunk, WritableByteChannel target) throws IOException {
        return readAt(chunk, offset, badRead::strikeAt) <= 0 ? 0 : target.write(chunk.flip());
    }

    // ---- writing

    @Override
    public int write(ByteBuffer from) throws IOException {
        checkWrites();
        if (mode.appends()) {
            position = content.size();
        }
        int n = writeAt(from, position, badWrite::strikeHere);
        position += n;
        return n;
    }

    @Override
    public int write(ByteBuffer from, long offset) throws IOException {
        checkOffset(offset);
        checkWrites();
        long where = mode.appends() ? content.size() : offset; // As on Linux.
        return writeAt(from, where, badWrite::strikeAt);
    }

    @Override
    public long write(ByteBuffer[] from, int first, int count) throws IOException {
        ByteBuffer whole = Buffers.gather(from, first, count);
        int n = write(whole);
        Buffers.skip(n, from, first, count);
        return n;
    }

    private int writeAt(ByteBuffer from, long offset, Strike strike) throws IOException {
        if (!from.hasRemaining()) {
            return 0;
        }
        strike.at(offset);
        int limit = from.limit();
        int n = disk.faults().split("short write", roomFor(from.remaining(), offset));
        from.limit(from.position() + n);
        try {
            content.write(from, offset);
        } finally {
            from.limit(limit);
        }
        disk.wrote();
        if (mode.syncs()) {
            disk.settle(content.key, content);
        }
        return n;
    }

    /// How much of so many bytes the disk has room for; what lies between the end and the offset takes room too.
    private int roomFor(int length, long offset) throws IOException {
        long growth = Math.max(0, offset + length - content.size());
        long room = Math.min(growth, disk.contents().room());
        long fits = length - (growth - room);
        if (fits <= 0) {
            throw new IOException("No space left on device");
        }
        return (int) fits;
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long offset, long count) throws IOException {
        checkOffset(offset);
        checkOffset(count);
        checkWrites();
        long done = 0;
        boolean more = offset <= content.size();
        while (more && done < count) {
            ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(count - done, CHUNK));
            more = source.read(chunk) > 0;
            chunk.flip();
            while (chunk.hasRemaining()) {
                done += writeAt(chunk, offset + done, badWrite::strikeAt);
            }
        }
        return done;
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        checkOffset(size);
        checkWrites();
        content.cut(size);
        position = Math.min(position, size);
        if (mode.syncs()) {
            disk.settle(content.key, content);
        }
        return this;
    }

    /// Whether or not of the attributes too: these are never lost.
    @Override
    public void force(boolean attributesToo) throws IOException {
        check();
        disk.force(content.key, content);
    }

    // ---- the rest

    @Override
    public long position() throws IOException {
        check();
        return position;
    }

    @Override
    public FileChannel position(long newPosition) throws IOException {
        checkOffset(newPosition);
        check();
        position = newPosition;
        return this;
    }

    @Override
    public long size() throws IOException {
        check();
        return content.size();
    }

    @Override
    public MappedByteBuffer map(MapMode how, long offset, long size) {
        throw new UnsupportedOperationException("a file of a simulated disk is not mapped");
    }

    @Override
    public FileLock lock(long offset, long size, boolean shared) throws IOException {
        return tryLock(offset, size, shared);
    }

    @Override
    public FileLock tryLock(long offset, long size, boolean shared) throws IOException {
        if (shared) {
            checkReads();
        } else {
            checkWrites();
        }
        return content.locks.lock(this, offset, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        disk.closed(this);
        content.locks.releaseOf(this);
        if (deletedOnClose != null && disk.isOn() && Files.exists(deletedOnClose)) {
            disk.names().delete(deletedOnClose);
        }
        disk.contents().held(content, Content.Holder.CHANNEL, -1);
    }

    /// @throws ClosedChannelException if it was closed, by its user, by an interrupt, or by a crash
    private void check() throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        if (Thread.currentThread().isInterrupted()) {
            close();
            throw new ClosedByInterruptException();
        }
    }

    private void checkReads() throws IOException {
        check();
        if (!mode.reads()) {
            throw new NonReadableChannelException();
        }
    }

    private void checkWrites() throws IOException {
        check();
        if (!mode.writes()) {
            throw new NonWritableChannelException();
        }
    }

    private static void checkOffset(long offset) {
        if (offset < 0) {
            throw new IllegalArgumentException("negative: " + offset);
        }
    }
}
