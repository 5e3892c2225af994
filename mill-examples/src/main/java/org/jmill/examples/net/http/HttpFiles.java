package org.jmill.examples.net.http;

import static org.jmill.Mill.blocking;
import static org.jmill.Mill.world;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import org.jmill.examples.Example;
import org.jmill.examples.net.Grace;
import org.jmill.examples.net.Listen;
import org.jmill.examples.net.Server;
import org.jmill.net.TcpSocket;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Shows a web server for files: a codec of Netty's on jmill's sockets; the disk holds up nobody.
/// Run: ./jmill run http-files [PORT [FOLDER]], then curl http://localhost:PORT/, or wrk
/// Prints where it listens, and at the end how much was served.
@Command(
        description = "HTTP/1.1, GET and HEAD. Nothing outside of the folder is served, wherever .. or a link"
                + " may lead. A folder shows its index.html, or else a list.")
public final class HttpFiles implements Example {
    @Mixin
    private Listen listen;

    @Mixin
    private Limits limits;

    @Mixin
    private final Grace grace = new Grace();

    @Parameters(
            index = "1",
            paramLabel = "FOLDER",
            arity = "0..1",
            defaultValue = ".",
            description = "whose files to serve; the current one unless given")
    private String root;

    private final Server server = new Server(grace);
    private Folder folder;
    private long requests;
    private long bytes;

    private void converse(TcpSocket socket) throws IOException {
        try (Conversation conversation = new Conversation(socket, folder, limits)) {
            try {
                if (server.open() > limits.connections()) {
                    conversation.refuse(HttpResponseStatus.SERVICE_UNAVAILABLE);
                } else {
                    conversation.hold();
                }
            } catch (SocketTimeoutException | EOFException e) {
                // It takes nothing, or has gone in the midst of it; it may come again.
            } finally {
                requests += conversation.answered();
                bytes += conversation.bytes();
            }
        }
    }

    @Override
    public void main() throws IOException {
        Path path = world().files().getPath(root);
        folder = blocking(() -> new Folder(path));
        Codec.load();
        server.serve(listen, this::converse);
    }

    @Override
    public String soFar() {
        return server + ", " + requests + (requests == 1 ? " request, " : " requests, ") + bytes + " bytes";
    }
}
