package org.jmill.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jmill.Engine;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.MillPanic;
import org.jmill.Order;
import org.jmill.bench.program.Programs;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `perf NAME N`: warms a perf program up, then runs and measures it several times.
@Command(name = "perf", description = "Runs a perf program; 'perf list' names them.", mixinStandardHelpOptions = true)
final class PerfCommand implements Callable<Integer> {
    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Option(names = "--engine", paramLabel = "E", description = "auto, continuation, virtual or portable")
    private Engine engine;

    @Option(names = "--order", paramLabel = "O", description = "direct or libmill")
    private Order order;

    @Option(
            names = "--rounds",
            paramLabel = "R",
            defaultValue = "5",
            description = "how many rounds to measure (${DEFAULT-VALUE})")
    private int rounds;

    @Parameters(index = "0", paramLabel = "NAME", description = "the program, or 'list'")
    private String name;

    @Parameters(index = "1..*", paramLabel = "N", description = "how much it is to do")
    private List<String> numbers = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        if (name.equals("list")) {
            list();
            return CommandLine.ExitCode.OK;
        }
        Programs program = Programs.of(name);
        if (program == null) {
            throw misuse("unknown program: " + name + "; 'perf list' names them");
        }
        if (rounds < 1) {
            throw misuse("rounds is not positive: " + rounds);
        }
        return run(program, count(program));
    }

    private void list() {
        PrintWriter out = spec.commandLine().getOut();
        for (Programs program : Programs.values()) {
            out.printf("%-10s N   %s%n", program.label(), program.what());
        }
        out.flush();
    }

    private long count(Programs program) {
        String usage = "usage: perf " + name + " N (" + program.what() + ")";
        if (numbers.size() != 1) {
            throw misuse(name + (numbers.isEmpty() ? ": N is missing; " : ": one N only; ") + usage);
        }
        long number;
        try {
            number = Long.parseLong(numbers.getFirst());
        } catch (NumberFormatException e) {
            throw misuse(name + ": N is not a number: " + numbers.getFirst() + "; " + usage);
        }
        long most = program.unit().numberMax();
        if (number < 1 || number > most) {
            throw misuse(name + ": N is not from 1 to " + most + ": " + number + "; " + usage);
        }
        return number * program.unit().size();
    }

    private int run(Programs program, long count) throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        try {
            new Rounds(program.label(), new MillContender(options(), program), count)
                    .run(rounds, spec.commandLine().getOut());
            return CommandLine.ExitCode.OK;
        } catch (OutOfMemoryError e) {
            err.println("perf "
                    + name
                    + ": out of memory; take a smaller N, or give the JVM more heap with"
                    + " JMILL_JAVA_OPTS=-Xmx4g");
            return FAILED;
        }
    }

    /// Only what was asked for: the system properties decide about the rest, but strict mode is
    /// always off, since its checks would be all that is measured.
    private MillOptions options() {
        MillOptions options = MillOptions.defaults().name(name).strict(false);
        if (engine != null) {
            options = options.engine(engine);
        }
        if (order != null) {
            options = options.order(order);
        }
        try {
            Mill.run(options, () -> {});
        } catch (MillPanic e) {
            throw misuse(e.getMessage()); // The JVM does not allow the engine.
        }
        return options;
    }

    private ParameterException misuse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
