package org.jmill.net;

import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.net.TestNet.in;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.LineNumberReader;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.PushbackInputStream;
import java.io.PushbackReader;
import java.io.SequenceInputStream;
import java.io.StreamTokenizer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Formatter;
import java.util.List;
import java.util.Properties;
import java.util.Scanner;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipInputStream;
import org.jmill.Chan;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.harness.EveryEngine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Which of the JDK's classes hold a monitor while they wait for the stream beneath: the list of `docs/caveats.md`.
/// In real time where it is the system's sockets.
@Tag("network")
class JdkStreamsTest {
    private static final boolean FREE = false;
    private static final boolean HOLDS = true;

    private interface Use {
        void on(StreamSocket s) throws Exception;
    }

    /// @param holds whether it holds a monitor while it waits
    /// @param input what the reader is sent, in two halves; null: it is a writer, and writes more than there is
    /// room for
    private record Row(String name, boolean holds, byte[] input, Use use) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Row reads(String name, boolean holds, String input, Use use) {
        return new Row(name, holds, input.getBytes(StandardCharsets.UTF_8), use);
    }

    private static Row writes(String name, boolean holds, Use use) {
        return new Row(name, holds, null, use);
    }

    private static final byte[] MUCH = TestNet.pattern(200_000);
    private static final String MUCH_TEXT = "x".repeat(200_000);

    static Stream<Row> rows() throws IOException {
        return Stream.concat(readers(), writers());
    }

    private static Stream<Row> readers() throws IOException {
        return Stream.of(
                reads("BufferedReader", HOLDS, "ab\n", s -> is("ab", new BufferedReader(s.reader()).readLine())),
                reads("LineNumberReader", HOLDS, "ab\n", s -> is("ab", new LineNumberReader(s.reader()).readLine())),
                reads("InputStreamReader", HOLDS, "ab", s -> is('a', new InputStreamReader(s.inputStream()).read())),
                reads(
                        "BufferedInputStream",
                        HOLDS,
                        "ab",
                        s -> is(2, new BufferedInputStream(s.inputStream()).readNBytes(2).length)),
                reads("PushbackReader", HOLDS, "ab", s -> is('a', new PushbackReader(s.reader()).read())),
                reads("Properties of a Reader", HOLDS, "a=b\n", s -> load(s)),
                reads("Scanner of a Reader", FREE, "12 ", s -> is(12, new Scanner(s.reader()).nextInt())),
                reads("Scanner of an InputStream", HOLDS, "12 ", s -> is(12, new Scanner(s.inputStream()).nextInt())),
                reads("StreamTokenizer", FREE, "12 ", s -> is(-2, new StreamTokenizer(s.reader()).nextToken())),
                reads(
                        "DataInputStream",
                        FREE,
                        "abcd",
                        s -> is(0x61626364, new DataInputStream(s.inputStream()).readInt())),
                reads(
                        "PushbackInputStream",
                        FREE,
                        "ab",
                        s -> is(2, new PushbackInputStream(s.inputStream()).readNBytes(2).length)),
                reads(
                        "SequenceInputStream",
                        FREE,
                        "ab",
                        s -> is('a', new SequenceInputStream(s.inputStream(), s.inputStream()).read())),
                reads(
                        "CheckedInputStream",
                        FREE,
                        "ab",
                        s -> is('a', new CheckedInputStream(s.inputStream(), new CRC32()).read())),
                new Row(
                        "ObjectInputStream",
                        FREE,
                        object(),
                        s -> is("ab", new ObjectInputStream(s.inputStream()).readObject())),
                new Row(
                        "GZIPInputStream",
                        FREE,
                        zipped(true),
                        s -> is('a', new GZIPInputStream(s.inputStream()).read())),
                new Row(
                        "InflaterInputStream",
                        FREE,
                        zipped(false),
                        s -> is('a', new InflaterInputStream(s.inputStream()).read())),
                reads(
                        "ZipInputStream",
                        FREE,
                        "no zip, but more than 30 bytes long",
                        s -> is(null, new ZipInputStream(s.inputStream()).getNextEntry())));
    }

    private static Stream<Row> writers() {
        return Stream.of(
                writes("PrintWriter", HOLDS, s -> new PrintWriter(s.writer()).println(MUCH_TEXT)),
                writes("BufferedWriter", HOLDS, s -> new BufferedWriter(s.writer()).write(MUCH_TEXT)),
                writes("OutputStreamWriter", HOLDS, s -> new OutputStreamWriter(s.outputStream()).write(MUCH_TEXT)),
                writes("PrintStream", HOLDS, s -> new PrintStream(s.outputStream()).write(MUCH)),
                writes("BufferedOutputStream", HOLDS, s -> new BufferedOutputStream(s.outputStream()).write(MUCH)),
                writes("DataOutputStream", HOLDS, s -> new DataOutputStream(s.outputStream()).write(MUCH)),
                writes("GZIPOutputStream", HOLDS, s -> new GZIPOutputStream(s.outputStream()).write(MUCH)),
                writes("DeflaterOutputStream", FREE, s -> new DeflaterOutputStream(s.outputStream()).write(MUCH)),
                writes("ObjectOutputStream", FREE, s -> new ObjectOutputStream(s.outputStream()).writeObject(MUCH)),
                writes("ByteArrayOutputStream.writeTo", HOLDS, s -> inMemory().writeTo(s.outputStream())),
                writes("Formatter of a Writer", FREE, s -> new Formatter(s.writer()).format("%s", MUCH_TEXT)),
                writes("Properties to a Writer", HOLDS, s -> store(s)));
    }

    private static void is(Object wanted, Object seen) {
        assertEquals(wanted instanceof Character c ? (int) c : wanted, seen);
    }

    private static void load(StreamSocket s) throws IOException {
        Properties loaded = new Properties();
        loaded.load(s.reader());
        assertEquals("b", loaded.getProperty("a"));
    }

    private static void store(StreamSocket s) throws IOException {
        Properties stored = new Properties();
        stored.setProperty("a", MUCH_TEXT);
        stored.store(s.writer(), null);
    }

    private static ByteArrayOutputStream inMemory() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(MUCH);
        return all;
    }

    private static byte[] object() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(all)) {
            out.writeObject("ab");
        }
        return all.toByteArray();
    }

    private static byte[] zipped(boolean gzip) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (OutputStream out = gzip ? new GZIPOutputStream(all) : new DeflaterOutputStream(all)) {
            out.write('a');
        }
        return all.toByteArray();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void pageNamesItInItsRow(Row row) throws IOException {
        String title = row.holds ? "| hold a monitor |" : "| hold none |";
        String line = Files.readAllLines(Path.of("..", "docs", "caveats.md")).stream()
                .filter(l -> l.startsWith(title))
                .findFirst()
                .orElseThrow();
        assertTrue((line.substring(title.length()).replace("`", "") + ",").contains(" " + row.name), line);
    }

    /// The peer lets it wait, in the middle.
    private static void use(Row row) throws Exception {
        MemorySocket[] pair = MemorySocket.pair();
        if (row.input != null) {
            go(() -> {
                for (int at = 0; at < row.input.length; ) {
                    int n = at == 0 ? 1 : row.input.length - at;
                    msleep(in(5));
                    pair[1].send(java.nio.ByteBuffer.wrap(row.input, at, n), -1);
                    pair[1].flush(-1);
                    at += n;
                }
                if (row.name.startsWith("Properties")) {
                    pair[1].close();
                }
            });
        } else {
            go(() -> {
                msleep(in(5));
                pair[1].inputStream().readAllBytes();
            });
        }
        row.use.on(pair[0]);
        pair[0].drop();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void monitorIsHeldAsThePageSays(Row row) {
        boolean[] refused = new boolean[1];
        TestNet.runVirtual(Engine.CONTINUATION, () -> {
            try {
                use(row);
            } catch (MillPanic e) {
                refused[0] = e.getMessage().contains("holds the monitor");
                assertTrue(refused[0], e::toString);
            }
        });
        assertEquals(row.holds, refused[0]);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void allAreFitOnVirtual(Row row) {
        TestNet.runVirtual(Engine.VIRTUAL, () -> use(row));
    }

    /// Outside of strict mode, as long as one coroutine has it.
    @EveryEngine
    void allAreFitForOneCoroutineOnTheSystemsSocketsToo(Engine engine) {
        TestNet.runFast(engine, () -> {
            StreamSocket[] pair = LineKindsTest.tcp();
            Chan<Object> answers = Chan.make(4);
            go(() -> {
                BufferedReader lines = new BufferedReader(new InputStreamReader(pair[1].inputStream()));
                for (String line; !(line = lines.readLine()).isEmpty(); ) {
                    answers.send(line);
                }
                PrintWriter out = new PrintWriter(pair[1].writer(), true);
                out.println("200 ready");
                GZIPOutputStream zip = new GZIPOutputStream(pair[1].outputStream());
                ObjectOutputStream objects = new ObjectOutputStream(zip);
                objects.writeObject(List.of("a", 1, MUCH_TEXT));
                objects.close();
            });
            PrintWriter out = new PrintWriter(new OutputStreamWriter(pair[0].outputStream()), false);
            out.print("GET /\nHost: x\n\n");
            out.flush();
            assertEquals("GET /", answers.receive());
            assertEquals("Host: x", answers.receive());
            assertEquals("200 ready", pair[0].readLine(in(5000)));
            Object read = new ObjectInputStream(new GZIPInputStream(pair[0].inputStream())).readObject();
            assertEquals(List.of("a", 1, MUCH_TEXT), read);
            assertEquals(-1, pair[0].inputStream().read());
            Mill.yield();
            pair[0].close();
        });
    }
}
