package org.jmill.examples.tutorial;

import static org.jmill.Mill.*;
import static org.jmill.net.MillNet.*;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jmill.Mill;
import org.jmill.net.TcpListener;
import org.jmill.net.TcpSocket;

/// A server for one client at a time.
public class Step5 {
    static void say(TcpSocket s, String text) throws IOException {
        byte[] line = (text + "\n").getBytes(StandardCharsets.UTF_8);
        tcpsend(s, line, line.length, now() + 1000);
        tcpflush(s, now() + 1000);
    }

    static String hear(TcpSocket s, long deadline) throws IOException {
        byte[] line = new byte[256];
        int length = tcprecvuntil(s, line, line.length, "\n", deadline);
        return new String(line, 0, length, StandardCharsets.UTF_8).strip();
    }

    static void talk(TcpSocket client) {
        try (client) {
            say(client, "What is your name?");
            String name = hear(client, now() + 60_000);
            say(client, "Hello, " + name + "!");
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
