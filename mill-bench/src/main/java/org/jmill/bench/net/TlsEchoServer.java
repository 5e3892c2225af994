package org.jmill.bench.net;

import static org.jmill.Mill.blocking;
import static org.jmill.Mill.go;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.jmill.net.IpAddr;
import org.jmill.net.TlsListener;
import org.jmill.net.TlsOptions;
import org.jmill.net.TlsSocket;

/// [EchoServer] with TLS.
public final class TlsEchoServer {
    private static final int BUFFER = 32 * 1024;

    private TlsEchoServer() {}

    /// Serves until there is no more to read from the parent; called on a mill's thread.
    ///
    /// @param options with a certificate
    /// @param parent is told nothing, only ends
    /// @param out gets [EchoLoad#LISTENING] and the port
    /// @throws IOException if the port or the certificate fails
    public static void serve(TlsOptions options, InputStream parent, PrintWriter out) throws IOException {
        TlsListener listener = TlsListener.listen(IpAddr.local("127.0.0.1", 0, 0), options);
        go(() -> accept(listener));
        out.println(EchoLoad.LISTENING + listener.port());
        out.flush();
        while (blocking(parent::read) >= 0) {
            // Not the end.
        }
        listener.close();
    }

    private static void accept(TlsListener listener) throws IOException {
        try {
            while (true) {
                TlsSocket socket = listener.accept(-1);
                go(() -> echo(socket));
            }
        } catch (ClosedChannelException e) {
            // The client is done.
        }
    }

    private static void echo(TlsSocket socket) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        try (socket) {
            while (socket.recvSome(buffer.clear(), -1) >= 0) {
                socket.send(buffer.flip(), -1);
                socket.flush(-1);
            }
        } catch (IOException e) {
            // The client has gone without a word.
        }
    }
}
