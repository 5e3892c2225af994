package org.jmill.bench.net;

import static org.jmill.Mill.blocking;
import static org.jmill.Mill.go;
import static org.jmill.net.MillNet.iplocal;
import static org.jmill.net.MillNet.tcpaccept;
import static org.jmill.net.MillNet.tcpclose;
import static org.jmill.net.MillNet.tcpflush;
import static org.jmill.net.MillNet.tcplisten;
import static org.jmill.net.MillNet.tcpport;
import static org.jmill.net.MillNet.tcprecvsome;
import static org.jmill.net.MillNet.tcpsend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.util.List;
import org.jmill.net.TcpListener;
import org.jmill.net.TcpSocket;

/// Echoes what comes, on as many connections as there are, in the mill under test. The client is
/// another process: a child, whose output is passed on, or the parent.
public final class EchoServer {
    private static final int BUFFER = 32 * 1024; // A request does not fill it, so that no read is made in vain.
    private static final int BACKLOG = 1024;

    private EchoServer() {}

    /// Serves until the client is done; called on a mill's thread.
    ///
    /// @param clientOf the command that starts the client, given the port
    /// @param out gets what the client prints
    /// @return the client's exit status
    /// @throws IOException if the port or the client fails
    public static int serve(ClientCommand clientOf, PrintWriter out) throws IOException {
        TcpListener listener = tcplisten(iplocal("127.0.0.1", 0, 0), BACKLOG);
        Process client = new ProcessBuilder(clientOf.command(tcpport(listener)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            go(() -> accept(listener));
            BufferedReader lines = client.inputReader();
            String line;
            while ((line = blocking(lines::readLine)) != null) {
                out.println(line);
                out.flush();
            }
            return blocking(client::waitFor);
        } catch (InterruptedException e) {
            throw new IllegalStateException("echo: interrupted while the client ran", e);
        } finally {
            client.destroy();
            tcpclose(listener);
        }
    }

    /// Serves until there is no more to read from the parent; called on a mill's thread.
    ///
    /// @param parent is told nothing, only ends
    /// @param out gets [EchoLoad#LISTENING] and the port
    /// @throws IOException if the port fails
    public static void serve(InputStream parent, PrintWriter out) throws IOException {
        TcpListener listener = tcplisten(iplocal("127.0.0.1", 0, 0), BACKLOG);
        go(() -> accept(listener));
        out.println(EchoLoad.LISTENING + tcpport(listener));
        out.flush();
        while (blocking(parent::read) >= 0) {
            // Not the end.
        }
        tcpclose(listener);
    }

    /// Makes the command that starts a client.
    @FunctionalInterface
    public interface ClientCommand {
        /// @param port where the server listens
        List<String> command(int port);
    }

    private static void accept(TcpListener listener) throws IOException {
        try {
            while (true) {
                TcpSocket socket = tcpaccept(listener, -1);
                go(() -> echo(socket));
            }
        } catch (java.nio.channels.ClosedChannelException e) {
            // The client is done.
        }
    }

    /// The buffer is a direct one, which the system fills and empties without a copy.
    private static void echo(TcpSocket socket) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        try (socket) {
            while (tcprecvsome(socket, buffer.clear(), -1) >= 0) {
                tcpsend(socket, buffer.flip(), -1);
                tcpflush(socket, -1);
            }
        }
    }
}
