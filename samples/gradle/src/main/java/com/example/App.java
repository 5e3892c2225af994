package com.example;

import static org.jmill.Mill.*;
import static org.jmill.net.MillNet.*;

import java.io.IOException;
import org.jmill.Mill;
import org.jmill.net.TcpListener;
import org.jmill.net.TcpSocket;

/** A server and its client, each a coroutine. */
public class App {
    static void serve(TcpListener listener) throws IOException {
        while (true) {
            TcpSocket client = tcpaccept(listener, -1);
            go(() -> {
                try (client) {
                    client.writeLine("hello, " + client.readLine(now() + 1000), now() + 1000);
                } catch (IOException e) {
                    System.err.println(e.getMessage());
                }
            });
        }
    }

    static String ask(int port, String name) throws IOException {
        try (TcpSocket server = tcpconnect("127.0.0.1", port, now() + 1000)) {
            server.writeLine(name, now() + 1000);
            return server.readLine(now() + 1000);
        }
    }

    public static void main(String[] args) throws IOException {
        Mill.run(() -> {
            TcpListener listener = tcplisten(iplocal("127.0.0.1", 0, 0), 10);
            go(() -> serve(listener));
            System.out.println(ask(tcpport(listener), args.length == 0 ? "world" : args[0]));
        });
    }
}
