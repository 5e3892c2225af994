package org.jmill.examples.net;

import static org.jmill.Mill.now;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import org.jmill.Chan;
import org.jmill.Coroutine;
import org.jmill.Scope;
import org.jmill.net.StreamSocket;

/// The lines that wait to be sent to a client. A coroutine of their own sends them, the only one
/// that does: so neither who reads from the client nor who has news for it waits until it reads.
///
/// What does not fit is left out and counted. Once the client has caught up, it is told: `missed 3`.
public final class Outbox {
    private static final int LINE_OVERHEAD_BYTES = 24; // An array's header, and its place in the queue.
    private static final int GOODBYE_MS = 1000;

    private final ArrayDeque<byte[]> lines = new ArrayDeque<>();
    private final Chan<Boolean> news = Chan.make(1); // Wakes the writer; what there is, the queue has.
    private final int linesMax;
    private final int bytesMax;
    private final Patience patience;
    private final Coroutine writer;
    private int bytes;
    private int missing; // Since the client was last told.
    private boolean waiting; // The writer, for news.
    private boolean ended;

    /// Starts the coroutine that sends. If that fails, the conversation does.
    ///
    /// @param scope the conversation's
    /// @param socket nobody else sends on it
    /// @param linesMax how many lines may wait
    /// @param limits how many bytes may wait
    /// @param patience the connection's
    public Outbox(Scope scope, StreamSocket socket, int linesMax, Limits limits, Patience patience) {
        this.linesMax = linesMax;
        this.bytesMax = limits.bytes();
        this.patience = patience;
        this.writer = scope.daemon("writer", () -> write(socket));
    }

    /// A line as it is sent; to be made once for all who are to get it.
    public static byte[] line(String text) {
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /// A line whose characters are bytes, as [Lines] takes them.
    public static byte[] latinLine(String text) {
        return (text + "\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Puts a line into the queue, without waiting for the client.
    ///
    /// @return false if it is full: the client misses this line
    public boolean offer(byte[] line) {
        int size = line.length + LINE_OVERHEAD_BYTES;
        boolean fits = lines.size() < linesMax && size <= bytesMax - bytes;
        if (fits) {
            lines.add(line);
            bytes += size;
        } else {
            missing++;
        }
        wake(); // Last, since it may give way.
        return fits;
    }

    private void wake() {
        if (waiting) {
            waiting = false;
            news.trySend(true);
        }
    }

    private void write(StreamSocket socket) throws IOException {
        while (true) {
            byte[] line = next();
            if (line != null) {
                socket.send(line, line.length, patience.deadline());
            } else {
                socket.flush(patience.deadline());
                if (ended) {
                    return;
                }
                await();
            }
        }
    }

    /// The next line to be sent, or null if there is none.
    private byte[] next() {
        byte[] line = lines.poll();
        if (line != null) {
            bytes -= line.length + LINE_OVERHEAD_BYTES;
        } else if (missing > 0) {
            line = line("missed " + missing);
            missing = 0;
        }
        return line;
    }

    private void await() {
        if (lines.isEmpty() && missing == 0) {
            waiting = true;
            news.receive();
        }
        patience.moved(); // The client could take all that there was: its time begins now.
    }

    /// Has the writer end when it has sent what there is, and waits for that, but not for long: when the scope ends,
    /// the writer does.
    public void end() {
        ended = true;
        wake();
        writer.join(now() + GOODBYE_MS);
    }
}
