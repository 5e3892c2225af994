package org.jmill.examples.tutorial;

import static org.jmill.Mill.*;
import static org.jmill.examples.tutorial.Step7.deliver;
import static org.jmill.net.MillNet.*;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jmill.Chan;
import org.jmill.Mill;
import org.jmill.Scope;
import org.jmill.net.TcpListener;
import org.jmill.net.TcpSocket;

/// A chat server: names, and nobody who can hold up the others.
public class Step8 {
    static final int LINES_BEHIND_MAX = 256;
    static final long SILENCE_MS = 10 * 60_000;

    record Member(Scope scope, Chan<String> outbox) {}

    private final Map<String, Member> members = new LinkedHashMap<>();

    /// Never waits: who has not read the last 256 lines is thrown out.
    void tell(String line, String from) {
        for (String name : List.copyOf(members.keySet())) {
            Member member = members.get(name);
            if (member != null && !name.equals(from) && !member.outbox().trySend(line)) {
                member.scope().cancel();
            }
        }
    }

    /// @return null if the client has gone
    String askName(TcpSocket client) throws IOException {
        String name = "";
        while (name != null && (name.isEmpty() || members.containsKey(name))) {
            client.writeLine("Your name?", now() + 1000);
            name = client.readLine(now() + 60_000);
        }
        return name;
    }

    void converse(TcpSocket client, String name, Scope scope) throws IOException {
        Chan<String> outbox = chmake(LINES_BEHIND_MAX);
        members.put(name, new Member(scope, outbox));
        try {
            scope.go(() -> deliver(outbox, client));
            outbox.trySend("here: " + members.keySet());
            tell(name + " is here", name);
            for (String line; (line = client.readLine(now() + SILENCE_MS)) != null; ) {
                tell(name + ": " + line, name);
                yieldNow(); // Lets the writers send, else who types too fast throws out all others.
            }
        } finally {
            members.remove(name);
            chdone(outbox); // Ends the writer, once it has sent what there is.
            tell(name + " is gone", name);
        }
    }

    void attend(TcpSocket client) {
        try (client) {
            String name = askName(client);
            if (name != null) {
                Scope.run(scope -> converse(client, name, scope));
            }
        } catch (IOException e) {
            System.out.println(e.getMessage());
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
        new Step8().serve(tcplisten(iplocal("127.0.0.1", port, 0), 10));
    }

    public static void main(String[] args) throws IOException {
        Mill.run(() -> serve(5555));
    }
}
