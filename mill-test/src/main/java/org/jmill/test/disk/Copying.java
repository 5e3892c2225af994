package org.jmill.test.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.CopyOption;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/// Copies a file as a program does: by reading and writing it, with all that may go wrong then.
final class Copying {
    private static final LinkOption[] FOLLOW = {};
    private static final LinkOption[] NO_FOLLOW = {LinkOption.NOFOLLOW_LINKS};
    private static final int CHUNK = 8 << 10;

    private final List<CopyOption> options;

    /// @throws UnsupportedOperationException if one does not fit
    Copying(CopyOption... options) {
        this.options = List.of(options);
        if (this.options.contains(StandardCopyOption.ATOMIC_MOVE)) {
            throw new UnsupportedOperationException("Unsupported option");
        }
    }

    /// @param source of the same disk as the target
    void copy(Path source, Path target) throws IOException {
        LinkOption[] links = options.contains(LinkOption.NOFOLLOW_LINKS) ? NO_FOLLOW : FOLLOW;
        BasicFileAttributes attributes = Files.readAttributes(source, BasicFileAttributes.class, links);
        if (Files.exists(target, NO_FOLLOW)) {
            if (Files.isSameFile(source, target)) {
                return;
            }
            if (!options.contains(StandardCopyOption.REPLACE_EXISTING)) {
                throw new FileAlreadyExistsException(target.toString());
            }
            Files.delete(target);
        }
        if (attributes.isDirectory()) {
            Files.createDirectory(target);
        } else if (attributes.isSymbolicLink()) {
            Files.createSymbolicLink(target, Files.readSymbolicLink(source));
            return;
        } else {
            copyBytes(source, target);
        }
        if (options.contains(StandardCopyOption.COPY_ATTRIBUTES)) {
            Files.getFileAttributeView(target, BasicFileAttributeView.class)
                    .setTimes(attributes.lastModifiedTime(), attributes.lastAccessTime(), attributes.creationTime());
        }
    }

    private static void copyBytes(Path source, Path target) throws IOException {
        try (FileChannel in = FileChannel.open(source, StandardOpenOption.READ);
                FileChannel out = FileChannel.open(target, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
            while (in.read(chunk.clear()) >= 0) {
                chunk.flip();
                while (chunk.hasRemaining()) {
                    out.write(chunk);
                }
            }
        } catch (IOException e) {
            Files.deleteIfExists(target);
            throw e;
        }
    }
}
