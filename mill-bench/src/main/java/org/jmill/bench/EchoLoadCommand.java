package org.jmill.bench;

import java.util.List;
import java.util.concurrent.Callable;
import org.jmill.bench.net.EchoLoad;
import org.jmill.bench.net.NetScenario;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `echo-load NAME -- SERVER...`: what `compare` runs to measure an echo server of whatever make,
/// given its command line.
@Command(name = "echo-load", hidden = true, description = "Starts and measures an echo server.")
final class EchoLoadCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--rounds", defaultValue = "5")
    private int rounds;

    @Option(names = "--round-ms", defaultValue = "500")
    private long roundMs;

    @Option(names = "--warm-up-ms", defaultValue = "3000")
    private long warmUpMs;

    @Parameters(index = "0", paramLabel = "NAME")
    private String name;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "SERVER", description = "its command line")
    private List<String> server;

    @Override
    public Integer call() throws Exception {
        NetScenario scenario = NetScenario.of(name);
        if (scenario == null || !scenario.isEcho() || rounds < 1) {
            throw new ParameterException(spec.commandLine(), "not an echo program: " + name);
        }
        EchoLoad.run(
                scenario, server, warmUpMs, roundMs, rounds, spec.commandLine().getOut());
        return 0;
    }
}
