package org.jmill.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jmill.Mill;
import org.jmill.MillPanic;
import org.jmill.file.MillFile;
import org.jmill.text.TextOptions;
import org.jmill.text.TextStream;
import org.jspecify.annotations.Nullable;

/// A connection that carries bytes both ways: the one contract of [TcpSocket], [UnixSocket] and
/// [TlsSocket], and of [MemorySocket].
///
/// Sending and receiving are independent: one coroutine may do each, and a second one in the same
/// direction is a panic that names both. A receive reads first and waits only when nothing is
/// there. A send copies; the bytes go out when the socket's buffer is full, or at [#flush] or
/// [#close]. Buffers are held only while there is something in them.
///
/// **Deadlines** are absolute milliseconds of [Mill#now]; negative: none; 0 or past: what can be
/// done at once is done. One that passes is a `SocketTimeoutException`.
///
/// **Failures** tell what was transferred before: see [PartialTransfer]. Bytes received are in the
/// caller's buffer (and behind a `ByteBuffer`'s position); bytes accepted by a send are behind the
/// source's position; a flush remembers what went out. So to repeat the call for the rest loses
/// nothing and repeats nothing. A mill's first wait needs a descriptor or two: where none is left, that is a
/// `SocketException`, and the connection is as good as before.
///
/// **Cancellation.** Each call that can wait throws [org.jmill.CancelledException] in a cancelled coroutine.
/// A receive has not happened then: what had come is the next one's. Of a send, a part may have been accepted:
/// a `ByteBuffer`'s position tells, of an array nobody knows, so that such a stream is to be closed.
///
/// **Lines and text** are told by [TextStream]: [#readLine(long)], [#writeLine(String,long)], and views as streams
/// of `java.io`.
///
/// Each call throws [MillPanic] for a buffer that is null, too short, or read-only where something is to be
/// received. All methods are called on a mill's thread. A socket belongs to the mill that uses it; another
/// mill may have it when nobody here waits for it any more.
///
/// Source: libmill's `tcpsock`, `unixsock` and `sslsock`, which share no code. There, an end of
/// stream is `ECONNRESET`, and `close` drops what was not flushed.
///
/// @since 0.1.0
public abstract sealed class StreamSocket implements TextStream permits TcpSocket, UnixSocket, TlsSocket, MemorySocket {
    /// How long [#close()] and [#shutdown] may take to write what is buffered.
    public static final long CLOSE_FLUSH_MS = 1000;

    /// How long the connection is kept in the background after [#close()] for a silent peer to end its half,
    /// unless [SocketOptions] say otherwise.
    public static final long LINGER_MS = 1000;

    /// For [#shutdown]: no more receiving.
    public static final int SHUT_RD = 0;

    /// For [#shutdown]: no more sending.
    public static final int SHUT_WR = 1;

    /// For [#shutdown]: neither.
    public static final int SHUT_RDWR = 2;

    /// Who may use it.
    ///
    /// | from | to | cause |
    /// |---|---|---|
    /// | OPEN | CLOSING | a close has begun, and flushes: new calls fail, those that wait still do |
    /// | CLOSING | CLOSED | that is done, or was given up: those that wait are woken |
    /// | OPEN | CLOSED | the transport went to somebody else |
    private enum Life {
        OPEN,
        CLOSING,
        CLOSED
    }

    final Transport transport;
    private final Inbound inbound = new Inbound(this);
    private final Outbound outbound = new Outbound(this);
    private final int lingerMs;
    private Life life = Life.OPEN;
    private boolean broken; // The connection has failed, and somebody was told.
    private boolean deaf; // The input was shut down before the peer ended it.
    private String labelAtEnd; // The addresses, for when the channel no longer knows them; null: it does.

    /// @param lingerMs as of [SocketOptions#lingerMs(int)]
    StreamSocket(Transport transport, int lingerMs) {
        this.transport = transport;
        this.lingerMs = lingerMs;
    }

    /// How to linger, for a socket that takes over the transport.
    final int lingerMs() {
        return lingerMs;
    }

    // ---- receiving
    // -------------------------------------------------------------------------------

    /// Fills the buffer.
    ///
    /// @param target filled from its position to its limit
    /// @param deadlineMs as of [org.jmill.Mill#now]; negative: none, past: tries once
    /// @return how many bytes that were
    /// @throws java.net.SocketTimeoutException if the deadline passes
    /// @throws java.io.EOFException if the stream ends before the buffer is full
    /// @throws java.net.SocketException if the connection is reset
    /// @throws java.nio.channels.ClosedChannelException if the socket is closed, also meanwhile
    /// @throws IOException if TLS fails
    ///
    ///   Source: libmill `tcprecv`.
    public final int recv(ByteBuffer target, long deadlineMs) throws IOException {
        return inbound.exactly(Arguments.writable("recv", this, target), null, target.remaining(), deadlineMs);
    }

    /// Does the same as [#recv(ByteBuffer,long)], with a deadline that lies so far ahead.
    ///
    /// @param target as for [#recv(ByteBuffer,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#recv(ByteBuffer,long)]
    /// @throws java.net.SocketTimeoutException as for [#recv(ByteBuffer,long)]
    /// @throws java.io.EOFException as for [#recv(ByteBuffer,long)]
    /// @throws java.net.SocketException as for [#recv(ByteBuffer,long)]
    /// @throws java.nio.channels.ClosedChannelException as for [#recv(ByteBuffer,long)]
    /// @throws IOException as for [#recv(ByteBuffer,long)]
    /// @throws MillPanic if the timeout is null, or as for [#recv(ByteBuffer,long)]
    public final int recv(ByteBuffer target, Duration timeout) throws IOException {
        return recv(target, Mill.after(timeout));
    }

    /// Fills the first `length` bytes of the array: [#recv(ByteBuffer,long)].
    ///
    /// @param target takes the bytes, from its start
    /// @param length how many bytes of the array are meant
    /// @param deadlineMs as of [org.jmill.Mill#now]; negative: none, past: tries once
    /// @return `length`
    /// @throws IOException as there
    public final int recv(byte[] target, int length, long deadlineMs) throws IOException {
        Arguments.check("recv", this, target, length);
        return inbound.exactly(null, target, length, deadlineMs);
    }

    /// Does the same as [#recv(byte[\],int,long)], with a deadline that lies so far ahead.
    ///
    /// @param target as for [#recv(byte[\],int,long)]
    /// @param length as for [#recv(byte[\],int,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#recv(byte[\],int,long)]
    /// @throws IOException as for [#recv(byte[\],int,long)]
    /// @throws MillPanic if the timeout is null, or as for [#recv(byte[\],int,long)]
    public final int recv(byte[] target, int length, Duration timeout) throws IOException {
        return recv(target, length, Mill.after(timeout));
    }

    /// Receives what is there, at least one byte.
    ///
    /// @param target takes as much as it has room for
    /// @param deadlineMs as of [org.jmill.Mill#now]; negative: none, past: tries once
    /// @return how many bytes; -1 at the end of the stream; 0 only if there is no room
    /// @throws java.net.SocketTimeoutException if the deadline passes before a byte is there
    /// @throws java.net.SocketException if the connection is reset
    /// @throws java.nio.channels.ClosedChannelException if the socket is closed, also meanwhile
    /// @throws IOException if TLS fails
    ///
    ///   Source: none; libmill's users asked for it.
    public final int recvSome(ByteBuffer target, long deadlineMs) throws IOException {
        return inbound.some(Arguments.writable("recvSome", this, target), null, target.remaining(), deadlineMs);
    }

    /// Does the same as [#recvSome(ByteBuffer,long)], with a deadline that lies so far ahead.
    ///
    /// @param target as for [#recvSome(ByteBuffer,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#recvSome(ByteBuffer,long)]
    /// @throws java.net.SocketTimeoutException as for [#recvSome(ByteBuffer,long)]
    /// @throws java.net.SocketException as for [#recvSome(ByteBuffer,long)]
    /// @throws java.nio.channels.ClosedChannelException as for [#recvSome(ByteBuffer,long)]
    /// @throws IOException as for [#recvSome(ByteBuffer,long)]
    /// @throws MillPanic if the timeout is null, or as for [#recvSome(ByteBuffer,long)]
    public final int recvSome(ByteBuffer target, Duration timeout) throws IOException {
        return recvSome(target, Mill.after(timeout));
    }

    /// Receives at most `length` bytes: [#recvSome(ByteBuffer,long)].
    ///
    /// @param target takes the bytes, from its start
    /// @param length how many bytes of the array are meant
    /// @param deadlineMs as of [org.jmill.Mill#now]; negative: none, past: tries once
    /// @return as there
    /// @throws IOException as there
    public final int recvSome(byte[] target, int length, long deadlineMs) throws IOException {
        Arguments.check("recvSome", this, target, length);
        return inbound.some(null, target, length, deadlineMs);
    }

    /// Does the same as [#recvSome(byte[\],int,long)], with a deadline that lies so far ahead.
    ///
    /// @param target as for [#recvSome(byte[\],int,long)]
    /// @param length as for [#recvSome(byte[\],int,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#recvSome(byte[\],int,long)]
    /// @throws IOException as for [#recvSome(byte[\],int,long)]
    /// @throws MillPanic if the timeout is null, or as for [#recvSome(byte[\],int,long)]
    public final int recvSome(byte[] target, int length, Duration timeout) throws IOException {
        return recvSome(target, length, Mill.after(timeout));
    }

    /// Receives up to and including the first byte that is one of the delimiters.
    ///
    /// @param delimiters characters below 256, each a byte
    /// @param target takes the bytes, from its position to its limit
    /// @param deadlineMs as of [org.jmill.Mill#now]; negative: none, past: tries once
    /// @return how many bytes, the delimiter included
    /// @throws BufferFullException if the buffer is full and no delimiter was in it
    /// @throws MillPanic if there are no delimiters, or one is not below 256
    /// @throws java.io.EOFException if the stream ends before a delimiter
    /// @throws java.net.SocketTimeoutException if the deadline passes
    /// @throws java.net.SocketException if the connection is reset
    /// @throws java.nio.channels.ClosedChannelException if the socket is closed, also meanwhile
    /// @throws IOException if TLS fails
    ///
    ///   Source: libmill `tcprecvuntil`.
    public final int recvUntil(ByteBuffer target, String delimiters, long deadlineMs) throws IOException {
        checkDelimiters(delimiters);
        return inbound.until(
                Arguments.writable("recvUntil", this, target), null, target.remaining(), delimiters, null, deadlineMs);
    }

    /// Does the same as [#recvUntil(ByteBuffer,String,long)], with a deadline that lies so far ahead.
    ///
    /// @param delimiters as for [#recvUntil(ByteBuffer,String,long)]
    /// @param target as for [#recvUntil(ByteBuffer,String,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#recvUntil(ByteBuffer,String,long)]
    /// @throws BufferFullException as for [#recvUntil(ByteBuffer,String,long)]
    /// @throws java.io.EOFException as for [#recvUntil(ByteBuffer,String,long)]
    /// @throws java.net.SocketTimeoutException as for [#recvUntil(ByteBuffer,String,long)]
    /// @throws java.net.SocketException as for [#recvUntil(ByteBuffer,String,long)]
    /// @throws java.nio.channels.ClosedChannelException as for [#recvUntil(ByteBuffer,String,long)]
    /// @throws IOException as for [#recvUntil(ByteBuffer,String,long)]
    /// @throws MillPanic if the timeout is null, or as for [#recvUntil(ByteBuffer,String,long)]
    public final int recvUntil(ByteBuffer target, String delimiters, Duration timeout) throws IOException {
        return recvUntil(target, delimiters, Mill.after(timeout));
    }

    /// Receives at most `length` bytes: [#recvUntil(ByteBuffer,String,long)].
    ///
    /// @param target takes the bytes, from its start
    /// @param length how many bytes of the array are meant
    /// @param delimiters characters below 256, each a byte
    /// @param deadlineMs as of [org.jmill.Mill#now]; negative: none, past: tries once
    /// @return as there
    /// @throws IOException as there
    public final int recvUntil(byte[] target, int length, String delimiters, long deadlineMs) throws IOException {
        checkDelimiters(delimiters);
        Arguments.check("recvUntil", this, target, length);
        return inbound.until(null, target, length, delimiters, null, deadlineMs);
    }

    /// Does the same as [#recvUntil(byte[\],int,String,long)], with a deadline that lies so far ahead.
    ///
    /// @param target as for [#recvUntil(byte[\],int,String,long)]
    /// @param length as for [#recvUntil(byte[\],int,String,long)]
    /// @param delimiters as for [#recvUntil(byte[\],int,String,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#recvUntil(byte[\],int,String,long)]
    /// @throws IOException as for [#recvUntil(byte[\],int,String,long)]
    /// @throws MillPanic if the timeout is null, or as for [#recvUntil(byte[\],int,String,long)]
    public final int recvUntil(byte[] target, int length, String delimiters, Duration timeout) throws IOException {
        return recvUntil(target, length, delimiters, Mill.after(timeout));
    }

    /// Receives up to and including a delimiter of several bytes, such as CR LF CR LF.
    ///
    /// @param delimiter all of it must come, in this order, within this call
    /// @param target takes the bytes, from its position to its limit
    /// @param deadlineMs as of [org.jmill.Mill#now]; negative: none, past: tries once
    /// @return as [#recvUntil(ByteBuffer,String,long)]
    /// @throws IOException as there
    public final int recvUntil(ByteBuffer target, byte[] delimiter, long deadlineMs) throws IOException {
        checkDelimiters(delimiter == null || delimiter.length == 0);
        return inbound.until(
                Arguments.writable("recvUntil", this, target), null, target.remaining(), null, delimiter, deadlineMs);
    }

    /// Does the same as [#recvUntil(ByteBuffer,byte[\],long)], with a deadline that lies so far ahead.
    ///
    /// @param delimiter as for [#recvUntil(ByteBuffer,byte[\],long)]
    /// @param target as for [#recvUntil(ByteBuffer,byte[\],long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#recvUntil(ByteBuffer,byte[\],long)]
    /// @throws IOException as for [#recvUntil(ByteBuffer,byte[\],long)]
    /// @throws MillPanic if the timeout is null, or as for [#recvUntil(ByteBuffer,byte[\],long)]
    public final int recvUntil(ByteBuffer target, byte[] delimiter, Duration timeout) throws IOException {
        return recvUntil(target, delimiter, Mill.after(timeout));
    }

    /// Receives at most `length` bytes: [#recvUntil(ByteBuffer,byte[\],long)].
    ///
    /// @param target takes the bytes, from its start
    /// @param length how many bytes of the array are meant
    /// @param delimiter all of it must come
    /// @param deadlineMs as of [org.jmill.Mill#now]; negative: none, past: tries once
    /// @return as there
    /// @throws IOException as there
    public final int recvUntil(byte[] target, int length, byte[] delimiter, long deadlineMs) throws IOException {
        checkDelimiters(delimiter == null || delimiter.length == 0);
        Arguments.check("recvUntil", this, target, length);
        return inbound.until(null, target, length, null, delimiter, deadlineMs);
    }

    /// Does the same as [#recvUntil(byte[\],int,byte[\],long)], with a deadline that lies so far ahead.
    ///
    /// @param target as for [#recvUntil(byte[\],int,byte[\],long)]
    /// @param length as for [#recvUntil(byte[\],int,byte[\],long)]
    /// @param delimiter as for [#recvUntil(byte[\],int,byte[\],long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#recvUntil(byte[\],int,byte[\],long)]
    /// @throws IOException as for [#recvUntil(byte[\],int,byte[\],long)]
    /// @throws MillPanic if the timeout is null, or as for [#recvUntil(byte[\],int,byte[\],long)]
    public final int recvUntil(byte[] target, int length, byte[] delimiter, Duration timeout) throws IOException {
        return recvUntil(target, length, delimiter, Mill.after(timeout));
    }

    /// How many bytes were received ahead: the next receive takes them without asking the system, or
    /// waiting. There may be more in the system, or undecrypted, which this does not count. A server
    /// whose peers send several requests at once flushes its replies when this is 0, before it waits
    /// for the next request.
    ///
    /// @return how many; 0 if none, or if the socket is closed
    ///
    ///   Source: none; Go's `bufio.Reader.Buffered`.
    public final int available() {
        return inbound.available();
    }

    // ---- sending
    // ---------------------------------------------------------------------------------

    /// Accepts the bytes for sending; they are sure to be on their way only after [#flush]. That
    /// does not prove that the peer has received them.
    ///
    /// @param source sent from its position to its limit
    /// @param deadlineMs as of [org.jmill.Mill#now]; negative: none, past: tries once
    /// @return how many bytes that were
    /// @throws java.net.SocketTimeoutException if the deadline passes before all are accepted
    /// @throws java.net.SocketException if the connection is reset
    /// @throws java.nio.channels.ClosedChannelException if the socket is closed, also meanwhile, or
    ///   its output was shut down
    /// @throws IOException if TLS fails
    ///
    ///   Source: libmill `tcpsend`.
    public final int send(ByteBuffer source, long deadlineMs) throws IOException {
        return outbound.send(Arguments.buffer("send", this, source), null, source.remaining(), deadlineMs);
    }

    /// Does the same as [#send(ByteBuffer,long)], with a deadline that lies so far ahead.
    ///
    /// @param source as for [#send(ByteBuffer,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#send(ByteBuffer,long)]
    /// @throws java.net.SocketTimeoutException as for [#send(ByteBuffer,long)]
    /// @throws java.net.SocketException as for [#send(ByteBuffer,long)]
    /// @throws java.nio.channels.ClosedChannelException as for [#send(ByteBuffer,long)]
    /// @throws IOException as for [#send(ByteBuffer,long)]
    /// @throws MillPanic if the timeout is null, or as for [#send(ByteBuffer,long)]
    public final int send(ByteBuffer source, Duration timeout) throws IOException {
        return send(source, Mill.after(timeout));
    }

    /// Accepts the first `length` bytes of the array: [#send(ByteBuffer,long)].
    ///
    /// @param source has the bytes, from its start
    /// @param length how many bytes of the array are meant
    /// @param deadlineMs as of [org.jmill.Mill#now]; negative: none, past: tries once
    /// @return `length`
    /// @throws IOException as there
    public final int send(byte[] source, int length, long deadlineMs) throws IOException {
        Arguments.check("send", this, source, length);
        return outbound.send(null, source, length, deadlineMs);
    }

    /// Does the same as [#send(byte[\],int,long)], with a deadline that lies so far ahead.
    ///
    /// @param source as for [#send(byte[\],int,long)]
    /// @param length as for [#send(byte[\],int,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#send(byte[\],int,long)]
    /// @throws IOException as for [#send(byte[\],int,long)]
    /// @throws MillPanic if the timeout is null, or as for [#send(byte[\],int,long)]
    public final int send(byte[] source, int length, Duration timeout) throws IOException {
        return send(source, length, Mill.after(timeout));
    }

    /// Sends a part of a file, after all that was accepted before. Where the stream is not encrypted, the
    /// system takes the bytes from the file by itself (`sendfile`), on a thread that may wait for the disk;
    /// with TLS, they are read and sent. More than 2 GB take several calls, as do less if each MB is to have
    /// a deadline of its own.
    ///
    /// @param file open for reading; its position plays no part
    /// @param offset where to begin, in bytes from its start
    /// @param length how many bytes
    /// @param deadlineMs as of [org.jmill.Mill#now]; negative: none, past: tries once; the disk is waited
    ///   for, however late it answers
    /// @return how many bytes were sent: fewer than `length` only if the file ends before
    /// @throws java.net.SocketTimeoutException if the deadline passes before all are sent
    /// @throws java.net.SocketException if the connection is reset
    /// @throws java.nio.channels.ClosedChannelException if the socket is closed, also meanwhile, or
    ///   its output was shut down, or the file is closed
    /// @throws java.nio.file.FileSystemException if the file cannot be read there, or has no position; how much
    ///   went out is not told
    /// @throws IOException if TLS fails
    /// @throws MillPanic if the file is null or not open for reading, or a number is negative
    ///
    ///   Source: none; `sendfile` of the system.
    public final int sendFile(MillFile file, long offset, int length, long deadlineMs) throws IOException {
        if (file == null) {
            throw new MillPanic("sendFile " + this + ": file is null");
        }
        if (offset < 0 || length < 0) {
            throw new MillPanic("sendFile " + this + ": offset or length is negative: " + offset + ", " + length);
        }
        return outbound.sendFile(file, offset, length, deadlineMs);
    }

    /// Does the same as [#sendFile(MillFile,long,int,long)], with a deadline that lies so far ahead.
    ///
    /// @param file as for [#sendFile(MillFile,long,int,long)]
    /// @param offset as for [#sendFile(MillFile,long,int,long)]
    /// @param length as for [#sendFile(MillFile,long,int,long)]
    /// @param timeout how far, as for [Mill#after]
    /// @return as of [#sendFile(MillFile,long,int,long)]
    /// @throws java.net.SocketTimeoutException as for [#sendFile(MillFile,long,int,long)]
    /// @throws java.net.SocketException as for [#sendFile(MillFile,long,int,long)]
    /// @throws java.nio.channels.ClosedChannelException as for [#sendFile(MillFile,long,int,long)]
    /// @throws java.nio.file.FileSystemException as for [#sendFile(MillFile,long,int,long)]
    /// @throws IOException as for [#sendFile(MillFile,long,int,long)]
    /// @throws MillPanic if the timeout is null, or as for [#sendFile(MillFile,long,int,long)]
    public final int sendFile(MillFile file, long offset, int length, Duration timeout) throws IOException {
        return sendFile(file, offset, length, Mill.after(timeout));
    }

    /// Writes out all that was accepted.
    ///
    /// @param deadlineMs as of [org.jmill.Mill#now]; negative: none, past: tries once
    /// @throws java.net.SocketTimeoutException if the deadline passes; flush again for the rest
    /// @throws java.net.SocketException if the connection is reset
    /// @throws java.nio.channels.ClosedChannelException as [#send(ByteBuffer,long)]
    /// @throws IOException if TLS fails
    ///
    ///   Source: libmill `tcpflush`, which after a timeout sends everything again.
    public final void flush(long deadlineMs) throws IOException {
        outbound.flush(deadlineMs);
    }

    /// Does the same as [#flush(long)], with a deadline that lies so far ahead.
    ///
    /// @param timeout how far, as for [Mill#after]
    /// @throws java.net.SocketTimeoutException as for [#flush(long)]
    /// @throws java.net.SocketException as for [#flush(long)]
    /// @throws java.nio.channels.ClosedChannelException as for [#flush(long)]
    /// @throws IOException as for [#flush(long)]
    /// @throws MillPanic if the timeout is null, or as for [#flush(long)]
    public final void flush(Duration timeout) throws IOException {
        flush(Mill.after(timeout));
    }

    // ---- text
    // ------------------------------------------------------------------------------------

    /// {@inheritDoc}
    @Override
    public final @Nullable String readLine(long deadlineMs) throws IOException {
        return inbound.line(TextOptions.defaults(), deadlineMs);
    }

    /// {@inheritDoc}
    @Override
    public final @Nullable String readLine(TextOptions options, long deadlineMs) throws IOException {
        return inbound.line(Arguments.notNull("readLine", this, "options are null", options), deadlineMs);
    }

    /// {@inheritDoc}
    @Override
    public final void writeLine(String text, long deadlineMs) throws IOException {
        writeLine(text, TextOptions.defaults(), deadlineMs);
    }

    /// {@inheritDoc}
    @Override
    public final void writeLine(String text, TextOptions options, long deadlineMs) throws IOException {
        Arguments.notNull("writeLine", this, "text is null", text);
        Arguments.notNull("writeLine", this, "options are null", options);
        outbound.line(text.concat(options.lineEnd()).getBytes(options.charset()), deadlineMs);
    }

    /// {@inheritDoc}
    @Override
    public final InputStream inputStream(Duration timeoutPerRead) {
        return new SocketInput(this, Arguments.notNull("inputStream", this, "timeout is null", timeoutPerRead));
    }

    /// {@inheritDoc}
    @Override
    public final OutputStream outputStream(Duration timeoutPerWrite) {
        return new SocketOutput(this, Arguments.notNull("outputStream", this, "timeout is null", timeoutPerWrite));
    }

    // ---- ending
    // ----------------------------------------------------------------------------------

    /// Ends one direction or both. To end sending first flushes, at most [#CLOSE_FLUSH_MS]; the
    /// peer then sees the end of the stream and can still send. With TLS, [#SHUT_WR] first makes the handshake,
    /// unless that was done.
    ///
    /// @param how [#SHUT_RD], [#SHUT_WR] or [#SHUT_RDWR]
    /// @throws IOException as [#flush]
    /// @throws MillPanic if `how` is something else, or another coroutine is sending
    ///
    ///   Source: libmill `tcpshutdown`, which does not flush.
    public final void shutdown(int how) throws IOException {
        if (how < SHUT_RD || how > SHUT_RDWR) {
            throw new MillPanic("shutdown " + this + ": how is SHUT_RD, SHUT_WR or SHUT_RDWR, not " + how);
        }
        checkOpen("shutdown");
        long deadlineMs = Mill.now() + CLOSE_FLUSH_MS;
        if (how == SHUT_WR) {
            transport.establish(this, "shutdown", deadlineMs); // While there are two directions to do it in.
        } else {
            shutdownInput();
        }
        if (how != SHUT_RD) {
            outbound.shutdown(deadlineMs);
        }
    }

    private void shutdownInput() throws IOException {
        deaf |= !inbound.hasEnded();
        inbound.endHere();
        try {
            transport.shutdownInput(inbound.isTaken());
        } catch (IOException e) {
            throw Failures.broken("shutdown " + this, e, 0, Failures.NONE);
        }
    }

    /// Closes the socket, as [#close(long)] with a deadline [#CLOSE_FLUSH_MS] from now.
    ///
    /// @throws IOException as there
    @Override
    public final void close() throws IOException {
        if (isOpen()) {
            close(Mill.now() + CLOSE_FLUSH_MS);
        }
    }

    /// Flushes, then closes the socket and wakes whoever waits on it with
    /// `AsynchronousCloseException`. The socket is closed however this ends. Closing it again does
    /// nothing; neither is anything flushed, or complained of, if the connection is known to have
    /// failed.
    ///
    /// To close a connection while bytes of the peer's are unread, or before some come, would destroy what was
    /// sent last and is still on its way. So where something was sent and the peer has not ended its half, only
    /// the output is ended here, and a coroutine named `linger` goes on throwing away what comes, until the peer
    /// ends its half; a silent one is waited for [#LINGER_MS], one that sends and sends for five times that. The
    /// caller does not wait for any of it, nor does the mill: when main ends the connection is closed, and what
    /// the peer has not received by then is lost if it still sends. A program that ends right after its last
    /// words waits for the peer's end first: [#shutdown] with [#SHUT_WR], then receives until -1. See
    /// [SocketOptions#lingerMs(int)] for other times, and for a reset instead.
    ///
    /// @param deadlineMs for the flush
    /// @throws IOException if not all could be flushed
    ///
    ///   Source: libmill `tcpclose`, which does not flush and must not be called while somebody
    ///   waits.
    public final void close(long deadlineMs) throws IOException {
        if (isOpen()) {
            life = Life.CLOSING;
            try {
                Mill.checkDeadline("close", deadlineMs);
                outbound.close(deadlineMs);
            } finally {
                dispose();
            }
        }
    }

    /// Does the same as [#close(long)], with a deadline that lies so far ahead.
    ///
    /// @param timeout how far, as for [Mill#after]
    /// @throws IOException as for [#close(long)]
    /// @throws MillPanic if the timeout is null, or as for [#close(long)]
    public final void close(Duration timeout) throws IOException {
        close(Mill.after(timeout));
    }

    /// Closes the socket without a flush.
    final void drop() throws IOException {
        if (isOpen()) {
            life = Life.CLOSING;
            dispose();
        }
    }

    private void dispose() throws IOException {
        labelAtEnd = label();
        life = Life.CLOSED;
        try {
            transport.clean();
        } finally {
            inbound.release();
            outbound.release();
            transport.release();
            if (transport.channel() != null && (deaf || !inbound.hasEnded())) {
                Lingering.close(transport.channel(), transport.expectsMore(), lingerMs, labelAtEnd);
            } else {
                transport.close();
            }
        }
    }

    /// {@return whether it was not closed}
    public final boolean isOpen() {
        return life == Life.OPEN;
    }

    /// `tcp 127.0.0.1:5555->127.0.0.1:40112`.
    @Override
    public final String toString() {
        return labelAtEnd != null ? labelAtEnd : label();
    }

    abstract String label();

    // ---- for the two halves and the transport
    // ------------------------------------------------------

    /// Waits for the transport.
    ///
    /// @param verb what the caller does
    /// @param count how many bytes it has done so far
    /// @throws IOException if the deadline has passed, the socket was closed, or there is nothing to wait with
    final void await(int events, String verb, int count, long deadlineMs) throws IOException {
        int ready;
        try {
            ready = transport.await(events, deadlineMs);
        } catch (UncheckedIOException e) {
            throw Failures.noWait(verb + " " + this, e, count, Failures.NONE);
        }
        if (wasClosed(ready)) {
            throw Failures.closedMeanwhile(verb + " " + this, count, Failures.NONE);
        }
        if (ready == 0) {
            throw Failures.timeout(verb + " " + this, count, Failures.NONE);
        }
    }

    /// A coroutine has waited with either half: whoever uses the other one has not been running all the time.
    final void waited() {
        inbound.waited();
        outbound.waited();
    }

    /// Whether a wait with this outcome was ended by a close.
    final boolean wasClosed(int ready) {
        return life == Life.CLOSED || (ready & Mill.FDW_ERR) != 0;
    }

    final void checkOpen(String verb) throws IOException {
        if (!isOpen()) {
            throw Failures.closed(verb + " " + this + ": socket is closed");
        }
    }

    final void broke() {
        broken = true;
    }

    final boolean isBroken() {
        return broken;
    }

    /// Gives up the channel without closing it.
    ///
    /// @throws MillPanic if something is buffered or somebody waits
    final void giveUp() throws IOException {
        checkUnused("detach");
        if (inbound.available() > 0) {
            throw new MillPanic(
                    "detach " + this + ": " + inbound.available() + " bytes were received ahead; receive them first");
        }
        retire();
    }

    /// @throws MillPanic if something is to be sent or somebody waits
    final void checkUnused(String verb) throws IOException {
        checkOpen(verb);
        if (inbound.isTaken() || outbound.isTaken()) {
            throw new MillPanic(verb + " " + this + ": a coroutine waits on it");
        }
        if (outbound.pending() > 0) {
            throw new MillPanic(verb + " " + this + ": " + outbound.pending() + " bytes not sent; flush first");
        }
    }

    /// Ends the socket, but not the transport, which goes to another one.
    ///
    /// @return what was received ahead; null: nothing
    final @Nullable ByteBuffer retire() {
        labelAtEnd = label();
        life = Life.CLOSED;
        transport.clean();
        return inbound.takeAhead();
    }

    private void checkDelimiters(String delimiters) {
        checkDelimiters(delimiters == null || delimiters.isEmpty());
        for (int i = 0; i < delimiters.length(); i++) {
            if (delimiters.charAt(i) > 0xff) {
                String character = String.format("U+%04X", (int) delimiters.charAt(i));
                throw new MillPanic("recvUntil " + this + ": delimiter is no byte: " + character);
            }
        }
    }

    private void checkDelimiters(boolean none) {
        if (none) {
            throw new MillPanic("recvUntil " + this + ": no delimiters; use recv or recvSome without one");
        }
    }
}
