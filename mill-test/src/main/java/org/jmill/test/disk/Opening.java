package org.jmill.test.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;

/// Opens channels, as the system does: what there is, what is to be made, and what cannot be.
final class Opening {
    private static final int LINKS_MAX = 40; // As in Linux.

    private final Disk disk;

    Opening(Disk disk) {
        this.disk = disk;
    }

    FileChannel open(Path path, Set<? extends OpenOption> options, FileAttribute<?>... with) throws IOException {
        Mode mode = Mode.of(options);
        Path file = target(path, mode);
        if (mode.isNewOnly() && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(path.toString());
        }
        if (Files.isDirectory(file)) {
            if (mode.writes()) {
                throw new FileSystemException(path.toString(), null, "Is a directory");
            }
            return new DirectoryChannel(disk, Names.key(file));
        }
        boolean exists = Files.exists(file);
        if (!exists && !mode.creates()) {
            throw new NoSuchFileException(path.toString());
        }
        Content content = exists ? disk.contents().get(Names.key(file)) : create(file, with);
        if (mode.truncates()) {
            content.cut(0);
        }
        return new DiskChannel(disk, content, mode, file);
    }

    /// Goes along links, also to what is not there yet.
    private static Path target(Path path, Mode mode) throws IOException {
        Path at = path;
        for (int links = 0; Files.isSymbolicLink(at); links++) {
            if (!mode.followsLinks() || links == LINKS_MAX) {
                throw new FileSystemException(path.toString(), null, "Too many levels of symbolic links");
            }
            at = at.toAbsolutePath().getParent().resolve(Files.readSymbolicLink(at));
        }
        return at;
    }

    private Content create(Path file, FileAttribute<?>... with) throws IOException {
        Set<OpenOption> options =
                Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        FileChannel live = FileChannel.open(file, options, with);
        Content content = disk.contents().add(Names.key(file), live);
        disk.names().created(content, file);
        return content;
    }
}
