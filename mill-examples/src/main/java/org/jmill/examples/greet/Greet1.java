package org.jmill.examples.greet;

import static org.jmill.net.MillNet.tcpaccept;
import static org.jmill.net.MillNet.tcpclose;
import static org.jmill.net.MillNet.tcplisten;

import java.io.IOException;
import org.jmill.examples.Example;
import org.jmill.examples.net.Listen;
import org.jmill.net.TcpListener;
import org.jmill.net.TcpSocket;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Shows how to listen and to accept connections; they are closed at once.
/// Run: ./jmill run greet-1 [PORT], then nc localhost PORT
/// Prints where it listens, and a line for each connection.
@Command(
        description = "Step 1 of the tutorial. To accept suspends the coroutine until somebody connects; -1 "
                + "means that there is no deadline.")
public final class Greet1 implements Example {
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
            System.out.println("new connection");
            tcpclose(socket);
        }
    }

    @Override
    public String soFar() {
        return connections == 1 ? "1 connection" : connections + " connections";
    }
}
