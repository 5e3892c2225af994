package org.jmill.test.disk;

import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.HashSet;
import java.util.Set;
import org.jmill.test.disk.Content.Holder;

/// The names of a disk: what is done to them is done at once, and noted in the journal with how to take it back. Paths
/// are Jimfs's here.
///
/// Invariant: the journal's changes, taken back from the last to the first, meet the names just as their changes have
/// left them; so the paths noted, free of links, still lead where they led.
final class Names {
    private final Contents contents;
    private final Journal journal;
    private final Path graves; // What a deletion has taken and a crash may give back.
    private long buried;

    Names(FileSystem jimfs, Contents contents, Journal journal) throws IOException {
        this.contents = contents;
        this.journal = journal;
        this.graves = Files.createDirectory(jimfs.getPath("/.deleted-but-not-for-sure"));
    }

    /// Whether it is not for the program to see.
    boolean isHidden(Path entry) {
        return entry.getFileName() != null
                && entry.getFileName().equals(graves.getFileName())
                && entry.toAbsolutePath().normalize().equals(graves);
    }

    /// What a file or directory is called whatever its names.
    ///
    /// @throws java.nio.file.NoSuchFileException if it is not there
    static Object key(Path path, LinkOption... links) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, links).fileKey();
    }

    /// A name without links but itself.
    private static Path real(Path path) throws IOException {
        Path whole = path.toAbsolutePath();
        Path parent = whole.getParent();
        if (parent == null || whole.endsWith(".") || whole.endsWith("..")) {
            return whole.toRealPath();
        }
        return parent.toRealPath().resolve(whole.getFileName());
    }

    private static Object parentKey(Path real) throws IOException {
        return key(real.getParent());
    }

    /// A file has its first name.
    ///
    /// @param path leads to it without links
    void created(Content content, Path path) throws IOException {
        Path name = real(path);
        contents.held(content, Holder.NAME, 1);
        note(Set.of(content.key, parentKey(name)), () -> {}, () -> {
            Files.delete(name);
            contents.held(content, Holder.NAME, -1);
        });
    }

    void createDirectory(Path path, FileAttribute<?>... with) throws IOException {
        Files.createDirectory(path, with);
        madeWithoutBytes(real(path));
    }

    void createSymbolicLink(Path link, Path target, FileAttribute<?>... with) throws IOException {
        Files.createSymbolicLink(link, target, with);
        madeWithoutBytes(real(link));
    }

    private void madeWithoutBytes(Path name) throws IOException {
        Object key = key(name, LinkOption.NOFOLLOW_LINKS);
        note(Set.of(key, parentKey(name)), () -> {}, () -> Files.delete(name));
    }

    void createLink(Path link, Path existing) throws IOException {
        Files.createLink(link, existing);
        created(contents.get(key(link, LinkOption.NOFOLLOW_LINKS)), link);
    }

    void delete(Path path) throws IOException {
        Object key = key(path, LinkOption.NOFOLLOW_LINKS);
        Path name = real(path);
        Path grave = bury(name);
        note(Set.of(key, parentKey(name)), () -> purge(grave), () -> digUp(grave, name));
    }

    /// Renames, in one step. The name's last owner, if it has one, is deleted in the same.
    ///
    /// @param replacing whether it may have one
    void move(Path from, Path to, boolean replacing) throws IOException {
        Object moved = key(from, LinkOption.NOFOLLOW_LINKS);
        Path source = real(from);
        Path target = real(to);
        Set<Object> concerns = new HashSet<>(Set.of(moved));
        Path grave = null;
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            if (!concerns.add(key(target, LinkOption.NOFOLLOW_LINKS))) {
                return; // Two names of the same file.
            }
            if (!replacing) {
                throw new FileAlreadyExistsException(to.toString());
            }
            grave = bury(target);
        }
        try {
            Files.move(source, target);
        } catch (IOException | RuntimeException e) {
            digUp(grave, target);
            throw e;
        }
        Path replaced = grave;
        concerns.add(parentKey(source));
        concerns.add(parentKey(target));
        note(concerns, () -> purge(replaced), () -> {
            Files.move(target, source);
            digUp(replaced, target);
        });
    }

    private void note(Set<Object> concerns, Journal.Step keep, Journal.Step undo) throws IOException {
        journal.add(new Journal.Entry(Set.copyOf(concerns), keep, undo));
    }

    /// Takes a name out of sight.
    ///
    /// @return where it is
    private Path bury(Path name) throws IOException {
        if (Files.isDirectory(name, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(name)) {
                if (entries.iterator().hasNext()) {
                    throw new DirectoryNotEmptyException(name.toString());
                }
            }
        }
        Path grave = graves.resolve(Long.toString(buried++));
        Content content = contents.get(key(name, LinkOption.NOFOLLOW_LINKS));
        Files.move(name, grave, new CopyOption[0]);
        contents.held(content, Holder.GRAVE, 1);
        contents.held(content, Holder.NAME, -1);
        return grave;
    }

    /// Gives a name back, if there is one.
    private void digUp(Path grave, Path name) throws IOException {
        if (grave != null) {
            Files.move(grave, name);
            Content content = contents.get(key(name, LinkOption.NOFOLLOW_LINKS));
            contents.held(content, Holder.NAME, 1);
            contents.held(content, Holder.GRAVE, -1);
        }
    }

    /// It will never come back.
    private void purge(Path grave) throws IOException {
        if (grave != null) {
            Content content = contents.get(key(grave, LinkOption.NOFOLLOW_LINKS));
            Files.delete(grave);
            contents.held(content, Holder.GRAVE, -1);
        }
    }
}
