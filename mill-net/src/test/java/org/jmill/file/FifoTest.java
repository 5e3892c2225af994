package org.jmill.file;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.DSYNC;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.SPARSE;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.file.FileMill.assertFails;
import static org.jmill.file.FileMill.bytes;
import static org.jmill.file.FileMill.descriptorsOf;
import static org.jmill.file.FileMill.fifo;
import static org.jmill.file.FileMill.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.jmill.CancelledException;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.MillPanic;
import org.jmill.harness.EveryEngine;
import org.junit.jupiter.api.io.TempDir;

/// Files without a position, whose other end may keep one waiting. In real time: when a pipe has room, or a
/// byte, the system says.
class FifoTest {
    private static final int O_DSYNC = 010000; // Of open(2), on Linux.
    private static final int O_SYNC = 04010000;

    @TempDir
    Path directory;

    /// What a test does with both ends of a FIFO.
    @FunctionalInterface
    interface Ends {
        void use(MillFile in, MillFile out) throws Exception;
    }

    private void withFifo(Engine engine, Ends ends) throws Exception {
        Path path = fifo(directory);
        FileMill.run(engine, () -> {
            MillFile[] out = new MillFile[1];
            Coroutine opener = go(() -> out[0] = MillFile.open(path, WRITE));
            try (MillFile in = MillFile.open(path, READ)) {
                opener.join();
                try (MillFile it = out[0]) {
                    ends.use(in, it);
                }
            }
        });
        assertEquals(List.of(), descriptorsOf(path));
    }

    private static void send(MillFile out, String text) throws IOException {
        out.write(bytes(text), text.length(), -1);
        out.flush(-1);
    }

    @EveryEngine
    void othersRunWhileAReaderWaits(Engine engine) throws Exception {
        withFifo(engine, (in, out) -> {
            byte[] buf = new byte[5];
            Coroutine reader = go(() -> assertEquals(5, in.read(buf, 5, -1)));
            for (int i = 0; i < 5; i++) {
                msleep(now() + 5);
                assertFalse(reader.isDone());
                send(out, "" + i);
            }
            reader.join();
            assertEquals("01234", text(buf, 5));
        });
    }

    @EveryEngine
    void theEndOfAPipeIsTheEndOfTheFile(Engine engine) throws Exception {
        withFifo(engine, (in, out) -> {
            send(out, "abc");
            byte[] buf = new byte[5];
            assertEquals(3, in.readSome(buf, 5, -1));
            assertFalse(in.isEof());
            send(out, "de");
            out.close();
            assertEquals(2, in.read(buf, 5, -1));
            assertTrue(in.isEof());
            assertEquals(0, in.read(buf, 5, -1));
            assertEquals(-1, in.readSome(buf, 5, -1));
        });
    }

    @EveryEngine
    void aReadThatMissesItsDeadlineKeepsItsBytesForTheNext(Engine engine) throws Exception {
        withFifo(engine, (in, out) -> {
            byte[] buf = new byte[10];
            long start = now();
            SocketTimeoutException e = assertFails(
                    SocketTimeoutException.class,
                    () -> in.read(buf, 10, now() + 30),
                    "read file " + directory,
                    "deadline passed after 0 of 10 bytes");
            assertEquals(0, e.bytesTransferred);
            assertTrue(now() - start >= 30);
            send(out, "hello");
            msleep(now() + 50); // The read that is still under way gets them.
            assertEquals(5, in.readSome(buf, 10, -1));
            assertEquals("hello", text(buf, 5));
        });
    }

    @EveryEngine
    void whatWasReadBeforeTheDeadlineIsCounted(Engine engine) throws Exception {
        withFifo(engine, (in, out) -> {
            send(out, "abc");
            ByteBuffer buf = ByteBuffer.allocate(10);
            SocketTimeoutException e = assertFails(
                    SocketTimeoutException.class, () -> in.read(buf, now() + 200), "read file ", "after 3 of 10 bytes");
            assertEquals(3, e.bytesTransferred);
            assertEquals("abc", text(buf.array(), buf.position()));
            send(out, "defghijkl");
            assertEquals(7, in.read(buf, -1));
            assertEquals("abcdefghij", text(buf.array(), 10));
            assertEquals(2, in.readSome(buf.clear(), -1));
        });
    }

    @EveryEngine
    void oneTryFindsWhatIsThere(Engine engine) throws Exception {
        withFifo(engine, (in, out) -> {
            byte[] buf = new byte[10];
            for (long past : new long[] {0, now() - 1}) {
                send(out, "abc");
                assertEquals(3, in.readSome(buf, 10, past));
                assertFails(SocketTimeoutException.class, () -> in.readSome(buf, 10, past), "readSome file ");
                send(out, "d"); // To the read that is under way.
                assertEquals(1, in.readSome(buf, 10, -1));
            }
        });
    }

    @EveryEngine
    void pollingAnEmptyPipeLetsOthersRun(Engine engine) throws Exception {
        withFifo(engine, (in, out) -> {
            go(() -> {
                msleep(now() + 100);
                send(out, "x");
            });
            byte[] buf = new byte[1];
            int polls = 0;
            while (true) {
                try {
                    assertEquals(1, in.read(buf, 1, 0));
                    break;
                } catch (SocketTimeoutException e) {
                    polls++;
                }
            }
            assertTrue(polls > 2, "polls: " + polls);
        });
    }

    @EveryEngine
    void whatACancelledReadHadIsReadByTheNext(Engine engine) throws Exception {
        withFifo(engine, (in, out) -> {
            send(out, "abc");
            ByteBuffer buf = ByteBuffer.allocate(10);
            Coroutine reader = go(() -> in.read(buf, -1));
            msleep(now() + 100);
            reader.cancel();
            reader.join();
            assertEquals(0, buf.position());
            send(out, "def");
            byte[] all = new byte[6];
            assertEquals(6, in.read(all, 6, -1));
            assertEquals("abcdef", text(all, 6));
        });
    }

    @EveryEngine
    void aSecondReaderPanicsAndNamesBoth(Engine engine) throws Exception {
        withFifo(engine, (in, out) -> {
            byte[] buf = new byte[1];
            Coroutine first = go("first", () -> in.read(buf, 1, -1));
            Coroutine second = go(
                    "second",
                    () -> assertFails(
                            MillPanic.class,
                            () -> in.readSome(new byte[1], 1, -1),
                            "readSome file ",
                            first.toString(),
                            "{3} second"));
            second.join();
            assertFalse(first.isDone());
            send(out, "x");
            first.join();
            assertEquals("x", text(buf, 1));
        });
    }

    @EveryEngine
    void aSecondWriterThatWouldWaitPanicsAndNamesBoth(Engine engine) throws Exception {
        withFifo(engine, (in, out) -> {
            byte[] much = new byte[300_000];
            Coroutine first = go("first", () -> out.write(much, much.length, -1));
            assertFails(MillPanic.class, () -> out.write(much, 1, -1), "write file ", first.toString(), "{0} main");
            assertFails(MillPanic.class, () -> out.flush(-1), "flush file ");
            byte[] buf = new byte[much.length];
            in.readFully(buf, 200_000, -1);
            first.join();
            Coroutine flusher = go(() -> out.flush(-1));
            assertEquals(3, out.write(bytes("end"), 3, -1)); // Does not wait.
            in.readFully(buf, 100_000, -1);
            flusher.join();
            out.flush(-1);
            in.readFully(buf, 3, -1);
            assertEquals("end", text(buf, 3));
        });
    }

    @EveryEngine
    void aWriteThatMissesItsDeadlineLosesAndDoublesNothing(Engine engine) throws Exception {
        byte[] data = new byte[1_000_000];
        new Random(5).nextBytes(data);
        byte[] read = new byte[data.length];
        withFifo(engine, (in, out) -> {
            Coroutine reader = go(() -> {
                for (int at = 0; at < read.length; ) {
                    msleep(now() + 1);
                    ByteBuffer part = ByteBuffer.wrap(read, at, 10_000);
                    at += in.read(part, -1);
                }
            });
            ByteBuffer from = ByteBuffer.wrap(data);
            int timeouts = 0;
            while (from.hasRemaining()) {
                int before = from.position();
                try {
                    out.write(from, now() + 3);
                } catch (SocketTimeoutException e) {
                    timeouts++;
                    assertEquals(from.position() - before, e.bytesTransferred);
                }
            }
            while (true) {
                try {
                    out.flush(now() + 3);
                    break;
                } catch (SocketTimeoutException e) {
                    timeouts++;
                }
            }
            assertTrue(timeouts > 0);
            reader.join();
        });
        assertArrayEquals(data, read);
    }

    @EveryEngine
    void closingWakesTheReader(Engine engine) throws Exception {
        withFifo(engine, (in, out) -> {
            Coroutine reader = go(() -> assertFails(
                    AsynchronousCloseException.class,
                    () -> in.read(new byte[1], 1, -1),
                    "read file ",
                    "closed meanwhile"));
            msleep(now() + 50);
            in.close();
            reader.join(now() + 5000);
            assertTrue(reader.isDone());
        });
    }

    @EveryEngine
    void closingWakesTheWriterAndReportsWhatIsLost(Engine engine) throws Exception {
        withFifo(engine, (in, out) -> {
            byte[] much = new byte[300_000];
            Coroutine writer = go(() -> assertFails(
                    AsynchronousCloseException.class,
                    () -> out.write(much, much.length, -1),
                    "write file ",
                    "closed meanwhile"));
            msleep(now() + 50);
            assertFails(
                    SocketTimeoutException.class,
                    () -> out.close(now() + 100),
                    "close file ",
                    "deadline passed",
                    "bytes not written)");
            writer.join(now() + 5000);
            assertTrue(writer.isDone());
        });
    }

    @EveryEngine
    void closeWaitsUntilThePipeHasTakenAll(Engine engine) throws Exception {
        withFifo(engine, (in, out) -> {
            byte[] data = new byte[150_000];
            new Random(6).nextBytes(data);
            Coroutine writer = go(() -> {
                out.write(data, data.length, -1);
                out.close();
            });
            msleep(now() + 50);
            byte[] buf = new byte[200_000];
            assertEquals(data.length, in.read(buf, buf.length, -1));
            assertArrayEquals(data, java.util.Arrays.copyOf(buf, data.length));
            writer.join();
        });
    }

    @EveryEngine
    void aPipeNobodyReadsIsBroken(Engine engine) throws Exception {
        withFifo(engine, (in, out) -> {
            in.close();
            out.write(bytes("x"), 1, -1);
            assertFails(
                    FileSystemException.class,
                    () -> out.flush(-1),
                    "flush file ",
                    "broken pipe",
                    "(1 bytes not written)");
            assertFails(IOException.class, out::close, "close file ", "broken pipe");
        });
    }

    @EveryEngine
    void aPipeHasNoPosition(Engine engine) throws Exception {
        withFifo(engine, (in, out) -> {
            byte[] buf = new byte[1];
            for (MillFile f : List.of(in, out)) {
                assertFails(FileSystemException.class, () -> f.seek(0), "seek file ");
                assertFails(FileSystemException.class, f::tell, "tell file ");
            }
            assertFails(FileSystemException.class, () -> in.readAt(0, buf, 1, -1), "readAt file ");
            assertFails(FileSystemException.class, () -> out.writeAt(0, buf, 1, -1), "writeAt file ");
        });
    }

    @EveryEngine
    void anOpenThatWasCancelledLeavesNoDescriptor(Engine engine) throws Exception {
        Path path = fifo(directory);
        FileMill.run(engine, () -> {
            Coroutine opener = go(() -> MillFile.open(path, READ));
            msleep(now() + 50);
            opener.cancel();
            opener.join();
            MillFile.open(path, READ, WRITE).close(); // Lets the open end.
            msleep(now() + 50);
        });
        Awaitility.await().untilAsserted(() -> assertEquals(List.of(), descriptorsOf(path)));
    }

    @EveryEngine
    void aReaderThatWaitsWhenMainEndsIsCancelledAndTheFileStaysOpen(Engine engine) throws Exception {
        Path path = fifo(directory);
        MillFile[] ends = new MillFile[2];
        boolean[] cancelled = new boolean[1];
        FileMill.run(engine, () -> {
            Coroutine opener = go(() -> ends[1] = MillFile.open(path, WRITE));
            ends[0] = MillFile.open(path, READ);
            opener.join();
            go(() -> {
                try {
                    ends[0].read(new byte[1], 1, -1);
                } catch (CancelledException e) {
                    cancelled[0] = true;
                    throw e;
                }
            });
        });
        assertTrue(cancelled[0]);
        FileMill.run(engine, () -> {
            send(ends[1], "abc"); // To the read of the mill that has ended.
            byte[] buf = new byte[3];
            assertEquals(3, ends[0].read(buf, 3, -1));
            assertEquals("abc", text(buf, 3));
            ends[0].close();
            ends[1].close();
        });
        assertEquals(List.of(), descriptorsOf(path));
    }

    @EveryEngine
    void aCloseWhoseDeadlineIsPastGivesUpWhatNobodyTakes(Engine engine) throws Exception {
        Path path = fifo(directory);
        FileMill.run(engine, () -> {
            for (long past : new long[] {0, now() - 1, now() + 150}) {
                MillFile f = MillFile.open(path, READ, WRITE);
                byte[] much = new byte[1_000_000];
                assertFails(
                        SocketTimeoutException.class,
                        () -> f.write(much, much.length, now() + 50),
                        "write file " + path);
                assertFails(
                        SocketTimeoutException.class,
                        () -> f.close(past),
                        "close file " + path + ": deadline passed",
                        "bytes not written)");
            }
        });
        assertEquals(List.of(), descriptorsOf(path));
    }

    @EveryEngine
    void aWriteGoesOutWhileAReadOfTheSameStreamWaits(Engine engine) throws Exception {
        Path path = fifo(directory);
        FileMill.run(engine, () -> readWhileWriting(MillFile.open(path, READ, WRITE)));
        assertEquals(List.of(), descriptorsOf(path));
    }

    private static void readWhileWriting(MillFile both) throws IOException {
        try (MillFile f = both) {
            byte[] buf = new byte[5];
            Coroutine reader = go(() -> assertEquals(5, f.read(buf, 5, -1)));
            for (int i = 0; i < 5; i++) {
                msleep(now() + 20);
                assertFalse(reader.isDone());
                f.write(bytes("" + i), 1, -1);
                f.flush(now() + 1000);
            }
            reader.join();
            assertEquals("01234", text(buf, 5));
        }
    }

    @EveryEngine
    void aWriteGoesOutWhileAReadOfTheSameStreamWaitsAlsoWithFurtherOptions(Engine engine) throws Exception {
        Path path = fifo(directory);
        for (OpenOption option : new OpenOption[] {SYNC, DSYNC, SPARSE, CREATE, TRUNCATE_EXISTING}) {
            FileMill.run(engine, () -> readWhileWriting(MillFile.open(path, READ, WRITE, option)));
        }
        assertEquals(List.of(), descriptorsOf(path));
    }

    @EveryEngine
    void aStreamThatIsReadAndWrittenIsAsSynchronousAsItWasAskedToBe(Engine engine) throws Exception {
        Path path = fifo(directory);
        FileMill.run(engine, () -> {
            try (MillFile plain = MillFile.open(path, READ, WRITE)) {
                assertEquals(0, synchronous(path), plain.toString());
            }
            try (MillFile data = MillFile.open(path, READ, WRITE, DSYNC)) {
                assertEquals(O_DSYNC, synchronous(path), data.toString());
            }
            try (MillFile all = MillFile.open(path, READ, WRITE, DSYNC, SYNC)) {
                assertEquals(O_SYNC, synchronous(path), all.toString());
            }
        });
    }

    /// How the one descriptor that leads there was opened.
    private static int synchronous(Path path) throws IOException {
        String descriptor = descriptorsOf(path).getFirst();
        for (String line : Files.readAllLines(Path.of("/proc/self/fdinfo", descriptor))) {
            if (line.startsWith("flags:")) {
                return Integer.parseInt(line.substring(6).strip(), 8) & O_SYNC;
            }
        }
        throw new AssertionError("no flags");
    }

    @EveryEngine
    void aStreamThatIsReadAndWrittenIsNotCreatedAnewNorThroughALink(Engine engine) throws Exception {
        Path path = fifo(directory);
        Path link = Files.createSymbolicLink(directory.resolve("link"), path);
        FileMill.run(engine, () -> {
            assertFails(
                    FileAlreadyExistsException.class,
                    () -> MillFile.open(path, READ, WRITE, CREATE_NEW),
                    "open file " + path + ": file exists already");
            assertFails(
                    FileSystemException.class,
                    () -> MillFile.open(link, READ, WRITE, NOFOLLOW_LINKS),
                    "open file " + link + ": ");
            MillFile.open(path, READ, WRITE, NOFOLLOW_LINKS).close();
            readWhileWriting(MillFile.open(link, READ, WRITE));
            MillFile.open(path, READ, WRITE, DELETE_ON_CLOSE).close();
        });
        assertFalse(Files.exists(path), "not deleted");
    }

    @EveryEngine
    void closingAStreamWakesItsReaderAndItsWriter(Engine engine) throws Exception {
        Path path = fifo(directory);
        FileMill.run(engine, () -> {
            MillFile reading = MillFile.open(path, READ, WRITE);
            MillFile writing = MillFile.open(path, READ, WRITE);
            try (MillFile other = MillFile.open(path, READ, WRITE)) {
                Coroutine reader = go(() -> assertFails(
                        AsynchronousCloseException.class,
                        () -> reading.read(new byte[1], 1, -1),
                        "read file ",
                        "closed meanwhile"));
                msleep(now() + 50);
                reading.close();
                reader.join(now() + 5000);
                assertTrue(reader.isDone());
                byte[] much = new byte[300_000];
                Coroutine writer = go(() -> assertFails(
                        AsynchronousCloseException.class,
                        () -> writing.write(much, much.length, -1),
                        "write file ",
                        "closed meanwhile"));
                msleep(now() + 50);
                assertFails(SocketTimeoutException.class, () -> writing.close(now() + 50), "close file ");
                writer.join(now() + 5000);
                assertTrue(writer.isDone());
                assertTrue(other.readSome(much, 10, -1) > 0); // It is open still.
            }
        });
        assertEquals(List.of(), descriptorsOf(path));
    }
}
