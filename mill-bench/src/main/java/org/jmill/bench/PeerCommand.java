package org.jmill.bench;

import java.util.concurrent.Callable;
import org.jmill.bench.peer.JavaPeer;
import org.jmill.bench.program.Program;
import org.jmill.bench.program.Programs;
import org.jmill.bench.program.Sample;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `peer PEER NAME COUNT`: what `compare` runs, in a process of its own, for each peer that needs a
/// JVM. COUNT is always in ones.
@Command(name = "peer", hidden = true, description = "Runs a perf program of a peer.")
final class PeerCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--rounds", defaultValue = "5")
    private int rounds;

    @Parameters(index = "0", paramLabel = "PEER")
    private JavaPeer peer;

    @Parameters(index = "1", paramLabel = "NAME")
    private Programs name;

    @Parameters(index = "2", paramLabel = "COUNT")
    private long count;

    @Override
    public Integer call() throws Exception {
        Program program = peer.programs().get(name);
        if (program == null || count < 1 || rounds < 1) {
            throw new ParameterException(spec.commandLine(), peer.title() + " has no program " + name.label());
        }
        new Rounds(name.label(), new PeerContender(program), count)
                .run(rounds, spec.commandLine().getOut());
        return 0;
    }

    private record PeerContender(Program program) implements Contender {
        @Override
        public Sample run(long count) throws Exception {
            return program.run(count);
        }

        @Override
        public void warmUp(long count) throws Exception {
            program.warmUp(count);
        }
    }
}
