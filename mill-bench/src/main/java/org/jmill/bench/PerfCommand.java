package org.jmill.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jmill.bench.program.Programs;
import org.jmill.bench.report.HelpOption;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `perf NAME N`: warms a perf program up, then runs and measures it several times.
@Command(name = "perf", description = "Runs a perf program; 'jmill perf list' names them.")
final class PerfCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final String LINE = "%-15s %-29s %s%n";
    private static final String C10K_USAGE = "CONNECTIONS ROUNDTRIPS";
    private static final String ECHO_USAGE = "CONNECTIONS SIZE SECONDS";
    private static final String EXPLORE_USAGE = "N";

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Mixin
    private EngineChoice choice;

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
            if (!numbers.isEmpty()) {
                throw misuse("list: takes no arguments, not " + numbers.getFirst());
            }
            list();
            return CommandLine.ExitCode.OK;
        }
        if (rounds < 1) {
            throw misuse("rounds is not positive: " + rounds);
        }
        try {
            return run();
        } catch (OutOfMemoryError e) {
            spec.commandLine()
                    .getErr()
                    .println("perf " + name + ": out of memory; take a smaller N, or give the JVM more heap with"
                            + " JMILL_JAVA_OPTS=-Xmx4g");
            return FAILED;
        }
    }

    private void list() {
        PrintWriter out = spec.commandLine().getOut();
        for (Programs program : Programs.values()) {
            out.printf(LINE, program.label(), "N", program.what());
        }
        out.printf(LINE, "c10k", C10K_USAGE, "round trips of a byte beside idle connections");
        out.printf(LINE, "echo", ECHO_USAGE, "requests to an echo server from another process");
        out.printf(LINE, "explore", EXPLORE_USAGE, "schedules of five coroutines, searched for a failure");
        out.flush();
    }

    private int run() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        switch (name) {
            case "c10k" -> {
                long[] given = numbers(C10K_USAGE, Integer.MAX_VALUE, 1L << 40);
                new NetPrograms(choice.options(name), rounds, out).c10k((int) given[0], given[1]);
                return CommandLine.ExitCode.OK;
            }
            case "echo" -> {
                long[] given = numbers(ECHO_USAGE, Integer.MAX_VALUE, 1 << 30, 1_000_000);
                return new NetPrograms(choice.options(name), rounds, out)
                        .echo((int) given[0], (int) given[1], (int) given[2]);
            }
            case "explore" -> {
                long schedules = numbers(EXPLORE_USAGE, 1L << 40)[0];
                choice.options(name); // Refuses an engine that the JVM does not allow.
                new Exploring(schedules, choice.engine(), rounds, out).run();
                return CommandLine.ExitCode.OK;
            }
            default -> {
                Programs program = Programs.of(name);
                if (program == null) {
                    throw misuse("unknown program: " + name + "; 'jmill perf list' names them");
                }
                Programs.Unit unit = program.unit();
                long number = numbers("N (" + program.what() + ")", unit.numberMax())[0];
                if (program.warning(number) != null) {
                    spec.commandLine().getErr().println(program.warning(number));
                    spec.commandLine().getErr().flush();
                }
                new Rounds(name, new MillContender(choice.options(name), program::make), number * unit.size())
                        .run(rounds, out);
                return CommandLine.ExitCode.OK;
            }
        }
    }

    /// The numbers on the command line, each from 1 to its maximum.
    ///
    /// @param usage begins with their names
    private long[] numbers(String usage, long... maxima) {
        String hint = "; usage: jmill perf " + name + " " + usage;
        String[] labels = usage.split(" ");
        long[] values = new long[maxima.length];
        for (int i = 0; i < maxima.length; i++) {
            if (i >= numbers.size()) {
                throw misuse(name + ": " + labels[i] + " is missing" + hint);
            }
            String given = numbers.get(i);
            try {
                values[i] = Long.parseLong(given);
            } catch (NumberFormatException e) {
                throw misuse(name + ": " + labels[i] + " is not a number: " + given + hint);
            }
            if (values[i] < 1 || values[i] > maxima[i]) {
                throw misuse(name + ": " + labels[i] + " is not from 1 to " + maxima[i] + ": " + given + hint);
            }
        }
        if (numbers.size() > maxima.length) {
            throw misuse(name + ": one argument too many: " + numbers.get(maxima.length) + hint);
        }
        return values;
    }

    private ParameterException misuse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
