package org.jmill.test.disk;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.stream.Stream;

/// A disk and who decides over it, with short words for what tests do.
final class TestDisk {
    final Script script = new Script();
    final Disk disk = new Disk("a", script, () -> 5_000_000_000L);

    Path path(String name) {
        return disk.files().getPath(name);
    }

    FileChannel open(String name, OpenOption... options) throws IOException {
        return FileChannel.open(path(name), options.length == 0 ? new OpenOption[] {READ, WRITE, CREATE} : options);
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// A file that is on the disk, name and all.
    void durable(String name, String text) throws IOException {
        try (FileChannel file = open(name)) {
            file.write(bytes(text));
            file.force(true);
        }
    }

    /// Puts the names of a directory on the disk.
    void forceDirectory(String name) throws IOException {
        try (FileChannel directory = open(name, READ)) {
            directory.force(true);
        }
    }

    void crash() {
        disk.crash();
        disk.restart();
    }

    String text(String name) throws IOException {
        return Files.readString(path(name), StandardCharsets.ISO_8859_1);
    }

    /// The names in a directory, with spaces between.
    String names(String directory) throws IOException {
        try (Stream<Path> all = Files.list(path(directory))) {
            return String.join(" ", all.map(p -> p.getFileName().toString()).toList());
        }
    }
}
