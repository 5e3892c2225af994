package org.jmill.examples.raft;

import static org.jmill.Mill.now;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import org.jmill.Mill;
import org.jmill.examples.net.HostPort;
import org.jmill.examples.net.Input;
import org.jmill.net.TcpSocket;
import org.jmill.test.Op;

/// Somebody who puts and gets, and goes to whom he is sent. Each operation is one attempt.
final class Client {
    private static final int CONNECT_MS = 300;
    private static final int ANSWER_MS = 1500;

    private final List<HostPort> nodes;
    private HostPort target;

    /// The operation has certainly not been done.
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    Client(List<HostPort> nodes) {
        this.nodes = nodes;
        turn();
    }

    private void turn() {
        target = nodes.get(Mill.draw(nodes.size()));
    }

    /// Tries an operation.
    ///
    /// @return the value, null if there is none; of a put: anything
    /// @throws Refused if it was certainly not done
    /// @throws IOException if nobody knows
    String attempt(Op op) throws IOException {
        String answer = op instanceof Op.Put put ? ask("put " + put.key() + " " + put.value()) : ask("get " + op.key());
        if (answer.startsWith("moved ")) {
            target = new HostPort.Converter().convert(answer.substring("moved ".length()));
            throw new Refused(answer);
        }
        if (answer.startsWith("error: ")) {
            turn();
            throw answer.contains("it may be done") ? new IOException(answer) : new Refused(answer);
        }
        return answer.startsWith("value ") ? answer.substring("value ".length()) : null;
    }

    private String ask(String line) throws IOException {
        HostPort asked = target;
        try (TcpSocket socket = connect()) {
            byte[] bytes = (line + "\n").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
            socket.send(bytes, bytes.length, now() + ANSWER_MS);
            String answer = new Input(socket, Message.LINE_MAX).line(now() + ANSWER_MS);
            if (answer == null) {
                throw new EOFException(asked + " has hung up");
            }
            return answer;
        } catch (IOException e) {
            if (target.equals(asked)) {
                turn();
            }
            throw e;
        }
    }

    private TcpSocket connect() throws Refused {
        try {
            return TcpSocket.connect(target.host(), target.port(), now() + CONNECT_MS);
        } catch (IOException e) {
            turn();
            throw new Refused(e.getMessage());
        }
    }
}
