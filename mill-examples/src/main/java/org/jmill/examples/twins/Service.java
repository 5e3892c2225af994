package org.jmill.examples.twins;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.jmill.Mill.*;
import static org.jmill.net.MillNet.*;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jmill.Mill;
import org.jmill.net.TcpListener;
import org.jmill.net.TcpSocket;

/// Tells each client how often its line was said before, by anybody.
public class Service {
    private final Map<String, Integer> said = new HashMap<>();

    void serve(TcpSocket client) {
        try (client) {
            for (String line; (line = client.readLine(ofMinutes(1))) != null; ) {
                client.writeLine(line + " " + said.merge(line, 1, Integer::sum), ofSeconds(1));
            }
        } catch (IOException e) {
            System.err.println(e.getMessage());
        }
    }

    public static void main(String[] args) throws IOException {
        Mill.run(() -> {
            Service service = new Service();
            TcpListener listener = tcplisten(iplocal(null, Integer.parseInt(args[0]), 0), 100);
            while (true) {
                TcpSocket client = tcpaccept(listener, -1);
                go(() -> service.serve(client));
            }
        });
    }
}
