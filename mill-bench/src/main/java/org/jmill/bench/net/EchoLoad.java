package org.jmill.bench.net;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Starts an echo server of whatever make and measures it with [EchoClient].
///
/// Such a server listens on a port of its choice at 127.0.0.1, prints [#LISTENING] and the port on a
/// line, echoes what comes, and ends when its standard input does.
public final class EchoLoad {
    /// What a server prints before its port.
    public static final String LISTENING = "listening ";

    /// By a server of ours, or by `openssl s_server`.
    private static final Pattern TOLD = Pattern.compile("(?:" + LISTENING + "|ACCEPT .*:)(\\d+)");

    private static final long ENDING_MS = 5000;

    private EchoLoad() {}

    /// Starts the server, warms it up, measures a round for each line that it reads, and ends the server. Between
    /// rounds it leaves the processors alone, so that several such processes can measure in turn.
    ///
    /// @param scenario how many connections and bytes
    /// @param certificate PEM file of the server's where that does TLS; else it does not matter
    /// @param serverCommand the command line of the server
    /// @param warmUpMs how long to run before the first round
    /// @param roundMs how long a round takes
    /// @param asked a line asks for a round; its end asks for the summary
    /// @param out gets a line when all is ready for the first round, then what the client prints
    /// @throws IOException if the server or a connection fails
    /// @throws InterruptedException if the thread was interrupted
    public static void run(
            NetScenario scenario,
            Path certificate,
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
            try (Load client = load(scenario, port, certificate, server.toHandle())) {
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

    private static Load load(NetScenario scenario, int port, Path certificate, ProcessHandle server)
            throws IOException {
        return scenario.isTls()
                ? new TlsClient(scenario, port, certificate, server)
                : new EchoClient(scenario.label(), port, scenario.connections(), scenario.bytes(), server);
    }

    /// The port that the server tells; what it says later is not listened to.
    private static int port(BufferedReader said) throws IOException {
        String first = said.readLine();
        for (String line = first; line != null; line = said.readLine()) {
            Matcher told = TOLD.matcher(line);
            if (told.matches()) {
                Thread.ofPlatform().daemon().start(() -> said.lines().forEach(later -> {}));
                return Integer.parseInt(told.group(1));
            }
        }
        throw new IOException("echo: the server does not listen, it says: " + first);
    }
}
