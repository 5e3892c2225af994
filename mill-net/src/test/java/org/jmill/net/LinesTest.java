package org.jmill.net;

import static org.jmill.Mill.go;
import static org.jmill.Mill.msleep;
import static org.jmill.net.TestNet.bytes;
import static org.jmill.net.TestNet.in;
import static org.jmill.net.TestNet.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.jmill.Coroutine;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.harness.EveryEngine;
import org.jmill.text.LineTooLongException;
import org.jmill.text.TextOptions;

/// Lines on a stream, by a pair in memory and in virtual time. That all kinds of sockets keep to it is told by
/// [LineKindsTest].
class LinesTest {
    private static final TextOptions SHORT = TextOptions.defaults().lineBytesMax(8);

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

    private static void send(StreamSocket s, byte... bytes) throws IOException {
        s.send(bytes, bytes.length, -1);
        s.flush(-1);
    }

    private static void send(StreamSocket s, String text) throws IOException {
        send(s, text.getBytes(StandardCharsets.UTF_8));
    }

    /// Each in a packet of its own: the reader has run in between.
    private static void sendInPieces(StreamSocket s, byte[] bytes) throws IOException {
        for (byte b : bytes) {
            send(s, b);
            msleep(in(1));
        }
    }

    @EveryEngine
    void lineEndsWithNewlineOrBothButNotWithACarriageReturn(Engine engine) {
        withPair(engine, (near, far) -> {
            send(far, "one\ntwo\r\n\n\r\nth\rree\r\r\n");
            assertEquals("one", near.readLine(0));
            assertEquals("two", near.readLine(0));
            assertEquals("", near.readLine(0));
            assertEquals("", near.readLine(0));
            assertEquals("th\rree\r", near.readLine(0));
        });
    }

    @EveryEngine
    void lastLineNeedsNoEndAndThenComesNull(Engine engine) {
        withPair(engine, (near, far) -> {
            send(far, "first\nlast\r");
            far.close();
            assertEquals("first", near.readLine(-1));
            assertEquals("last", near.readLine(-1));
            assertNull(near.readLine(-1));
            assertNull(near.readLine(Duration.ofSeconds(1)));
        });
    }

    @EveryEngine
    void streamWithoutAByteIsNoLine(Engine engine) {
        withPair(engine, (near, far) -> {
            far.close();
            assertNull(near.readLine(-1));
        });
    }

    @EveryEngine
    void charactersAndEndsMayComeInPieces(Engine engine) {
        withPair(engine, (near, far) -> {
            String line = "\u00fc\u20ac\ud83d\ude00 and more";
            go(() -> sendInPieces(far, (line + "\r\nnext\n").getBytes(StandardCharsets.UTF_8)));
            assertEquals(line, near.readLine(-1));
            assertEquals("next", near.readLine(-1));
        });
    }

    @EveryEngine
    void deadlineInTheMiddleOfALineLosesNothing(Engine engine) {
        withPair(engine, (near, far) -> {
            send(far, "ab");
            assertEquals(0, Failing.timesOut(() -> near.readLine(in(5))).bytesTransferred);
            assertEquals(0, Failing.timesOut(() -> near.readLine(0)).bytesTransferred);
            String told =
                    Failing.timesOut(() -> near.readLine(Duration.ofMillis(5))).getMessage();
            assertEquals("readLine memory pair: deadline passed", told);
            send(far, "c\nd");
            assertEquals("abc", near.readLine(-1));
            byte[] rest = new byte[1];
            near.recv(rest, 1, -1);
            assertEquals("d", text(rest, 1));
        });
    }

    @EveryEngine
    void cancellationInTheMiddleOfALineLosesNothing(Engine engine) {
        withPair(engine, (near, far) -> {
            int[] cancelled = new int[1];
            Coroutine reader = Cancelling.go(cancelled, () -> near.readLine(-1));
            send(far, "ab");
            msleep(in(1));
            reader.cancel();
            reader.join();
            send(far, "c\n");
            assertEquals("abc", near.readLine(-1));
            assertEquals(1, cancelled[0]);
        });
    }

    @EveryEngine
    void lineOfTheGreatestLengthIsReadWhateverItsEnd(Engine engine) {
        withPair(engine, (near, far) -> {
            send(far, "12345678\n12345678\r\n12345678");
            far.close();
            assertEquals("12345678", near.readLine(SHORT, -1));
            assertEquals("12345678", near.readLine(SHORT, -1));
            assertEquals("12345678", near.readLine(SHORT, -1));
        });
    }

    @EveryEngine
    void longerLineIsRefusedAndStaysWhole(Engine engine) {
        withPair(engine, (near, far) -> {
            send(far, "123456789\nnext\n");
            LineTooLongException refused = assertThrows(LineTooLongException.class, () -> near.readLine(SHORT, -1));
            assertEquals(8, refused.lineBytesMax());
            assertEquals(
                    "readLine memory pair: line is longer than 8 bytes; nothing of it was taken: "
                            + "raise TextOptions.lineBytesMax, or close the stream",
                    refused.getMessage());
            assertThrows(LineTooLongException.class, () -> near.readLine(SHORT, Duration.ofSeconds(1)));
            assertEquals("123456789", near.readLine(-1));
            assertEquals("next", near.readLine(-1));
        });
    }

    @EveryEngine
    void lineThatDoesNotEndIsRefusedAsSoonAsItIsTooLong(Engine engine) {
        withPair(engine, (near, far) -> {
            send(far, "12345678\r");
            Failing.timesOut(() -> near.readLine(SHORT, in(1)));
            send(far, "9");
            assertThrows(LineTooLongException.class, () -> near.readLine(SHORT, -1));
        });
    }

    @EveryEngine
    void limitIsThatOfTheOptionsOr64KiB(Engine engine) {
        withPair(engine, (near, far) -> {
            String most = "x".repeat(TextOptions.LINE_BYTES_MAX);
            go(() -> send(far, most + "\r\n" + most + "x\n"));
            assertEquals(most, near.readLine(-1));
            assertThrows(LineTooLongException.class, () -> near.readLine(-1));
            TextOptions more = TextOptions.defaults().lineBytesMax(TextOptions.LINE_BYTES_MAX + 1);
            assertEquals(most + "x", near.readLine(more, -1));
            assertEquals(0, near.available());
        });
    }

    @EveryEngine
    void bytesThatAreNoTextAreReplaced(Engine engine) {
        withPair(engine, (near, far) -> {
            send(far, new byte[] {'a', (byte) 0xff, 'b', (byte) 0xc3, '\n'});
            assertEquals("a\ufffdb\ufffd", near.readLine(-1));
            far.writeLine("half a pair: \ud83d", -1);
            assertEquals("half a pair: ?", near.readLine(-1));
        });
    }

    @EveryEngine
    void charsetAndEndAreThoseOfTheOptions(Engine engine) {
        withPair(engine, (near, far) -> {
            TextOptions latin =
                    TextOptions.defaults().charset(StandardCharsets.ISO_8859_1).lineEnd("\r\n");
            far.writeLine("\u00fc\u20ac", latin, -1);
            far.writeLine("\u00fc", latin, Duration.ofSeconds(1));
            byte[] sent = new byte[4];
            near.recv(sent, 4, -1);
            assertEquals("\u00fc?\r\n", text(sent, 4));
            assertEquals("\u00fc", near.readLine(latin, -1));
        });
    }

    @EveryEngine
    void optionsThatCannotBeArePanics(Engine engine) {
        withPair(engine, (near, far) -> {
            TextOptions o = TextOptions.defaults();
            for (String name : new String[] {"UTF-16", "UTF-32", "IBM037"}) {
                String told = Failing.panics(() -> o.charset(Charset.forName(name)));
                assertEquals("charset text: the end of a line is not the byte 10 in " + name, told);
            }
            assertEquals("charset text: charset is null", Failing.panics(() -> o.charset(null)));
            assertEquals("lineBytesMax text: not within 1 to 2^30: 0", Failing.panics(() -> o.lineBytesMax(0)));
            assertEquals("lineEnd text: neither \\n nor \\r\\n", Failing.panics(() -> o.lineEnd("\r")));
            assertEquals("readLine memory pair: options are null", Failing.panics(() -> near.readLine(null, -1)));
            assertEquals("writeLine memory pair: text is null", Failing.panics(() -> near.writeLine(null, -1)));
            String told = Failing.panics(() -> near.writeLine("a", null, -1));
            assertEquals("writeLine memory pair: options are null", told);
        });
    }

    @EveryEngine
    void secondReaderAndSecondWriterPanic(Engine engine) {
        withPair(engine, (near, far) -> {
            Coroutine reader = go(() -> assertEquals("for the first", near.readLine(-1)));
            String told = Failing.panics(() -> near.readLine(-1));
            assertTrue(told.startsWith("readLine memory pair: {" + reader.id() + "} uses the same direction"), told);
            far.writeLine("for the first", -1);
            reader.join();
        });
    }

    @EveryEngine
    void linesAndBytesMayBeMixed(Engine engine) {
        withPair(engine, (near, far) -> {
            send(far, "HEAD 4\nbodynext\n");
            assertEquals("HEAD 4", near.readLine(-1));
            byte[] body = new byte[4];
            near.recv(body, 4, -1);
            assertEquals("body", text(body, 4));
            assertEquals("next", near.readLine(-1));
        });
    }

    @EveryEngine
    void writtenLineNeedsNoFlushAndTakesAlongWhatWasSentBefore(Engine engine) {
        withPair(engine, (near, far) -> {
            far.send(bytes("before "), 7, -1);
            far.writeLine("the line", -1);
            assertEquals("before the line", near.readLine(0));
        });
    }

    @EveryEngine
    void lineWhoseDeadlinePassesIsCountedAsFarAsItWasAccepted(Engine engine) {
        withPair(engine, (near, far) -> {
            TestNet.stuff(far, ByteBuffer.allocate(1 << 20)); // Now nothing more goes out.
            int first = Failing.timesOut(() -> far.writeLine("x".repeat(100), in(5))).bytesTransferred;
            assertTrue(first <= 101, () -> "accepted: " + first);
            int second = Failing.timesOut(() -> far.writeLine("y".repeat(100_000), 0)).bytesTransferred;
            assertTrue(second < 100_001, () -> "accepted: " + second);
            far.drop();
        });
    }

    @EveryEngine
    void lineThatIsAcceptedAndNotOutCountsAsAWhole(Engine engine) {
        withPair(engine, (near, far) -> {
            byte[] much = new byte[BufferPool.STREAM_BYTES]; // What the pipe holds.
            send(far, much);
            assertEquals(101, Failing.timesOut(() -> far.writeLine("x".repeat(100), in(5))).bytesTransferred);
            near.recv(much, much.length, -1);
            far.flush(-1);
            assertEquals("x".repeat(100), near.readLine(-1));
        });
    }

    @EveryEngine
    void closedAndBrokenStreamsFailAsForBytes(Engine engine) {
        withPair(engine, (near, far) -> {
            Coroutine reader = go(() -> assertThrows(AsynchronousCloseException.class, () -> near.readLine(-1)));
            near.close();
            reader.join();
            assertThrows(ClosedChannelException.class, () -> near.readLine(-1));
            assertThrows(ClosedChannelException.class, () -> near.writeLine("x", -1));
            assertThrows(SocketException.class, () -> far.writeLine("x", -1));
        });
    }

    @EveryEngine
    void talkerGivesWayToOthers(Engine engine) {
        withPair(engine, (near, far) -> {
            int[] turns = new int[1];
            go(() -> {
                while (true) {
                    turns[0]++;
                    Mill.yield();
                }
            });
            send(far, "\n".repeat(10_000));
            for (int i = 0; i < 10_000; i++) {
                near.readLine(-1);
            }
            assertTrue(turns[0] >= 90, () -> "turns: " + turns[0]);
        });
    }

    /// A model: what `BufferedReader` makes of the same text, in which no `\r` stands alone.
    @EveryEngine
    void linesAreThoseOfABufferedReaderHoweverTheyCome(Engine engine) {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            String text = randomText(random);
            withPair(engine, (near, far) -> {
                go(() -> {
                    byte[] all = text.getBytes(StandardCharsets.UTF_8);
                    for (int at = 0; at < all.length; ) {
                        int n = Math.min(all.length - at, 1 + random.nextInt(random.nextBoolean() ? 10 : 9_000));
                        far.send(ByteBuffer.wrap(all, at, n), -1);
                        far.flush(-1);
                        at += n;
                        msleep(in(1));
                    }
                    far.close();
                });
                BufferedReader model = new BufferedReader(new StringReader(text));
                for (String line; (line = model.readLine()) != null; ) {
                    assertEquals(line, near.readLine(-1));
                }
                assertNull(near.readLine(-1));
            });
        }
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        int lines = 1 + random.nextInt(60);
        for (int i = 0; i < lines; i++) {
            int length = random.nextInt(random.nextInt(5) == 0 ? 20_000 : 80);
            random.ints(length, 32, 0x3000).forEach(text::appendCodePoint);
            text.append(random.nextBoolean() ? "\n" : "\r\n");
        }
        return text.append(random.nextBoolean() ? "" : "last").toString();
    }
}
