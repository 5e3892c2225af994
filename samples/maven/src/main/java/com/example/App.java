package com.example;

import static org.jmill.Mill.*;
import static org.jmill.net.MillNet.*;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
                    say(client, "hello, " + hear(client));
                } catch (IOException e) {
                    System.err.println(e.getMessage());
                }
            });
        }
    }

    static String ask(int port, String name) throws IOException {
        try (TcpSocket server = tcpconnect("127.0.0.1", port, now() + 1000)) {
            say(server, name);
            return hear(server);
        }
    }

    private static void say(TcpSocket s, String text) throws IOException {
        byte[] line = (text + "\n").getBytes(StandardCharsets.UTF_8);
        tcpsend(s, line, line.length, now() + 1000);
        tcpflush(s, now() + 1000);
    }

    private static String hear(TcpSocket s) throws IOException {
        byte[] line = new byte[256];
        int length = tcprecvuntil(s, line, line.length, "\n", now() + 1000);
        return new String(line, 0, length, StandardCharsets.UTF_8).strip();
    }

    public static void main(String[] args) throws IOException {
        Mill.run(() -> {
            TcpListener listener = tcplisten(iplocal("127.0.0.1", 0, 0), 10);
            go(() -> serve(listener));
            System.out.println(ask(tcpport(listener), args.length == 0 ? "world" : args[0]));
        });
    }
}
