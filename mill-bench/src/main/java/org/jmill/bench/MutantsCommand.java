package org.jmill.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jmill.bench.mutant.MutantTable;
import org.jmill.bench.mutant.Mutation;
import org.jmill.bench.report.HelpOption;
import org.jmill.bench.report.Machine;
import org.jmill.bench.report.MarkedText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `mutants [NAME...]`: puts mistakes into the examples, and shows how many of them a search finds.
@Command(name = "mutants", description = "Puts mistakes into the examples, one at a time, and searches for each.")
final class MutantsCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int ENOUGH_PERCENT = 90;
    private static final String MARK = "mutants";

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Option(
            names = "--schedules",
            paramLabel = "N",
            defaultValue = "1000",
            description = "how many for each (${DEFAULT-VALUE})")
    private int schedules;

    @Option(
            names = "--into",
            paramLabel = "FILE",
            description = "write the table into this page, too, between the marks <!-- mutants --> and"
                    + " <!-- end of mutants -->")
    private Path page;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "classes of examples, such as FanIn (all)")
    private List<String> names = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        checkArguments();
        MarkedText text = page == null ? null : marked();
        PrintWriter err = spec.commandLine().getErr();
        Mutation mutation = Mutation.of(names, schedules, name -> {
            err.println(name);
            err.flush();
        });
        StringWriter table = new StringWriter();
        PrintWriter writer = new PrintWriter(table);
        new MutantTable(mutation).print(writer);
        writer.println();
        writer.println("- schedules: at most " + schedules + " for each");
        Machine.facts().forEach((name, value) -> writer.println("- " + name + ": " + value));
        PrintWriter out = spec.commandLine().getOut();
        out.print(table);
        out.flush();
        if (text != null) {
            Files.writeString(page, text.with(table.toString()));
        }
        return mutation.found() * 100 >= mutation.count() * ENOUGH_PERCENT ? 0 : FAILED;
    }

    private void checkArguments() {
        if (schedules < 1) {
            throw misuse("--schedules: " + schedules + "; it is at least 1");
        }
        for (String name : names) {
            if (!Mutation.names().contains(name)) {
                throw misuse("unknown example: " + name + "; there are " + String.join(", ", Mutation.names()));
            }
        }
    }

    private MarkedText marked() {
        try {
            return MarkedText.of(Files.readString(page), MARK);
        } catch (IOException | IllegalArgumentException e) {
            throw misuse("cannot write into " + page + ": " + e.getMessage());
        }
    }

    private ParameterException misuse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
