package org.jmill.bench;

import java.io.PrintWriter;
import org.jmill.bench.compare.CompareCommand;
import org.jmill.bench.report.HelpOption;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The main class of mill-bench: `perf NAME N` and what else its subcommands offer.
///
/// Exit status 0: done; 1: a program failed; 2: the command line makes no sense, and one line on
/// standard error says why.
@Command(
        name = Perf.NAME,
        description = "Perf programs for jmill.",
        subcommands = {
            PerfCommand.class,
            CompareCommand.class,
            GrowthCommand.class,
            KernelsCommand.class,
            MutantsCommand.class,
            PeerCommand.class,
            NetPeerCommand.class,
            EchoClientCommand.class,
            EchoLoadCommand.class
        })
public final class Perf implements Runnable {
    static final String NAME = "jmill";

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    private Perf() {}

    /// Runs a command and exits with its status.
    ///
    /// @param args the command and its arguments, such as `perf chan 1`
    public static void main(String[] args) {
        int status = run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args);
        System.exit(status);
    }

    /// Runs a command.
    ///
    /// @param out gets the results
    /// @param err gets messages
    /// @param args as for [#main]
    /// @return the exit status
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new Perf())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Perf::misuse)
                .execute(args);
    }

    private static int misuse(ParameterException misuse, String[] args) {
        CommandLine command = misuse.getCommandLine();
        String name = command.getCommandName();
        String prefix = name.equals(NAME) ? name : NAME + ": " + name;
        command.getErr().println(prefix + ": " + misuse.getMessage().replaceAll("\\s*\\R\\s*", " "));
        return CommandLine.ExitCode.USAGE;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "no command; try: jmill perf list, jmill perf NAME N, jmill help");
    }
}
