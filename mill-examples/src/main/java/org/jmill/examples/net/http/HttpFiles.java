package org.jmill.examples.net.http;

import static org.jmill.Mill.blocking;
import static org.jmill.Mill.now;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jmill.examples.Example;
import org.jmill.examples.net.Input;
import org.jmill.examples.net.Listen;
import org.jmill.examples.net.Server;
import org.jmill.file.MillFile;
import org.jmill.net.TcpSocket;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Shows a web server for files: keep-alive, pipelining, ranges; the disk holds up nobody.
/// Run: ./jmill run http-files [PORT [FOLDER]], then curl http://localhost:PORT/, or wrk
/// Prints where it listens, and at the end how much was served.
@Command(
        description = "HTTP/1.1, GET and HEAD. Nothing outside of the folder is served, wherever .. or a link"
                + " may lead. A folder shows its index.html, or else a list.")
public final class HttpFiles implements Example {
    private static final int PATIENCE_MS = 30_000; // For the next request, or for a client to take some more.
    private static final int DISCARDED_MAX = 1024 * 1024; // Of a body that nobody wants.

    @Mixin
    private Listen listen;

    @Parameters(
            index = "1",
            paramLabel = "FOLDER",
            arity = "0..1",
            defaultValue = ".",
            description = "whose files to serve; the current one unless given")
    private Path root;

    private final Server server = new Server();
    private Folder folder;
    private long requests;
    private long bytes;

    private void converse(TcpSocket socket) throws IOException {
        Input input = new Input(socket, Head.LINE_MAX);
        try {
            Head head;
            while ((head = Head.receive(input, now() + PATIENCE_MS)) != null) {
                if (!answer(socket, input, Request.of(head))) {
                    Response.hangUp(socket);
                    return;
                }
            }
        } catch (ProtocolException e) {
            // What follows cannot be understood either.
            new Response(socket, false, false).status("400 Bad Request: " + e.getMessage(), now() + PATIENCE_MS);
            Response.hangUp(socket);
        } catch (SocketTimeoutException e) {
            // An idle client; it may come again.
        }
    }

    /// @return whether the connection goes on
    private boolean answer(TcpSocket socket, Input input, Request request) throws IOException {
        requests++;
        long deadline = now() + PATIENCE_MS;
        boolean head = request.method().equals("HEAD");
        boolean known = head || request.method().equals("GET");
        boolean goesOn = request.keepAlive() && discard(input, request.head());
        Response response = new Response(socket, goesOn, head);
        if (!known) {
            response.field("Allow", "GET, HEAD").status("405 Method Not Allowed", deadline);
            return goesOn;
        }
        switch (blocking(() -> folder.find(request.path()))) {
            case Folder.Nothing nothing -> response.status("404 Not Found", deadline);
            case Folder.Elsewhere elsewhere ->
                response.field("Location", HttpUrl.encoded(elsewhere.path())).status("301 Moved Permanently", deadline);
            case Folder.Listing listing ->
                response.text("200 OK", "text/html; charset=utf-8", listing.html(), deadline);
            case Folder.Page page -> send(socket, request, response, page);
        }
        return goesOn;
    }

    /// Reads past a body.
    ///
    /// @return false if that is too much
    private boolean discard(Input input, Head head) throws IOException {
        if (head.field("transfer-encoding") != null || head.contentLength() > DISCARDED_MAX) {
            return false;
        }
        if (head.contentLength() > 0) {
            input.bytes((int) head.contentLength(), now() + PATIENCE_MS);
        }
        return true;
    }

    private void send(TcpSocket socket, Request request, Response response, Folder.Page page) throws IOException {
        Head head = request.head();
        String modified = Response.date(page.modifiedS());
        long deadline = now() + PATIENCE_MS;
        response.field("Last-Modified", modified).field("Accept-Ranges", "bytes");
        if (modified.equals(head.field("if-modified-since"))) {
            response.head("304 Not Modified", -1, deadline);
            return;
        }
        String condition = head.field("if-range");
        boolean same = condition == null || condition.equals(modified);
        Range range = same && request.method().equals("GET") ? Range.of(head.field("range"), page.size()) : null;
        if (range != null && range.length() == 0) {
            response.field("Content-Range", "bytes */" + page.size()).status("416 Range Not Satisfiable", deadline);
            return;
        }
        response.field("Content-Type", page.type());
        Range part = range != null ? range : new Range(0, page.size());
        if (range != null) {
            long last = part.start() + part.length() - 1;
            response.field("Content-Range", "bytes " + part.start() + "-" + last + "/" + page.size());
        }
        response.head(range == null ? "200 OK" : "206 Partial Content", part.length(), deadline);
        if (request.method().equals("GET")) {
            copy(socket, page.path(), part);
        }
    }

    private void copy(TcpSocket socket, Path path, Range part) throws IOException {
        try (MillFile file = MillFile.open(path, StandardOpenOption.READ)) {
            byte[] buffer = new byte[(int) Math.min(part.length(), 65_536)];
            long at = part.start();
            long left = part.length();
            while (left > 0) {
                int n = file.readAt(at, buffer, (int) Math.min(left, buffer.length), -1);
                if (n <= 0) {
                    throw new IOException("read " + path + ": has become shorter");
                }
                socket.send(buffer, n, now() + PATIENCE_MS);
                bytes += n;
                at += n;
                left -= n;
            }
        }
    }

    @Override
    public void main() throws IOException {
        folder = blocking(() -> new Folder(root));
        server.serve(listen.tcp(), this::converse);
    }

    @Override
    public String soFar() {
        return server + ", " + requests + (requests == 1 ? " request, " : " requests, ") + bytes + " bytes";
    }
}
