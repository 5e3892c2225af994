package org.jmill.examples.net;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.jmill.net.MillNet.tcpaccept;
import static org.jmill.net.MillNet.tcpflush;
import static org.jmill.net.MillNet.tcprecvuntil;
import static org.jmill.net.MillNet.tcpsend;

import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.jmill.Chan;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import org.jmill.net.TcpListener;
import org.jmill.net.TcpSocket;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows libmill's tutorial server: a dialogue a connection, one deadline for all of it, statistics.
/// Run: ./jmill run greet [--deadline MS] [PORT], then nc localhost PORT
/// Prints where it listens, then a line each time that a connection comes or goes.
@Command(
        description = "How the server came to be, step by step, is told by greet-1 to greet-8. No counter"
                + " is shared: who has news sends it to the coroutine that counts.")
public final class Greet implements Example {
    private enum News {
        ESTABLISHED,
        SUCCEEDED,
        FAILED
    }

    @Mixin
    private Listen listen;

    @Option(
            names = "--deadline",
            paramLabel = "MS",
            defaultValue = "10000",
            converter = AtLeast.One.class,
            description = "how long a dialogue may take; ${DEFAULT-VALUE} unless given")
    private int patienceMs;

    private int total;
    private int active;
    private int failed;

    private void statistics(Chan<News> news) {
        while (true) {
            switch (chr(news)) {
                case ESTABLISHED -> {
                    total++;
                    active++;
                }
                case SUCCEEDED -> active--;
                case FAILED -> {
                    active--;
                    failed++;
                }
            }
            System.out.println("connections: " + soFar());
        }
    }

    private void greet(TcpSocket socket) throws IOException {
        long deadline = now() + patienceMs;
        say(socket, "What's your name?\r\n", deadline);
        byte[] line = new byte[256];
        int length = tcprecvuntil(socket, line, line.length, "\r\n", deadline);
        String name = new String(line, 0, length, StandardCharsets.UTF_8).strip();
        say(socket, "Hello, " + name + "!\r\n", deadline);
    }

    private static void say(TcpSocket socket, String text, long deadline) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        tcpsend(socket, bytes, bytes.length, deadline);
        tcpflush(socket, deadline);
    }

    private void dialogue(TcpSocket socket, Chan<News> news) {
        News end = News.SUCCEEDED;
        try (socket) {
            chs(news, News.ESTABLISHED);
            greet(socket);
        } catch (IOException e) {
            end = News.FAILED;
        }
        chs(news, end);
    }

    @Override
    public void main() throws IOException {
        try (TcpListener listener = listen.tcp()) {
            Chan<News> news = chmake(0);
            go("statistics", () -> statistics(news));
            while (true) {
                try {
                    TcpSocket socket = tcpaccept(listener, -1);
                    go(() -> dialogue(socket, news));
                } catch (SocketException e) {
                    System.err.println(e.getMessage()); // No descriptor left: others must go first.
                }
            }
        }
    }

    @Override
    public String soFar() {
        return total + " in all, " + active + " active, " + failed + " failed";
    }
}
