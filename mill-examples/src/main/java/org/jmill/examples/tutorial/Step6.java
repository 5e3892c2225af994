package org.jmill.examples.tutorial;

import static org.jmill.Mill.*;
import static org.jmill.examples.tutorial.Step5.talk;
import static org.jmill.net.MillNet.*;

import java.io.IOException;
import org.jmill.Mill;
import org.jmill.net.TcpListener;
import org.jmill.net.TcpSocket;

/// The same server for many clients at a time.
public class Step6 {
    static void serve(int port) throws IOException {
        TcpListener listener = tcplisten(iplocal("127.0.0.1", port, 0), 10);
        System.out.println("listening at " + listener.addr());
        while (true) {
            TcpSocket client = tcpaccept(listener, -1);
            go(() -> talk(client));
        }
    }

    public static void main(String[] args) throws IOException {
        Mill.run(() -> serve(5555));
    }
}
