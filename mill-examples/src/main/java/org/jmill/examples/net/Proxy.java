package org.jmill.examples.net;

import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.jmill.net.MillNet.SHUT_WR;

import java.io.IOException;
import org.jmill.Coroutine;
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
                + " is ended by half-close (as nc -N does) still gets its answer.")
public final class Proxy implements Example {
    private static final int BUFFER_BYTES = 16_384;
    private static final int CONNECT_MS = 10_000;

    @Mixin
    private Listen listen;

    @Parameters(
            index = "1",
            paramLabel = "HOST:PORT",
            converter = HostPort.Converter.class,
            description = "where to connect to for each connection")
    private HostPort target;

    private final Server server = new Server();
    private long up;
    private long down;

    /// How much went in one direction.
    private interface Meter {
        void add(int bytes);
    }

    private void forward(TcpSocket client) throws IOException {
        try (TcpSocket service = connect()) {
            Coroutine answers = go("answers", () -> pumpOrHangUp(service, client));
            pump(client, service, n -> up += n);
            answers.join();
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

    private void pumpOrHangUp(TcpSocket service, TcpSocket client) throws IOException {
        try {
            pump(service, client, n -> down += n);
        } catch (IOException e) {
            // Neither direction is of use without the other. The one that waits is woken.
            hangUp(service);
            hangUp(client);
        }
    }

    private static void hangUp(TcpSocket socket) {
        try {
            socket.close(now());
        } catch (IOException e) {
            // It was broken anyway.
        }
    }

    private static void pump(TcpSocket from, TcpSocket to, Meter meter) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        int n;
        while ((n = from.recvSome(buffer, buffer.length, -1)) >= 0) {
            to.send(buffer, n, -1);
            to.flush(-1);
            meter.add(n);
        }
        to.shutdown(SHUT_WR);
    }

    @Override
    public void main() throws IOException {
        server.serve(listen.tcp(), this::forward);
    }

    @Override
    public String soFar() {
        return server + ", " + up + " bytes up, " + down + " bytes down";
    }
}
