package org.jmill.file;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.Mill.now;
import static org.jmill.file.FileMill.assertFails;
import static org.jmill.file.FileMill.fifo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.Writer;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.MillPanic;
import org.jmill.harness.EveryEngine;
import org.jmill.text.LineTooLongException;
import org.jmill.text.TextOptions;
import org.junit.jupiter.api.io.TempDir;

/// Lines and text of files. In real time: when a disk answers, or a pipe has a byte, the system says.
class FileLinesTest {
    private static final TextOptions SHORT = TextOptions.defaults().lineBytesMax(8);

    @TempDir
    Path directory;

    private Path file(String text) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "lines", ".txt"), text);
    }

    /// What a test does with both ends of a FIFO.
    private interface Ends {
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
    }

    private static void write(MillFile out, byte... bytes) throws IOException {
        out.write(bytes, bytes.length, -1);
        out.flush(-1);
    }

    @EveryEngine
    void fileIsReadLineByLine(Engine engine) throws Exception {
        Path path = file("one\r\n\ntw\u00f6\nlast");
        FileMill.run(engine, () -> {
            try (MillFile in = MillFile.open(path)) {
                assertEquals("one", in.readLine(-1));
                assertEquals(5, in.tell());
                assertEquals("", in.readLine(-1));
                assertEquals("tw\u00f6", in.readLine(-1));
                assertFalse(in.isEof());
                assertEquals("last", in.readLine(-1));
                assertNull(in.readLine(-1));
                in.seek(6);
                assertEquals("tw\u00f6", in.readLine(-1));
            }
        });
    }

    /// A model: the JDK's.
    @EveryEngine
    void linesAreThoseOfABufferedReader(Engine engine) throws Exception {
        Random random = new Random(42);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            random.ints(random.nextInt(random.nextInt(100) == 0 ? 20_000 : 90), 32, 0x3000)
                    .forEach(text::appendCodePoint);
            text.append(random.nextBoolean() ? "\n" : "\r\n");
        }
        Path path = file(text.toString());
        FileMill.run(engine, () -> {
            try (MillFile in = MillFile.open(path)) {
                BufferedReader model = new BufferedReader(new StringReader(text.toString()));
                for (String line; (line = model.readLine()) != null; ) {
                    assertEquals(line, in.readLine(-1));
                }
                assertNull(in.readLine(-1));
            }
        });
    }

    @EveryEngine
    void lineThatIsTooLongStaysInTheFile(Engine engine) throws Exception {
        Path path = file("12345678\n123456789\nnext\n");
        FileMill.run(engine, () -> {
            try (MillFile in = MillFile.open(path)) {
                assertEquals("12345678", in.readLine(SHORT, -1));
                assertFails(
                        LineTooLongException.class,
                        () -> in.readLine(SHORT, -1),
                        "readLine file " + path + ": line is longer than 8 bytes");
                assertEquals(9, in.tell());
                assertEquals("123456789", in.readLine(-1));
                assertEquals("next", in.readLine(SHORT, -1));
            }
        });
    }

    @EveryEngine
    void linesAreWrittenAndReadInOneFile(Engine engine) throws Exception {
        Path path = directory.resolve("both-" + engine);
        FileMill.run(engine, () -> {
            try (MillFile both = MillFile.open(path, READ, WRITE, CREATE)) {
                both.writeLine("\u00fcber", -1);
                both.writeLine("second", TextOptions.defaults().lineEnd("\r\n"), -1);
                assertNull(both.readLine(-1));
                both.seek(0);
                assertEquals("\u00fcber", both.readLine(-1));
                both.writeLine("SEC", -1);
                assertEquals("nd", both.readLine(-1));
            }
        });
        assertEquals("\u00fcber\nSEC\nnd\r\n", Files.readString(path));
    }

    @EveryEngine
    void lineInAPipeMayComeInPiecesAndOutliveDeadlinesAndCancellations(Engine engine) throws Exception {
        withFifo(engine, (in, out) -> {
            byte[] line = "\u20ac\r\n".getBytes(StandardCharsets.UTF_8);
            write(out, line[0]);
            assertFails(
                    SocketTimeoutException.class,
                    () -> in.readLine(now() + 20),
                    "readLine file ",
                    ": deadline passed in the middle of a line");
            Coroutine reader = go(() -> in.readLine(-1));
            write(out, line[1]);
            msleep(now() + 20);
            reader.cancel();
            reader.join();
            go(() -> {
                write(out, line[2], line[3]);
                msleep(now() + 5);
                write(out, line[4], (byte) 'e', (byte) 'n', (byte) 'd');
                out.close();
            });
            assertEquals("\u20ac", in.readLine(-1));
            assertEquals("end", in.readLine(-1));
            assertNull(in.readLine(-1));
        });
    }

    @EveryEngine
    void bytesThatComeWhileALineIsAwaitedLieBehindThoseReadAhead(Engine engine) throws Exception {
        withFifo(engine, (in, out) -> {
            write(out, (byte) 'a');
            assertFails(SocketTimeoutException.class, () -> in.readLine(now() + 20), "readLine");
            byte[] taken = new byte[1]; // While a read is under way, for what comes behind.
            assertEquals(1, in.read(taken, 1, -1));
            write(out, (byte) 'b', (byte) '\n');
            assertEquals("b", in.readLine(-1));
            assertEquals('a', taken[0]);
        });
    }

    @EveryEngine
    void lineWrittenToAPipeNeedsNoFlush(Engine engine) throws Exception {
        withFifo(engine, (in, out) -> {
            out.writeLine("at once", -1);
            assertEquals("at once", in.readLine(now() + 10_000));
        });
    }

    @EveryEngine
    void secondReaderPanics(Engine engine) throws Exception {
        withFifo(engine, (in, out) -> {
            Coroutine reader = go(() -> in.readLine(-1));
            assertFails(MillPanic.class, () -> in.readLine(-1), "readLine file ", "waits for the same direction");
            out.writeLine("x", -1);
            reader.join();
        });
    }

    @EveryEngine
    void viewsAreTheFileAndCloseIt(Engine engine) throws Exception {
        Path path = directory.resolve("views-" + engine);
        FileMill.run(engine, () -> {
            MillFile file = MillFile.open(path, READ, WRITE, CREATE);
            Writer out = file.writer();
            out.write("\u00fcber\nline\n");
            out.flush();
            file.outputStream().write(new byte[] {'x', 'y', 'z'}, 1, 1);
            file.seek(0);
            Reader in = file.reader();
            InputStream bytes = file.inputStream();
            assertEquals('\u00fc', in.read());
            assertEquals("ber", file.readLine(-1));
            assertEquals(6, bytes.available());
            assertEquals('l', bytes.read());
            assertEquals("ine\ny", in.readAllAsString());
            assertEquals(-1, bytes.read());
            in.close();
            assertFalse(file.isOpen());
            assertFails(ClosedChannelException.class, () -> file.readLine(-1), "readLine file ");
            assertFails(ClosedChannelException.class, bytes::available, "available file ");
        });
        assertEquals("\u00fcber\nline\ny", Files.readString(path));
    }
}
