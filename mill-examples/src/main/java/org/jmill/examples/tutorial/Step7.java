package org.jmill.examples.tutorial;

import static org.jmill.Mill.*;
import static org.jmill.net.MillNet.*;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jmill.Chan;
import org.jmill.Mill;
import org.jmill.Scope;
import org.jmill.net.TcpListener;
import org.jmill.net.TcpSocket;

/// A room: what one says, all the others hear.
public class Step7 {
    private final List<Chan<String>> outboxes = new ArrayList<>();

    void tell(String line, Chan<String> own) {
        for (Chan<String> outbox : List.copyOf(outboxes)) {
            if (outbox != own) {
                chs(outbox, line);
            }
        }
    }

    static void deliver(Chan<String> outbox, TcpSocket client) throws IOException {
        for (String line : outbox) {
            client.writeLine(line, now() + 1000);
        }
    }

    void attend(TcpSocket client) {
        Chan<String> outbox = chmake(16);
        outboxes.add(outbox);
        try (client) {
            Scope.run(scope -> {
                scope.daemon(() -> deliver(outbox, client));
                chs(outbox, "here: " + outboxes.size());
                for (String line; (line = client.readLine(-1)) != null; ) {
                    tell(line, outbox);
                }
            });
        } catch (IOException e) {
            System.out.println(e.getMessage());
        } finally {
            outboxes.remove(outbox);
        }
    }

    void serve(TcpListener listener) throws IOException {
        System.out.println("listening at " + listener.addr());
        while (true) {
            TcpSocket client = tcpaccept(listener, -1);
            go(() -> attend(client));
        }
    }

    static void serve(int port) throws IOException {
        new Step7().serve(tcplisten(iplocal("127.0.0.1", port, 0), 10));
    }

    public static void main(String[] args) throws IOException {
        Mill.run(() -> serve(5555));
    }
}
