package org.jmill.examples.greet;

import static org.jmill.net.MillNet.tcpaccept;
import static org.jmill.net.MillNet.tcpclose;
import static org.jmill.net.MillNet.tcpflush;
import static org.jmill.net.MillNet.tcplisten;
import static org.jmill.net.MillNet.tcprecvuntil;
import static org.jmill.net.MillNet.tcpsend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jmill.examples.Example;
import org.jmill.examples.net.Listen;
import org.jmill.net.TcpListener;
import org.jmill.net.TcpSocket;
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
    @Mixin
    private Listen listen;

    private int connections;

    private static void say(TcpSocket socket, String text, long deadline) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        tcpsend(socket, bytes, bytes.length, deadline);
        tcpflush(socket, deadline);
    }

    @Override
    public void main() throws IOException {
        TcpListener listener = tcplisten(listen.address(), 10);
        Listen.say(listener.addr());
        while (true) {
            TcpSocket socket = tcpaccept(listener, -1);
            connections++;
            try {
                say(socket, "What's your name?\r\n", -1);
                byte[] line = new byte[256];
                int length = tcprecvuntil(socket, line, line.length, "\r\n", -1);
                String name = new String(line, 0, length, StandardCharsets.UTF_8).strip();
                say(socket, "Hello, " + name + "!\r\n", -1);
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
