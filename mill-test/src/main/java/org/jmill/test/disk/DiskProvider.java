package org.jmill.test.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/// What `Files` calls. What only looks goes to Jimfs; what changes something goes by [Names] and [Opening].
final class DiskProvider extends FileSystemProvider {
    static final String SCHEME = "simdisk";

    private final DiskFileSystem files;

    DiskProvider(DiskFileSystem files) {
        this.files = files;
    }

    private Disk disk() {
        return files.disk();
    }

    /// The path in Jimfs.
    ///
    /// @throws IOException if the disk is off
    private Path use(Path path) throws IOException {
        disk().use();
        return inner(path);
    }

    private Path inner(Path path) {
        if (path instanceof DiskPath ours && ours.getFileSystem() == files) {
            return ours.inner;
        }
        if (path == null) {
            throw new NullPointerException("path is null");
        }
        throw new ProviderMismatchException("path is not of the " + files + ": " + path);
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
        throw new UnsupportedOperationException("a disk belongs to a node");
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return files;
    }

    @Override
    public Path getPath(URI uri) {
        return files.getPath(uri.getPath());
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        return new Opening(disk()).open(use(path), options, attributes);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path dir, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        DirectoryStream.Filter<Path> seen =
                entry -> !disk().names().isHidden(entry) && filter.accept(new DiskPath(files, entry));
        return new Listing(files, Files.newDirectoryStream(use(dir), seen));
    }

    @Override
    public void createDirectory(Path dir, FileAttribute<?>... attributes) throws IOException {
        disk().names().createDirectory(use(dir), attributes);
    }

    @Override
    public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes) throws IOException {
        disk().names().createSymbolicLink(use(link), inner(target), attributes);
    }

    @Override
    public void createLink(Path link, Path existing) throws IOException {
        disk().names().createLink(use(link), use(existing));
    }

    @Override
    public Path readSymbolicLink(Path link) throws IOException {
        return new DiskPath(files, Files.readSymbolicLink(use(link)));
    }

    @Override
    public void delete(Path path) throws IOException {
        disk().names().delete(use(path));
    }

    /// Copies as a program would: what was not forced of the copy may be lost.
    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
        disk().use();
        new Copying(options).copy((DiskPath) source, (DiskPath) target);
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        boolean replacing = Arrays.asList(options).contains(StandardCopyOption.REPLACE_EXISTING)
                || Arrays.asList(options).contains(StandardCopyOption.ATOMIC_MOVE);
        disk().names().move(use(source), use(target), replacing);
    }

    @Override
    public boolean isSameFile(Path path, Path path2) throws IOException {
        return path.equals(path2)
                || path2 instanceof DiskPath other
                        && other.getFileSystem() == files
                        && Names.key(use(path)).equals(Names.key(use(path2)));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return Files.isHidden(use(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        checkAccess(path);
        return files.store();
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        Path inner = use(path);
        inner.getFileSystem().provider().checkAccess(inner, modes);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
        return Files.getFileAttributeView(inner(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        return Files.readAttributes(use(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        return Files.readAttributes(use(path), attributes, options);
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
        Files.setAttribute(use(path), attribute, value, options);
    }
}
