package org.jmill.net;

/// What an operation had done when it failed. Every exception that a receive throws after bytes had
/// come in is one of these, as is one that ends a send or a flush half way:
///
/// | exception | cause |
/// |---|---|
/// | `SocketTimeoutException` | the deadline passed |
/// | `EOFException` | the peer ended the stream |
/// | `SocketException` | the connection was reset |
/// | `AsynchronousCloseException` | another coroutine closed the socket |
/// | `SSLException` | TLS failed, or the stream was cut off without `close_notify` |
/// | [BufferFullException] | no delimiter in as many bytes as the buffer holds |
///
/// The bytes received are in the caller's buffer; so a caller that wants the rest goes on behind
/// them. A cancellation is not among these exceptions: a receive that is cancelled has not happened, and what
/// had come is received by the next one.
///
/// @since 0.1.0
public interface PartialTransfer {
    /// How many bytes of the caller's were transferred: received into its buffer; or accepted from
    /// it by a send; or written out by a flush.
    ///
    /// @return 0 or more
    int bytesTransferred();

    /// A copy of the bytes received; empty for a send and a flush.
    ///
    /// @return a new array
    byte[] bytes();
}
