package org.jmill.examples;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jmill.Engine;
import org.jmill.MillOptions;
import org.jmill.Order;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// What `run` was asked: an example with its parameters set, and the options of its mill.
/// `--engine` and `--order` may stand before the name, and behind it too where the example has no
/// option of that name.
final class Invocation {
    /// How long an example has after Ctrl-C, beside the grace of its clients.
    private static final Duration PATIENCE = Duration.ofSeconds(7);

    private final String name;
    private final Example example;
    private final CommandLine commandLine;
    private final Flags before;
    private final Flags behind;

    private Invocation(String name, Example example, CommandLine commandLine, Flags before, Flags behind) {
        this.name = name;
        this.example = example;
        this.commandLine = commandLine;
        this.before = before;
        this.behind = behind;
    }

    /// The options that every example has.
    @Command(name = "jmill run")
    private static final class Flags {
        @Option(names = "--engine", paramLabel = "E", description = "auto, continuation, virtual or portable")
        private Engine engine;

        @Option(names = "--order", paramLabel = "O", description = "direct or libmill")
        private Order order;

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "shows this text")
        private boolean help;
    }

    /// Reads the words behind `run`.
    ///
    /// @throws ParameterException if something is wrong with them; its message is one line
    static Invocation parse(List<String> words) {
        int at = indexOfName(words);
        Flags before = new Flags();
        CommandLine head = configured(new CommandLine(before));
        read(head, "run", words.subList(0, at));
        if (at == words.size()) {
            throw new ParameterException(head, "run: no name given; 'jmill list' shows what can be run");
        }
        String name = words.get(at);
        Example example = Catalogue.make(name);
        if (example == null) {
            throw new ParameterException(head, unknown(name));
        }
        List<String> arguments = words.subList(at + 1, words.size());
        Flags behind = new Flags();
        CommandLine line = configured(withFlags(new CommandLine(example), behind));
        line.setCommandName("jmill run " + name);
        // A negative number is an argument, not an option.
        line.setUnmatchedOptionsArePositionalParams(arguments.stream().anyMatch(a -> a.matches("-\\d+")));
        read(line, "run " + name, arguments);
        Invocation invocation = new Invocation(name, example, line, before, behind);
        if (!invocation.isOnItsEngine()) {
            String cause = "runs on " + example.engine() + " only; leave --engine out";
            throw new ParameterException(line, "run " + name + ": " + cause);
        }
        return invocation;
    }

    /// The first word that is neither an option nor the value of one.
    private static int indexOfName(List<String> words) {
        int i = 0;
        while (i < words.size() && words.get(i).startsWith("-")) {
            boolean valueFollows =
                    words.get(i).equals("--engine") || words.get(i).equals("--order");
            i += valueFollows ? 2 : 1;
        }
        return Math.min(i, words.size());
    }

    private static CommandLine configured(CommandLine line) {
        return line.setCaseInsensitiveEnumValuesAllowed(true).setExpandAtFiles(false);
    }

    private static CommandLine withFlags(CommandLine line, Flags flags) {
        CommandSpec spec = line.getCommandSpec();
        for (OptionSpec option : CommandSpec.forAnnotatedObject(flags).options()) {
            if (spec.findOption(option.longestName()) == null) {
                spec.addOption(option);
            }
        }
        return line;
    }

    private static void read(CommandLine line, String verb, List<String> words) {
        try {
            line.parseArgs(words.toArray(String[]::new));
        } catch (ParameterException e) {
            throw new ParameterException(line, verb + ": " + e.getMessage(), e);
        }
    }

    private static String unknown(String name) {
        List<String> similar = Catalogue.similar(name);
        String hint = similar.isEmpty()
                ? "'jmill list' shows what can be run"
                : "did you mean " + String.join(" or ", similar) + "?";
        return "run: unknown name: " + name + "; " + hint;
    }

    String name() {
        return name;
    }

    Example example() {
        return example;
    }

    boolean helpWanted() {
        return before.help || behind.help;
    }

    /// Explains the example.
    void printHelp(PrintStream out) {
        List<String> header = new ArrayList<>(List.of(name + ": " + Catalogue.summary(name), ""));
        commandLine.getCommandSpec().usageMessage().header(header.toArray(String[]::new));
        commandLine.usage(out);
    }

    /// How long a server's clients have after Ctrl-C; 0 if it has no such option.
    private int graceMs() {
        OptionSpec grace = commandLine.getCommandSpec().findOption("--grace");
        return grace == null ? 0 : grace.getValue();
    }

    private Engine engineWanted() {
        return behind.engine != null ? behind.engine : before.engine;
    }

    private boolean isOnItsEngine() {
        Engine wanted = engineWanted();
        return example.engine() == null || wanted == null || wanted == Engine.AUTO || wanted == example.engine();
    }

    /// The engine and the order, as asked for or as the example likes.
    MillOptions options() {
        Engine engine = example.engine() != null ? example.engine() : engineWanted();
        Order order = behind.order != null ? behind.order : before.order;
        MillOptions options = MillOptions.defaults()
                .order(order != null ? order : example.order())
                .cancelOnShutdown(PATIENCE.plusMillis(graceMs()));
        return engine == null ? options : options.engine(engine);
    }
}
