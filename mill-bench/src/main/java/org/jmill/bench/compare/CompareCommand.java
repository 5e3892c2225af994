package org.jmill.bench.compare;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jmill.bench.net.C10k;
import org.jmill.bench.net.NetScenario;
import org.jmill.bench.program.Programs;
import org.jmill.bench.program.Scenario;
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

/// `compare [NAME...]`: runs perf programs by jmill and by all its peers, and prints a table.
@Command(name = "compare", description = "Runs perf programs (all, unless some are named) by jmill and its peers.")
public final class CompareCommand implements Callable<Integer> {
    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Mixin
    private ReportFiles files;

    @Option(
            names = "--passes",
            paramLabel = "P",
            defaultValue = "1",
            description = "how many processes each cell gets (${DEFAULT-VALUE})")
    private int passes;

    @Option(
            names = "--rounds",
            paramLabel = "R",
            defaultValue = "3",
            description = "how many rounds each process measures (${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--rivals",
            paramLabel = "ID",
            split = ",",
            description = "who takes part: continuation, virtual, portable, libmill, go, kotlin, jox, jdk,"
                    + " jox-scopes, jdk-scopes, netty, netty-openssl, openssl (all)")
    private Set<String> ids = new LinkedHashSet<>();

    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            description = "the programs ('jmill perf list'), 'echo' for all of echo-*, 'tls' for all of tls-*,"
                    + " 'scope' for all of scope-*")
    private List<String> names = new ArrayList<>();

    /// Made by picocli.
    public CompareCommand() {}

    @Override
    public Integer call() throws Exception {
        if (passes < 1 || rounds < 1) {
            throw misuse("passes or rounds is not positive");
        }
        files.check();
        PrintWriter out = spec.commandLine().getOut();
        Figures figures = new Figures(programs(), rivals());
        Map<String, String> facts = Machine.facts();
        if (figures.programs().contains(NetScenario.C10K)) {
            facts.put("c10k", C10k.fitting(NetScenario.C10K.connections()) + " connections");
        }
        if (figures.programs().stream().anyMatch(program -> program instanceof NetScenario net && net.isEcho())) {
            facts.put("echo", Processors.describe());
        }
        new Comparison(figures, passes, rounds, spec.commandLine().getErr()).run();
        new Table(figures).print(out);
        out.println();
        facts.forEach((name, value) -> out.println("- " + name + ": " + value));
        out.flush();
        files.write(file -> Json.print(figures, facts, file), file -> new Chart(figures).print(file));
        return hasFailed(figures) ? FAILED : 0;
    }

    private List<Scenario> programs() {
        Set<Scenario> programs = new LinkedHashSet<>();
        if (names.isEmpty()) {
            programs.addAll(everything());
        }
        for (String name : names) {
            if (!addAll(name, programs)) {
                throw misuse("unknown program: " + name + "; 'jmill perf list' names them");
            }
        }
        return List.copyOf(programs);
    }

    /// Adds what bears this name, or has it before a hyphen; returns whether there is any.
    private static boolean addAll(String name, Set<Scenario> to) {
        boolean found = false;
        for (Scenario scenario : everything()) {
            if (scenario.label().equals(name) || scenario.label().startsWith(name + "-")) {
                to.add(scenario);
                found = true;
            }
        }
        return found;
    }

    private static List<Scenario> everything() {
        List<Scenario> all = new ArrayList<>(List.of(Programs.values()));
        all.addAll(List.of(NetScenario.values()));
        return all;
    }

    private List<Rival> rivals() {
        List<Rival> all = new Rivals(Rivals.home(), spec.commandLine().getErr()).all();
        Set<String> known = all.stream().map(Rival::id).collect(Collectors.toSet());
        for (String id : ids) {
            if (!known.contains(id)) {
                throw misuse("unknown rival: " + id + "; there are " + String.join(", ", known));
            }
        }
        return all.stream()
                .filter(rival -> ids.isEmpty() || ids.contains(rival.id()))
                .toList();
    }

    /// Whether the first one, which everybody is compared with, failed; for the others a dash does.
    private static boolean hasFailed(Figures figures) {
        return figures.programs().stream().anyMatch(program -> {
            Rival first = figures.rivals().getFirst();
            return figures.cell(program, first).reason() != null;
        });
    }

    private ParameterException misuse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
