package org.jmill.text;

import java.io.IOException;

/// A line is longer than was to be accepted. Nothing of it was taken from the stream: read it with a larger limit
/// ([TextOptions#lineBytesMax(int)]), take its bytes as bytes, or close the stream, as a server does that does not
/// trust its client.
///
/// Source: Go's `bufio.ErrTooLong`, after which the scanner is of no more use.
///
/// @since 0.1.0
public final class LineTooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    /// The limit, in bytes.
    private final int lineBytesMax;

    /// Says that a line is too long.
    ///
    /// @param what the operation and its object, such as `readLine tcp 127.0.0.1:5555->127.0.0.1:40112`
    /// @param lineBytesMax the limit
    public LineTooLongException(String what, int lineBytesMax) {
        super(what + ": line is longer than " + lineBytesMax
                + " bytes; nothing of it was taken: raise TextOptions.lineBytesMax, or close the stream");
        this.lineBytesMax = lineBytesMax;
    }

    /// The limit that the line does not keep.
    ///
    /// @return how many bytes a line may have, without its end
    public int lineBytesMax() {
        return lineBytesMax;
    }
}
