package org.jmill.examples.greet;

import static org.jmill.Mill.go;
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

/// Shows a coroutine for each connection: a client that is slow holds up nobody.
/// Run: ./jmill run greet-4 [PORT], then nc localhost PORT
/// Prints where it listens, and a line for each connection that has failed.
@Command(
        description = "Step 4 of the tutorial. Only the loop has changed: it starts each dialogue with "
                + "go(), and accepts the next connection as soon as the dialogue waits for its client.")
public final class Greet4 implements Example {
    private static final TextOptions TEXT =
            TextOptions.defaults().lineBytesMax(256).lineEnd("\r\n");

    @Mixin
    private Listen listen;

    private int connections;

    private static void greet(TcpSocket socket) throws IOException {
        socket.writeLine("What's your name?", TEXT, -1);
        String name = socket.readLine(TEXT, -1);
        if (name == null) {
            throw new EOFException("client has gone");
        }
        socket.writeLine("Hello, " + name.strip() + "!", TEXT, -1);
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
