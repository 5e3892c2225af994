package org.jmill.text;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jmill.MillPanic;

/// How a stream of bytes is text. Immutable: each call returns a new one.
///
/// {@snippet file="org/jmill/net/snippets/TextSnippet.java" region="options"}
///
/// By default: UTF-8, lines of at most 64 KiB, and `\n` after each line that is written. When reading, `\n` and
/// `\r\n` both end a line, a `\r` alone does not.
///
/// **Bytes that are no text** become U+FFFD, the replacement character, and characters that the charset does not
/// have become `?`: so the JDK's readers and writers do it.
///
/// Source: none of libmill's; Go's `bufio.Scanner.Buffer` for the limit.
///
/// @since 0.1.0
public final class TextOptions {
    /// How many bytes a line may have, unless said otherwise.
    public static final int LINE_BYTES_MAX = 64 * 1024;

    private static final int GREATEST_MAX = 1 << 30;
    private static final TextOptions DEFAULTS = new TextOptions(StandardCharsets.UTF_8, LINE_BYTES_MAX, "\n");

    private final Charset charset;
    private final int lineBytesMax;
    private final String lineEnd;

    private TextOptions(Charset charset, int lineBytesMax, String lineEnd) {
        this.charset = charset;
        this.lineBytesMax = lineBytesMax;
        this.lineEnd = lineEnd;
    }

    /// UTF-8, and lines of at most 64 KiB that end with `\n`.
    ///
    /// @return the options as they are
    public static TextOptions defaults() {
        return DEFAULTS;
    }

    /// Sets how characters are bytes.
    ///
    /// @param charset one in which a line's end is the byte 10 (`\n`), and that byte nothing else: UTF-8, ISO 8859,
    ///   those of Windows and many more, but not UTF-16, UTF-32 and EBCDIC
    /// @return new options
    /// @throws MillPanic if it is null, or not such a one
    public TextOptions charset(Charset charset) {
        check(charset != null, "charset text: charset is null");
        boolean fit = charset.canEncode()
                && Arrays.equals("\r\n".getBytes(charset), "\r\n".getBytes(StandardCharsets.US_ASCII));
        check(fit, "charset text: the end of a line is not the byte 10 in " + charset);
        return new TextOptions(charset, lineBytesMax, lineEnd);
    }

    /// Sets how long a line may be that is read, so that a peer cannot fill the memory.
    ///
    /// @param bytes at most, without the line's end; 1 to 2^30
    /// @return new options
    /// @throws MillPanic if it is less or more
    public TextOptions lineBytesMax(int bytes) {
        check(bytes > 0 && bytes <= GREATEST_MAX, "lineBytesMax text: not within 1 to 2^30: " + bytes);
        return new TextOptions(charset, bytes, lineEnd);
    }

    /// Sets what is written after each line.
    ///
    /// @param end `"\n"`, or `"\r\n"` as the protocols of the internet want it (HTTP, SMTP)
    /// @return new options
    /// @throws MillPanic if it is something else
    public TextOptions lineEnd(String end) {
        check("\n".equals(end) || "\r\n".equals(end), "lineEnd text: neither \\n nor \\r\\n");
        return new TextOptions(charset, lineBytesMax, end);
    }

    /// How characters are bytes.
    ///
    /// @return the charset
    public Charset charset() {
        return charset;
    }

    /// How long a line may be that is read.
    ///
    /// @return how many bytes at most, without its end
    public int lineBytesMax() {
        return lineBytesMax;
    }

    /// What is written after each line.
    ///
    /// @return `"\n"` or `"\r\n"`
    public String lineEnd() {
        return lineEnd;
    }

    /// `UTF-8, lines of 65536 bytes`.
    @Override
    public String toString() {
        return charset + ", lines of " + lineBytesMax + " bytes";
    }

    /// What was given; a panic if that is null.
    static TextOptions given(String verb, Object stream, TextOptions options) {
        check(options != null, verb + " " + stream + ": options are null");
        return options;
    }

    private static void check(boolean condition, String message) {
        if (!condition) {
            throw new MillPanic(message);
        }
    }
}
