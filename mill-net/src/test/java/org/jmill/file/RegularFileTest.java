package org.jmill.file;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.file.FileMill.assertFails;
import static org.jmill.file.FileMill.bytes;
import static org.jmill.file.FileMill.text;
import static org.jmill.file.MillFile.mfclose;
import static org.jmill.file.MillFile.mfeof;
import static org.jmill.file.MillFile.mfflush;
import static org.jmill.file.MillFile.mfopen;
import static org.jmill.file.MillFile.mfread;
import static org.jmill.file.MillFile.mfseek;
import static org.jmill.file.MillFile.mftell;
import static org.jmill.file.MillFile.mfwrite;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.file.snippets.FileSnippet;
import org.jmill.harness.EveryEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Files that have a position, of the system and of a file system in memory. In real time: workers read and
/// write.
@ParameterizedClass(name = "{0}")
@EnumSource
class RegularFileTest {
    enum Where {
        DISK,
        MEMORY
    }

    @Parameter
    Where where;

    @TempDir
    Path disk;

    private Path directory;

    @BeforeEach
    void chooseDirectory() {
        directory = where == Where.DISK ? disk : MemoryWorld.directory();
    }

    private Path path(String name) {
        return directory.resolve(name);
    }

    private Path written(String contents) throws Exception {
        return Files.write(path("given"), bytes(contents));
    }

    @EveryEngine
    void theStepsOfLibmillsOwnTestGiveWhatTheyGiveThere(Engine engine) throws Exception {
        String name = path("file1").toString();
        FileMill.run(engine, () -> {
            MillFile f = mfopen(name, READ, WRITE, CREATE, TRUNCATE_EXISTING);
            assertTrue(mfeof(f));
            assertEquals(3, mfwrite(f, bytes("ABC"), 3, -1));
            mfflush(f, -1);
            assertTrue(mfeof(f));
            assertEquals(3, mftell(f));
            mfseek(f, 0);
            assertFalse(mfeof(f));
            byte[] buf = new byte[3];
            assertEquals(3, mfread(f, buf, buf.length, -1));
            assertEquals("ABC", text(buf, 3));
            assertTrue(mfeof(f));
            mfclose(f);
        });
    }

    @EveryEngine
    void whatIsWrittenInPiecesOfAllSizesIsReadInOthers(Engine engine) throws Exception {
        byte[] data = new byte[3_000_000];
        new Random(7).nextBytes(data);
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        FileMill.run(engine, () -> {
            try (MillFile f = MillFile.open(path("big"), WRITE, CREATE)) {
                for (int at = 0, n = 1; at < data.length; at += n, n = n * 3 % 200_003) {
                    n = Math.min(n, data.length - at);
                    assertEquals(n, f.write(ByteBuffer.wrap(data, at, n), -1));
                }
            }
            try (MillFile f = MillFile.open(path("big"))) {
                byte[] buf = new byte[700_000];
                int wanted = 1;
                int n = f.read(buf, wanted, -1);
                while (n > 0) {
                    read.write(buf, 0, n);
                    wanted = wanted * 5 % 600_011;
                    n = f.read(buf, wanted, -1);
                }
            }
        });
        assertArrayEquals(data, Files.readAllBytes(path("big")));
        assertArrayEquals(data, read.toByteArray());
    }

    @EveryEngine
    void aReadGivesFewerBytesOnlyAtTheEnd(Engine engine) throws Exception {
        Path given = written("0123456789");
        FileMill.run(engine, () -> {
            try (MillFile f = MillFile.open(given)) {
                byte[] buf = new byte[8];
                assertEquals(8, f.read(buf, 8, -1));
                assertEquals(2, f.read(buf, 8, -1));
                assertEquals(0, f.read(buf, 8, -1));
                assertEquals(-1, f.readSome(buf, 8, -1));
                assertEquals(0, f.read(buf, 0, -1));
                f.seek(4);
                assertEquals(6, f.readSome(buf, 8, -1));
                f.seek(7);
                assertFails(
                        EOFException.class, () -> f.readFully(buf, 8, -1), "readFully file " + given, "3 of 8 bytes");
                assertEquals("789", text(buf, 3));
            }
        });
    }

    @EveryEngine
    void aReadSeesWhatWasWrittenBefore(Engine engine) throws Exception {
        Path given = written("0123456789");
        FileMill.run(engine, () -> {
            try (MillFile f = MillFile.open(given, READ, WRITE)) {
                byte[] buf = new byte[20];
                assertEquals(2, f.read(buf, 2, -1)); // Reads ahead all of it.
                f.write(bytes("ab"), 2, -1);
                assertEquals(4, f.tell());
                assertEquals(2, f.read(buf, 2, -1));
                assertEquals("45", text(buf, 2));
                f.seek(1);
                f.write(bytes("Z"), 1, -1);
                f.seek(0);
                assertEquals(10, f.read(buf, 20, -1));
                assertEquals("0Zab456789", text(buf, 10));
            }
        });
    }

    @EveryEngine
    void seekKeepsWhatWasWritten(Engine engine) throws Exception {
        FileMill.run(engine, () -> {
            try (MillFile f = MillFile.open(path("new"), WRITE, CREATE)) {
                f.write(bytes("hello"), 5, -1);
                assertEquals(8, f.seek(8));
                f.write(bytes("you"), 3, -1);
                assertEquals(11, f.tell());
                assertEquals(11, f.size());
                f.flush(-1);
                assertEquals("hello\0\0\0you", Files.readString(path("new")));
            }
        });
    }

    @EveryEngine
    void positionalReadsAndWritesLeaveThePosition(Engine engine) throws Exception {
        Path given = written("0123456789");
        FileMill.run(engine, () -> {
            try (MillFile f = MillFile.open(given, READ, WRITE)) {
                byte[] buf = new byte[20];
                f.read(buf, 3, -1);
                f.write(bytes("x"), 1, -1);
                assertEquals(4, f.readAt(2, buf, 4, -1));
                assertEquals("2x45", text(buf, 4));
                assertEquals(2, f.writeAt(4, bytes("YZ"), 2, -1));
                assertEquals(4, f.tell());
                assertEquals(6, f.read(buf, 20, -1));
                assertEquals("YZ6789", text(buf, 6));
                assertEquals(0, f.readAt(10, buf, 4, -1));
                assertEquals(1, f.readAt(9, buf, 4, -1));
            }
        });
    }

    @EveryEngine
    void manyCoroutinesReadPositionsAtOnce(Engine engine) throws Exception {
        byte[] data = new byte[100_000];
        new Random(9).nextBytes(data);
        Files.write(path("big"), data);
        FileMill.run(engine, () -> {
            Chan<Boolean> equal = Mill.chmake(0);
            try (MillFile f = MillFile.open(path("big"))) {
                for (int i = 0; i < 100; i++) {
                    int offset = i * 1000;
                    go(() -> {
                        byte[] buf = new byte[1000];
                        f.readAt(offset, buf, 1000, -1);
                        equal.send(Arrays.equals(buf, 0, 1000, data, offset, offset + 1000));
                    });
                }
                for (int i = 0; i < 100; i++) {
                    assertTrue(equal.receive());
                }
            }
        });
    }

    @EveryEngine
    void aFileOpenedToAppendGrowsAtItsEnd(Engine engine) throws Exception {
        Path given = written("one");
        FileMill.run(engine, () -> {
            try (MillFile f = MillFile.open(given, APPEND)) {
                assertEquals(3, f.tell());
                f.write(bytes("two"), 3, -1);
                assertEquals(6, f.tell());
                f.flush(-1);
                assertTrue(f.isEof());
                assertFails(java.nio.file.FileSystemException.class, () -> f.seek(0), "seek file " + given, "append");
            }
        });
        assertEquals("onetwo", Files.readString(given));
    }

    @EveryEngine
    void aFileThatHoldsMoreThanItsSizeSaysIsReadToItsEnd(Engine engine) throws Exception {
        FileMill.run(engine, () -> {
            try (MillFile f = MillFile.open(Path.of("/proc/self/status"))) {
                assertEquals(0, f.size());
                assertFalse(f.isEof());
                byte[] buf = new byte[100_000];
                int n = f.read(buf, buf.length, -1);
                assertTrue(text(buf, n).contains("VmRSS"));
                assertTrue(f.isEof());
            }
        });
    }

    @EveryEngine
    void onePassOfADeadlineInThePastIsEnoughForADisk(Engine engine) throws Exception {
        FileMill.run(engine, () -> {
            try (MillFile f = MillFile.open(path("new"), READ, WRITE, CREATE)) {
                byte[] data = new byte[300_000];
                new Random(3).nextBytes(data);
                assertEquals(data.length, f.write(data, data.length, 0));
                f.flush(0);
                f.seek(0);
                byte[] buf = new byte[data.length];
                assertEquals(data.length, f.read(buf, buf.length, 0));
                assertArrayEquals(data, buf);
            }
        });
    }

    @EveryEngine
    void smallReadsAndWritesDoNotSuspend(Engine engine) throws Exception {
        Path given = written("x".repeat(4000));
        FileMill.run(engine, () -> {
            try (MillFile f = MillFile.open(given);
                    MillFile g = MillFile.open(path("copy"), WRITE, CREATE)) {
                byte[] one = new byte[1];
                f.read(one, 1, -1);
                boolean[] ran = new boolean[1];
                Coroutine other = go(() -> {
                    Mill.yield();
                    ran[0] = true;
                });
                for (int i = 0; i < 100; i++) {
                    f.read(one, 1, -1);
                    g.write(one, 1, -1);
                }
                assertFalse(ran[0]);
                other.join();
            }
        });
    }

    @EveryEngine
    void aCancelledReadIsReadByTheNext(Engine engine) throws Exception {
        Path given = written("x".repeat(2000) + "y".repeat(40_000_000));
        FileMill.run(engine, () -> {
            try (MillFile f = MillFile.open(given)) {
                byte[] buf = new byte[2000];
                f.read(buf, 1000, -1);
                Coroutine reader = go(() -> f.read(new byte[40_000_000], 40_000_000, -1));
                reader.cancel();
                reader.join();
                assertEquals(1000, f.tell());
                assertEquals(2000, f.read(buf, 2000, -1));
                assertEquals("x".repeat(1000) + "y".repeat(1000), text(buf, 2000));
            }
        });
    }

    @EveryEngine
    void aFileClosedByACancelledCoroutineIsComplete(Engine engine) throws Exception {
        boolean[] told = new boolean[1];
        FileMill.run(engine, () -> {
            go(() -> {
                try (MillFile f = MillFile.open(path("log"), WRITE, CREATE)) {
                    f.write(bytes("last words"), 10, -1);
                    msleep(-1);
                } catch (CancelledException e) {
                    told[0] = true;
                    throw e;
                }
            });
            msleep(now() + 200); // Main ends once the file is open.
        });
        assertTrue(told[0]);
        assertEquals("last words", Files.readString(path("log")));
        assertEquals(java.util.List.of(), FileMill.descriptorsOf(path("log")));
    }

    @EveryEngine
    void aFlushWhoseCoroutineIsCancelledHappens(Engine engine) throws Exception {
        FileMill.run(engine, () -> {
            try (MillFile f = MillFile.open(path("log"), WRITE, CREATE)) {
                f.write(bytes("some"), 4, -1);
                Coroutine flusher = go(() -> f.flush(-1));
                flusher.cancel();
                flusher.join();
                assertTrue(f.isOpen());
                f.write(bytes("thing"), 5, -1);
            }
        });
        assertEquals("something", Files.readString(path("log")));
    }

    @EveryEngine
    void aCancelledCoroutineIsToldAtItsNextCall(Engine engine) throws Exception {
        Path given = written("0123456789");
        FileMill.run(engine, () -> {
            try (MillFile f = MillFile.open(given, READ, WRITE)) {
                byte[] buf = new byte[1];
                f.read(buf, 1, -1);
                Coroutine other = go(() -> {
                    Mill.self().cancel();
                    assertThrows(CancelledException.class, () -> f.read(buf, 1, -1));
                    assertThrows(CancelledException.class, () -> f.write(buf, 1, -1));
                    assertThrows(CancelledException.class, () -> MillFile.open(given));
                });
                other.join();
                f.read(buf, 1, -1);
                assertEquals("1", text(buf, 1));
            }
        });
    }

    @EveryEngine
    void aCloseWhoseDeadlineIsPastLosesNothingOnADisk(Engine engine) throws Exception {
        byte[] data = new byte[60_000];
        new Random(4).nextBytes(data);
        FileMill.run(engine, () -> {
            for (int i = 0; i < 30; i++) {
                MillFile f = MillFile.open(path("new"), WRITE, CREATE, TRUNCATE_EXISTING);
                f.write(data, data.length, -1);
                f.close(i % 3 == 0 ? 0 : now() - 1 + i % 3);
                assertArrayEquals(data, Files.readAllBytes(path("new")));
            }
        });
    }

    @EveryEngine
    void oneReadsWhileAnotherWrites(Engine engine) throws Exception {
        Path given = written("0123456789");
        FileMill.run(engine, () -> {
            try (MillFile f = MillFile.open(given, READ, WRITE)) {
                byte[] much = new byte[1_000_000];
                Coroutine writer = go(() -> assertEquals(much.length, f.write(much, much.length, -1)));
                assertEquals(0, f.read(new byte[10], 10, -1)); // Behind the write, which is whole.
                assertTrue(writer.isDone());
                assertEquals(much.length, f.tell());
                assertEquals(much.length, Files.size(given));
            }
        });
    }

    @EveryEngine
    void aReadWaitsForAFlushUnderWay(Engine engine) throws Exception {
        Path given = written("0123456789");
        FileMill.run(engine, () -> {
            try (MillFile f = MillFile.open(given, READ, WRITE)) {
                f.write(bytes("ab"), 2, -1);
                Coroutine flusher = go(() -> f.flush(-1));
                byte[] buf = new byte[3];
                assertEquals(3, f.read(buf, 3, -1));
                assertEquals("234", text(buf, 3));
                flusher.join();
                f.write(bytes("xy"), 2, -1);
                Coroutine other = go(() -> f.flush(-1));
                assertEquals(1, f.seek(1));
                other.join();
            }
        });
        assertEquals("ab234xy789", Files.readString(given));
    }

    @EveryEngine
    void manyUsePositionsAtOnceWhileSomethingIsBuffered(Engine engine) throws Exception {
        Path given = written("0123456789");
        FileMill.run(engine, () -> {
            try (MillFile f = MillFile.open(given, READ, WRITE)) {
                f.write(bytes("ab"), 2, -1);
                int[] good = new int[1];
                Coroutine[] all = new Coroutine[6];
                for (int i = 0; i < 3; i++) {
                    int at = 4 + i;
                    all[i] = go(() -> {
                        byte[] buf = new byte[2];
                        assertEquals(2, f.readAt(1, buf, 2, -1));
                        assertEquals("b2", text(buf, 2));
                        good[0]++;
                    });
                    all[3 + i] = go(() -> {
                        assertEquals(1, f.writeAt(at, bytes("z"), 1, -1));
                        good[0]++;
                    });
                }
                for (Coroutine one : all) {
                    one.join();
                }
                assertEquals(6, good[0]);
                assertEquals(2, f.tell());
            }
        });
        assertEquals("ab23zzz789", Files.readString(given));
    }

    @EveryEngine
    void aSecondWriterOfARegularFilePanicsAndNamesBoth(Engine engine) throws Exception {
        FileMill.run(engine, () -> {
            try (MillFile f = MillFile.open(path("new"), READ, WRITE, CREATE)) {
                byte[] much = new byte[10_000_000];
                Coroutine first = go("first", () -> f.write(much, much.length, -1));
                assertFalse(first.isDone());
                assertFails(MillPanic.class, () -> f.write(much, 1, -1), "write file ", first.toString(), "{0} main");
                assertFails(MillPanic.class, () -> f.flush(-1), "flush file ", first.toString(), "{0} main");
                first.join();
                assertEquals(much.length, f.tell());
            }
        });
    }

    @EveryEngine
    void whatIsWrittenDuringASeekLiesBehindIt(Engine engine) throws Exception {
        String[] order = new String[1];
        FileMill.run(engine, () -> {
            try (MillFile f = MillFile.open(path("new"), READ, WRITE, CREATE)) {
                f.write(bytes("aaaaa"), 5, -1);
                Coroutine seeker = go(() -> {
                    f.seek(10);
                    f.write(bytes("YYYYY"), 5, -1);
                });
                order[0] = seeker.isDone() ? "YYYYYbbbbb" : "bbbbbYYYYY"; // The disk may answer at once.
                f.write(bytes("bbbbb"), 5, -1);
                seeker.join();
                assertEquals(20, f.tell());
            }
        });
        assertEquals("aaaaa\0\0\0\0\0" + order[0], Files.readString(path("new")));
    }

    @EveryEngine
    void whatIsWrittenDuringAReadLiesBehindIt(Engine engine) throws Exception {
        Path given = written("0123456789abcdefghij");
        FileMill.run(engine, () -> {
            try (MillFile f = MillFile.open(given, READ, WRITE)) {
                f.write(bytes("AA"), 2, -1);
                byte[] buf = new byte[10];
                Coroutine reader = go(() -> f.read(buf, 10, -1));
                f.write(bytes("BB"), 2, -1);
                assertEquals("23456789ab", text(buf, 10));
                assertEquals(14, f.tell());
                f.write(bytes("CC"), 2, -1);
                reader.join();
            }
        });
        assertEquals("AA23456789abBBCCghij", Files.readString(given));
    }

    @EveryEngine
    void aWriterHasItsTurnBesideAReaderThatGoesOn(Engine engine) throws Exception {
        FileMill.run(engine, () -> {
            try (MillFile f = MillFile.open(path("new"), READ, WRITE, CREATE)) {
                boolean[] written = new boolean[1];
                Coroutine reader = go(() -> {
                    while (!written[0]) {
                        f.read(new byte[1], 1, -1); // Finds the end each time, by looking at the disk.
                    }
                });
                for (int i = 0; i < 20; i++) {
                    f.write(bytes("x"), 1, -1);
                }
                written[0] = true;
                reader.join();
                assertEquals(20, f.size());
            }
        });
    }

    @EveryEngine
    void whoWaitsForThePositionMayGiveUp(Engine engine) throws Exception {
        assumeTrue(where == Where.DISK, "memory may have taken all before somebody waits");
        FileMill.run(engine, () -> {
            try (MillFile f = MillFile.open(path("new"), READ, WRITE, CREATE)) {
                byte[] much = new byte[40_000_000];
                Coroutine writer = go(() -> f.write(much, much.length, -1));
                Coroutine seeker = go(() -> assertThrows(CancelledException.class, () -> f.seek(7)));
                SocketTimeoutException e = assertFails(
                        SocketTimeoutException.class,
                        () -> f.read(new byte[9], 9, now() + 1),
                        "read file ",
                        "deadline passed");
                assertEquals(0, e.bytesTransferred);
                assertFalse(writer.isDone());
                seeker.cancel();
                seeker.join();
                assertEquals(3, f.seek(3)); // In its turn.
                assertTrue(writer.isDone());
                assertEquals(3, f.tell());
            }
        });
    }

    @EveryEngine
    void closingWakesWhoWaitsForThePosition(Engine engine) throws Exception {
        assumeTrue(where == Where.DISK, "memory may have taken all before somebody waits");
        FileMill.run(engine, () -> {
            MillFile f = MillFile.open(path("new"), READ, WRITE, CREATE);
            byte[] much = new byte[60_000_000]; // Not written at once.
            Class<AsynchronousCloseException> closed = AsynchronousCloseException.class;
            Coroutine writer = go(() -> assertFails(closed, () -> f.write(much, much.length, -1), "write file "));
            Coroutine reader = go(() -> assertFails(closed, () -> f.read(much, 1, -1), "read file "));
            Coroutine seeker = go(() -> assertFails(closed, () -> f.seek(1), "seek file "));
            f.close();
            writer.join();
            reader.join();
            seeker.join();
        });
    }

    @EveryEngine
    void theSizeCountsWhatIsWrittenOutWhileItIsAskedFor(Engine engine) throws Exception {
        FileMill.run(engine, () -> {
            byte[] data = new byte[40_000];
            for (int i = 0; i < 300; i++) {
                try (MillFile f = MillFile.open(path("new"), WRITE, CREATE, TRUNCATE_EXISTING)) {
                    f.write(data, data.length, -1);
                    Coroutine flusher = go(() -> f.flush(-1));
                    assertEquals(data.length, f.size());
                    flusher.join();
                }
            }
        });
    }

    @EveryEngine
    void theEndIsLookedForAgainWhenTheFileHasGrown(Engine engine) throws Exception {
        Path given = written("abc");
        FileMill.run(engine, () -> {
            try (MillFile f = MillFile.open(given)) {
                byte[] buf = new byte[9];
                assertEquals(3, f.read(buf, 9, -1));
                assertTrue(f.isEof());
                Files.write(given, bytes("def"), APPEND);
                assertFalse(f.isEof());
                assertEquals(3, f.read(buf, 9, -1));
                assertEquals("def", text(buf, 3));
                assertTrue(f.isEof());
            }
        });
    }

    @Test
    void theDocumentedExampleRuns() throws Exception {
        String name = path("example").toString();
        FileSnippet.run(name);
        assertEquals("hello", Files.readString(Path.of(name)));
    }
}
