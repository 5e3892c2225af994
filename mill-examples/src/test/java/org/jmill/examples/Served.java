package org.jmill.examples;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server among the examples, run by a thread of this JVM while a test talks to it. What it
/// prints is kept; [#stop] is Ctrl-C.
final class Served implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("listening at \\S*:(\\d+)\n");
    private static final int PATIENCE_MS = 20_000;

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    private final Thread thread;
    private volatile Integer status; // null: still runs.
    private Launched launched;

    private Served(String... args) {
        thread = new Thread(() -> status = Main.execute(args), "example");
        System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
        thread.start();
    }

    /// Starts a server; returns when it listens.
    static Served start(String engine, String... args) {
        String[] words = new String[args.length + 3];
        words[0] = "run";
        words[1] = "--engine";
        words[2] = engine;
        System.arraycopy(args, 0, words, 3, args.length);
        Served served = new Served(words);
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() ->
                        served.status != null || LISTENING.matcher(served.out()).find());
        if (served.status != null) {
            throw new AssertionError(served.stop().toString());
        }
        return served;
    }

    String out() {
        return outBytes.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return errBytes.toString(StandardCharsets.UTF_8);
    }

    /// The port it has said it listens at.
    int port() {
        Matcher matcher = LISTENING.matcher(out());
        matcher.find();
        return Integer.parseInt(matcher.group(1));
    }

    /// A connection to it, on which no read waits for ever.
    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout(PATIENCE_MS);
        return socket;
    }

    /// Sends all this, ends its half, and receives until the end.
    String converse(String text) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// Presses Ctrl-C.
    void interrupt() {
        thread.interrupt();
    }

    /// Interrupts it and waits for its end.
    Launched stop() {
        if (launched == null) {
            interrupt();
            try {
                thread.join(PATIENCE_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            System.setOut(out);
            System.setErr(err);
            if (status == null) {
                throw new AssertionError("does not end: " + out() + err());
            }
            launched = new Launched(status, out(), err());
        }
        return launched;
    }

    @Override
    public void close() {
        stop();
    }
}
