package org.jmill.test.disk;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.jmill.test.disk.TestDisk.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A disk as any program sees it: what the system's file system does, this does.
class DiskFilesTest {
    private final TestDisk disk = new TestDisk();

    private Path file(String name, String text) throws IOException {
        return Files.writeString(disk.path(name), text);
    }

    @Test
    void fileIsReadAndWrittenAtItsPosition() throws IOException {
        FileChannel file = disk.open("a");
        file.write(bytes("abc"));
        file.write(new ByteBuffer[] {bytes("d"), bytes("ef")});
        assertEquals(6, file.position());
        ByteBuffer[] into = {ByteBuffer.allocate(2), ByteBuffer.allocate(9)};
        assertEquals(5, file.position(1).read(into));
        assertEquals(2, into[0].position());
        assertEquals(3, into[1].position());
        assertEquals(-1, file.read(into));
        assertEquals(3, file.truncate(3).position());
        assertEquals(3, file.size());
        assertThrows(IllegalArgumentException.class, () -> file.position(-1));
        assertThrows(IllegalArgumentException.class, () -> file.truncate(-1));
        assertThrows(IllegalArgumentException.class, () -> file.read(bytes("x"), -1));
    }

    @Test
    void appendedIsAlwaysAtTheEnd() throws IOException {
        file("a", "ab");
        FileChannel file = disk.open("a", APPEND);
        assertEquals(2, file.position());
        disk.open("a").write(bytes("cd"), 2);
        file.write(bytes("e"));
        file.write(bytes("f"), 0);
        file.position(0).write(bytes("g"));
        assertEquals("abcdefg", disk.text("a"));
        assertThrows(NonReadableChannelException.class, () -> file.read(bytes("x")));
    }

    @Test
    void channelDoesWhatItWasOpenedForOnly() throws IOException {
        file("a", "ab");
        FileChannel reads = disk.open("a", READ, CREATE, TRUNCATE_EXISTING);
        assertThrows(NonWritableChannelException.class, () -> reads.write(bytes("x")));
        assertThrows(NonWritableChannelException.class, () -> reads.truncate(0));
        assertEquals(2, reads.size());
        assertThrows(NoSuchFileException.class, () -> disk.open("none", READ, CREATE));
        assertThrows(NoSuchFileException.class, () -> disk.open("none", WRITE));
        assertThrows(NoSuchFileException.class, () -> disk.open("none/a"));
        assertThrows(FileAlreadyExistsException.class, () -> disk.open("a", WRITE, CREATE_NEW));
        assertThrows(IllegalArgumentException.class, () -> disk.open("a", READ, APPEND));
        assertThrows(IllegalArgumentException.class, () -> disk.open("a", APPEND, TRUNCATE_EXISTING));
    }

    @Test
    void directoryIsOpenedToForceItAndForNothingElse() throws IOException {
        FileSystemException thrown = assertThrows(FileSystemException.class, () -> disk.open("/work"));
        assertEquals("Is a directory", thrown.getReason());
        FileChannel directory = disk.open("/work", READ);
        assertThrows(IOException.class, () -> directory.read(bytes("x")));
        assertThrows(NonWritableChannelException.class, () -> directory.write(bytes("x")));
        directory.force(true);
        directory.close();
        assertThrows(IOException.class, () -> directory.force(true));
    }

    @Test
    void linksAreFollowedUnlessNotWanted() throws IOException {
        Files.createDirectory(disk.path("d"));
        Files.createSymbolicLink(disk.path("link"), disk.path("d/a"));
        assertThrows(NoSuchFileException.class, () -> disk.open("link", READ));
        assertThrows(FileAlreadyExistsException.class, () -> disk.open("link", WRITE, CREATE_NEW));
        disk.open("link").write(bytes("one"));
        assertEquals("one", disk.text("d/a"));
        assertThrows(IOException.class, () -> disk.open("link", READ, NOFOLLOW_LINKS));
        Files.createSymbolicLink(disk.path("round"), disk.path("round"));
        assertThrows(IOException.class, () -> disk.open("round", READ));
        assertEquals(disk.path("d/a"), Files.readSymbolicLink(disk.path("link")));
        assertEquals(disk.path("/work/d/a"), disk.path("link").toRealPath());
        Files.delete(disk.path("link"));
        assertEquals("d round", disk.names("/work"));
        disk.forceDirectory("d");
        disk.crash();
        assertEquals("a", disk.names("d"));
    }

    @Test
    void moveRenamesAndReplacesAsAsked() throws IOException {
        Path a = file("a", "A");
        Path b = file("b", "B");
        assertThrows(FileAlreadyExistsException.class, () -> Files.move(a, b));
        Files.move(a, b, REPLACE_EXISTING);
        assertEquals("b", disk.names("/work"));
        assertEquals("A", disk.text("b"));
        Files.createDirectories(disk.path("d/e"));
        assertThrows(DirectoryNotEmptyException.class, () -> Files.move(b, disk.path("d"), ATOMIC_MOVE));
        assertThrows(NoSuchFileException.class, () -> Files.move(a, b, REPLACE_EXISTING));
        assertThrows(IOException.class, () -> Files.move(disk.path("d"), disk.path("d/e/f")));
        assertThrows(IOException.class, () -> Files.move(b, disk.path("none/b")));
        assertEquals("A", disk.text("b"));
        Files.createLink(a, b);
        Files.move(a, b, ATOMIC_MOVE);
        assertEquals("a b d", disk.names("/work"), "two names of one file");
        Files.move(disk.path("d"), disk.path("f"));
        assertTrue(Files.isDirectory(disk.path("f/e")));
    }

    @Test
    void deleteTakesWhatIsThereAndEmpty() throws IOException {
        Files.createDirectories(disk.path("d/e"));
        assertThrows(DirectoryNotEmptyException.class, () -> Files.delete(disk.path("d")));
        NoSuchFileException thrown = assertThrows(NoSuchFileException.class, () -> Files.delete(disk.path("none")));
        assertEquals("none", thrown.getFile());
        assertFalse(Files.deleteIfExists(disk.path("none")));
        Files.delete(disk.path("d/e"));
        Files.delete(disk.path("d"));
        assertEquals("", disk.names("/work"));
        assertThrows(IOException.class, () -> Files.delete(disk.path("/")));
    }

    @Test
    void fileWithoutANameIsUsedUntilItIsClosed() throws IOException {
        FileChannel file = disk.open("a");
        Files.delete(disk.path("a"));
        disk.forceDirectory("/work");
        file.write(bytes("one"));
        assertEquals(3, file.size());
        assertEquals(3, file.read(ByteBuffer.allocate(9), 0));
        file.force(true);
        file.close();
        disk.open("b", WRITE, CREATE, DELETE_ON_CLOSE).close();
        assertEquals("", disk.names("/work"));
    }

    @Test
    void copyIsWrittenAnew() throws IOException {
        disk.durable("a", "one");
        Path a = disk.path("a");
        Files.setLastModifiedTime(a, FileTime.fromMillis(77));
        Path b = disk.path("b");
        Files.copy(a, b, COPY_ATTRIBUTES);
        assertEquals("one", disk.text("b"));
        assertEquals(77, Files.getLastModifiedTime(b).toMillis());
        assertThrows(FileAlreadyExistsException.class, () -> Files.copy(a, b));
        Files.copy(a, b, REPLACE_EXISTING);
        assertEquals(5_000, Files.getLastModifiedTime(b).toMillis());
        Files.createSymbolicLink(disk.path("c"), a);
        Files.copy(disk.path("c"), disk.path("d"), NOFOLLOW_LINKS);
        assertTrue(Files.isSymbolicLink(disk.path("d")));
        Files.copy(disk.path("/work"), disk.path("e"));
        assertTrue(Files.isDirectory(disk.path("e")));
        disk.forceDirectory("/work");
        disk.crash();
        assertEquals("", disk.text("b"));
    }

    @Test
    void nothingOfTheDisksOwnIsSeen() throws IOException {
        disk.durable("a", "one");
        Files.delete(disk.path("a"));
        assertEquals("work", disk.names("/"));
        assertEquals("work", disk.names("..").strip());
        try (Stream<Path> all = Files.walk(disk.path("/"))) {
            assertEquals("[/, /work]", all.toList().toString());
        }
    }

    @Test
    void entriesAreInTheOrderOfTheirNamesAndMatchAPattern() throws IOException {
        for (String name : List.of("c", "a.x", "b.x")) {
            file(name, name);
        }
        assertEquals("a.x b.x c", disk.names("/work"));
        try (Stream<Path> found = Files.find(disk.path("."), 9, (_, at) -> at.isRegularFile())) {
            assertEquals("[./a.x, ./b.x, ./c]", found.toList().toString());
        }
        assertTrue(disk.disk.files().getPathMatcher("glob:*.x").matches(disk.path("a.x")));
        assertFalse(disk.disk.files().getPathMatcher("glob:*.x").matches(Path.of("a.x")));
    }

    @Test
    void timesAreTheWorlds() throws IOException {
        assertEquals(5_000, Files.getLastModifiedTime(file("a", "x")).toMillis());
        assertEquals(5_000, Files.getLastModifiedTime(disk.path("/work")).toMillis());
    }

    @Test
    void attributesAreKept() throws IOException {
        var mode = PosixFilePermissions.fromString("rw-------");
        Path a = Files.createFile(disk.path("a"), PosixFilePermissions.asFileAttribute(mode));
        assertEquals(mode, Files.getPosixFilePermissions(a));
        Files.setAttribute(a, "posix:permissions", PosixFilePermissions.fromString("r--------"));
        assertEquals("r--------", PosixFilePermissions.toString(Files.getPosixFilePermissions(a)));
        assertEquals(0L, Files.readAttributes(a, "size").get("size"));
        assertTrue(Files.getFileStore(a).supportsFileAttributeView("posix"));
    }

    @Test
    void lockExcludesAnyOtherThatOverlaps() throws IOException {
        FileChannel one = disk.open("a");
        FileChannel two = disk.open("a");
        FileLock lock = one.lock(0, 10, false);
        assertThrows(OverlappingFileLockException.class, () -> two.tryLock(9, 1, false));
        two.lock(10, 1, true).release();
        lock.release();
        assertFalse(lock.isValid());
        FileLock second = two.lock();
        one.close();
        assertTrue(second.isValid());
        two.close();
        assertFalse(second.isValid());
        disk.open("a").lock();
    }

    @Test
    void interruptedThreadsChannelIsClosedAndTheFileIsNot() throws IOException {
        file("a", "one");
        FileChannel file = disk.open("a");
        Thread.currentThread().interrupt();
        try {
            assertThrows(ClosedByInterruptException.class, () -> file.read(bytes("x")));
            assertEquals(3, Files.size(disk.path("a")));
            disk.crash();
        } finally {
            assertTrue(Thread.interrupted());
        }
        assertFalse(file.isOpen());
        file("a", "two");
        assertEquals("two", disk.text("a"));
    }

    @Test
    void pathsAreThoseOfTheirDisk() {
        Path path = disk.path("/work/a/../b");
        assertEquals("/work/b", path.normalize().toString());
        assertEquals("simdisk://a/work/b", path.normalize().toUri().toString());
        assertEquals(path.normalize(), disk.path("b").toAbsolutePath());
        assertEquals(
                path.normalize(),
                disk.disk.files().provider().getPath(path.normalize().toUri()));
        assertTrue(path.startsWith(disk.path("/work")));
        assertFalse(path.startsWith(Path.of("/work")));
        assertEquals(disk.path("b"), disk.path("/work").relativize(disk.path("/work/b")));
        assertEquals(disk.path("work").resolve("b").resolveSibling("c"), disk.path("work/c"));
        assertEquals(0, disk.path("b").compareTo(disk.path("b")));
        assertFalse(new TestDisk().path("b").equals(disk.path("b")));
        assertThrows(ProviderMismatchException.class, () -> path.resolve(Path.of("b")));
        assertThrows(IOException.class, () -> Files.move(path, new TestDisk().path("b"), ATOMIC_MOVE));
        Path jimfs = Jimfs.newFileSystem(Configuration.unix()).getPath("b");
        assertThrows(
                ProviderMismatchException.class,
                () -> disk.disk.files().provider().delete(jimfs));
    }

    @Test
    void filesAreTransferredAsAWhole() throws IOException {
        byte[] many = new byte[200_000];
        many[199_999] = 7;
        Files.write(disk.path("a"), many);
        try (FileChannel a = disk.open("a");
                FileChannel b = disk.open("b")) {
            assertEquals(200_000, a.transferTo(0, Long.MAX_VALUE, b));
            assertEquals(100_000, b.transferFrom(a.position(100_000), 200_000, 500_000));
            assertEquals(0, b.transferFrom(a.position(0), 300_001, 1));
            assertEquals(0, a.transferTo(200_000, 1, b));
        }
        byte[] read = Files.readAllBytes(disk.path("b"));
        assertEquals(300_000, read.length);
        assertEquals(7, read[199_999]);
        assertEquals(7, read[299_999]);
    }
}
