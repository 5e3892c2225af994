package org.jmill.examples.net.chat;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import org.jmill.examples.net.Limits;
import org.jmill.examples.net.Lines;
import org.jmill.examples.net.Outbox;
import org.jmill.examples.net.Patience;
import org.jmill.examples.net.Server;
import org.jmill.net.TcpSocket;

/// Somebody in a chat: a socket, and the lines that wait to be sent to it.
final class Member {
    private static final int LINE_MAX = 2048;

    private final TcpSocket socket;
    private final Lines typed;
    private final Outbox outbox;
    String name;
    String room;
    boolean dropped;

    Member(TcpSocket socket, String name, int linesMax, Limits limits) {
        Patience patience = new Patience(limits);
        this.socket = socket;
        this.typed = new Lines(socket, LINE_MAX, patience);
        this.outbox = new Outbox(socket, linesMax, limits, patience);
        this.name = name;
    }

    /// The next line that was typed, or null at the end, or when the member has been dropped. What
    /// could upset a terminal is left out.
    String hear() throws IOException {
        String line;
        try {
            line = typed.next();
        } catch (ClosedChannelException e) {
            if (!dropped) {
                throw e;
            }
            return null;
        }
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
        outbox.end();
    }

    /// Hangs up, whatever is still to be sent.
    void drop() {
        dropped = true;
        Server.hangUp(socket);
    }
}
