package org.jmill.test.disk;

import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Set;

/// The files of a disk as `java.nio.file` sees them.
final class DiskFileSystem extends FileSystem {
    private final Disk disk;
    private final FileSystem jimfs;
    private final DiskProvider provider = new DiskProvider(this);

    DiskFileSystem(Disk disk, FileSystem jimfs) {
        this.disk = disk;
        this.jimfs = jimfs;
    }

    Disk disk() {
        return disk;
    }

    String name() {
        return disk.name();
    }

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    /// Refused, as by the files of this machine: a program cannot close its disk.
    @Override
    public void close() {
        throw new UnsupportedOperationException("a disk is not closed");
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getSeparator() {
        return jimfs.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return List.of(getPath("/"));
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return List.of(store());
    }

    FileStore store() {
        return new DiskStore(disk, jimfs.getFileStores().iterator().next());
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return jimfs.supportedFileAttributeViews();
    }

    @Override
    public Path getPath(String first, String... more) {
        return new DiskPath(this, jimfs.getPath(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String syntaxAndPattern) {
        PathMatcher matcher = jimfs.getPathMatcher(syntaxAndPattern);
        return path -> path instanceof DiskPath ours && matcher.matches(ours.inner);
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        return jimfs.getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException("a simulated disk is not watched");
    }

    @Override
    public String toString() {
        return disk.toString();
    }
}
