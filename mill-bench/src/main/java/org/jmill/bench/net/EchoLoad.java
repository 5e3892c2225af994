package org.jmill.bench.net;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Starts an echo server of whatever make and measures it with [EchoClient].
///
/// Such a server listens on a port of its choice at 127.0.0.1, prints [#LISTENING] and the port on a
/// line, echoes what comes, and ends when its standard input does.
public final class EchoLoad {
    /// What a server prints before its port.
    public static final String LISTENING = "listening ";

    private static final long ENDING_MS = 5000;

    private EchoLoad() {}

    /// Starts the server, warms it up, measures a round for each line that it reads, and ends the server. Between
    /// rounds it leaves the processors alone, so that several such processes can measure in turn.
    ///
    /// @param scenario how many connections and bytes
    /// @param serverCommand the command line of the server
    /// @param warmUpMs how long to run before the first round
    /// @param roundMs how long a round takes
    /// @param asked a line asks for a round; its end asks for the summary
    /// @param out gets a line when all is ready for the first round, then what the client prints
    /// @throws IOException if the server or a connection fails
    /// @throws InterruptedException if the thread was interrupted
    public static void run(
            NetScenario scenario,
            List<String> serverCommand,
            long warmUpMs,
            long roundMs,
            BufferedReader asked,
            PrintWriter out)
            throws IOException, InterruptedException {
        Process server = new ProcessBuilder(serverCommand)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            int port = port(server.inputReader());
            try (EchoClient client = new EchoClient(
                    scenario.label(), port, scenario.connections(), scenario.bytes(), server.toHandle())) {
                client.warmUp(warmUpMs);
                out.println(scenario.label() + ": ready");
                out.flush();
                while (asked.readLine() != null) {
                    client.round(roundMs, out);
                }
                client.summary(out);
            }
            server.getOutputStream().close();
            server.waitFor(ENDING_MS, TimeUnit.MILLISECONDS);
        } finally {
            server.destroyForcibly();
        }
    }

    private static int port(BufferedReader said) throws IOException {
        String line = said.readLine();
        if (line == null || !line.startsWith(LISTENING)) {
            throw new IOException("echo: the server does not listen, it says: " + line);
        }
        return Integer.parseInt(line.substring(LISTENING.length()));
    }
}
