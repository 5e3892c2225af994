package org.jmill.text;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jmill.Mill;
import org.jspecify.annotations.Nullable;

/// A stream of bytes that is read and written as text: a connection ([TcpSocket][org.jmill.net.TcpSocket] and its
/// siblings) or a [file][org.jmill.file.MillFile].
///
/// {@snippet file="org/jmill/net/snippets/TextSnippet.java" region="dialogue"}
///
/// **Nothing is lost.** A line is taken from the stream when it is whole, and not before. If a deadline passes in
/// the middle of one, or the coroutine is cancelled, the next [#readLine(long)] begins with what had come. Lines,
/// the views below and the stream's own calls for bytes may be mixed: none takes more than it was asked for.
///
/// **Views** are for Java code that wants a stream of `java.io`. Each call of theirs that waits has a time of its own,
/// which begins with the call; one that passes is a `SocketTimeoutException`, after which the view can be used on.
/// To close a view closes the stream, as with `java.net.Socket`. They are used by coroutines of the stream's mill
/// only, one reading and one writing, and hold no monitor.
///
/// That cannot be said of all classes of the JDK around them. `BufferedReader`, `InputStreamReader`,
/// `BufferedInputStream`, `PrintWriter`, `PrintStream`, `BufferedWriter`, `OutputStreamWriter`,
/// `DataOutputStream` and `GZIPOutputStream` hold a
/// monitor while they wait. On [CONTINUATION][org.jmill.Engine#CONTINUATION] a second coroutine that comes to that
/// monitor would block the whole mill: so strict mode refuses the first wait. They are fit where one coroutine
/// alone uses them, outside of strict mode, and on the other engines. The page `docs/caveats.md` has the list.
///
/// All methods are called on the mill's thread. Where they fail, it is with the exceptions of the stream: a
/// `SocketTimeoutException`, `ClosedChannelException`, `SocketException`. A second coroutine in one direction is a
/// [MillPanic][org.jmill.MillPanic].
///
/// Source: none of libmill's; Go's `bufio.Scanner`, `bufio.Reader` and `fmt.Fprintln`.
///
/// @since 0.1.0
public interface TextStream extends Closeable {
    /// Reads a line; suspends until it is whole. `\n` or `\r\n` ends it, and is not part of it. UTF-8, 64 KiB at most.
    ///
    /// @param deadlineMs as of [Mill#now]; negative: none, past: tries once
    /// @return the line; null at the end of the stream. What comes last without a line's end is a line, too, if the
    ///   stream ends properly behind it; where half a command must not be obeyed, there is `recvUntil`, to
    ///   which that is an `EOFException`
    /// @throws LineTooLongException if it has more than [TextOptions#LINE_BYTES_MAX] bytes
    /// @throws java.net.SocketTimeoutException if the deadline passes
    /// @throws IOException if the stream fails, or is closed, also meanwhile
    /// @throws org.jmill.CancelledException if the coroutine is cancelled
    /// @throws org.jmill.MillPanic if another coroutine reads from the stream
    ///
    ///   Source: Go's `bufio.Scanner.Scan`.
    @Nullable
    String readLine(long deadlineMs) throws IOException;

    /// Reads a line, for so long at most: [#readLine(long)].
    ///
    /// @param timeout how long it may take from now on
    /// @return the line; null at the end of the stream
    /// @throws IOException as there
    default @Nullable String readLine(Duration timeout) throws IOException {
        return readLine(Mill.after(timeout));
    }

    /// Reads a line of another charset or length: [#readLine(long)].
    ///
    /// @param options the charset and the limit
    /// @param deadlineMs as of [Mill#now]; negative: none, past: tries once
    /// @return the line; null at the end of the stream
    /// @throws LineTooLongException if it has more bytes than the options say
    /// @throws IOException as there
    /// @throws org.jmill.MillPanic if the options are null
    @Nullable
    String readLine(TextOptions options, long deadlineMs) throws IOException;

    /// Reads a line of another charset or length, for so long at most: [#readLine(TextOptions,long)].
    ///
    /// @param options the charset and the limit
    /// @param timeout how long it may take from now on
    /// @return the line; null at the end of the stream
    /// @throws IOException as there
    default @Nullable String readLine(TextOptions options, Duration timeout) throws IOException {
        return readLine(options, Mill.after(timeout));
    }

    /// Writes a text and `\n`, in UTF-8, and sends it on its way with all that was written before: whoever reads
    /// lines at the other end has it without a flush. A file that has a position keeps the line in its buffer, as
    /// nobody waits for it there. To write many lines with one flush, use [#writer()].
    ///
    /// @param text the line; a line's end within it makes it two
    /// @param deadlineMs as of [Mill#now]; negative: none, past: tries once
    /// @throws java.net.SocketTimeoutException if the deadline passes; its `bytesTransferred` says how many bytes
    ///   of the line were accepted. These go out with the next flush, and all of them are no reason to write the
    ///   line again
    /// @throws IOException if the stream fails, or is closed, also meanwhile
    /// @throws org.jmill.CancelledException if the coroutine is cancelled; nobody knows how much of the line was
    ///   accepted then
    /// @throws org.jmill.MillPanic if the text is null, or another coroutine writes to the stream
    ///
    ///   Source: Go's `fmt.Fprintln` on a connection.
    void writeLine(String text, long deadlineMs) throws IOException;

    /// Writes a line, for so long at most: [#writeLine(String,long)].
    ///
    /// @param text the line
    /// @param timeout how long it may take from now on
    /// @throws IOException as there
    default void writeLine(String text, Duration timeout) throws IOException {
        writeLine(text, Mill.after(timeout));
    }

    /// Writes a line in another charset, or with another end: [#writeLine(String,long)].
    ///
    /// @param text the line
    /// @param options the charset and the line's end
    /// @param deadlineMs as of [Mill#now]; negative: none, past: tries once
    /// @throws IOException as there
    /// @throws org.jmill.MillPanic if an argument is null
    void writeLine(String text, TextOptions options, long deadlineMs) throws IOException;

    /// Writes a line in another charset, or with another end, for so long at most:
    /// [#writeLine(String,TextOptions,long)].
    ///
    /// @param text the line
    /// @param options the charset and the line's end
    /// @param timeout how long it may take from now on
    /// @throws IOException as there
    default void writeLine(String text, TextOptions options, Duration timeout) throws IOException {
        writeLine(text, options, Mill.after(timeout));
    }

    /// The stream as an `InputStream`, which waits for as long as it takes. Does not suspend.
    ///
    /// @return a view; many may be made
    default InputStream inputStream() {
        return inputStream(ChronoUnit.FOREVER.getDuration());
    }

    /// The stream as an `InputStream`. Its `read` suspends until a byte is there, and gives what there is; its
    /// `available` is what was read ahead. Does not suspend.
    ///
    /// @param timeoutPerRead how long each read may take
    /// @return a view; many may be made
    /// @throws org.jmill.MillPanic if the duration is null
    ///
    ///   Source: `java.net.Socket.getInputStream` and `setSoTimeout`.
    InputStream inputStream(Duration timeoutPerRead);

    /// The stream as an `OutputStream`, which waits for as long as it takes. Does not suspend.
    ///
    /// @return a view; many may be made
    default OutputStream outputStream() {
        return outputStream(ChronoUnit.FOREVER.getDuration());
    }

    /// The stream as an `OutputStream`. It collects, as the stream does; `flush` sends. Does not suspend.
    ///
    /// @param timeoutPerWrite how long each write or flush may take
    /// @return a view; many may be made
    /// @throws org.jmill.MillPanic if the duration is null
    ///
    ///   Source: `java.net.Socket.getOutputStream`, which sends at once.
    OutputStream outputStream(Duration timeoutPerWrite);

    /// The stream as a `Reader` of UTF-8, which waits for as long as it takes. Does not suspend.
    ///
    /// @return a view; many may be made
    default Reader reader() {
        return reader(ChronoUnit.FOREVER.getDuration());
    }

    /// The stream as a `Reader` of UTF-8: [#reader(TextOptions,Duration)].
    ///
    /// @param timeoutPerRead how long each read may take
    /// @return a view; many may be made
    default Reader reader(Duration timeoutPerRead) {
        return reader(TextOptions.defaults(), timeoutPerRead);
    }

    /// The stream as a `Reader`. Its `read` suspends until a character is there, and gives what there is. Does not
    /// suspend.
    ///
    /// @param options the charset; a limit for lines plays no part
    /// @param timeoutPerRead how long each read may take
    /// @return a view; one that has stopped in the middle of a character keeps that for itself
    /// @throws org.jmill.MillPanic if an argument is null
    default Reader reader(TextOptions options, Duration timeoutPerRead) {
        return new TextReader(
                inputStream(timeoutPerRead),
                TextOptions.given("reader", this, options).charset());
    }

    /// The stream as a `Writer` of UTF-8, which waits for as long as it takes. Does not suspend.
    ///
    /// @return a view; many may be made
    default Writer writer() {
        return writer(ChronoUnit.FOREVER.getDuration());
    }

    /// The stream as a `Writer` of UTF-8: [#writer(TextOptions,Duration)].
    ///
    /// @param timeoutPerWrite how long each write or flush may take
    /// @return a view; many may be made
    default Writer writer(Duration timeoutPerWrite) {
        return writer(TextOptions.defaults(), timeoutPerWrite);
    }

    /// The stream as a `Writer`. It collects, as the stream does; `flush` sends. Does not suspend.
    ///
    /// @param options the charset
    /// @param timeoutPerWrite how long each write or flush may take
    /// @return a view; one that was given half a character, the first `char` of two, keeps that for itself
    /// @throws org.jmill.MillPanic if an argument is null
    default Writer writer(TextOptions options, Duration timeoutPerWrite) {
        return new TextWriter(
                outputStream(timeoutPerWrite),
                TextOptions.given("writer", this, options).charset());
    }
}
