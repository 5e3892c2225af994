package org.jmill.examples.greet;

import static org.jmill.net.MillNet.tcpaccept;
import static org.jmill.net.MillNet.tcpclose;
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

/// Shows a dialogue: sends a question, receives a line, sends an answer.
/// Run: ./jmill run greet-2 [PORT], then nc localhost PORT
/// Prints where it listens.
@Command(
        description = "Step 2 of the tutorial. What is sent stays in a buffer until it is flushed. One client"
                + " is served at a time; others wait. If a client hangs up in the middle, its socket"
                + " is left open: see greet-3.")
public final class Greet2 implements Example {
    private static final TextOptions TEXT =
            TextOptions.defaults().lineBytesMax(256).lineEnd("\r\n");

    @Mixin
    private Listen listen;

    private int connections;

    @Override
    public void main() throws IOException {
        TcpListener listener = tcplisten(listen.address(), 10);
        Listen.say(listener.addr());
        while (true) {
            TcpSocket socket = tcpaccept(listener, -1);
            connections++;
            try {
                socket.writeLine("What's your name?", TEXT, -1);
                String name = socket.readLine(TEXT, -1);
                if (name == null) {
                    throw new EOFException("client has gone");
                }
                socket.writeLine("Hello, " + name.strip() + "!", TEXT, -1);
                tcpclose(socket);
            } catch (IOException e) {
                // The next client; but this one's socket stays open.
            }
        }
    }

    @Override
    public String soFar() {
        return connections == 1 ? "1 connection" : connections + " connections";
    }
}
