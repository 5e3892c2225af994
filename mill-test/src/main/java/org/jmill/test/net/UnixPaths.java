package org.jmill.test.net;

import java.io.IOException;
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
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;

/// Who listens at which path of a host.
///
/// With a disk, a path leads to a file, and the file to who listens, as with the kernel: the file stays where nobody
/// listens any more, and whoever deletes it has ended nothing but the way there. Without a disk there are only names.
final class UnixPaths {
    private static final int PATH_BYTES_MAX = 107; // sockaddr_un of unix(7), without the 0 at the end.

    /// The disk of the host; null: it has none.
    private FileSystem disk;

    private final Map<Object, Listening> listening = new HashMap<>(); // By the file's key, or the path.

    void on(FileSystem files) {
        disk = files;
    }

    void bind(UnixDomainSocketAddress address, Listening by) throws IOException {
        Object key = made(checked(address));
        if (listening.putIfAbsent(key, by) != null) {
            throw new BindException("Address already in use");
        }
    }

    /// Finds who listens there.
    Listening find(UnixDomainSocketAddress address) throws IOException {
        Listening found = listening.get(key(checked(address)));
        if (found == null) {
            throw new ConnectException("Connection refused");
        }
        return found;
    }

    void release(Listening by) {
        listening.values().remove(by);
    }

    void clear() {
        listening.clear();
    }

    private static String checked(UnixDomainSocketAddress address) throws SocketException {
        String path = address.getPath().toString();
        if (path.getBytes(StandardCharsets.UTF_8).length > PATH_BYTES_MAX) {
            throw new SocketException("Unix domain path too long");
        }
        return path;
    }

    private Object made(String path) throws IOException {
        if (disk == null) {
            return path;
        }
        try {
            Files.createFile(disk.getPath(path));
        } catch (FileAlreadyExistsException e) {
            throw new BindException("Address already in use");
        } catch (NoSuchFileException e) {
            throw new SocketException("No such file or directory");
        } catch (IOException e) {
            throw new SocketException("Permission denied", e);
        }
        return key(path);
    }

    private Object key(String path) throws IOException {
        if (disk == null) {
            if (!listening.containsKey(path)) {
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
