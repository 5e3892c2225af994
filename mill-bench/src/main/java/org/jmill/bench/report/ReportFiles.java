package org.jmill.bench.report;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The options of a command that writes what it measured to files too.
public final class ReportFiles {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--json", paramLabel = "FILE", description = "write the figures as JSON")
    private Path json;

    @Option(names = "--svg", paramLabel = "FILE", description = "draw the figures as a chart")
    private Path svg;

    /// Made by picocli.
    public ReportFiles() {}

    /// Refuses paths that cannot be written: to measure takes minutes, so that this is better known
    /// before.
    public void check() {
        check(json);
        check(svg);
    }

    private void check(Path file) {
        if (file == null) {
            return;
        }
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || folder == null || !Files.isWritable(folder)) {
            throw new ParameterException(
                    spec.commandLine(), "cannot write " + file + ": not a file in a folder that is there");
        }
    }

    /// Writes the files that were asked for.
    ///
    /// @param asJson prints the figures as JSON
    /// @param asSvg draws them
    /// @throws IOException if a file cannot be written
    public void write(Consumer<PrintWriter> asJson, Consumer<PrintWriter> asSvg) throws IOException {
        write(json, asJson);
        write(svg, asSvg);
    }

    private static void write(Path file, Consumer<PrintWriter> print) throws IOException {
        if (file != null) {
            try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
                print.accept(out);
            }
        }
    }
}
