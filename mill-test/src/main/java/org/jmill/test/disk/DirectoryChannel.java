package org.jmill.test.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/// An open directory, which on Linux is opened as a file is, to be read, and can be forced: so a program sees to it
/// that the names in it are durable. Nothing else can be done with it.
final class DirectoryChannel extends FileChannel {
    private final Disk disk;
    private final Object key;

    DirectoryChannel(Disk disk, Object key) {
        this.disk = disk;
        this.key = key;
        disk.opened(this);
    }

    @Override
    public void force(boolean attributesToo) throws IOException {
        check();
        disk.force(key, null);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        throw isDirectory();
    }

    @Override
    public int read(ByteBuffer into, long offset) throws IOException {
        throw isDirectory();
    }

    @Override
    public long read(ByteBuffer[] into, int first, int count) throws IOException {
        throw isDirectory();
    }

    @Override
    public long transferTo(long offset, long count, WritableByteChannel target) throws IOException {
        throw isDirectory();
    }

    private IOException isDirectory() throws IOException {
        check();
        return new IOException("Is a directory");
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        throw notWritable();
    }

    @Override
    public int write(ByteBuffer from, long offset) throws IOException {
        throw notWritable();
    }

    @Override
    public long write(ByteBuffer[] from, int first, int count) throws IOException {
        throw notWritable();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long offset, long count) throws IOException {
        throw notWritable();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        throw notWritable();
    }

    private NonWritableChannelException notWritable() throws IOException {
        check();
        return new NonWritableChannelException();
    }

    @Override
    public long position() throws IOException {
        check();
        return 0;
    }

    @Override
    public FileChannel position(long newPosition) throws IOException {
        check();
        return this;
    }

    @Override
    public long size() throws IOException {
        check();
        return 0;
    }

    @Override
    public MappedByteBuffer map(MapMode how, long offset, long size) throws IOException {
        throw isDirectory();
    }

    @Override
    public FileLock lock(long offset, long size, boolean shared) throws IOException {
        throw isDirectory();
    }

    @Override
    public FileLock tryLock(long offset, long size, boolean shared) throws IOException {
        throw isDirectory();
    }

    @Override
    protected void implCloseChannel() {
        disk.closed(this);
    }

    private void check() throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }
}
