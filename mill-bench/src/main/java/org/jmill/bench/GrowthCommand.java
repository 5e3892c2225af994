package org.jmill.bench;

import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jmill.bench.growth.Growth;
import org.jmill.bench.growth.GrowthPlot;
import org.jmill.bench.growth.GrowthReport;
import org.jmill.bench.program.Curves;
import org.jmill.bench.report.HelpOption;
import org.jmill.bench.report.Machine;
import org.jmill.bench.report.ReportFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `growth [NAME...]`: measures programs over a range of sizes, and shows how the cost of an
/// operation grows with it.
@Command(name = "growth", description = "Measures how the cost of an operation grows with the number of things.")
final class GrowthCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Mixin
    private EngineChoice choice;

    @Mixin
    private ReportFiles files;

    @Option(
            names = "--rounds",
            paramLabel = "R",
            defaultValue = "5",
            description = "how often each size is measured (${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--max",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "leave out sizes above this (${DEFAULT-VALUE})")
    private long sizeMax;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "the programs (all)")
    private Set<String> names = new LinkedHashSet<>();

    @Override
    public Integer call() throws Exception {
        if (rounds < 1) {
            throw misuse("rounds is not positive: " + rounds);
        }
        List<Curves> curves = curves();
        files.check();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter progress = spec.commandLine().getErr();
        Map<String, String> facts = Machine.facts();
        Growth growth = new Growth();
        GrowthReport report = new GrowthReport(growth);
        out.println("Median ns per operation of " + rounds + " rounds; the ratio to the smallest size, and the one that"
                + " linear or n log n allows.");
        for (Curves curve : curves) {
            progress.println(curve.label() + ": N " + curve.what());
            progress.flush();
            MillContender contender = new MillContender(choice.options(curve.label()), curve::make);
            new GrowthRounds(curve, sizes(curve), contender, growth).run(rounds);
            report.printTable(curve, out);
        }
        report.printSummary(out);
        facts.forEach((name, value) -> out.println("- " + name + ": " + value));
        out.flush();
        files.write(file -> report.printJson(facts, file), new GrowthPlot(growth)::print);
        return 0;
    }

    private List<Curves> curves() {
        for (String name : names) {
            if (Curves.of(name) == null) {
                throw misuse("unknown program: " + name + "; there are "
                        + Stream.of(Curves.values()).map(Curves::label).collect(Collectors.joining(", ")));
            }
        }
        List<Curves> curves = Stream.of(Curves.values())
                .filter(curve -> names.isEmpty() || names.contains(curve.label()))
                .toList();
        for (Curves curve : curves) {
            if (sizes(curve).isEmpty()) {
                throw misuse("max is below the smallest size of " + curve.label() + ", "
                        + curve.sizes().getFirst() + ": " + sizeMax);
            }
        }
        return curves;
    }

    private List<Long> sizes(Curves curve) {
        return curve.sizes().stream().filter(size -> size <= sizeMax).toList();
    }

    private ParameterException misuse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
