package org.jmill.examples.net;

import static org.jmill.Mill.choose;
import static org.jmill.Mill.now;
import static org.jmill.Mill.shield;

import java.io.IOException;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Scope;
import org.jmill.examples.Example;
import org.jmill.net.TcpListener;
import org.jmill.net.TcpSocket;
import org.jmill.text.TextOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Shows supervision: a server whose clients fail alone, and that lets them finish when it stops.
/// Run: ./jmill run supervise [--grace MS] [PORT], then nc localhost PORT, and type numbers
/// Prints where it listens, a line for each client that fails, and at Ctrl-C what became of the others.
@Command(
        description =
                "Answers a number N with 1000/N, and has no code for what is no number, or 0: who sends that fails,"
                    + " and nobody else. At Ctrl-C it accepts nobody any more, and says goodbye; who does not let it"
                    + " is cut off after the grace. All in one file; the other servers have it from their Server.")
public final class Supervise implements Example {
    private static final int CLIENTS_MAX = 1000;
    private static final TextOptions TEXT = TextOptions.defaults().lineBytesMax(256);
    private static final int PATIENCE_MS = 600_000;

    @Mixin
    private Listen listen;

    @Mixin
    private Grace grace;

    private Scope clients;
    private int accepted;
    private int failed;
    private int ended;

    /// The scope of the clients. Its body does nothing but wait for its end.
    private void supervise(Scope scope) {
        clients = scope.limit(CLIENTS_MAX).onFailure((client, failure) -> {
            failed++;
            System.out.println(client.name() + " has failed: " + failure);
        });
        scope.stopping().receive();
    }

    private void converse(TcpSocket socket) throws IOException {
        try (socket) {
            Scope.run(client -> {
                Chan<String> lines = Chan.make(0);
                client.daemon("reader", () -> read(socket, lines));
                Choose next = choose().in(lines).in(clients.stopping());
                while (next.end() == 0 && next.value() != null) {
                    socket.writeLine("" + 1000 / Integer.parseInt(next.<String>value()), now() + PATIENCE_MS);
                }
                socket.writeLine("goodbye", now() + PATIENCE_MS);
            });
        }
        ended++;
    }

    private static void read(TcpSocket socket, Chan<String> lines) throws IOException {
        for (String line; (line = socket.readLine(TEXT, now() + PATIENCE_MS)) != null; ) {
            lines.send(line.strip());
        }
        lines.done();
    }

    @Override
    public void main() throws IOException {
        Scope.run(server -> {
            // In a shield, since Ctrl-C, which cancels main, is not to cut off the clients.
            server.go("clients", () -> shield(Long.MAX_VALUE, () -> Scope.run(this::supervise)));
            try (TcpListener listener = listen.tcp()) {
                while (true) {
                    TcpSocket socket = listener.accept(-1);
                    clients.go("client " + ++accepted, () -> converse(socket));
                }
            } finally {
                clients.stop(grace.ms());
            }
        });
    }

    @Override
    public String soFar() {
        int cutOff = accepted - failed - ended;
        return accepted + (accepted == 1 ? " client, " : " clients, ") + ended + " to the end, " + failed + " failed, "
                + cutOff + " cut off";
    }
}
