package org.jmill.bench;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jmill.bench.net.EchoClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `echo-client`: the second process of `perf echo`, a child of the server.
@Command(name = "echo-client", hidden = true, description = "Sends requests to an echo server.")
final class EchoClientCommand implements Callable<Integer> {
    private static final long WARM_UP_MS = 2000;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "PORT")
    private int port;

    @Parameters(index = "1", paramLabel = "CONNECTIONS")
    private int connections;

    @Parameters(index = "2", paramLabel = "SIZE")
    private int size;

    @Parameters(index = "3", paramLabel = "MS")
    private long roundMs;

    @Parameters(index = "4", paramLabel = "ROUNDS")
    private int rounds;

    @Override
    public Integer call() throws Exception {
        ProcessHandle server = ProcessHandle.current().parent().orElse(ProcessHandle.current());
        try (EchoClient client = new EchoClient("echo", port, connections, size, server)) {
            PrintWriter out = spec.commandLine().getOut();
            client.warmUp(WARM_UP_MS);
            for (int i = 0; i < rounds; i++) {
                client.round(roundMs, out);
            }
            client.summary(out);
        }
        return 0;
    }
}
