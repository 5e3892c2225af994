package org.jmill.examples.net.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import java.io.Closeable;
import java.io.IOException;
import java.net.ProtocolException;
import org.jmill.net.StreamSocket;

/// Joins a codec that does no I/O to a socket that does nothing else: bytes go in, messages come out, and
/// the other way round. Here the codec is Netty's for HTTP; it would be the same with those for Redis, MQTT,
/// memcache or STOMP, or with any library that is fed with bytes and asked for what it has made of them.
///
/// Three things make the joint. The codec gets bytes only when it has no message left, so that a peer cannot
/// make it hold more than [#READ_BYTES] turn into. The socket is flushed before each wait, so that the
/// answers to requests that came together go out together. And no method of the codec waits for anything:
/// only [#receive], [#await] and [#send] suspend, in the socket's calls, with their deadlines.
///
/// Netty's own threads, its event loop and its channels have no part in this.
final class Codec implements Closeable {
    private static final int READ_BYTES = 4096;

    /// Small arrays that nobody has to give back.
    private static final UnpooledByteBufAllocator ARRAYS = new UnpooledByteBufAllocator(false);

    private final StreamSocket socket;
    private final EmbeddedChannel codec;
    private final byte[] buffer = new byte[READ_BYTES];
    private ProtocolException failure; // What the peer sent after the messages that are left; null: nothing bad.
    private boolean ended;

    /// @param handlers of Netty's, those nearest to the wire first
    Codec(StreamSocket socket, ChannelHandler... handlers) {
        this.socket = socket;
        this.codec = new EmbeddedChannel(handlers);
        codec.config().setAllocator(ARRAYS);
    }

    /// Has Netty's classes loaded, which takes half a second: better before anybody waits for it.
    static void load() {
        new EmbeddedChannel(new HttpRequestDecoder(), new HttpResponseEncoder()).finishAndReleaseAll();
    }

    /// Takes the next message.
    ///
    /// @return null if the stream has ended before its end
    /// @throws ProtocolException if the codec cannot read what has come
    <M> M receive(Class<M> type, long deadlineMs) throws IOException {
        while (codec.inboundMessages().isEmpty()) {
            if (!await(deadlineMs)) {
                return null;
            }
        }
        return type.cast(codec.readInbound());
    }

    /// Waits until there is a message, or at least something of one.
    ///
    /// @return false if the stream has ended
    /// @throws ProtocolException as [#receive]
    boolean await(long deadlineMs) throws IOException {
        if (!codec.inboundMessages().isEmpty()) {
            return true;
        }
        if (failure != null) {
            throw failure;
        }
        if (ended) {
            return false;
        }
        if (socket.available() == 0) {
            socket.flush(deadlineMs);
        }
        feed(socket.recvSome(buffer, buffer.length, deadlineMs));
        return true;
    }

    private void feed(int length) {
        try {
            if (length < 0) {
                ended = true; // Only this half: an answer may have to go out.
                codec.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
                codec.checkException();
            } else {
                codec.writeInbound(Unpooled.copiedBuffer(buffer, 0, length));
            }
        } catch (CodecException e) {
            failure = new ProtocolException(e.getMessage());
        }
    }

    /// Sends a message: it is on its way when somebody waits for the next one, or flushes the socket.
    void send(Object message, long deadlineMs) throws IOException {
        codec.writeOutbound(message);
        for (ByteBuf bytes; (bytes = codec.readOutbound()) != null; bytes.release()) {
            socket.send(bytes.nioBuffer(), deadlineMs);
        }
    }

    /// Gives back what the codec holds; the socket stays as it is.
    @Override
    public void close() {
        try {
            codec.finishAndReleaseAll();
        } catch (CodecException e) {
            // It complains once more of what it had refused, or of what was left in the midst.
        }
    }
}
