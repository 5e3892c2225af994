package org.jmill.examples.net.chat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jmill.Scope;
import org.jmill.examples.net.Limits;
import org.jmill.examples.net.Lines;
import org.jmill.examples.net.Outbox;
import org.jmill.examples.net.Patience;
import org.jmill.net.TcpSocket;

/// Somebody in a chat: a socket, and the lines that wait to be sent to it.
final class Member {
    private static final int LINE_MAX = 2048;

    private final Scope scope;
    private final Lines typed;
    private final Outbox outbox;
    String name;
    String room;
    boolean gone; // Or about to go.

    Member(Scope scope, TcpSocket socket, String name, int linesMax, Limits limits) {
        Patience patience = new Patience(limits);
        this.scope = scope;
        this.typed = new Lines(socket, LINE_MAX, patience);
        this.outbox = new Outbox(scope, socket, linesMax, limits, patience);
        this.name = name;
    }

    /// The next line that was typed, or null at the end. What could upset a terminal is left out.
    String hear() throws IOException {
        String line = typed.next();
        if (line == null) {
            return null;
        }
        String text = new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return text.replaceAll("\\p{Cntrl}", "").strip();
    }

    /// Puts a line into the queue.
    ///
    /// @return false if that is full
    boolean tell(byte[] line) {
        return outbox.offer(line);
    }

    /// No more lines; those in the queue are still sent, if that does not take long.
    void finish() {
        gone = true;
        outbox.end();
    }

    /// Ends the conversation, whatever is still to be sent.
    void drop() {
        gone = true;
        scope.cancel("does not read");
    }
}
