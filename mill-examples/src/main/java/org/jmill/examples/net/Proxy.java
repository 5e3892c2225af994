package org.jmill.examples.net;

import static org.jmill.Mill.now;
import static org.jmill.net.MillNet.SHUT_WR;

import java.io.IOException;
import java.net.SocketTimeoutException;
import org.jmill.Scope;
import org.jmill.examples.Example;
import org.jmill.net.TcpSocket;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Shows a proxy: two coroutines a connection, one for each direction, and half-close.
/// Run: ./jmill run proxy PORT HOST:PORT, then connect to the one to reach the other
/// Prints where it listens, and at the end how much went through.
@Command(
        description = "A direction ends when its sender has ended it; the other one goes on. So a request that"
                + " is ended by half-close (as nc -N does) still gets its answer. When one side breaks, the other"
                + " one is reset.")
public final class Proxy implements Example {
    private static final int CONNECT_MS = 10_000;

    @Mixin
    private Listen listen;

    @Mixin
    private final Limits limits = new Limits(1000, 32_768, 600_000); // Half of the bytes for each direction.

    @Parameters(
            index = "1",
            paramLabel = "HOST:PORT",
            converter = HostPort.Converter.class,
            description = "where to connect to for each connection")
    private HostPort target;

    private final Server server = new Server(limits, "");
    private long up;
    private long down;

    /// How much went in one direction.
    private interface Meter {
        void add(int bytes);
    }

    private void forward(TcpSocket client) throws IOException {
        boolean whole = false;
        try (TcpSocket service = connect()) {
            try {
                forward(client, service);
                whole = true;
            } finally {
                resetUnless(whole, service);
            }
        } finally {
            resetUnless(whole, client);
        }
    }

    private void forward(TcpSocket client, TcpSocket service) throws IOException {
        Patience patience = new Patience(limits);
        Scope.run(both -> {
            both.go("answers", () -> pump(service, client, patience, n -> down += n));
            pump(client, service, patience, n -> up += n);
        });
    }

    /// What breaks on one side breaks on the other one: nobody is to take a stream that was cut short for a whole one.
    private static void resetUnless(boolean whole, TcpSocket socket) throws IOException {
        if (!whole) {
            socket.reset();
        }
    }

    private TcpSocket connect() throws IOException {
        try {
            return TcpSocket.connect(target.host(), target.port(), now() + CONNECT_MS);
        } catch (IOException e) {
            System.err.println(e.getMessage());
            throw e;
        }
    }

    private void pump(TcpSocket from, TcpSocket to, Patience patience, Meter meter) throws IOException {
        byte[] buffer = new byte[Math.max(1, limits.bytes() / 2)];
        int n;
        while ((n = receive(from, buffer, patience)) >= 0) {
            patience.moved();
            to.send(buffer, n, limits.deadline());
            to.flush(limits.deadline());
            patience.moved();
            meter.add(n);
        }
        to.shutdown(SHUT_WR);
    }

    /// Waits as long as anything moves, either way.
    private static int receive(TcpSocket from, byte[] buffer, Patience patience) throws IOException {
        while (true) {
            try {
                return from.recvSome(buffer, buffer.length, patience.deadline());
            } catch (SocketTimeoutException e) {
                patience.unlessMoved(e);
            }
        }
    }

    @Override
    public void main() throws IOException {
        server.serve(listen, this::forward);
    }

    @Override
    public String soFar() {
        return server + ", " + up + " bytes up, " + down + " bytes down";
    }
}
