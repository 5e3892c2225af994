package org.jmill.test.disk;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent.Kind;
import java.nio.file.WatchEvent.Modifier;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;

/// A path on a disk: Jimfs's, and whose disk it is.
final class DiskPath implements Path {
    private final DiskFileSystem files;
    final Path inner;

    DiskPath(DiskFileSystem files, Path inner) {
        this.files = files;
        this.inner = inner;
    }

    private Path wrap(Path path) {
        return path == null ? null : new DiskPath(files, path);
    }

    private Path unwrap(Path path) {
        if (path instanceof DiskPath other && other.files == files) {
            return other.inner;
        }
        throw new ProviderMismatchException("path is not of the " + files + ": " + path);
    }

    @Override
    public FileSystem getFileSystem() {
        return files;
    }

    @Override
    public boolean isAbsolute() {
        return inner.isAbsolute();
    }

    @Override
    public Path getRoot() {
        return wrap(inner.getRoot());
    }

    @Override
    public Path getFileName() {
        return wrap(inner.getFileName());
    }

    @Override
    public Path getParent() {
        return wrap(inner.getParent());
    }

    @Override
    public int getNameCount() {
        return inner.getNameCount();
    }

    @Override
    public Path getName(int index) {
        return wrap(inner.getName(index));
    }

    @Override
    public Path subpath(int beginIndex, int endIndex) {
        return wrap(inner.subpath(beginIndex, endIndex));
    }

    @Override
    public boolean startsWith(Path other) {
        return other instanceof DiskPath path && path.files == files && inner.startsWith(path.inner);
    }

    @Override
    public boolean endsWith(Path other) {
        return other instanceof DiskPath path && path.files == files && inner.endsWith(path.inner);
    }

    @Override
    public Path normalize() {
        return wrap(inner.normalize());
    }

    @Override
    public Path resolve(Path other) {
        return wrap(inner.resolve(unwrap(other)));
    }

    @Override
    public Path relativize(Path other) {
        return wrap(inner.relativize(unwrap(other)));
    }

    @Override
    public URI toUri() {
        try {
            return new URI(
                    DiskProvider.SCHEME, files.name(), inner.toAbsolutePath().toString(), null, null);
        } catch (URISyntaxException e) {
            throw new AssertionError("an absolute path with an authority", e);
        }
    }

    @Override
    public Path toAbsolutePath() {
        return wrap(inner.toAbsolutePath());
    }

    @Override
    public Path toRealPath(LinkOption... options) throws IOException {
        files.disk().use();
        return wrap(inner.toRealPath(options));
    }

    @Override
    public WatchKey register(WatchService watcher, Kind<?>[] events, Modifier... modifiers) {
        throw new UnsupportedOperationException("a simulated disk is not watched");
    }

    @Override
    public int compareTo(Path other) {
        return inner.compareTo(((DiskPath) other).inner);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DiskPath path && path.files == files && inner.equals(path.inner);
    }

    @Override
    public int hashCode() {
        return inner.hashCode();
    }

    @Override
    public String toString() {
        return inner.toString();
    }
}
