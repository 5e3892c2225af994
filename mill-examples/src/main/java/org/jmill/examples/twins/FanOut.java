package org.jmill.examples.twins;

import static org.jmill.Mill.*;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jmill.Mill;
import org.jmill.Scope;
import org.jmill.net.TcpSocket;

/// Asks back ends on this machine, by their ports, and makes do with what they answer within 200 ms.
public class FanOut {
    static String ask(String port) throws IOException {
        try (TcpSocket s = TcpSocket.connect("127.0.0.1", Integer.parseInt(port), -1)) {
            s.writeLine("price?", -1);
            return s.readLine(-1);
        }
    }

    public static void main(String[] ports) {
        Map<String, String> answers = new LinkedHashMap<>();
        Mill.run(() -> Scope.run(scope -> {
            at(now() + 200, scope::cancel);
            scope.onFailure((backEnd, e) -> answers.put(backEnd.name(), "is down"));
            for (String port : ports) {
                answers.put(port, "is late");
                scope.go(port, () -> answers.put(port, ask(port)));
            }
        }));
        answers.forEach((port, answer) -> System.out.println(port + " " + answer));
    }
}
