package org.jmill.examples.greet;

import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.jmill.net.MillNet.tcpaccept;
import static org.jmill.net.MillNet.tcplisten;

import java.io.EOFException;
import java.io.IOException;
import org.jmill.examples.Example;
import org.jmill.examples.net.Listen;
import org.jmill.net.TcpListener;
import org.jmill.net.TcpSocket;
import org.jmill.text.TextOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Shows one deadline for a whole dialogue: who says nothing is not kept for ever.
/// Run: ./jmill run greet-5 [PORT], then nc localhost PORT
/// Prints where it listens, and a line for each connection that has failed.
@Command(
        description = "Step 5 of the tutorial. A deadline is a point in time, not a time span: all calls of "
                + "a dialogue get the same one, and together they take ten seconds at most.")
public final class Greet5 implements Example {
    private static final TextOptions TEXT =
            TextOptions.defaults().lineBytesMax(256).lineEnd("\r\n");

    private static final int PATIENCE_MS = 10_000;

    @Mixin
    private Listen listen;

    private int connections;

    private static void greet(TcpSocket socket) throws IOException {
        long deadline = now() + PATIENCE_MS;
        socket.writeLine("What's your name?", TEXT, deadline);
        String name = socket.readLine(TEXT, deadline);
        if (name == null) {
            throw new EOFException("client has gone");
        }
        socket.writeLine("Hello, " + name.strip() + "!", TEXT, deadline);
    }

    private static void dialogue(TcpSocket socket) {
        try (socket) {
            greet(socket);
        } catch (IOException e) {
            System.out.println("failed: " + e.getMessage());
        }
    }

    @Override
    public void main() throws IOException {
        TcpListener listener = tcplisten(listen.address(), 10);
        Listen.say(listener.addr());
        while (true) {
            TcpSocket socket = tcpaccept(listener, -1);
            connections++;
            go(() -> dialogue(socket));
        }
    }

    @Override
    public String soFar() {
        return connections == 1 ? "1 connection" : connections + " connections";
    }
}
