package org.jmill.examples.net.http;

import static org.jmill.Mill.now;

import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import org.jmill.net.StreamSocket;

/// One request for a page, and its answer. Nothing is kept of a body: it is handed on as it comes.
final class Client implements Closeable {
    private final Codec codec;
    private final HttpUrl url;
    private final long patienceMs;

    /// Takes bytes as they come.
    interface Sink {
        /// @param bytes not to be kept
        void take(ByteBuffer bytes) throws IOException;
    }

    /// @param patienceMs for the head as a whole, and then for each further piece of the body
    Client(StreamSocket socket, HttpUrl url, long patienceMs) {
        this.codec = new Codec(socket, new HttpResponseDecoder(), new HttpRequestEncoder());
        this.url = url;
        this.patienceMs = patienceMs;
    }

    /// Asks for the page, and takes the head of the final answer.
    ///
    /// @throws ProtocolException if it is not one
    HttpResponse ask() throws IOException {
        long deadline = now() + patienceMs;
        FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, url.target());
        request.headers()
                .set(HttpHeaderNames.HOST, url.authority())
                .set(HttpHeaderNames.USER_AGENT, "jmill-get")
                .set(HttpHeaderNames.ACCEPT, "*/*")
                .set(HttpHeaderNames.CONNECTION, "close");
        codec.send(request, deadline);
        HttpResponse head;
        do {
            head = head(deadline);
        } while (head.status().codeClass() == HttpStatusClass.INFORMATIONAL); // 100 Continue, 103 Early Hints.
        return head;
    }

    private HttpResponse head(long deadline) throws IOException {
        while (true) {
            HttpObject next = codec.receive(HttpObject.class, deadline);
            if (next == null) {
                throw new ProtocolException("server hung up without an answer");
            }
            if (next.decoderResult().isFailure()) {
                throw new ProtocolException("bad answer: " + causeOf(next));
            }
            if (next instanceof HttpResponse head) {
                if (head.protocolVersion().majorVersion() != 1 || head.status().code() == 101) {
                    throw new ProtocolException("answer is not HTTP/1.1");
                }
                return head;
            }
        } // Else it was the end of one that was not the final one.
    }

    private static String causeOf(HttpObject failed) {
        return failed.decoderResult().cause().getMessage();
    }

    /// Receives the body. What makes no piece of it (a trailer that drips, say) does not count as one.
    ///
    /// @return how many bytes
    /// @throws EOFException if it is cut off
    /// @throws ProtocolException if it is garbled
    long receive(HttpResponse head, Sink sink) throws IOException {
        long length = 0;
        while (true) {
            HttpContent part = codec.receive(HttpContent.class, now() + patienceMs);
            if (part == null) {
                String told = head.headers().get(HttpHeaderNames.CONTENT_LENGTH);
                throw new EOFException(
                        "body is cut off after " + length + (told == null ? "" : " of " + told) + " bytes");
            }
            try {
                if (part.decoderResult().isFailure()) {
                    throw new ProtocolException("bad body: " + causeOf(part));
                }
                length += part.content().readableBytes();
                sink.take(part.content().nioBuffer());
            } finally {
                part.release();
            }
            if (part instanceof LastHttpContent) {
                return length;
            }
        }
    }

    @Override
    public void close() {
        codec.close();
    }
}
