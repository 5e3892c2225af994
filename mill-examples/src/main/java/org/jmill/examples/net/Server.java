package org.jmill.examples.net;

import static org.jmill.Mill.self;
import static org.jmill.Mill.shield;
import static org.jmill.net.StreamSocket.SHUT_RD;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jmill.CancelledException;
import org.jmill.Scope;
import org.jmill.net.StreamSocket;
import org.jmill.net.TcpListener;
import org.jmill.net.TcpSocket;
import org.jmill.net.TlsListener;
import org.jmill.net.TlsOptions;
import org.jmill.net.TlsSocket;

/// What every server does: accepts connections, and gives each a coroutine of its own. Whatever goes
/// wrong there ends that connection, and the others go on.
///
/// A server ends when its coroutine is cancelled, as main is by Ctrl-C. It no longer accepts then, and
/// stops the scope of its clients: these read the end of the stream, as if they had hung up themselves, and
/// have the grace to be answered. Whoever is still there after that is cut off.
public final class Server {
    private static final Limits LIMITS = new Limits(10_000, 1 << 20, 600_000);

    private final Limits limits;
    private final Grace grace;
    private final byte[] busy;
    private int accepted;
    private int refused;
    private int failed;
    private final Set<StreamSocket> open = new LinkedHashSet<>();
    private Scope clients; // Once it serves.
    private boolean endsTheirInput = true;
    private int stopped; // So many were there when it stopped,
    private int cutOff; // and of them so many after the grace.

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

    /// A server with limits that will do for most.
    public Server() {
        this(LIMITS.grace());
    }

    /// @param grace what its clients have when it stops; for conversations that see to their limits themselves
    public Server(Grace grace) {
        this(LIMITS, grace, "");
    }

    /// @param limits of which the number of connections is seen to here
    /// @param busy what a client hears that is turned away; may be empty
    public Server(Limits limits, String busy) {
        this(limits, limits.grace(), busy);
    }

    private Server(Limits limits, Grace grace, String busy) {
        this.limits = limits;
        this.grace = grace;
        this.busy = busy.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Has clients go on at the stop as if nothing were: for conversations that end by themselves.
    ///
    /// @return this server
    public Server letFinish() {
        endsTheirInput = false;
        return this;
    }

    /// Serves TCP connections as a program does: says where it listens, and at the end what became of those who were
    /// there.
    ///
    /// @param where to listen
    /// @param conversation what it does with each
    /// @throws IOException if it cannot listen there
    public void serve(Listen where, Conversation<? super TcpSocket> conversation) throws IOException {
        TcpListener listener = where.tcp();
        try {
            serve(listener, conversation);
        } finally {
            sayStopped();
        }
    }

    /// Serves TLS connections, and says so, as [#serve(Listen,Conversation)] does.
    ///
    /// @param where to listen
    /// @param tls with a certificate
    /// @param conversation what it does with each
    /// @throws IOException if it cannot listen there, or certificate and key are no good
    public void serve(Listen where, TlsOptions tls, Conversation<? super TlsSocket> conversation) throws IOException {
        TlsListener listener = where.tls(tls);
        try {
            this.<TlsSocket>loop(listener, () -> listener.accept(-1), conversation);
        } finally {
            sayStopped();
        }
    }

    /// Serves TCP connections until the coroutine is cancelled.
    ///
    /// @throws IOException if the listener was closed
    public void serve(TcpListener listener, Conversation<? super TcpSocket> conversation) throws IOException {
        this.<TcpSocket>loop(listener, () -> listener.accept(-1), conversation);
    }

    private <S extends StreamSocket> void loop(
            Closeable listener, Acceptor<S> acceptor, Conversation<? super S> conversation) throws IOException {
        Scope.run(server -> {
            // Shielded: what cancels the server is not to cut off its clients. The grace is their deadline.
            server.go("clients", () -> shield(Long.MAX_VALUE, () -> Scope.run(this::attend)));
            try (listener) {
                while (true) {
                    accept(acceptor, conversation);
                }
            } finally {
                stopped = open.size();
                clients.stop(grace.ms());
            }
        });
    }

    private void attend(Scope scope) {
        clients = scope;
        scope.stopping().receive();
        if (endsTheirInput) {
            List.copyOf(open).forEach(Server::endInput);
        }
    }

    private static void endInput(StreamSocket socket) {
        try {
            socket.shutdown(SHUT_RD);
        } catch (IOException e) {
            // It has gone by itself, then.
        }
    }

    private <S extends StreamSocket> void accept(Acceptor<S> acceptor, Conversation<? super S> conversation)
            throws IOException {
        try {
            S socket = acceptor.accept();
            if (open.size() >= limits.connections()) {
                turnAway(socket);
            } else {
                open.add(socket);
                clients.go("connection " + ++accepted, () -> hold(socket, conversation));
            }
        } catch (SocketException e) {
            // No descriptor is left: this client waits until another one has gone.
            System.err.println(e.getMessage());
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
            cutOff++;
            throw e;
        } catch (RuntimeException | VirtualMachineError e) {
            failed++;
            report(e);
        } finally {
            open.remove(socket);
        }
    }

    /// A fault of the program's: the client's connection ends by it, but it is not the client's.
    private static void report(Throwable fault) {
        StackTraceElement[] frames = fault.getStackTrace();
        System.err.println("fault in " + self().name() + ": " + fault + (frames.length == 0 ? "" : " at " + frames[0]));
    }

    /// How many connections there are now.
    public int open() {
        return open.size();
    }

    private void sayStopped() {
        if (stopped > 0) {
            int served = stopped - cutOff;
            String after = String.format(Locale.ROOT, " cut off after %.1f s", grace.ms() / 1000.0);
            System.out.println("stopped: " + served + (served == 1 ? " client" : " clients") + " served to the end"
                    + (cutOff == 0 ? "" : ", " + cutOff + after));
        }
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
