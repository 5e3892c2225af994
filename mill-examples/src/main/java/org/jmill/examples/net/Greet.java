package org.jmill.examples.net;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.jmill.Mill.shield;
import static org.jmill.net.MillNet.tcpclose;

import java.io.EOFException;
import java.io.IOException;
import org.jmill.Chan;
import org.jmill.examples.AtLeast;
import org.jmill.examples.Example;
import org.jmill.net.TcpSocket;
import org.jmill.text.TextOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows libmill's tutorial server: a dialogue a connection, one deadline for all of it, statistics.
/// Run: ./jmill run greet [--deadline MS] [PORT], then nc localhost PORT
/// Prints where it listens, then a line each time that a connection comes or goes.
@Command(
        description = "How the server came to be, step by step, is told by greet-1 to greet-8. No counter"
                + " is shared: who has news sends it to the coroutine that counts. A name has 256 bytes at most.")
public final class Greet implements Example {
    private static final int NAME_MAX = 256; // All that a client can make it hold.
    private static final TextOptions TEXT =
            TextOptions.defaults().lineBytesMax(NAME_MAX).lineEnd("\r\n");

    private static final int SOON_MS = 1000;

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

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "1000",
            converter = AtLeast.One.class,
            description = "how many dialogues at a time, the next one is turned away; ${DEFAULT-VALUE} unless given")
    private int connectionsMax;

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
        socket.writeLine("What's your name?", TEXT, deadline);
        String name = socket.readLine(TEXT, deadline);
        if (name == null) {
            throw new EOFException("client has gone");
        }
        socket.writeLine("Hello, " + name.strip() + "!", TEXT, deadline);
    }

    private void dialogue(TcpSocket socket, Chan<News> news) throws IOException {
        News end = News.FAILED;
        chs(news, News.ESTABLISHED);
        try {
            greet(socket);
            tcpclose(socket);
            end = News.SUCCEEDED;
        } finally {
            News last = end;
            shield(now() + SOON_MS, () -> chs(news, last)); // Who is cut off is counted, too.
        }
    }

    @Override
    public void main() throws IOException {
        Chan<News> news = chmake(0);
        go("statistics", () -> statistics(news));
        new Server(new Limits(connectionsMax, NAME_MAX, patienceMs), "Too many are here, come back later.\r\n")
                .letFinish()
                .serve(listen, socket -> dialogue(socket, news));
    }

    @Override
    public String soFar() {
        return total + " in all, " + active + " active, " + failed + " failed";
    }
}
