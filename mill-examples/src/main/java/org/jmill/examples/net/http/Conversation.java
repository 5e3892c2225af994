package org.jmill.examples.net.http;

import static org.jmill.Mill.blocking;
import static org.jmill.Mill.now;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jmill.file.MillFile;
import org.jmill.net.PartialTransfer;
import org.jmill.net.TcpSocket;

/// A connection of a web server for files: requests, one after the other, each answered before the next.
final class Conversation implements Closeable {
    private static final List<HttpMethod> ALLOWED = List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final int AT_ONCE_BYTES = 1 << 30;

    private final TcpSocket socket;
    private final Folder folder;
    private final Limits limits;
    private final StrictRequests requests;
    private final Codec codec;
    private long answered;
    private long bytes;

    Conversation(TcpSocket socket, Folder folder, Limits limits) {
        this.socket = socket;
        this.folder = folder;
        this.limits = limits;
        this.requests = new StrictRequests(limits.lineBytes(), limits.headerBytes());
        this.codec = new Codec(socket, requests, new HttpResponseEncoder());
    }

    /// How many requests were answered.
    long answered() {
        return answered;
    }

    /// How many bytes of files were sent.
    long bytes() {
        return bytes;
    }

    /// Talks until one of the two has had enough.
    void hold() throws IOException {
        try {
            while (awaitRequest()) {
                if (!answerNext()) {
                    Response.hangUp(socket);
                    return;
                }
            }
        } catch (Refusal e) {
            refuse(e.status());
        } catch (ProtocolException e) {
            refuse(HttpResponseStatus.BAD_REQUEST);
        }
    }

    /// Says why not, and hangs up: what follows cannot be understood, or is not wanted.
    void refuse(HttpResponseStatus status) throws IOException {
        answered++;
        Response response = new Response(codec, HttpVersion.HTTP_1_1, false, false);
        if (status.equals(HttpResponseStatus.SERVICE_UNAVAILABLE)) {
            response.field(HttpHeaderNames.RETRY_AFTER, 1);
        }
        response.status(status, takenBy());
        Response.hangUp(socket);
    }

    private boolean awaitRequest() throws IOException {
        try {
            return requests.isMidway() || codec.await(now() + limits.idleMs());
        } catch (SocketTimeoutException e) {
            return false; // An idle client; it may come again.
        }
    }

    /// Until when a client must have taken something.
    private long takenBy() {
        return now() + limits.idleMs();
    }

    /// @return whether the connection goes on
    private boolean answerNext() throws IOException {
        long deadline = now() + limits.requestMs();
        HttpRequest head = receive(HttpRequest.class, deadline);
        if (head == null) {
            return false;
        }
        Request request = Request.of(head);
        boolean refused = !ALLOWED.contains(request.method()) || request.expectsMore();
        boolean goesOn = request.keepAlive() && !(refused && request.mayHoldBackItsBody());
        if (goesOn || !refused) {
            takeBody(request, deadline);
        }
        answered++;
        Response response =
                new Response(codec, request.version(), goesOn, request.method().equals(HttpMethod.HEAD));
        answer(request, response);
        return goesOn;
    }

    private <M> M receive(Class<M> type, long deadline) throws IOException {
        try {
            return codec.receive(type, deadline);
        } catch (SocketTimeoutException e) {
            throw new Refusal(HttpResponseStatus.REQUEST_TIMEOUT);
        }
    }

    /// Reads past the body, as it comes.
    private void takeBody(Request request, long deadline) throws IOException {
        if (request.length() > limits.bodyBytes()) {
            throw new Refusal(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
        }
        if (request.expectsContinue()) {
            new Response(codec, request.version(), true, true).proceed(takenBy());
        }
        long length = 0;
        HttpContent part;
        do {
            part = receive(HttpContent.class, deadline);
            if (part == null) {
                throw new EOFException("receive " + socket + ": stream ended in the middle of a body");
            }
            length += part.content().readableBytes();
            part.release();
            if (part.decoderResult().isFailure()) {
                throw new Refusal(HttpResponseStatus.BAD_REQUEST);
            }
            if (length > limits.bodyBytes()) {
                throw new Refusal(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
            }
        } while (!(part instanceof LastHttpContent));
    }

    private void answer(Request request, Response response) throws IOException {
        if (request.expectsMore()) {
            response.status(HttpResponseStatus.EXPECTATION_FAILED, takenBy());
        } else if (!ALLOWED.contains(request.method())) {
            response.field(HttpHeaderNames.ALLOW, "GET, HEAD, OPTIONS")
                    .status(HttpResponseStatus.METHOD_NOT_ALLOWED, takenBy());
        } else if (request.method().equals(HttpMethod.OPTIONS)) {
            response.field(HttpHeaderNames.ALLOW, "GET, HEAD, OPTIONS")
                    .head(HttpResponseStatus.NO_CONTENT, -1, takenBy());
        } else {
            switch (blocking(() -> folder.find(request.path()))) {
                case Folder.Nothing(HttpResponseStatus why) -> response.status(why, takenBy());
                case Folder.Elsewhere(String path) ->
                    response.field(HttpHeaderNames.LOCATION, HttpUrl.encoded(path))
                            .status(HttpResponseStatus.MOVED_PERMANENTLY, takenBy());
                case Folder.Listing(String html) ->
                    response.text(HttpResponseStatus.OK, "text/html; charset=utf-8", html, takenBy());
                case Folder.Page page when page.small() != null -> sendSmall(request, response, page);
                case Folder.Page page -> sendLarge(request, response, page);
            }
        }
    }

    private void sendSmall(Request request, Response response, Folder.Page page) throws IOException {
        Range part = response.begin(request, page, takenBy());
        if (part != null) {
            socket.send(ByteBuffer.wrap(page.small(), (int) part.start(), (int) part.length()), takenBy());
            bytes += part.length();
        }
    }

    /// Opens it before a word is said: whoever hears of a length is to get as much.
    private void sendLarge(Request request, Response response, Folder.Page page) throws IOException {
        MillFile opened;
        try {
            opened = MillFile.open(page.path());
        } catch (IOException e) {
            response.status(Folder.statusOf(e), takenBy());
            return;
        }
        try (MillFile file = opened) {
            Range part = response.begin(request, page, takenBy());
            if (part != null) {
                send(file, part);
            }
        }
    }

    /// Sends as fast as the client takes it. One that is slow has not failed: as long as some bytes went out
    /// before a deadline, there is another one.
    private void send(MillFile file, Range part) throws IOException {
        long at = part.start();
        long end = part.start() + part.length();
        while (at < end) {
            int n;
            try {
                n = socket.sendFile(file, at, (int) Math.min(end - at, AT_ONCE_BYTES), takenBy());
            } catch (SocketTimeoutException e) {
                n = e instanceof PartialTransfer partial ? partial.bytesTransferred() : 0;
                if (n == 0) {
                    throw e;
                }
            }
            if (n == 0) {
                throw new IOException("send " + file + ": it has become shorter");
            }
            at += n;
            bytes += n;
        }
    }

    @Override
    public void close() {
        codec.close();
    }
}
