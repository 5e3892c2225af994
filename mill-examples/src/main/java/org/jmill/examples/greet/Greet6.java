package org.jmill.examples.greet;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chr;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;
import static org.jmill.Mill.now;
import static org.jmill.net.MillNet.tcpaccept;
import static org.jmill.net.MillNet.tcplisten;

import java.io.EOFException;
import java.io.IOException;
import org.jmill.Chan;
import org.jmill.examples.Example;
import org.jmill.examples.net.Listen;
import org.jmill.net.TcpListener;
import org.jmill.net.TcpSocket;
import org.jmill.text.TextOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Shows a coroutine that keeps statistics, and a channel that feeds it.
/// Run: ./jmill run greet-6 [PORT], then nc localhost PORT
/// Prints where it listens, then the counts each time that a connection comes or goes.
@Command(
        description = "Step 6 of the tutorial. Coroutines of a mill never run at the same time, so counters "
                + "could be shared; but a channel leaves the printing, which may take its time, to one "
                + "who does nothing else.")
public final class Greet6 implements Example {
    private static final TextOptions TEXT =
            TextOptions.defaults().lineBytesMax(256).lineEnd("\r\n");

    private enum News {
        ESTABLISHED,
        SUCCEEDED,
        FAILED
    }

    private static final int PATIENCE_MS = 10_000;

    @Mixin
    private Listen listen;

    private int connections;
    private int active;
    private int failed;

    private void statistics(Chan<News> news) {
        while (true) {
            News latest = chr(news);
            connections += latest == News.ESTABLISHED ? 1 : 0;
            active += latest == News.ESTABLISHED ? 1 : -1;
            failed += latest == News.FAILED ? 1 : 0;
            System.out.println(soFar());
        }
    }

    private static void greet(TcpSocket socket) throws IOException {
        long deadline = now() + PATIENCE_MS;
        socket.writeLine("What's your name?", TEXT, deadline);
        String name = socket.readLine(TEXT, deadline);
        if (name == null) {
            throw new EOFException("client has gone");
        }
        socket.writeLine("Hello, " + name.strip() + "!", TEXT, deadline);
    }

    private static void dialogue(TcpSocket socket, Chan<News> news) {
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
        TcpListener listener = tcplisten(listen.address(), 10);
        Listen.say(listener.addr());
        Chan<News> news = chmake(0);
        go(() -> statistics(news));
        while (true) {
            TcpSocket socket = tcpaccept(listener, -1);
            go(() -> dialogue(socket, news));
        }
    }

    @Override
    public String soFar() {
        return connections + " connections, " + active + " active, " + failed + " failed";
    }
}
