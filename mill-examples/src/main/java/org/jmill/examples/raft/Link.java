package org.jmill.examples.raft;

import static org.jmill.Mill.now;

import java.io.IOException;
import org.jmill.Chan;
import org.jmill.examples.net.HostPort;
import org.jmill.examples.net.Input;
import org.jmill.net.TcpSocket;

/// The way to a peer: carries one question at a time, and brings the answer to it, or word that there is none. The
/// connection is made when it is needed, and given up when something goes wrong: so an answer is never taken for that
/// to another question.
final class Link {
    private final HostPort peer;
    private final Timing timing;
    private final Chan<Message> questions = Chan.make(1);
    private TcpSocket socket; // null: there is no connection.
    private Input input;

    /// Who is told.
    interface Answers {
        /// @param answer null: there was none in time
        void take(Message question, Message answer);
    }

    Link(HostPort peer, Timing timing) {
        this.peer = peer;
        this.timing = timing;
    }

    /// Has a question asked; the one before must have been answered.
    void ask(Message question) {
        if (!questions.trySend(question)) {
            throw new IllegalStateException("ask " + peer + ": has a question");
        }
    }

    /// Carries questions until the coroutine is cancelled.
    void run(Answers answers) {
        try {
            while (true) {
                Message question = questions.receive();
                answers.take(question, exchange(question));
            }
        } finally {
            hangUp();
        }
    }

    private Message exchange(Message question) {
        long deadline = now() + timing.answerMs();
        try {
            if (socket == null) {
                socket = TcpSocket.connect(peer.host(), peer.port(), deadline);
                input = new Input(socket, Message.LINE_MAX);
            }
            byte[] bytes = question.bytes();
            socket.send(bytes, bytes.length, deadline);
            String line = input.line(deadline);
            if (line != null) {
                return Message.read(line, input, deadline);
            }
        } catch (IOException e) {
            // Whatever it is: the peer has not answered, and will be asked again.
        }
        hangUp();
        return null;
    }

    private void hangUp() {
        TcpSocket gone = socket;
        socket = null;
        try {
            if (gone != null) {
                gone.close(0);
            }
        } catch (IOException e) {
            // Not all could be sent: nobody waits for it.
        }
    }
}
