package org.jmill.bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
/// given its command line. It measures a round for each line of its standard input.
@Command(name = "echo-load", hidden = true, description = "Starts and measures an echo server.")
final class EchoLoadCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--round-ms", defaultValue = "500")
    private long roundMs;

    @Option(names = "--warm-up-ms", defaultValue = "3000")
    private long warmUpMs;

    @Option(names = "--certificate", paramLabel = "FILE", description = "PEM file of a server that does TLS")
    private Path certificate;

    @Parameters(index = "0", paramLabel = "NAME")
    private String name;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "SERVER", description = "its command line")
    private List<String> server;

    @Override
    public Integer call() throws Exception {
        NetScenario scenario = NetScenario.of(name);
        if (scenario == null || !scenario.isEcho()) {
            throw new ParameterException(spec.commandLine(), "not an echo program: " + name);
        }
        BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        if (scenario.isTls() && certificate == null) {
            throw new ParameterException(spec.commandLine(), name + " needs --certificate");
        }
        EchoLoad.run(
                scenario,
                certificate,
                server,
                warmUpMs,
                roundMs,
                asked,
                spec.commandLine().getOut());
        return 0;
    }
}
