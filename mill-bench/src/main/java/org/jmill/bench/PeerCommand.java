package org.jmill.bench;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.jmill.Engine;
import org.jmill.MillOptions;
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

/// `peer PEER NAME COUNT`: what `compare` runs, in a process of its own, for whoever needs a JVM,
/// jmill included. COUNT is always in ones.
@Command(name = "peer", hidden = true, description = "Runs a perf program of a peer.")
final class PeerCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--rounds", defaultValue = "5")
    private int rounds;

    @Parameters(index = "0", paramLabel = "PEER", description = "a peer, or an engine of jmill")
    private String peer;

    @Parameters(index = "1", paramLabel = "NAME")
    private String name;

    @Parameters(index = "2", paramLabel = "COUNT")
    private long count;

    @Override
    public Integer call() throws Exception {
        Programs program = Programs.of(name);
        Contender contender = program == null ? null : contender(program);
        if (contender == null || count < 1 || rounds < 1) {
            throw new ParameterException(spec.commandLine(), peer + " has no program " + name);
        }
        new Rounds(name, contender, count).run(rounds, spec.commandLine().getOut());
        return 0;
    }

    private Contender contender(Programs program) {
        for (JavaPeer other : JavaPeer.values()) {
            if (other.label().equals(peer)) {
                Program theirs = other.programs().get(program);
                return theirs == null ? null : new PeerContender(theirs);
            }
        }
        Engine engine = Engine.valueOf(peer.toUpperCase(Locale.ROOT));
        return new MillContender(
                MillOptions.defaults().name(name).engine(engine).strict(false), program::make);
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
