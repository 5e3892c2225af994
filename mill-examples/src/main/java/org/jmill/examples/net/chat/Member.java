package org.jmill.examples.net.chat;

import static org.jmill.Mill.now;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jmill.Chan;
import org.jmill.examples.net.Input;
import org.jmill.net.TcpSocket;

/// Somebody in a chat: a socket, and the lines that wait to be sent to it.
final class Member {
    private static final int LINE_MAX = 2048;

    private final TcpSocket socket;
    private final Input input;
    private final Chan<String> lines;
    String name;
    String room;
    boolean dropped;

    Member(TcpSocket socket, String name, int linesMax) {
        this.socket = socket;
        this.input = new Input(socket, LINE_MAX);
        this.lines = Chan.make(linesMax);
        this.name = name;
    }

    /// The next line that was typed, or null at the end. What could upset a terminal is left out.
    String hear() throws IOException {
        String line = input.line(-1);
        if (line == null) {
            return null;
        }
        String text = new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return text.replaceAll("\\p{Cntrl}", "").strip();
    }

    /// Puts a line into the queue.
    ///
    /// @return false if that is full
    boolean tell(String line) {
        return lines.isDone() || lines.trySend(line);
    }

    /// Sends what is in the queue; runs in a coroutine of its own.
    void write() {
        try {
            for (String line : lines) {
                byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
                socket.send(bytes, bytes.length, -1);
                if (lines.size() == 0) {
                    socket.flush(-1);
                }
            }
        } catch (IOException e) {
            drop(); // Who reads from the socket is told.
        }
    }

    /// No more lines; those in the queue are still sent.
    void finish() {
        lines.done();
    }

    /// Hangs up, whatever is still to be sent.
    void drop() {
        dropped = true;
        try {
            socket.close(now());
        } catch (IOException e) {
            // What was to be sent is lost; that is what was wanted.
        }
    }
}
