package org.jmill.net;

import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.net.TestNet.in;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.CharBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.harness.EveryEngine;
import org.jmill.text.TextOptions;

/// A stream as those of `java.io`, by a pair in memory and in virtual time.
class ViewsTest {
    private static final Duration SOON = Duration.ofMillis(5);

    /// What is done with both ends.
    private interface Ends {
        void use(MemorySocket near, MemorySocket far) throws Exception;
    }

    private static void withPair(Engine engine, Ends ends) {
        TestNet.runVirtual(engine, () -> {
            MemorySocket[] pair = MemorySocket.pair();
            ends.use(pair[0], pair[1]);
            pair[0].close();
            pair[1].close();
        });
    }

    private static void send(StreamSocket s, byte[] bytes) throws IOException {
        s.send(bytes, bytes.length, -1);
        s.flush(-1);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @EveryEngine
    void inputStreamGivesWhatIsThereAndThenTheEnd(Engine engine) {
        withPair(engine, (near, far) -> {
            InputStream view = near.inputStream();
            send(far, new byte[] {1, (byte) 0xff, 3, 4});
            byte[] into = new byte[9];
            assertEquals(0, view.read(into, 9, 0));
            assertEquals(1, view.read());
            assertEquals(0xff, view.read());
            assertEquals(2, view.available());
            assertEquals(2, view.read(into, 3, 6));
            assertArrayEquals(new byte[] {0, 0, 0, 3, 4, 0, 0, 0, 0}, into);
            assertEquals(0, view.available());
            assertThrows(IndexOutOfBoundsException.class, () -> view.read(into, 8, 2));
            far.close();
            assertEquals(-1, view.read());
            assertEquals(-1, view.read(into));
        });
    }

    @EveryEngine
    void eachReadHasATimeOfItsOwnAndTheViewGoesOn(Engine engine) {
        withPair(engine, (near, far) -> {
            InputStream bytes = near.inputStream(SOON);
            Reader text = near.reader(SOON);
            Failing.timesOut(bytes::read);
            msleep(in(100));
            Failing.timesOut(text::read);
            send(far, utf8("ab"));
            assertEquals('a', text.read());
            assertEquals('b', bytes.read());
        });
    }

    @EveryEngine
    void timeoutInTheMiddleOfACharacterLosesNothing(Engine engine) {
        withPair(engine, (near, far) -> {
            Reader text = near.reader(SOON);
            byte[] euro = utf8("\u20ac!");
            send(far, new byte[] {euro[0], euro[1]});
            Failing.timesOut(text::read);
            send(far, new byte[] {euro[2], euro[3]});
            assertEquals('\u20ac', text.read());
            assertEquals("!", readSome(near));
        });
    }

    private static String readSome(StreamSocket s) throws IOException {
        byte[] buf = new byte[99];
        return new String(buf, 0, s.recvSome(buf, 99, 0), StandardCharsets.UTF_8);
    }

    @EveryEngine
    void readerTakesNoByteBehindTheCharactersThatWereAskedFor(Engine engine) {
        withPair(engine, (near, far) -> {
            send(far, utf8("\u00fc\ud83d\ude00\nline\nrest"));
            Reader text = near.reader();
            assertEquals('\u00fc', text.read());
            assertEquals('\ud83d', text.read());
            assertTrue(text.ready()); // The other half.
            assertEquals('\ude00', text.read());
            assertEquals("", near.readLine(0));
            assertEquals("line", near.readLine(0));
            assertEquals("rest", readSome(near));
        });
    }

    /// A model: the JDK's own reader.
    @EveryEngine
    void readerReadsWhatTheJdksDoesHoweverItComes(Engine engine) {
        for (Charset charset : new Charset[] {
            StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1, Charset.forName("GB18030"), Charset.forName("EUC-JP")
        }) {
            Random random = new Random(charset.name().hashCode());
            byte[] all = randomBytes(random, charset);
            TextOptions options = TextOptions.defaults().charset(charset);
            withPair(engine, (near, far) -> {
                go(() -> {
                    for (int at = 0; at < all.length; ) {
                        int n = Math.min(all.length - at, 1 + random.nextInt(700));
                        send(far, java.util.Arrays.copyOfRange(all, at, at + n));
                        at += n;
                        msleep(in(1));
                    }
                    far.close();
                });
                StringWriter read = new StringWriter();
                near.reader(options, Duration.ofDays(1)).transferTo(read);
                StringWriter wanted = new StringWriter();
                new InputStreamReader(new java.io.ByteArrayInputStream(all), charset).transferTo(wanted);
                assertEquals(wanted.toString(), read.toString());
            });
        }
    }

    /// Text, and some bytes that are none.
    private static byte[] randomBytes(Random random, Charset charset) {
        StringBuilder text = new StringBuilder();
        random.ints(20_000, 1, 0x20000).filter(c -> c < 0xd800 || c > 0xdfff).forEach(text::appendCodePoint);
        byte[] bytes = text.toString().getBytes(charset);
        for (int i = 0; i < 50; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    @EveryEngine
    void readerSkipsAndReadsIntoBuffers(Engine engine) {
        withPair(engine, (near, far) -> {
            send(far, utf8("0123456789"));
            Reader text = near.reader();
            assertEquals(4, text.skip(4));
            CharBuffer into = CharBuffer.allocate(3);
            assertEquals(3, text.read(into));
            assertEquals("456", into.flip().toString());
            assertEquals(0, text.read(new char[3], 1, 0));
            assertThrows(IllegalArgumentException.class, () -> text.skip(-1));
            far.close();
            assertEquals(3, text.skip(1_000_000));
            assertEquals(-1, text.read());
        });
    }

    /// A model: the JDK's own way to encode.
    @EveryEngine
    void writerWritesWhatTheJdkWouldHoweverItIsGiven(Engine engine) {
        for (String name : new String[] {"UTF-8", "ISO-8859-1", "ISO-2022-JP"}) {
            Charset charset = Charset.forName(name);
            Random random = new Random(name.hashCode());
            StringBuilder all = new StringBuilder("\ud83d no pair \ude00");
            random.ints(9_000, 1, 0x20000).forEach(all::appendCodePoint);
            all.append('\ud83d');
            String text = all.toString();
            withPair(engine, (near, far) -> {
                go(() -> writeInPieces(far.writer(TextOptions.defaults().charset(charset), SOON), text, random));
                byte[] wanted = encoded(text, charset);
                assertArrayEquals(wanted, near.inputStream().readAllBytes());
            });
        }
    }

    private static void writeInPieces(Writer to, String text, Random random) throws IOException {
        for (int at = 0; at < text.length(); ) {
            int n = Math.min(text.length() - at, 1 + random.nextInt(random.nextBoolean() ? 3 : 6_000));
            switch (random.nextInt(3)) {
                case 0 -> to.append(text, at, at + n);
                case 1 -> to.write(text.toCharArray(), at, n);
                default -> {
                    n = 1;
                    to.write(text.charAt(at));
                }
            }
            at += n;
        }
        to.close();
    }

    private static byte[] encoded(String text, Charset charset) throws IOException {
        java.io.ByteArrayOutputStream wanted = new java.io.ByteArrayOutputStream();
        try (Writer model = new java.io.OutputStreamWriter(wanted, charset)) {
            new StringReader(text).transferTo(model);
        }
        return wanted.toByteArray();
    }

    @EveryEngine
    void whatIsWrittenGoesOutAtAFlush(Engine engine) {
        withPair(engine, (near, far) -> {
            OutputStream bytes = far.outputStream();
            Writer text = far.writer();
            bytes.write('a');
            bytes.write(new byte[] {'x', 'b', 'c', 'x'}, 1, 2);
            text.write("\u20ac");
            Failing.timesOut(() -> near.recvSome(new byte[9], 9, in(5)));
            text.flush();
            assertEquals("abc\u20ac", readSome(near));
            assertThrows(IndexOutOfBoundsException.class, () -> bytes.write(new byte[2], 1, 2));
        });
    }

    @EveryEngine
    void eachWriteHasATimeOfItsOwn(Engine engine) {
        withPair(engine, (near, far) -> {
            OutputStream view = far.outputStream(SOON);
            Failing.timesOut(() -> view.write(new byte[1_000_000]));
            msleep(in(100));
            near.recv(new byte[BufferPool.STREAM_BYTES], BufferPool.STREAM_BYTES, -1);
            view.write(1);
            far.drop();
        });
    }

    @EveryEngine
    void closingAnyViewClosesTheStreamAndWakesWhoWaits(Engine engine) {
        TestNet.runVirtual(engine, () -> {
            for (int i = 0; i < 4; i++) {
                MemorySocket[] pair = MemorySocket.pair();
                InputStream in = pair[0].inputStream();
                Coroutine reader = go(() -> assertThrows(AsynchronousCloseException.class, in::read));
                Writer out = pair[0].writer();
                out.write("last words");
                switch (i) {
                    case 0 -> in.close();
                    case 1 -> pair[0].outputStream().close();
                    case 2 -> pair[0].reader().close();
                    default -> out.close();
                }
                reader.join();
                assertFalse(pair[0].isOpen());
                assertEquals("last words", pair[1].readLine(-1));
                assertThrows(ClosedChannelException.class, in::read);
                assertThrows(ClosedChannelException.class, in::available);
                assertThrows(ClosedChannelException.class, () -> out.write("x"));
                assertThrows(ClosedChannelException.class, out::flush);
                out.close(); // Again.
            }
        });
    }

    @EveryEngine
    void secondReaderPanics(Engine engine) {
        withPair(engine, (near, far) -> {
            Coroutine reader = go(() -> near.reader().read());
            assertTrue(Failing.panics(() -> near.inputStream().read()).contains("uses the same direction"));
            far.writeLine("x", -1);
            reader.join();
        });
    }

    @EveryEngine
    void argumentsThatAreNullArePanics(Engine engine) {
        withPair(engine, (near, far) -> {
            assertEquals("inputStream memory pair: timeout is null", Failing.panics(() -> near.inputStream(null)));
            assertEquals("outputStream memory pair: timeout is null", Failing.panics(() -> near.outputStream(null)));
            assertEquals("reader memory pair: options are null", Failing.panics(() -> near.reader(null, SOON)));
            assertEquals("writer memory pair: options are null", Failing.panics(() -> near.writer(null, SOON)));
        });
    }
}
