package org.jmill.examples.net;

import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.jmill.Mill.self;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import org.jmill.CancelledException;
import org.jmill.Coroutine;
import org.jmill.net.StreamSocket;
import org.jmill.net.TcpListener;
import org.jmill.net.TcpSocket;
import org.jmill.net.TlsListener;
import org.jmill.net.TlsSocket;

/// What every server does: accepts connections for ever, and gives each a coroutine of its own.
/// Whatever goes wrong there ends that connection, and the others go on.
public final class Server {
    private static final Limits LIMITS = new Limits(10_000, 1 << 20, 600_000);

    private final Limits limits;
    private final byte[] busy;
    private int accepted;
    private int refused;
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

    /// A part of a conversation, which another coroutine has.
    @FunctionalInterface
    public interface Part {
        /// Does it.
        ///
        /// @throws IOException ends the conversation
        void run() throws IOException;
    }

    @FunctionalInterface
    private interface Acceptor<S extends StreamSocket> {
        S accept() throws IOException;
    }

    /// A server with limits that will do for most.
    public Server() {
        this(LIMITS, "");
    }

    /// @param limits of which the number of connections is seen to here
    /// @param busy what a client hears that is turned away; may be empty
    public Server(Limits limits, String busy) {
        this.limits = limits;
        this.busy = busy.getBytes(StandardCharsets.ISO_8859_1);
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
                if (open >= limits.connections()) {
                    turnAway(socket);
                } else {
                    open++;
                    go("connection " + ++accepted, () -> hold(socket, conversation));
                }
            } catch (SocketException e) {
                // No descriptor is left: this client waits until another one has gone.
                System.err.println(e.getMessage());
            }
        }
    }

    private void turnAway(StreamSocket socket) {
        refused++;
        try (socket) {
            if (socket instanceof TcpSocket && busy.length > 0) { // With TLS it would have to be waited for.
                socket.send(busy, busy.length, 0);
            }
            socket.close(0);
        } catch (IOException e) {
            // Nobody is there to hear it.
        }
    }

    private <S extends StreamSocket> void hold(S socket, Conversation<? super S> conversation) {
        try (socket) {
            conversation.hold(socket);
        } catch (SocketException | SocketTimeoutException | ClosedChannelException e) {
            failed++; // The client has hung up, or was hung up on; that is no news.
        } catch (IOException e) {
            failed++;
            System.err.println(e.getMessage());
        } catch (CancelledException e) {
            throw e;
        } catch (RuntimeException | VirtualMachineError e) {
            failed++;
            report(e);
        } finally {
            open--;
        }
    }

    /// Starts a second coroutine for a connection. If it fails, it hangs up: so the first one, which
    /// may wait for the same client, ends as well.
    ///
    /// @param name the coroutine's
    /// @param part what it does
    /// @param sockets what is closed if that fails
    public static Coroutine beside(String name, Part part, StreamSocket... sockets) {
        return go(name, () -> {
            try {
                part.run();
            } catch (IOException e) {
                hangUp(sockets); // Who waits with a socket learns it there.
            } catch (CancelledException e) {
                throw e;
            } catch (RuntimeException | VirtualMachineError e) {
                report(e);
                hangUp(sockets);
            }
        });
    }

    /// Closes sockets, whatever is still to be sent.
    public static void hangUp(StreamSocket... sockets) {
        for (StreamSocket socket : sockets) {
            try {
                socket.close(now());
            } catch (IOException e) {
                // What was to be sent is lost; that is what was wanted.
            }
        }
    }

    /// A fault of the program's: the client's connection ends by it, but it is not the client's.
    private static void report(Throwable fault) {
        StackTraceElement[] frames = fault.getStackTrace();
        System.err.println("fault in " + self().name() + ": " + fault + (frames.length == 0 ? "" : " at " + frames[0]));
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
                + (refused == 0 ? "" : ", " + refused + " turned away")
                + (failed == 0 ? "" : ", " + failed + " failed");
    }
}
