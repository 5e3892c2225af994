package org.jmill.bench;

import java.util.concurrent.Callable;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.bench.net.EchoClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `echo-client`: the second process of `perf echo`, always on the fastest engine there is.
@Command(name = "echo-client", hidden = true, description = "Sends requests to an echo server.")
final class EchoClientCommand implements Callable<Integer> {
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
        Mill.run(
                MillOptions.defaults().name("echo-client").strict(false),
                () -> new EchoClient(port, size)
                        .run(connections, roundMs, rounds, spec.commandLine().getOut()));
        return 0;
    }
}
