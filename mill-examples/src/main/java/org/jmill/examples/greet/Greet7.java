package org.jmill.examples.greet;

import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.jmill.net.MillNet.tcpaccept;
import static org.jmill.net.MillNet.tcplisten;

import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jmill.MillOptions;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import org.jmill.examples.net.Listen;
import org.jmill.net.ListenOptions;
import org.jmill.net.TcpListener;
import org.jmill.net.TcpSocket;
import org.jmill.text.TextOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Shows several mills that share a port, to use all processors.
/// Run: ./jmill run greet-7 [PORT [MILLS]], then nc localhost PORT
/// Prints where it listens, then the counts of a mill each time that it gains or loses a connection.
@Command(
        description = "Step 7 of the tutorial. libmill forks processes; here each mill has a thread. They"
                + " share no variable; the system deals out the connections (SO_REUSEPORT).")
public final class Greet7 implements Example {
    private static final TextOptions TEXT =
            TextOptions.defaults().lineBytesMax(256).lineEnd("\r\n");

    private static final int PATIENCE_MS = 10_000;

    @Mixin
    private Listen listen;

    @Parameters(
            index = "1",
            paramLabel = "MILLS",
            arity = "0..1",
            defaultValue = "2",
            converter = AtLeast.One.class,
            description = "how many mills; ${DEFAULT-VALUE} unless given")
    private int count;

    private final Mills mills = new Mills();
    private final AtomicInteger connections = new AtomicInteger(); // For all mills.

    private static void greet(TcpSocket socket) throws IOException {
        long deadline = now() + PATIENCE_MS;
        socket.writeLine("What's your name?", TEXT, deadline);
        String name = socket.readLine(TEXT, deadline);
        if (name == null) {
            throw new EOFException("client has gone");
        }
        socket.writeLine("Hello, " + name.strip() + "!", TEXT, deadline);
    }

    private void serve(int number) throws IOException {
        ListenOptions shared = ListenOptions.defaults().reusePort(true);
        TcpListener listener = tcplisten(mills.address(number, listen.address()), shared);
        if (number == 1) {
            Listen.say(listener.addr());
            mills.listening(listener.addr());
        }
        Statistics statistics = new Statistics("mill " + number);
        while (true) {
            TcpSocket socket = tcpaccept(listener, -1);
            connections.incrementAndGet();
            go(() -> statistics.of(socket, () -> greet(socket)));
        }
    }

    @Override
    public void launch(MillOptions options) throws Exception {
        mills.run(count, options, this::serve);
    }

    @Override
    public void main() {
        throw new IllegalStateException("each mill has a main of its own");
    }

    @Override
    public String soFar() {
        return connections.get() == 1 ? "1 connection" : connections + " connections";
    }
}
