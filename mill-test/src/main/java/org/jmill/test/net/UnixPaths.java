package org.jmill.test.net;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;

/// Who listens at which path of a host.
///
/// With a disk, a path leads to a file, and the file to who listens, as with the kernel: the file stays where nobody
/// listens any more, and whoever deletes it has ended nothing but the way there. Without a disk there are only names.
///
/// Invariant I1: who listens keeps the file open, so that no other one gets its key.
final class UnixPaths {
    private static final int PATH_BYTES_MAX = 107; // sockaddr_un of unix(7), without the 0 at the end.

    /// The disk of the host; null: it has none.
    private FileSystem disk;

    private final Map<Object, Place> places = new HashMap<>(); // By the file's key, or the path.

    /// @param file null: there is no disk
    private record Place(Listening by, Closeable file) {
        void leave() {
            try {
                if (file != null) {
                    file.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e); // No disk is so bad.
            }
        }
    }

    void on(FileSystem files) {
        disk = files;
    }

    void bind(UnixDomainSocketAddress address, Listening by) throws IOException {
        String path = checked(address);
        if (disk == null) {
            if (places.putIfAbsent(path, new Place(by, null)) != null) {
                throw new BindException("Address already in use");
            }
            return;
        }
        Closeable file = made(path);
        places.put(key(path), new Place(by, file));
    }

    /// Finds who listens there.
    Listening find(UnixDomainSocketAddress address) throws IOException {
        Place found = places.get(key(checked(address)));
        if (found == null) {
            throw new ConnectException("Connection refused");
        }
        return found.by;
    }

    void release(Listening by) {
        places.values().removeIf(place -> {
            if (place.by == by) {
                place.leave();
            }
            return place.by == by;
        });
    }

    void clear() {
        places.values().forEach(Place::leave);
        places.clear();
    }

    private static String checked(UnixDomainSocketAddress address) throws SocketException {
        String path = address.getPath().toString();
        if (path.getBytes(StandardCharsets.UTF_8).length > PATH_BYTES_MAX) {
            throw new SocketException("Unix domain path too long");
        }
        return path;
    }

    private Closeable made(String path) throws IOException {
        try {
            return Files.newByteChannel(disk.getPath(path), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new BindException("Address already in use");
        } catch (NoSuchFileException e) {
            throw new SocketException("No such file or directory");
        } catch (IOException e) {
            throw new SocketException("Permission denied", e);
        }
    }

    private Object key(String path) throws IOException {
        if (disk == null) {
            if (!places.containsKey(path)) {
                throw new SocketException("No such file or directory");
            }
            return path;
        }
        Path file = disk.getPath(path);
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
            return key == null ? path : key;
        } catch (NoSuchFileException e) {
            throw new SocketException("No such file or directory");
        }
    }
}
