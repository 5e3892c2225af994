package org.jmill.file;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.file.FileMill.assertFails;
import static org.jmill.file.FileMill.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import org.jmill.Engine;
import org.jmill.MillPanic;
import org.jmill.harness.EveryEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each failure is one clear exception at the call at fault. In real time: workers and the system make them.
class FileFailureTest {
    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    Path directory;

    @EveryEngine
    void aFileThatDoesNotExistCannotBeRead(Engine engine) throws Exception {
        Path missing = directory.resolve("missing");
        FileMill.run(engine, () -> {
            NoSuchFileException e = assertFails(
                    NoSuchFileException.class, () -> MillFile.open(missing), "open file " + missing + ": no such file");
            assertEquals(missing.toString(), e.getFile());
        });
    }

    @EveryEngine
    void aDirectoryIsNoFile(Engine engine) throws Exception {
        FileMill.run(engine, () -> {
            for (OpenOption option : new OpenOption[] {READ, WRITE, APPEND}) {
                assertFails(
                        FileSystemException.class,
                        () -> MillFile.open(directory, option),
                        "open file " + directory + ": is a directory");
            }
        });
    }

    @EveryEngine
    void aForbiddenFileIsDenied(Engine engine) throws Exception {
        Path given = Files.writeString(directory.resolve("secret"), "x");
        Files.setPosixFilePermissions(given, Set.of());
        // A setting of the system's that can only be written: not even root may read it.
        Path secret = Files.isReadable(given) ? Path.of("/proc/sys/net/ipv4/route/flush") : given;
        assumeTrue(Files.exists(secret) && !Files.isReadable(secret), "the user may read everything");
        FileMill.run(
                engine,
                () -> assertFails(
                        AccessDeniedException.class,
                        () -> MillFile.open(secret),
                        "open file " + secret + ": permission denied"));
    }

    @EveryEngine
    void aFileThatExistsIsNotCreatedAnew(Engine engine) throws Exception {
        Path given = Files.writeString(directory.resolve("given"), "x");
        FileMill.run(
                engine,
                () -> assertFails(
                        FileAlreadyExistsException.class,
                        () -> MillFile.open(given, WRITE, CREATE_NEW),
                        "open file " + given + ": file exists already"));
    }

    @EveryEngine
    void aPathThatCannotBeIsRefused(Engine engine) throws Exception {
        FileMill.run(engine, () -> {
            assertFails(FileSystemException.class, () -> MillFile.mfopen("a\0b"), "open file a?b: ");
            String longName = "x".repeat(300);
            assertFails(
                    FileSystemException.class,
                    () -> MillFile.open(directory.resolve(longName)),
                    "open file " + directory,
                    "too long");
            assertFails(
                    FileSystemException.class,
                    () -> MillFile.open(Path.of("/dev/null/x")),
                    "open file /dev/null/x: not a directory");
        });
    }

    @EveryEngine
    void anOptionMayBeGivenTwice(Engine engine) throws Exception {
        Path given = Files.writeString(directory.resolve("given"), "x");
        FileMill.run(engine, () -> {
            try (MillFile f = MillFile.open(given, READ, WRITE, READ)) {
                assertEquals(1, f.read(new byte[2], 2, -1));
            }
        });
    }

    @EveryEngine
    void attributesAreThoseOfTheNewFile(Engine engine) throws Exception {
        Path made = directory.resolve("made");
        FileMill.run(
                engine,
                () -> MillFile.open(
                                made,
                                Set.of(WRITE, CREATE_NEW),
                                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                        .close());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
    }

    @EveryEngine
    void aFullDiskIsReportedWithTheBytesThatAreNotWritten(Engine engine) throws Exception {
        FileMill.run(engine, () -> {
            MillFile f = MillFile.open(FULL, WRITE);
            assertEquals(5, f.write(bytes("hello"), 5, -1)); // In the buffer.
            for (int i = 0; i < 3; i++) {
                assertFails(
                        FileSystemException.class,
                        () -> f.flush(-1),
                        "flush file /dev/full: no space left",
                        "(5 bytes not written)");
            }
            assertEquals(1, f.write(bytes("!"), 1, -1));
            assertFails(
                    FileSystemException.class,
                    f::close,
                    "close file /dev/full: no space left",
                    "(6 bytes not written)");
            assertFalse(f.isOpen());
            f.close(); // Told once.
        });
    }

    @EveryEngine
    void aWriteThatRunsOutOfRoomReportsAFullDiskByItself(Engine engine) throws Exception {
        FileMill.run(engine, () -> {
            MillFile f = MillFile.open(FULL, WRITE);
            byte[] much = new byte[1_000_000];
            assertFails(
                    FileSystemException.class,
                    () -> f.write(much, much.length, -1),
                    "write file /dev/full: no space left",
                    "bytes not written)");
            assertFails(IOException.class, () -> f.close(), "close file /dev/full: ");
            assertFails(
                    FileSystemException.class,
                    () -> {
                        try (MillFile g = MillFile.open(FULL, WRITE)) {
                            g.writeAt(3, much, 10, -1);
                        }
                    },
                    "writeAt file /dev/full: no space left");
        });
    }

    @EveryEngine
    void aFailureInTheBackgroundIsReportedByTheNextWrite(Engine engine) throws Exception {
        FileMill.run(engine, () -> {
            MillFile f = MillFile.open(FULL, WRITE);
            byte[] data = new byte[65_537]; // Its last byte waits for nothing.
            assertEquals(data.length, f.write(data, data.length, -1));
            msleep(now() + 200);
            assertFails(
                    FileSystemException.class,
                    () -> f.write(data, 1, -1),
                    "write file /dev/full: no space left",
                    "(65537 bytes not written)");
            assertThrows(IOException.class, f::close);
        });
    }

    @EveryEngine
    void aClosedFileRefusesEverything(Engine engine) throws Exception {
        Path given = Files.writeString(directory.resolve("given"), "x");
        FileMill.run(engine, () -> {
            MillFile f = MillFile.open(given, READ, WRITE);
            f.close();
            byte[] buf = new byte[1];
            String is = " file " + given + ": file is closed";
            Class<ClosedChannelException> closed = ClosedChannelException.class;
            assertFails(closed, () -> f.read(buf, 1, -1), "read" + is);
            assertFails(closed, () -> f.readSome(buf, 1, -1), "readSome" + is);
            assertFails(closed, () -> f.readFully(buf, 1, -1), "readFully" + is);
            assertFails(closed, () -> f.readAt(0, buf, 1, -1), "readAt" + is);
            assertFails(closed, () -> f.write(buf, 1, -1), "write" + is);
            assertFails(closed, () -> f.writeAt(0, buf, 1, -1), "writeAt" + is);
            assertFails(closed, () -> f.flush(-1), "flush" + is);
            assertFails(closed, () -> f.seek(0), "seek" + is);
            assertFails(closed, f::tell, "tell" + is);
            assertFails(closed, f::isEof, "isEof" + is);
            assertFails(closed, f::size, "size" + is);
            f.close();
            f.close(0);
        });
    }

    @EveryEngine
    void aWriteBeyondTheLargestPositionIsRefusedAsAWhole(Engine engine) throws Exception {
        Path given = Files.writeString(directory.resolve("given"), "x");
        FileMill.run(engine, () -> {
            MillFile f = MillFile.open(given, READ, WRITE);
            f.seek(Long.MAX_VALUE - 1);
            ByteBuffer two = ByteBuffer.allocate(2);
            assertFails(
                    FileSystemException.class,
                    () -> f.write(two, -1),
                    "write file " + given + ": file cannot be that large");
            assertEquals(0, two.position());
            assertEquals(Long.MAX_VALUE - 1, f.tell());
            f.seek(0);
            f.write(bytes("yz"), 2, -1);
            f.close();
        });
        assertEquals("yz", Files.readString(given));
    }

    @EveryEngine
    void misuseIsAPanic(Engine engine) throws Exception {
        Path given = Files.writeString(directory.resolve("given"), "x");
        FileMill.run(engine, () -> {
            Class<MillPanic> panic = MillPanic.class;
            byte[] buf = new byte[4];
            ByteBuffer none = null;
            Path noPath = null;
            try (MillFile r = MillFile.open(given);
                    MillFile w = MillFile.open(given, APPEND)) {
                String file = " file " + given + ": ";
                assertFails(panic, () -> r.write(buf, 1, -1), "write" + file, "Option.WRITE");
                assertFails(panic, () -> r.writeAt(0, buf, 1, -1), "writeAt" + file);
                assertFails(panic, () -> w.read(buf, 1, -1), "read" + file, "Option.READ");
                assertFails(panic, () -> r.read(none, -1), "read" + file);
                assertFails(panic, () -> r.read(null, 0, -1), "read" + file);
                assertFails(panic, () -> r.read(buf, 5, -1), "read" + file, "5", "4");
                assertFails(panic, () -> r.readSome(buf, -1, -1), "readSome" + file, "-1");
                assertFails(panic, () -> w.write(none, -1), "write" + file);
                assertFails(panic, () -> r.readFully(none, -1), "readFully" + file);
                assertFails(panic, () -> r.readAt(0, none, -1), "readAt" + file);
                assertFails(panic, () -> r.readAt(-1, buf, 1, -1), "readAt" + file, "-1");
                assertFails(panic, () -> w.writeAt(-1, buf, 1, -1), "writeAt" + file);
                assertFails(panic, () -> w.writeAt(0, none, -1), "writeAt" + file);
                assertFails(panic, () -> r.seek(-7), "seek" + file, "-7");
                ByteBuffer readOnly = ByteBuffer.allocate(1).asReadOnlyBuffer();
                assertFails(panic, () -> r.read(readOnly, -1), "read" + file, "read-only");
                assertFails(panic, () -> r.readAt(0, readOnly, -1), "readAt" + file, "read-only");
            }
            assertFails(panic, () -> MillFile.open(noPath), "open file: ");
            assertFails(panic, () -> MillFile.mfopen(null), "mfopen: ");
            assertFails(panic, () -> MillFile.mfread(null, buf, 1, -1), "mfread: ");
            assertFails(panic, () -> MillFile.mfclose(null), "mfclose: ");
            assertFails(panic, () -> MillFile.open(given, READ, APPEND), "open file " + given);
            assertFails(panic, () -> MillFile.open(given, (OpenOption) null), "open file ", "option is null");
            Set<OpenOption> nullAmongThem = new HashSet<>();
            nullAmongThem.add(null);
            assertFails(panic, () -> MillFile.open(given, nullAmongThem), "open file ", "option is null");
            Set<OpenOption> create = Set.of(WRITE, CREATE_NEW);
            FileAttribute<?> nothing = null;
            assertFails(panic, () -> MillFile.open(given, create, nothing), "open file ", "attribute is null");
        });
    }

    @Test
    void outsideAMillThereAreNoFiles() {
        assertFails(MillPanic.class, () -> MillFile.open(FULL), "blocking: ");
    }
}
