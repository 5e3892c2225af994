package org.jmill.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jmill.bench.kernel.Kernel;
import org.jmill.bench.kernel.Kernels;
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

/// `kernels [NAME...]`: searches the bug kernels, and shows what each of them took.
@Command(name = "kernels", description = "Searches known bugs of programs in Go, and their mended twins.")
final class KernelsCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final String MARK = "kernels";

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Option(
            names = "--into",
            paramLabel = "FILE",
            description = "write the tables into this page, too, between the marks <!-- kernels --> and"
                    + " <!-- end of kernels -->")
    private Path page;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "the kernels, such as etcd_6857 (all)")
    private Set<String> names = new LinkedHashSet<>();

    @Override
    public Integer call() throws IOException {
        List<Kernel> kernels = kernels();
        MarkedText text = page == null ? null : marked();
        KernelFinding.of(kernels.getFirst()); // So that the first one does not bear what it takes to begin.
        List<KernelFinding> findings = new ArrayList<>();
        for (Kernel kernel : kernels) {
            findings.add(KernelFinding.of(kernel));
        }
        StringWriter tables = new StringWriter();
        PrintWriter writer = new PrintWriter(tables);
        new KernelTable(findings).print(writer);
        writer.println();
        Machine.facts().forEach((name, value) -> writer.println("- " + name + ": " + value));
        PrintWriter out = spec.commandLine().getOut();
        out.print(tables);
        out.flush();
        if (text != null) {
            Files.writeString(page, text.with(tables.toString()));
        }
        return findings.stream().allMatch(f -> f.isFound() && f.hasPassed()) ? 0 : FAILED;
    }

    private List<Kernel> kernels() {
        List<Kernel> all = Kernels.all();
        for (String name : names) {
            if (all.stream().noneMatch(kernel -> kernel.id().equals(name))) {
                throw misuse("unknown kernel: " + name + "; there are "
                        + String.join(", ", all.stream().map(Kernel::id).toList()));
            }
        }
        return all.stream()
                .filter(kernel -> names.isEmpty() || names.contains(kernel.id()))
                .toList();
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
