package org.jmill.examples.net;

import static org.jmill.Mill.go;

import java.io.IOException;
import java.net.SocketException;
import org.jmill.net.StreamSocket;
import org.jmill.net.TcpListener;
import org.jmill.net.TcpSocket;
import org.jmill.net.TlsListener;
import org.jmill.net.TlsSocket;

/// What every server does: accepts connections for ever, and gives each a coroutine of its own.
public final class Server {
    private int accepted;
    private int open;
    private int failed;

    /// What a server does with a connection. It is closed afterwards.
    ///
    /// @param <S> the kind of socket
    @FunctionalInterface
    public interface Conversation<S extends StreamSocket> {
        /// Talks until there is no more to say.
        ///
        /// @throws IOException if the connection fails; the server goes on
        void hold(S socket) throws IOException;
    }

    @FunctionalInterface
    private interface Acceptor<S extends StreamSocket> {
        S accept() throws IOException;
    }

    /// Serves TCP connections until the coroutine is cancelled.
    ///
    /// @throws IOException if the listener was closed
    public void serve(TcpListener listener, Conversation<? super TcpSocket> conversation) throws IOException {
        try (listener) {
            this.<TcpSocket>loop(() -> listener.accept(-1), conversation);
        }
    }

    /// Serves TLS connections until the coroutine is cancelled.
    ///
    /// @throws IOException if the listener was closed
    public void serve(TlsListener listener, Conversation<? super TlsSocket> conversation) throws IOException {
        try (listener) {
            this.<TlsSocket>loop(() -> listener.accept(-1), conversation);
        }
    }

    private <S extends StreamSocket> void loop(Acceptor<S> acceptor, Conversation<? super S> conversation)
            throws IOException {
        while (true) {
            try {
                S socket = acceptor.accept();
                go("connection " + ++accepted, () -> hold(socket, conversation));
            } catch (SocketException e) {
                // No descriptor is left: this client waits until another one has gone.
                System.err.println(e.getMessage());
            }
        }
    }

    private <S extends StreamSocket> void hold(S socket, Conversation<? super S> conversation) {
        open++;
        try (socket) {
            conversation.hold(socket);
        } catch (SocketException e) {
            failed++; // The client has hung up; that is its right.
        } catch (IOException e) {
            failed++;
            System.err.println(e.getMessage());
        } finally {
            open--;
        }
    }

    /// How many connections there are now.
    public int open() {
        return open;
    }

    /// How many connections there were.
    @Override
    public String toString() {
        return accepted
                + (accepted == 1 ? " connection" : " connections")
                + (failed == 0 ? "" : ", " + failed + " failed");
    }
}
