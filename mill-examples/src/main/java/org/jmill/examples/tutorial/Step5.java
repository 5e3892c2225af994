package org.jmill.examples.tutorial;

import static org.jmill.Mill.*;
import static org.jmill.net.MillNet.*;

import java.io.IOException;
import org.jmill.Mill;
import org.jmill.net.TcpListener;
import org.jmill.net.TcpSocket;

/// A server for one client at a time.
public class Step5 {
    static void talk(TcpSocket client) {
        try (client) {
            client.writeLine("What is your name?", now() + 1000);
            String name = client.readLine(now() + 60_000);
            if (name != null) {
                client.writeLine("Hello, " + name + "!", now() + 1000);
            }
        } catch (IOException e) { // Too slow, or gone: not our failure.
            System.out.println(e.getMessage());
        }
    }

    static void serve(int port) throws IOException {
        TcpListener listener = tcplisten(iplocal("127.0.0.1", port, 0), 10);
        System.out.println("listening at " + listener.addr());
        while (true) {
            talk(tcpaccept(listener, -1));
        }
    }

    public static void main(String[] args) throws IOException {
        Mill.run(() -> serve(5555));
    }
}
